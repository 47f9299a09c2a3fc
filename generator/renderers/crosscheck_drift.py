"""Discrepancies in the evidence: what the checks found, and drawn against running."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from generator.limits import PAGE_ROWS
from generator.model.comparison import Comparison, ComponentMatch, Discrepancy, DrawnOnly, MatchTier, PageCompared
from generator.model.flow import FlowGraph
from generator.model.places import evidence_path
from generator.oscal import types as o
from generator.oscal.bundle import OscalBundle
from generator.oscal.common import line
from generator.oscal.package import AuthorizationPackage
from generator.renderers.anchors import anchor
from generator.renderers.crosscheck_flows import compared
from generator.renderers.crosscheck_rows import (
    CheckRows,
    CrosscheckTable,
    DiscrepancyRow,
    DrawnRow,
    DriftTable,
    EvidencePlace,
    MatchRow,
    QuietCheck,
    UnreadRow,
)
from generator.renderers.crosscheck_text import RESULTS, link_to, place_of, shortened
from generator.renderers.oscal_reading import value_of
from generator.text import counted, left_out

_MOST_PER_CHECK = 25
_MOST_PLACES = 5
_MOST_ASSETS = 6
_TIERS = {
    MatchTier.EXPLICIT: "label written by a person",
    MatchTier.MAPPING: "mapping file",
    MatchTier.EXACT: "same name",
    MatchTier.EVIDENCE: "names, software and neighbors together",
}
"""In words how sure a match is."""


def checks(package: AuthorizationPackage) -> tuple[CheckRows, ...]:
    """The checks that found something, in the order of the assessment plan."""
    discrepancies: dict[str, list[Discrepancy]] = defaultdict(list)
    for discrepancy in package.discrepancies:
        discrepancies[discrepancy.check].append(discrepancy)
    activities, uuids = activities_by_check(package.bundle), _uuids(package.bundle)
    order = [
        *(check for check in activities if check in discrepancies),
        *sorted(check for check in discrepancies if check not in activities),
    ]
    return tuple(_check(check, discrepancies[check], activities, uuids) for check in order)


def quiet_checks(bundle: OscalBundle) -> tuple[QuietCheck, ...]:
    """The checks that were made and that the results have no discrepancy of."""
    failed = {check for check, _ in _uuids(bundle)}
    return tuple(_quiet(activity) for check, activity in made_by_check(bundle).items() if check not in failed)


def unmade_checks(bundle: OscalBundle) -> tuple[QuietCheck, ...]:
    """The checks of the plan for which nothing was collected."""
    made = made_by_check(bundle)
    return tuple(_quiet(activity) for check, activity in activities_by_check(bundle).items() if check not in made)


def none_found(bundle: OscalBundle) -> str:
    """Said where no discrepancy was found, so that what was not examined is not taken for good."""
    made, all_ = len(made_by_check(bundle)), len(activities_by_check(bundle))
    if not made:
        return "No check could be made: nothing was collected that could be compared."
    return f"{made:,} of {counted(all_, 'check')} could judge at least one subject, and no subject that was judged fails."


def _quiet(activity: o.Activity) -> QuietCheck:
    return QuietCheck(title=activity.title, question=activity.description)


def controls_contradicted(bundle: OscalBundle) -> tuple[str, ...]:
    """The controls that the assessment results have a finding of: `CM-8`."""
    titles = (finding.title for result in bundle.assessment_results.results for finding in result.findings)
    return tuple(title.split(" ", 1)[0] for title in titles)


def discrepancies_reported(bundle: OscalBundle) -> int:
    """How many the assessment results have."""
    return len(_uuids(bundle))


def activities_by_check(bundle: OscalBundle) -> Mapping[str, o.Activity]:
    """The plan's activities by the id of their check."""
    local = bundle.assessment_plan.local_definitions
    return {value_of(activity.props, "check") or "": activity for activity in (local.activities if local else ())}


