"""The plan of action and milestones: one item, risk and observation per ledger item.

FedRAMP "POA&M Template to OSCAL Mapping" (guide, section 4) names the properties; where the guide and FedRAMP's template
differ (facet system, milestone timing) the newer external constraints decide.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping

from msgspec.structs import replace

from generator.ids import Identifiers
from generator.ledger.items import LedgerItem
from generator.ledger.rating import RatedBy
from generator.model.content import Exploitability
from generator.model.evidence import Source
from generator.model.scan import Cvss
from generator.model.system import System
from generator.oscal import types as o
from generator.oscal.assessment import SSP_FILE
from generator.oscal.common import NS, Citations, evidence_path, line, metadata, moment, prop, text, token
from generator.oscal.components import Naming, tools
from generator.oscal.story import Story

CVE_FACET = "cve-id"
"""NIST's facet name under the CVE system (assessment-common metaschema 1.2.3); FedRAMP's guide writes another."""

RATED_BY = "rated-by"
"""Our own property of a risk: whose word its rating is (`ledger.rating.RatedBy`)."""

_CVE_SYSTEM = "http://cve.mitre.org"
ALIAS = "alias"
"""Property of a risk: another name of its vulnerability."""
_MOST_ALIASES = 25
_MOST_NAMED = 5
"""Aliases named in a comment; all of them stand in the risk."""
_MOST_FILES = 25
"""Evidence files named per observation; the rest are counted. A weakness on 500 images must not make a page of links."""


def poam(story: Story, observations: tuple[o.Observation, ...], cite: Citations) -> o.PlanOfActionAndMilestones:
    """The whole plan. `observations` are those of `observation`, one per ledger item and in its order."""
    system, naming = story.system, Naming(cite.ids)
    resources = (*cite.resources(), *story.references)
    about = metadata(system, cite.ids, f"{system.name}: Plan of Action and Milestones", story.facts.as_of)
    links = tuple(o.Link(href=f"#{one.uuid}", rel="reference", text=one.title) for one in story.references)
    return o.PlanOfActionAndMilestones(
        uuid="",
        metadata=replace(about, links=links),
        import_ssp=o.Import(href=SSP_FILE),
        system_id=o.SystemId(id=system.id, identifier_type=system.fedramp_namespace),
        local_definitions=o.LocalDefinitions(components=tools(story.facts.scanners, naming)),
        observations=observations,
        risks=tuple(risk(item, system, naming) for item in story.items),
        poam_items=tuple(poam_item(item, system, cite.ids) for item in story.items) or (_nothing_open(story, cite.ids),),
        back_matter=o.BackMatter(resources=resources) if resources else None,
    )


def reference(ids: Identifiers, path: str, data: bytes, title: str) -> o.Resource:
    """An extract of public content as a resource; `path` is its place in the package."""
    return o.Resource(
        uuid=ids.object("resource", path),
        title=title,
        description=f"Public reference data, as far as this package uses it ({len(data)} bytes).",
        rlinks=(
            o.Rlink(
                href=f"../{path}",
                media_type="application/json",
                hashes=(o.Hash(algorithm="SHA-256", value=hashlib.sha256(data).hexdigest()),),
            ),
        ),
    )


def rated_by(plan: o.PlanOfActionAndMilestones) -> Mapping[RatedBy, int]:
    """How many items are rated by whom, configuration findings left out."""
    risks = {one.uuid: one for one in plan.risks}
    found = Counter(
        prop.value
        for item in plan.poam_items
        if item.related_risks and not any(prop.name == "configuration-finding" for prop in item.props)
        for prop in risks[item.related_risks[0].risk_uuid].props
        if prop.name == RATED_BY and prop.ns == NS
    )
    return {one: found[one] for one in RatedBy}


def _nothing_open(story: Story, ids: Identifiers) -> o.PoamItem:
    """OSCAL demands at least one item; where nothing is open, one that says so and is no row of the workbook."""
    looked = (
        "the scans collected show nothing open" if story.facts.scanners else "no scan was collected, so nothing can be said"
    )
    return o.PoamItem(
        uuid=ids.object("poam-item", "nothing-open"),
        title="No open item",
        description=f"As of {story.facts.as_of.isoformat()} {looked}.",
        props=(prop("no-open-item", "yes", NS),),
    )


def observation(item: LedgerItem, naming: Naming, cite: Citations) -> o.Observation:
    """What the scanner saw: which assets, when, and in which file and place."""
    scanner = _scanner_uuid(item, naming)
    return o.Observation(
        uuid=naming.ids.object("observation", item.poam_id),
        title=line(item.name),
        description=_seen(item),
        props=(prop("poam-id", item.poam_id, NS),),
        methods=("TEST",),
        types=("finding",),
        origins=(o.Origin(actors=(o.Actor(type="tool", actor_uuid=scanner),)),),
        subjects=tuple(
            o.SelectSubject(subject_uuid=naming.item(asset.asset_id), type="inventory-item", title=line(asset.asset_id))
            for asset in item.assets
        ),
        relevant_evidence=_evidence(item, cite),
        collected=moment(item.detected),
    )


def _seen(item: LedgerItem) -> str:
    """Packages per asset, in one paragraph."""
    if item.members:
        return f"{item.members} configuration findings are open on {len(item.assets)} assets."
    named = []
    for asset in item.assets[:_MOST_FILES]:
        packages = sorted({f"{one.name} {one.version or ''}".strip() for one in asset.packages})
        shown = ", ".join(packages[:5]) + (f" and {len(packages) - 5} more" if len(packages) > 5 else "")
        named.append(f"{asset.asset_id} ({shown})" if shown else asset.asset_id)
    more = f"; and {len(item.assets) - _MOST_FILES} more assets" if len(item.assets) > _MOST_FILES else ""
    return text(f"{item.scanner} reports {item.identifier} on {'; '.join(named)}{more}.")


def _evidence(item: LedgerItem, cite: Citations) -> tuple[o.RelevantEvidence, ...]:
    places: dict[str, list[Source]] = {}
    for asset in item.assets:
        for source in asset.sources:
            places.setdefault(source.sha256, []).append(source)
    rows = []
    for sha256 in sorted(places, key=lambda one: places[one][0].path)[:_MOST_FILES]:
        first = min(places[sha256])
        at = f", at {first.place}" if first.place else ""
        rows.append(
            o.RelevantEvidence(
                href=cite.href(first), description=line(f"Report of {item.scanner}: {evidence_path(first.path)}{at}")
            )
        )
    return tuple(rows)


def _scanner_uuid(item: LedgerItem, naming: Naming) -> str:
    """The CM-6 item of several scanners has our own cross-check as its origin."""
    return naming.scanner(item.scanner) if item.identifier else naming.comparer


def risk(item: LedgerItem, system: System, naming: Naming) -> o.Risk:
    """The weakness as a risk, with rating, deadline, recommendation and plan."""
    fedramp, ids = system.fedramp_namespace, naming.ids
    origin = o.Origin(actors=(o.Actor(type="tool", actor_uuid=_scanner_uuid(item, naming)),))
    return o.Risk(
        uuid=ids.object("risk", item.poam_id),
        title=line(item.name),
        description=text(item.description),
        statement=text(f"{item.rating} risk, rated by {item.because}."),
        props=(
            *(prop("impacted-control-id", _oscal_id(control), fedramp) for control in item.controls),
            *((prop("vulnerability-id", item.identifier, fedramp),) if item.identifier else ()),
            *(prop(ALIAS, name, NS) for name in item.aliases[:_MOST_ALIASES]),
            *((prop("kev-catalog", "yes", fedramp),) if item.known_exploited else ()),
            *((prop("kev-due-date", item.known_exploited.isoformat(), fedramp),) if item.known_exploited else ()),
            prop(RATED_BY, item.rated_by, NS),
        ),
        status="open",
        characterizations=(o.Characterization(origin=origin, facets=_facets(item, system)),),
        deadline=moment(item.due) if item.due else None,
        remediations=_remediations(item, ids),
        related_observations=(o.RelatedObservation(observation_uuid=ids.object("observation", item.poam_id)),),
    )


def _oscal_id(control: str) -> str:
    return control.lower().replace("(", ".").replace(")", "")


def _facets(item: LedgerItem, system: System) -> tuple[o.Facet, ...]:
    fedramp = system.fedramp_namespace
    initial = (prop("state", "initial"),)
    return (
        o.Facet(name="risk", system=fedramp, value=item.rating.lower(), props=initial),
        o.Facet(name="severity", system=NS, value=str(item.severity), props=initial),
        *(o.Facet(name=CVE_FACET, system=_CVE_SYSTEM, value=line(cve)) for cve in item.cves),
        *(facet for score in item.cvss if score.source == "nvd" for facet in _cvss(score)),
        *(_epss(item.epss) if item.epss else ()),
    )


def _cvss(score: Cvss) -> list[o.Facet]:
    """Score and vector as published. NIST's facets under FIRST's system are single metrics, so these are ours."""
    initial, name = (prop("state", "initial"),), token(f"cvss-{score.version}")
    rows = []
    if score.score is not None:
        rows.append(o.Facet(name=f"{name}-base-score", system=NS, value=f"{score.score}", props=initial))
    if score.vector:
        rows.append(o.Facet(name=f"{name}-vector", system=NS, value=line(score.vector), props=initial))
    return rows


def _epss(estimate: Exploitability) -> tuple[o.Facet, ...]:
    """FIRST's estimate with its day: it changes every day. Nobody has a naming system for it."""
    props = (prop("state", "initial"), prop("epss-date", estimate.dated.isoformat(), NS))
    return (
        o.Facet(name="epss-score", system=NS, value=estimate.score, props=props),
        o.Facet(name="epss-percentile", system=NS, value=estimate.percentile, props=props),
    )


