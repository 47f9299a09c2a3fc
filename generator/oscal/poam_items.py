"""One ledger item as OSCAL: an observation, a risk and a POA&M item.

FedRAMP "POA&M Template to OSCAL Mapping" (guide, section 4) names the properties; where the guide and FedRAMP's template
differ (facet system, milestone timing) the newer external constraints decide.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from generator.frameworks.base import is_control, oscal_id
from generator.ids import UuidFactory
from generator.ledger.columns import PLAN, written_of
from generator.ledger.item import LedgerItem
from generator.ledger.planned_work import ConfirmedPlan, sentences
from generator.model.content import Exploitability
from generator.model.evidence import EvidenceSource
from generator.model.identifiers import ControlId, CweId
from generator.model.images import shortened
from generator.model.places import evidence_path
from generator.model.rating import Rating
from generator.model.scan import Cvss, ResultKind, Severity
from generator.model.system import System
from generator.oscal import poam_names as n
from generator.oscal import types as o
from generator.oscal.common import NS, Citations, by_tool, known_prop, line, moment, prop, single_prop, some, text, token
from generator.oscal.components import Naming
from generator.oscal.cvss_facets import metric_facets
from generator.oscal.poam_history import detector_props, deviation_props, deviation_uuid, risk_log, unseen_props
from generator.text import agreeing, counted, listed

_INITIAL = (prop("state", "initial"),)
_ADJUSTED = (prop("state", "adjusted"),)
_MOST_ALIASES = 25
_MOST_NAMED = 5
"""Aliases named in a comment; all of them stand in the risk."""
_MOST_FILES = 25
"""Evidence files named per observation; the rest are counted. A weakness on 500 images must not make a page of links."""


def observation(
    item: LedgerItem,
    naming: Naming,
    cite: Citations,
    listed: Collection[str] | None = None,
    tools: Mapping[str, str] = MappingProxyType({}),
) -> o.Observation:
    """What the scanner saw: which assets, when, and in which file and place. `listed` are the assets of the inventory, `tools`
    the scanner that wrote each report, by its path."""
    scanners = _scanner_uuids(item, naming)
    return o.Observation(
        uuid=naming.ids.object("observation", item.natural_id),
        title=line(item.name),
        description=_seen(item),
        props=(
            single_prop("poam-id", item.poam_id, NS),
            *[
                prop(n.FORMER_ASSET, asset.asset_id, NS)
                for asset in item.assets
                if listed is not None and asset.asset_id not in listed
            ],
            *_other_digests(item),
            *detector_props(item),
            *unseen_props(item),
        ),
        methods=("TEST",),
        types=("finding",),
        origins=tuple([origin for scanner in scanners for origin in by_tool(scanner)]),
        subjects=tuple(
            [
                o.SelectSubject(subject_uuid=naming.item(asset.asset_id), type="inventory-item", title=line(asset.asset_id))
                for asset in item.assets
                if listed is None or asset.asset_id in listed
            ]
        ),
        relevant_evidence=_evidence(item, cite, tools),
        collected=moment(item.detected),
    )


def _other_digests(item: LedgerItem) -> Iterator[o.Property]:
    """Where the scan of a tag looked at other bytes than those that run, or may have: whether these have it is not shown."""
    for asset in item.assets:
        if asset.other_digests:
            looked = f"The scan looked at {shortened(asset.other_digests)} and not at the digest that runs"
            remarks = f"{looked}: whether {asset.asset_id} has the weakness is not shown."
            yield prop(n.OTHER_DIGEST, asset.asset_id, NS, remarks=line(remarks))
        elif asset.by_name:
            remarks = (
                f"The scan looked at {asset.asset_id} by its name: whether the digest that runs has the weakness is not shown."
            )
            yield prop(n.SCANNED_BY_NAME, asset.asset_id, NS, remarks=line(remarks))


def _seen(item: LedgerItem) -> str:
    """Packages per asset, in one paragraph."""
    if item.members:
        number, verb = counted(item.members, "configuration finding"), agreeing(item.members, "is", "are")
        return f"{number} {verb} open on {counted(len(item.assets), 'asset')}."
    named = []
    for asset in item.assets[:_MOST_FILES]:
        packages = {f"{package.name} {package.version or ''}".strip() for package in asset.packages}
        shown = some(sorted(packages), 5) if packages else ""
        named.append(f"{asset.asset_id} ({shown})" if shown else asset.asset_id)
    more = f"; and {len(item.assets) - _MOST_FILES} more assets" if len(item.assets) > _MOST_FILES else ""
    return text(f"{_reporting(item)} on {'; '.join(named)}{more}.")


def _reporting(item: LedgerItem) -> str:
    """Who reports it, each under its own id."""
    if not item.detectors:
        return f"{item.scanner} reports {item.identifier}"
    rows: dict[str, list[str]] = {}
    for detector in item.found_by:
        rows.setdefault(detector.scanner, []).append(detector.identifier)
    return listed(f"{scanner} reports {listed(identifiers)}" for scanner, identifiers in rows.items())


def _evidence(item: LedgerItem, cite: Citations, tools: Mapping[str, str]) -> tuple[o.RelevantEvidence, ...]:
    places: dict[str, list[EvidenceSource]] = {}
    for asset in item.assets:
        for source in asset.sources:
            if source.sha256 not in cite.files:
                continue  # evidence of an earlier month that is no longer here
            places.setdefault(source.sha256, []).append(source)
    rows = []
    scanner = item.scanner if len(item.detectors) <= 1 else "a scanner"
    files = sorted(places, key=lambda place: places[place][0].path)[:_MOST_FILES] if len(places) > 1 else places
    for sha256 in files:
        first = min(places[sha256])
        at = f", at {first.place}" if first.place else ""
        report = "Evidence" if item.concluded else f"Report of {tools.get(first.path, scanner)}"
        rows.append(o.RelevantEvidence(href=cite.href(first), description=line(f"{report}: {evidence_path(first.path)}{at}")))
    return tuple(rows)


def _scanner_uuids(item: LedgerItem, naming: Naming) -> tuple[str, ...]:
    """An item that stands for findings of several scanners has our own cross-check as its origin, and so has its conclusion."""
    if item.members or item.concluded:
        return (naming.comparer,)
    if not item.detectors:
        return (naming.scanner(item.scanner),)
    return tuple(dict.fromkeys(naming.scanner(detector.scanner) for detector in item.found_by))


def risk(item: LedgerItem, system: System, ids: UuidFactory, cite: Citations, observed: o.Observation) -> o.Risk:
    """The weakness as a risk, with rating, deadline, recommendation and plan; `observed` is its observation."""
    fedramp = system.fedramp_namespace
    return o.Risk(
        uuid=ids.object("risk", item.natural_id),
        title=line(item.name),
        description=text(item.description),
        statement=_statement(str(item.rating), item.because),
        props=(
            *_impacted(item.controls, fedramp),
            *[single_prop("vulnerability-id", name, fedramp) for name in _identifiers(item) if name],
            *[single_prop(n.ALIAS, name, NS) for name in item.aliases[:_MOST_ALIASES]],
            *_weaknesses(item.cwes),
            *((prop("kev-catalog", "yes", fedramp),) if item.known_exploited else ()),
            *((prop("kev-due-date", item.known_exploited.isoformat(), fedramp),) if item.known_exploited else ()),
            *deviation_props(item, fedramp),
            *_rated(item.rated_by, item.because),
            *((prop(n.RESULT_KIND, item.kind, NS),) if item.kind is not ResultKind.VULNERABILITY else ()),
            *((prop(n.RAISED, "yes", NS),) if item.raised else ()),
            *((prop(n.LATE, "yes", NS),) if item.late else ()),
        ),
        status="closed" if item.closed else "open",
        characterizations=(o.Characterization(origin=_together(observed.origins), facets=_facets(item, system)),),
        deadline=moment(item.due) if item.due else None,
        remediations=_remediations(item, ids),
        risk_log=risk_log(item, ids, cite),
        related_observations=(
            o.RelatedObservation(observation_uuid=observed.uuid),
            *[o.RelatedObservation(observation_uuid=deviation_uuid(item, deviation, ids)) for deviation in item.deviations],
        ),
    )


def _identifiers(item: LedgerItem) -> Sequence[str]:
    return [detector.identifier for detector in item.detectors] or (item.identifier,)


def _together(origins: tuple[o.Origin, ...]) -> o.Origin:
    return origins[0] if len(origins) == 1 else o.Origin(actors=tuple(actor for each in origins for actor in each.actors))


@lru_cache(maxsize=1024)
def _impacted(controls: tuple[ControlId, ...], fedramp: str) -> tuple[o.Property, ...]:
    return tuple(
        prop("impacted-control-id", oscal_id(control) if is_control(control) else control, fedramp) for control in controls
    )


@lru_cache(maxsize=1024)
def _weaknesses(cwes: tuple[CweId, ...]) -> tuple[o.Property, ...]:
    return tuple(prop(n.CWE, cwe, NS) for cwe in cwes)


@lru_cache(maxsize=1024)
def _rated(rated_by: str, because: str) -> tuple[o.Property, ...]:
    return prop(n.RATED_BY, rated_by, NS), prop(n.RATED_BECAUSE, because, NS)


@lru_cache(maxsize=1024)
def _statement(rating: str, because: str) -> str:
    return text(f"{rating} risk, rated by {because}.")


def _facets(item: LedgerItem, system: System) -> tuple[o.Facet, ...]:
    fedramp = system.fedramp_namespace
    return (
        *_ratings(fedramp, item.rating, item.adjusted, item.severity),
        *[o.Facet(name=n.CVE_FACET, system=n.CVE_SYSTEM, value=line(cve)) for cve in item.cves],
        *_scores(tuple([score for score in item.cvss if score.source == "nvd"])),
        *(_epss(item.epss) if item.epss else ()),
    )


@lru_cache(maxsize=1024)
def _ratings(fedramp: str, rating: Rating, adjusted: Rating | None, severity: Severity) -> tuple[o.Facet, ...]:
    return (
        o.Facet(name="risk", system=fedramp, value=rating.lower(), props=_INITIAL),
        *((o.Facet(name="risk", system=fedramp, value=adjusted.lower(), props=_ADJUSTED),) if adjusted else ()),
        o.Facet(name="severity", system=NS, value=str(severity), props=_INITIAL),
    )


@lru_cache(maxsize=8192)
def _scores(scores: tuple[Cvss, ...]) -> tuple[o.Facet, ...]:
    return tuple(facet for score in scores for facet in _cvss(score))


@lru_cache(maxsize=8192)
def _cvss(score: Cvss) -> tuple[o.Facet, ...]:
    """Score and vector as published, which are ours, and each metric of the vector under FIRST's naming system.

    Kept for the next item: most vulnerabilities have one of some hundred vectors, and an item has twenty facets of them.
    """
    name = token(f"cvss-{score.version}")
    rows = []
    if score.score is not None:
        rows.append(o.Facet(name=f"{name}-base-score", system=NS, value=f"{float(score.score)}", props=_INITIAL))
    if score.vector:
        rows.append(o.Facet(name=f"{name}-vector", system=NS, value=line(score.vector), props=_INITIAL))
    rows += [o.Facet(name=metric, system=system, value=value) for system, metric, value in metric_facets(score)]
    return tuple(rows)


def _epss(estimate: Exploitability) -> tuple[o.Facet, ...]:
    """FIRST's estimate with its day: it changes every day. No source has a naming system for it."""
    props = (*_INITIAL, prop("epss-date", estimate.dated.isoformat(), NS))
    return (
        o.Facet(name="epss-score", system=NS, value=estimate.score, props=props),
        o.Facet(name="epss-percentile", system=NS, value=estimate.percentile, props=props),
    )


