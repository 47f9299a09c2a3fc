"""Discrepancies in the evidence: what the checks found, and drawn against running."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from generator.frameworks.base import control_order
from generator.limits import PAGE_ROWS
from generator.model.comparison import Comparison, ComponentMatch, DrawnOnly, MatchTier, PageCompared
from generator.model.discrepancy import Discrepancy
from generator.model.flow import FlowGraph
from generator.model.flow_finding import Suggestion
from generator.model.identifiers import ControlId
from generator.model.places import evidence_path
from generator.oscal import types as o
from generator.oscal.bundle import OscalBundle
from generator.oscal.common import line
from generator.oscal.package import AuthorizationPackage
from generator.renderers.anchors import anchor
from generator.renderers.crosscheck.flows import compared
from generator.renderers.crosscheck.rows import (
    CheckRows,
    DiscrepancyRow,
    DrawnRow,
    DriftTable,
    EvidencePlace,
    MatchRow,
    QuietCheck,
    RunningRow,
    SubjectList,
    UnreadRow,
)
from generator.renderers.crosscheck.text import RESULTS, link_to, place_of, shortened
from generator.renderers.oscal_reading import discrepancy_subjects, value_of
from generator.text import counted, left_out

_MOST_PER_CHECK = 25
_MOST_PLACES = 5
_MOST_ASSETS = 6
FOLLOWS = "follows from it"
"""Before the subjects of other checks that fail because of a discrepancy."""
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


def quiet_checks(package: AuthorizationPackage) -> tuple[QuietCheck, ...]:
    """The checks that were made and that the results have no discrepancy of, with how many subjects each could judge: of the
    others nothing is known, and a check that judged few of many has found little out."""
    failed = {check for seen in _observed(package.bundle) for check, _ in discrepancy_subjects(seen)}
    made = made_by_check(package.bundle)
    return tuple(_quiet(activity, _share(check, package)) for check, activity in made.items() if check not in failed)


def _share(check: str, package: AuthorizationPackage) -> str:
    of = [posture for posture in package.postures if posture.requirement.id == check and posture.subjects]
    if not of:
        return ""
    judged, subjects = sum(each.judged for each in of), sum(len(each.subjects) for each in of)
    return f"{judged:,} of {counted(subjects, *of[0].requirement.subjects)} judged"


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


def _quiet(activity: o.Activity, judged: str = "") -> QuietCheck:
    return QuietCheck(title=activity.title, question=activity.description, judged=judged)


def controls_contradicted(discrepancies: Sequence[Discrepancy]) -> tuple[ControlId, ...]:
    """The controls that a discrepancy concerns, by family and number."""
    return tuple(sorted({control for each in discrepancies for control in each.controls}, key=control_order))


def discrepancies_reported(bundle: OscalBundle) -> int:
    """How many the assessment results have."""
    return len(_uuids(bundle))


def activities_by_check(bundle: OscalBundle) -> Mapping[str, o.Activity]:
    """The plan's activities by the id of their check."""
    local = bundle.assessment_plan.local_definitions
    activities = local.activities if local else ()
    return {check: activity for activity in activities if (check := value_of(activity.props, "check"))}


def made_by_check(bundle: OscalBundle) -> Mapping[str, o.Activity]:
    """Those for which evidence was collected."""
    return {
        check: activity
        for check, activity in activities_by_check(bundle).items()
        if value_of(activity.props, "evidence-collected") == "yes"
    }


def _uuids(bundle: OscalBundle) -> Mapping[tuple[str, str], str]:
    """Observations of discrepancies by check and cause."""
    return {(value_of(seen.props, "check") or "", value_of(seen.props, "cause") or ""): seen.uuid for seen in _observed(bundle)}


def _observed(bundle: OscalBundle) -> Iterator[o.Observation]:
    """The observations of discrepancies."""
    seen = (observation for result in bundle.assessment_results.results for observation in result.observations)
    return (observation for observation in seen if value_of(observation.props, "subject") is not None)