def _remediations(item: LedgerItem, ids: Identifiers) -> tuple[o.Remediation, ...]:
    recommended = o.Remediation(
        uuid=ids.object("remediation", item.poam_id, "recommendation"),
        lifecycle="recommendation",
        title="Recommended by the scanner",
        description=text(item.solution),
    )
    if item.due is None:
        return (recommended,)
    milestone = o.Task(
        uuid=ids.object("milestone", item.poam_id),
        type="milestone",
        title="Remediate and scan again",
        description="Draft: a person confirms the plan and its dates.",
        timing=o.Timing(
            within_date_range=o.WithinDateRange(start=moment(item.detected), end=moment(max(item.due, item.detected)))
        ),
    )
    planned = o.Remediation(
        uuid=ids.object("remediation", item.poam_id, "planned"),
        lifecycle="planned",
        title="Remediation plan (draft)",
        description=text(item.solution),
        tasks=(milestone,),
    )
    return recommended, planned


def poam_item(item: LedgerItem, system: System, ids: Identifiers) -> o.PoamItem:
    """The row itself."""
    return o.PoamItem(
        uuid=ids.object("poam-item", item.poam_id),
        title=line(item.name),
        description=text(item.description),
        props=(
            prop("POAM-ID", item.poam_id, system.fedramp_namespace),
            *((prop("configuration-finding", "yes", NS),) if item.configuration else ()),
        ),
        related_observations=(o.RelatedObservation(observation_uuid=ids.object("observation", item.poam_id)),),
        related_risks=(o.RelatedRisk(risk_uuid=ids.object("risk", item.poam_id)),),
        remarks=_comments(item),
    )


def _comments(item: LedgerItem) -> str:
    """What FedRAMP's Comments column should say: what the rating rests on, and what a reader should know about it."""
    notes = [f"Rating from {item.because}."]
    if not item.dated:
        notes.append("No evidence says when this was first seen; the day of this package stands in until a person dates it.")
    if item.aliases:
        more = f" and {len(item.aliases) - _MOST_NAMED} more" if len(item.aliases) > _MOST_NAMED else ""
        notes.append(f"Also known as {', '.join(item.aliases[:_MOST_NAMED])}{more}.")
    return text(" ".join((*notes, *item.notes)))