def _remediations(item: LedgerItem, ids: UuidFactory) -> tuple[o.Remediation, ...]:
    recommended = o.Remediation(
        uuid=ids.object("remediation", item.natural_id, "recommendation"),
        lifecycle="recommendation",
        title="Recommended by the scanner",
        description=text(item.solution),
    )
    if item.due is None:
        return (recommended,)
    plan = written_of(item, PLAN)
    planned = o.Remediation(
        uuid=ids.object("remediation", item.natural_id, "planned"),
        lifecycle="planned",
        title="Remediation plan" if plan or item.plans else "Remediation plan (draft)",
        description=text(plan or "\n".join(sentences(item.work)) or item.solution),
        props=(
            *[_work(n.WORK_IN_PART if work.in_part else n.WORK_PACKAGE, work.package, work.text) for work in item.work],
            *[prop(n.PLAN_CONFIRMED, plan.package, NS, line(_confirmed(plan))) for plan in item.plans],
        ),
        tasks=tuple(_confirmed_steps(item, ids)) if item.plans else (_proposed(item, item.due, ids),),
    )
    return recommended, planned


@lru_cache(maxsize=1024)
def _work(name: str, package: str, what: str) -> o.Property:
    return prop(name, package, NS, text(what))


def _proposed(item: LedgerItem, due: date, ids: UuidFactory) -> o.Task:
    return o.Task(
        uuid=ids.object("milestone", item.natural_id),
        type="milestone",
        title="Remediate and scan again" if item.by_scan else "Remediate and test again",
        description="Draft: plan and dates are to be confirmed.",
        timing=_until(item.detected, due),
    )