def made_by_check(bundle: OscalBundle) -> Mapping[str, o.Activity]:
    """Those for which evidence was collected."""
    return {
        check: activity
        for check, activity in activities_by_check(bundle).items()
        if value_of(activity.props, "evidence-collected") == "yes"
    }


def _uuids(bundle: OscalBundle) -> Mapping[tuple[str, str], str]:
    """Observations of discrepancies by check and subject."""
    seen = (observation for result in bundle.assessment_results.results for observation in result.observations)
    return {(check, subject): observation.uuid for observation in seen for check, subject in _subject_of(observation)}


def _subject_of(seen: o.Observation) -> Iterator[tuple[str, str]]:
    check, subject = value_of(seen.props, "check"), value_of(seen.props, "subject")
    if check is not None and subject is not None:
        yield check, subject


def _check(
    check: str, discrepancies: Sequence[Discrepancy], activities: Mapping[str, o.Activity], uuids: Mapping[tuple[str, str], str]
) -> CheckRows:
    activity = activities.get(check)
    ordered = sorted(discrepancies, key=lambda discrepancy: (-discrepancy.severity.rank, discrepancy.subject))
    return CheckRows(
        id=check,
        anchor=anchor("check", check),
        title=activity.title if activity else check,
        question=activity.description if activity else "",
        count=counted(len(discrepancies), "discrepancy", "discrepancies"),
        rows=tuple(
            _discrepancy(discrepancy, uuids.get((line(check), line(discrepancy.subject)), ""))
            for discrepancy in ordered[:_MOST_PER_CHECK]
        ),
        more=left_out(len(discrepancies) - _MOST_PER_CHECK, where=RESULTS),
    )


def _discrepancy(discrepancy: Discrepancy, uuid: str) -> DiscrepancyRow:
    places = sorted(set(discrepancy.sources))
    named = [asset for asset in discrepancy.asset_ids if asset != discrepancy.subject]
    assets = ", ".join(named[:_MOST_ASSETS])
    others = len(named) - _MOST_ASSETS
    return DiscrepancyRow(
        uuid=uuid,
        title=discrepancy.title,
        subject=discrepancy.subject,
        severity=str(discrepancy.severity),
        detail=discrepancy.detail,
        next_step=discrepancy.next_step,
        controls=", ".join(discrepancy.controls),
        assets=f"{assets} {left_out(others)}" if others > 0 else assets,
        places=tuple(place_of(source) for source in places[:_MOST_PLACES]),
        more_places=left_out(len(places) - _MOST_PLACES, where=RESULTS),
    )


def drift(comparison: Comparison, graph: FlowGraph) -> DriftTable:
    """Drawn against running."""
    return DriftTable(
        why_not="" if comparison.compared else "There was nothing to compare: no diagram that was read, or nothing that runs.",
        matches=shortened([_match(match) for match in comparison.in_both], PAGE_ROWS, RESULTS),
        drawn_only=shortened([_drawn(drawn_only) for drawn_only in comparison.diagram_only], PAGE_ROWS, RESULTS),
        running_only=_running_only(comparison.cluster_only),
        unread=shortened(
            [_unread(page, what) for page in comparison.pages for what in page.unread], PAGE_ROWS, "`atopack inspect`"
        ),
        flows=compared(comparison, graph),
    )


def _unread(page: PageCompared, what: str) -> UnreadRow:
    path = evidence_path(page.path)
    return UnreadRow(page=page.page, place=EvidencePlace(text=path, href=link_to(path)), what=what)


def _running_only(keys: Sequence[str]) -> CrosscheckTable[str]:
    return shortened(keys, PAGE_ROWS, RESULTS)


def _match(match: ComponentMatch) -> MatchRow:
    label = match.label or match.id
    if match.diagram_label and match.diagram_label != label:
        label = f"{label} ({match.diagram_label})"
    return MatchRow(label=label, workloads=match.workloads, tier=_TIERS[match.tier], because=match.because)


def _drawn(drawn_only: DrawnOnly) -> DrawnRow:
    return DrawnRow(label=drawn_only.label or drawn_only.id, page=drawn_only.page, place=place_of(drawn_only.source))
