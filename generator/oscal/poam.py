"""The plan of action and milestones: one item, risk and observation per ledger item, open and closed.

What the ledger needs next time is in here: see `poam_names`, and `poam_reading` for the way back. OSCAL demands at least one
item (`poam-items` of the POA&M model): where nothing is open it says what was looked at, and is no row of the workbook.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from generator.ids import UuidFactory
from generator.ledger.poam_ledger import Deficiency
from generator.ledger.rating import RatedBy
from generator.model.asset import SCANNED_MONTHLY
from generator.model.facts import SystemFacts
from generator.oscal import poam_names as n
from generator.oscal import types as o
from generator.oscal.assessment import SSP_FILE
from generator.oscal.common import NS, Citations, line, prop, text
from generator.oscal.components import Naming, tools
from generator.oscal.fedramp_values import identifier_type
from generator.oscal.metadata import metadata
from generator.oscal.oscal_input import OscalInput
from generator.oscal.poam_candidates import candidates
from generator.oscal.poam_history import deviations, looks
from generator.oscal.poam_images import images_apart
from generator.oscal.poam_items import poam_item, risk
from generator.oscal.poam_names import ALIAS, CVE_FACET, RATED_BY
from generator.text import counted

__all__ = ["ALIAS", "CVE_FACET", "RATED_BY", "open_items", "poam", "rated_by", "reference"]


def poam(oscal_input: OscalInput, observations: tuple[o.Observation, ...], cite: Citations) -> o.PlanOfActionAndMilestones:
    """The whole plan. `observations` are those of `observation`, one per ledger item and in its order."""
    system, naming = oscal_input.system, Naming(cite.ids)
    about = metadata(system, cite.ids, f"{system.name}: Plan of Action and Milestones", oscal_input.facts.as_of)
    risks = tuple(risk(item, system, cite.ids, cite, seen) for item, seen in zip(oscal_input.items, observations, strict=True))
    links = tuple(o.Link(href=f"#{resource.uuid}", rel="reference", text=resource.title) for resource in oscal_input.references)
    plan = o.PlanOfActionAndMilestones(
        uuid="",
        metadata=replace(about, links=links, props=(*about.props, *images_apart(oscal_input.images_apart))),
        import_ssp=o.Import(href=SSP_FILE),
        system_id=o.SystemId(id=system.id, identifier_type=identifier_type(system.fedramp_namespace)),
        local_definitions=o.LocalDefinitions(components=(*tools(oscal_input.facts, naming), *_finders(oscal_input, naming))),
        observations=(
            *observations,
            *deviations(oscal_input.items, naming, oscal_input.facts.as_of),
            *looks(oscal_input.looks, naming, cite, oscal_input.facts.as_of),
            *candidates(oscal_input.remembered, naming),
        ),
        risks=risks,
        poam_items=(
            *(poam_item(item, system, cite.ids, judged) for item, judged in zip(oscal_input.items, risks, strict=True)),
            *(_deficiency(deficiency, cite.ids) for deficiency in oscal_input.deficiencies),
            *(
                ()
                if any(item.closed is None for item in oscal_input.items)
                else (nothing_open(oscal_input.facts, len(oscal_input.discrepancies), cite.ids),)
            ),
        ),
    )
    # NOTE: last, because writing the parts above is what cites
    resources = (*cite.resources(), *oscal_input.references)
    return replace(plan, back_matter=o.BackMatter(resources=resources) if resources else None)


def open_items(plan: o.PlanOfActionAndMilestones) -> tuple[o.PoamItem, ...]:
    """Items that are open: not the closed ones, not faults of documents, not the one that says that nothing is open."""
    closed = {plan_risk.uuid for plan_risk in plan.risks if plan_risk.status == "closed"}
    return tuple(item for item in plan.poam_items if item.related_risks and item.related_risks[0].risk_uuid not in closed)


def is_late(risk: o.Risk) -> bool:
    """Past due as the ledger judges it: a deviation that holds lifts the deadline, and a neglected one brings it forward."""
    return any(prop.name == n.LATE for prop in risk.props)


def late_items(plan: o.PlanOfActionAndMilestones) -> tuple[o.PoamItem, ...]:
    """Open items that are past due. Configuration findings are none of them: one item stands for all."""
    late = {risk.uuid for risk in plan.risks if is_late(risk)}
    return tuple(
        item
        for item in open_items(plan)
        if item.related_risks[0].risk_uuid in late and not any(prop.name == n.CONFIGURATION for prop in item.props)
    )


def reference(ids: UuidFactory, path: str, data: bytes, title: str) -> o.Resource:
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
    """How many items are rated by which source, configuration findings left out."""
    risks = {rater.uuid: rater for rater in plan.risks}
    counts = Counter(
        prop.value
        for item in open_items(plan)
        if not any(prop.name == n.CONFIGURATION for prop in item.props)
        for prop in risks[item.related_risks[0].risk_uuid].props
        if prop.name == RATED_BY and prop.ns == NS
    )
    return {rater: counts[rater] for rater in RatedBy}


def _finders(oscal_input: OscalInput, naming: Naming) -> tuple[o.Component, ...]:
    """Whatever else found an item that is still known: scanners without a report this time, tests by people."""
    today = {scanner.name for scanner in oscal_input.facts.scanners}
    return tuple(
        o.Component(
            uuid=naming.scanner(name),
            type="software",
            title=line(name),
            description="Found an item of this plan; no report of it is evidence in this package.",
            props=(prop("asset-type", "software"), prop("software-name", name)),
            status=o.Status(state="operational"),
        )
        for name in sorted(
            {row.scanner for item in oscal_input.items if not (item.members or item.concluded) for row in item.found_by} - today
        )
    )


def _deficiency(deficiency: Deficiency, ids: UuidFactory) -> o.PoamItem:
    """A fault of the documents: no risk and no asset, so an item without either."""
    done = (prop("remediated", deficiency.remediated.isoformat(), NS),) if deficiency.remediated else ()
    return o.PoamItem(
        uuid=ids.object("poam-item", "pl-2", deficiency.id),
        title=line(deficiency.name or deficiency.id),
        description=text(deficiency.description),
        props=(prop(n.DEFICIENCY, deficiency.id, NS), *done),
        remarks=text(deficiency.plan) if deficiency.plan else None,
    )


def nothing_open(facts: SystemFacts, discrepancies: int, ids: UuidFactory) -> o.PoamItem:
    """`discrepancies` is how many the cross-check found: they are no items of a plan, and no sign of nothing to do."""
    return o.PoamItem(
        uuid=ids.object("poam-item", "nothing-open"),
        title="No open item was derived from the evidence",
        description=text(" ".join(_sentences(facts, discrepancies))),
        props=(prop(n.NOTHING_OPEN, "yes", NS),),
    )


def _sentences(facts: SystemFacts, discrepancies: int) -> Iterator[str]:
    images, assets = _looked_at(facts)
    looked = (*images, *assets)
    open_ends = tuple(_open_ends(facts, discrepancies))
    yield f"As of {facts.as_of.isoformat()} the evidence collected gave rise to no open item."
    if not facts.accounting.results and not any(looked):
        yield "No scan was collected, so nothing can be concluded from that."
    elif open_ends or not looked or not all(looked):
        yield "It cannot be concluded that nothing is open."
    yield from _coverage(facts)
    yield from open_ends


def _coverage(facts: SystemFacts) -> Iterator[str]:
    images, assets = _looked_at(facts)
    kinds = ("host, web address or database", "hosts, web addresses and databases")
    for looked, singular, plural in ((images, "image class", "image classes"), (assets, *kinds)):
        if looked:
            total = counted(len(looked), singular, plural)
            yield f"A vulnerability scan that counts was collected for {sum(looked):,} of {total}."
    if not (images or assets):
        yield "The inventory is empty."


def _looked_at(facts: SystemFacts) -> tuple[list[bool], list[bool]]:
    """Of each image class, and of each other asset that is to be scanned every month: was it?"""
    images = [any(scan.scanned for scan in image.scans) for image in facts.inventory]
    monthly = (asset for asset in facts.assets if asset.kind in SCANNED_MONTHLY)
    return images, [any(scan.scanned for scan in asset.scans) for asset in monthly]


def _open_ends(facts: SystemFacts, discrepancies: int) -> Iterator[str]:
    """What keeps a reader from concluding that nothing is open, beside what was never scanned."""
    account = facts.accounting
    aside = account.not_running + account.later + account.source_code
    if aside:
        parts = (
            (account.not_running, "about what is not in the inventory"),
            (account.source_code, "about source code or a folder"),
            (account.later, "from after the as-of date"),
        )
        shown = ", ".join(f"{number:,} {words}" for number, words in parts if number)
        yield f"{aside:,} of {counted(account.results, 'scan result')} were set aside: {shown}."
    failed = sum(run.failed for run in facts.check_runs)
    if failed:
        judged = failed + sum(run.passed for run in facts.check_runs)
        yield f"Benchmarks and rule sets failed {failed:,} of {counted(judged, 'check')}, of which no open item was made."
    if discrepancies:
        counts = counted(discrepancies, "discrepancy", "discrepancies")
        yield f"The cross-check found {counts}; discrepancies are no items of this plan."