def _check(
    check: str, discrepancies: Sequence[Discrepancy], activities: Mapping[str, o.Activity], uuids: Mapping[tuple[str, str], str]
) -> CheckRows:
    activity = activities.get(check)
    ordered = sorted(discrepancies, key=lambda discrepancy: (-discrepancy.severity.rank, discrepancy.cause))
    return CheckRows(
        id=check,
        anchor=anchor("check", check),
        title=activity.title if activity else check,
        question=activity.description if activity else "",
        count=counted_in_all(discrepancies),
        rows=tuple(
            _discrepancy(discrepancy, uuids.get((line(check), line(discrepancy.cause) if discrepancy.cause else ""), ""))
            for discrepancy in ordered[:_MOST_PER_CHECK]
        ),
        more=left_out(len(discrepancies) - _MOST_PER_CHECK, where=RESULTS),
    )


def _discrepancy(discrepancy: Discrepancy, uuid: str) -> DiscrepancyRow:
    places = discrepancy.sources
    names = {subject.name for subject in discrepancy.concerned}
    named = [asset for asset in discrepancy.asset_ids if asset not in names]
    assets = ", ".join(named[:_MOST_ASSETS])
    others = len(named) - _MOST_ASSETS
    return DiscrepancyRow(
        uuid=uuid,
        title=discrepancy.title,
        subjects=tuple(subject_lists(discrepancy)),
        severity=str(discrepancy.severity),
        detail=discrepancy.detail,
        next_step=discrepancy.next_step,
        controls=", ".join(discrepancy.controls),
        assets=f"{assets} {left_out(others)}" if others > 0 else assets,
        places=tuple(place_of(source) for source in places[:_MOST_PLACES]),
        more_places=left_out(len(places) - _MOST_PLACES, where=RESULTS),
    )


def counted_in_all(discrepancies: Sequence[Discrepancy]) -> str:
    """`2 discrepancies with 64 subjects`: causes, and everything that they concern."""
    causes = counted(len(discrepancies), "discrepancy", "discrepancies")
    subjects = sum(len(each.concerned) for each in discrepancies)
    return f"{causes} with {counted(subjects, 'subject')}" if subjects > len(discrepancies) else causes


def subject_lists(discrepancy: Discrepancy) -> Iterator[SubjectList]:
    """Its subjects by what is wrong with them, then what follows from it by check."""
    for reason, subjects in discrepancy.by_reason:
        yield SubjectList(reason=reason, names=tuple(subject.name for subject in subjects))
    for check in discrepancy.checks:
        names = tuple(subject.name for subject in discrepancy.consequences if subject.check == check)
        if names:
            yield SubjectList(reason=f"{FOLLOWS} ({check})", names=names)


def drift(comparison: Comparison, graph: FlowGraph) -> DriftTable:
    """Drawn against running."""
    return DriftTable(
        why_not="" if comparison.compared else "There was nothing to compare: no diagram that was read, or nothing that runs.",
        matches=shortened([_match(match) for match in comparison.in_both], PAGE_ROWS, RESULTS),
        drawn_only=shortened(
            [_drawn(drawn_only, comparison.suggestion_for(drawn_only)) for drawn_only in comparison.diagram_only],
            PAGE_ROWS,
            RESULTS,
        ),
        running_only=shortened([_running(key, comparison) for key in comparison.cluster_only], PAGE_ROWS, RESULTS),
        unread=shortened(
            [_unread(page, what) for page in comparison.pages for what in page.unread], PAGE_ROWS, "`atopack inspect`"
        ),
        flows=compared(comparison, graph),
    )


def _unread(page: PageCompared, what: str) -> UnreadRow:
    path = evidence_path(page.path)
    return UnreadRow(page=page.page, place=EvidencePlace(text=path, href=link_to(path)), what=what)


def _running(key: str, comparison: Comparison) -> RunningRow:
    suggestion = comparison.suggested_shape_for(key)
    return RunningRow(key=key, suggestion=suggestion.shape_words if suggestion else "")


def _match(match: ComponentMatch) -> MatchRow:
    label = match.label or match.id
    if match.diagram_label and match.diagram_label != label:
        label = f"{label} ({match.diagram_label})"
    return MatchRow(label=label, workloads=match.workloads, tier=_TIERS[match.tier], because=match.because)


def _drawn(drawn_only: DrawnOnly, suggestion: Suggestion | None) -> DrawnRow:
    return DrawnRow(
        label=drawn_only.label or drawn_only.id,
        page=drawn_only.page,
        place=place_of(drawn_only.source),
        suggestion=suggestion.workload_words if suggestion else "",
    )