def _confirmed_steps(item: LedgerItem, ids: UuidFactory) -> Iterator[o.Task]:
    """Milestones of the confirmed plans, by day; of several plans each step names its own."""
    steps = sorted((step.day, plan.package, step.step, plan) for plan in item.plans for step in plan.milestones)
    for number, (day, package, title, plan) in enumerate(steps):
        yield o.Task(
            uuid=ids.object("milestone", item.natural_id, package, str(number)),
            type="milestone",
            title=line(f"{package}: {title}" if len(item.plans) > 1 else title),
            description=line(_confirmed(plan)),
            timing=_until(item.detected, day),
        )


def _confirmed(plan: ConfirmedPlan) -> str:
    return f"Plan of work package {plan.package} confirmed by {plan.by} on {plan.confirmed.isoformat()}."


@lru_cache(maxsize=1024)
def _until(detected: date, day: date) -> o.Timing:
    return o.Timing(within_date_range=o.WithinDateRange(start=moment(detected), end=moment(max(day, detected))))


def poam_item(item: LedgerItem, system: System, ids: UuidFactory, judged: o.Risk) -> o.PoamItem:
    """The row itself; `judged` is its risk."""
    return o.PoamItem(
        uuid=ids.object("poam-item", item.natural_id),
        title=judged.title,
        description=judged.description,
        props=(
            single_prop("POAM-ID", item.poam_id, system.fedramp_namespace),
            *((prop(n.CONFIGURATION, "yes", NS),) if item.configuration else ()),
            *((prop(n.MEMBERS, str(item.members), NS),) if item.members else ()),
            *((prop(n.BY_A_PERSON, "yes", NS),) if not item.by_scan else ()),
            *((prop(n.CONCLUDED, "yes", NS),) if item.concluded else ()),
            *_detected_by(item),
            *known_prop(n.REPLACES, item.replaces, NS),
            *known_prop(n.FORMER_ID, item.former_id, NS),
            *[prop(n.WRITTEN, header, NS, text(value)) for header, value in item.written],
            *[prop(n.NOTE, sentence, NS) for sentence in (*item.notices, *item.open_because)],
        ),
        related_observations=judged.related_observations[:1],
        related_risks=(o.RelatedRisk(risk_uuid=judged.uuid),),
        remarks=_comments(item),
    )


def _detected_by(item: LedgerItem) -> tuple[o.Property, ...]:
    sentence = item.detected_by.sentence
    return (prop(n.DETECTED_BY, item.detected_by, NS, remarks=sentence),) if sentence else ()


def _comments(item: LedgerItem) -> str | None:
    """What FedRAMP's Comments column should say: what the rating rests on, and what a reader should know about it."""
    if not item.by_scan:
        return None
    return text(" ".join((f"Rating from {item.because}.", *about(item), *item.notes)))


def about(item: LedgerItem) -> list[str]:
    """Sentences that follow from the item itself."""
    notes = []
    if item.detected_by.sentence:
        notes.append(item.detected_by.sentence)
    if item.aliases:
        notes.append(f"Also known as {some(item.aliases, _MOST_NAMED)}.")
    return notes
