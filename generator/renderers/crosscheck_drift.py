"""Discrepancies in the evidence: what the checks found, and drawn against running."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from generator.limits import PAGE_ROWS
from generator.model.comparison import Comparison, Discrepancy, DrawnOnly, Match, MatchTier, PageCompared
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
    DiscrepancyRow,
    DrawnRow,
    Drift,
    MatchRow,
    Place,
    QuietCheck,
    Table,
    UnreadRow,
)
from generator.renderers.crosscheck_words import RESULTS, link_to, place_of, shortened
from generator.renderers.oscal_reading import value_of
from generator.text import agreeing, counted, left_out

_MOST_PER_CHECK = 25
_MOST_PLACES = 5
_MOST_ASSETS = 6
_TIERS = {
    MatchTier.EXPLICIT: "label written by a person",
    MatchTier.MAPPING: "mapping file",
    MatchTier.EXACT: "same name",
}
"""In words how sure a match is."""


def checks(package: AuthorizationPackage) -> tuple[CheckRows, ...]:
    """The checks that found something, in the order of the assessment plan."""
    found: dict[str, list[Discrepancy]] = defaultdict(list)
    for one in package.discrepancies:
        found[one.check].append(one)
    asked, uuids = asked_by_check(package.bundle), _uuids(package.bundle)
    order = [*(check for check in asked if check in found), *sorted(check for check in found if check not in asked)]
    return tuple(_check(check, found[check], asked, uuids) for check in order)


def quiet_checks(bundle: OscalBundle) -> tuple[QuietCheck, ...]:
    """The checks that were made and that the results have no discrepancy of."""
    failed = {check for check, _ in _uuids(bundle)}
    return tuple(_quiet(activity) for check, activity in made_by_check(bundle).items() if check not in failed)


def unmade_checks(bundle: OscalBundle) -> tuple[QuietCheck, ...]:
    """The checks of the plan for which nothing was collected."""
    made = made_by_check(bundle)
    return tuple(_quiet(activity) for check, activity in asked_by_check(bundle).items() if check not in made)


def none_found(bundle: OscalBundle) -> str:
    """Said where no discrepancy was found, so that what was not examined is not taken for good."""
    made, all_ = len(made_by_check(bundle)), len(asked_by_check(bundle))
    if not made:
        return "No check could be made: nothing was collected that could be compared."
    return f"{made:,} of {counted(all_, 'check')} could be made. {agreeing(made, 'It', 'They')} found no discrepancy."


def _quiet(activity: o.Activity) -> QuietCheck:
    return QuietCheck(title=activity.title, question=activity.description)


def controls_contradicted(bundle: OscalBundle) -> tuple[str, ...]:
    """The controls that the assessment results have a finding of: `CM-8`."""
    titles = (finding.title for result in bundle.assessment_results.results for finding in result.findings)
    return tuple(title.split(" ", 1)[0] for title in titles)


def discrepancies_reported(bundle: OscalBundle) -> int:
    """How many the assessment results have."""
    return len(_uuids(bundle))


def asked_by_check(bundle: OscalBundle) -> Mapping[str, o.Activity]:
    """The plan's activities by the id of their check."""
    local = bundle.assessment_plan.local_definitions
    return {value_of(one.props, "check") or "": one for one in (local.activities if local else ())}


def made_by_check(bundle: OscalBundle) -> Mapping[str, o.Activity]:
    """Those for which evidence was collected."""
    return {check: one for check, one in asked_by_check(bundle).items() if value_of(one.props, "evidence-collected") == "yes"}


def _uuids(bundle: OscalBundle) -> Mapping[tuple[str, str], str]:
    """Observations of discrepancies by check and subject."""
    seen = (one for result in bundle.assessment_results.results for one in result.observations)
    return {(check, subject): one.uuid for one in seen for check, subject in _subject_of(one)}


def _subject_of(seen: o.Observation) -> Iterator[tuple[str, str]]:
    check, subject = value_of(seen.props, "check"), value_of(seen.props, "subject")
    if check is not None and subject is not None:
        yield check, subject


def _check(
    check: str, found: Sequence[Discrepancy], asked: Mapping[str, o.Activity], uuids: Mapping[tuple[str, str], str]
) -> CheckRows:
    activity = asked.get(check)
    ordered = sorted(found, key=lambda one: (-one.severity.rank, one.subject))
    return CheckRows(
        id=check,
        anchor=anchor("check", check),
        title=activity.title if activity else check,
        question=activity.description if activity else "",
        count=counted(len(found), "discrepancy", "discrepancies"),
        rows=tuple(_discrepancy(one, uuids.get((line(check), line(one.subject)), "")) for one in ordered[:_MOST_PER_CHECK]),
        more=left_out(len(found) - _MOST_PER_CHECK, where=RESULTS),
    )


def _discrepancy(one: Discrepancy, uuid: str) -> DiscrepancyRow:
    places = sorted(set(one.sources))
    named = [asset for asset in one.asset_ids if asset != one.subject]
    assets = ", ".join(named[:_MOST_ASSETS])
    others = len(named) - _MOST_ASSETS
    return DiscrepancyRow(
        uuid=uuid,
        title=one.title,
        subject=one.subject,
        severity=str(one.severity),
        detail=one.detail,
        next_step=one.next_step,
        controls=", ".join(one.controls),
        assets=f"{assets} {left_out(others)}" if others > 0 else assets,
        places=tuple(place_of(source) for source in places[:_MOST_PLACES]),
        more_places=left_out(len(places) - _MOST_PLACES, where=RESULTS),
    )


def drift(comparison: Comparison, graph: FlowGraph) -> Drift:
    """Drawn against running."""
    return Drift(
        why_not="" if comparison.compared else "There was nothing to compare: no diagram that could be read, or no cluster.",
        matches=shortened([_match(one) for one in comparison.in_both], PAGE_ROWS, RESULTS),
        drawn_only=shortened([_drawn(one) for one in comparison.diagram_only], PAGE_ROWS, RESULTS),
        running_only=_running_only(comparison.cluster_only),
        unread=shortened(
            [_unread(page, what) for page in comparison.pages for what in page.unread], PAGE_ROWS, "`atopack inspect`"
        ),
        flows=compared(comparison, graph),
    )


def _unread(page: PageCompared, what: str) -> UnreadRow:
    path = evidence_path(page.path)
    return UnreadRow(page=page.page, place=Place(text=path, href=link_to(path)), what=what)


def _running_only(keys: Sequence[str]) -> Table[str]:
    return shortened(keys, PAGE_ROWS, RESULTS)


def _match(one: Match) -> MatchRow:
    label = one.label or one.id
    if one.diagram_label and one.diagram_label != label:
        label = f"{label} ({one.diagram_label})"
    return MatchRow(label=label, workloads=one.workloads, tier=_TIERS[one.tier], because=one.because)


def _drawn(one: DrawnOnly) -> DrawnRow:
    return DrawnRow(label=one.label or one.id, page=one.page, place=place_of(one.source))
