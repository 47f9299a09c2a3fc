"""Everything the requirement matrix says, from the frozen package."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from generator.model.comparison import Waiver
from generator.model.posture import Certainty, Citation, Posture, Problem, State
from generator.oscal.package import AuthorizationPackage
from generator.renderers.crosscheck_words import place_of
from generator.renderers.requirements_rows import (
    AreaRow,
    ControlGroup,
    EvidenceLine,
    MatrixPage,
    ProblemRow,
    RequirementRow,
    StateCell,
)
from generator.text import agreeing, counted, left_out, moment

_MOST_PROBLEMS = 40
_MOST_CITED = 12
_STYLES = {
    State.ENFORCING: "good",
    State.NOT_ENFORCING: "bad",
    State.NONE_FOUND: "warn",
    State.NOT_COLLECTED: "soft",
}
"""In the order of the columns."""

_Waivers = Mapping[tuple[str, str], Waiver]


def view(package: AuthorizationPackage) -> MatrixPage:
    """The whole page."""
    postures = ordered(package.postures)
    waivers = {(one.check, one.subject): one.waiver for one in package.discrepancies if one.waiver is not None}
    several = len({one.cluster for one in postures if one.cluster}) > 1
    return MatrixPage(
        lead=_lead(postures),
        states=state_cells(postures),
        areas=tuple(area_rows(postures)),
        rows=tuple(_row(one, waivers, several=several) for one in postures),
    )


def _lead(postures: Sequence[Posture]) -> str:
    states = Counter(one.state for one in postures)
    holds = [one for one in postures if one.state is State.ENFORCING]
    declared = sum(one.certainty is Certainty.DECLARED for one in holds)
    only = f" ({declared:,} of them only in manifests, not seen in a cluster)" if declared else ""
    return (
        f"Of {counted(len(postures), 'requirement')} looked at, {len(holds):,} {agreeing(len(holds), 'is', 'are')} enforced "
        f"as far as the evidence shows{only}; for {states[State.NOT_COLLECTED]:,} nothing was collected, "
        "which says nothing either way."
    )


def state_cells(postures: Sequence[Posture]) -> tuple[StateCell, ...]:
    """How many are in each of the four states."""
    states = Counter(one.state for one in postures)
    return tuple(StateCell(state=str(state), style=style, count=states[state]) for state, style in _STYLES.items())


AREAS = (
    "Hardened images",
    "Isolation",
    "Resources",
    "Build pipeline",
    "Admission",
    "Change control",
    "Image scanning",
    "Registry monitoring",
    "Security sensors",
    "Asset management",
    "Diagrams",
    "Flows",
    "Encryption in transit",
    "Encryption at rest",
    "Cryptographic modules",
    "Keys and credentials",
    "Network",
    "Access",
    "Control plane",
    "Assessment",
)
"""In the order of FedRAMP's container guidance; then what assessors ask of a cluster besides."""


def ordered(postures: Sequence[Posture]) -> list[Posture]:
    """By area; within it as the table has them. An area that is not known here comes last."""
    places = {area: place for place, area in enumerate(AREAS)}
    return sorted(postures, key=lambda one: places.get(one.requirement.area, len(AREAS)))


def area_rows(postures: Sequence[Posture]) -> Iterator[AreaRow]:
    """One line an area, in their order."""
    for area in dict.fromkeys(one.requirement.area for one in postures):
        inside = [one for one in postures if one.requirement.area == area]
        yield AreaRow(area=area, cells=state_cells(inside), total=len(inside))


def _row(one: Posture, waivers: _Waivers, *, several: bool) -> RequirementRow:
    asked = one.requirement
    return RequirementRow(
        id=f"{asked.id}-{one.cluster}" if one.cluster and several else asked.id,
        area=asked.area,
        title=asked.title,
        asks=asked.asks,
        cluster=one.cluster if several else "",
        state=str(one.state),
        style=_STYLES[one.state],
        certainty=str(one.certainty),
        found=one.found,
        controls=_controls(one),
        control_ids=" ".join(asked.control_ids),
        problems=tuple(_problem(one, each, waivers) for each in one.problems[:_MOST_PROBLEMS]),
        more_problems=left_out(len(one.problems) - _MOST_PROBLEMS, where="the cross-check report"),
        evidence=tuple(_evidence(each) for each in one.citations[:_MOST_CITED]),
        more_evidence=left_out(len(one.citations) - _MOST_CITED, where="the evidence"),
        missing=one.missing,
        rationale=asked.rationale,
        fix=asked.fix,
        reference=asked.reference,
    )


def _controls(one: Posture) -> tuple[ControlGroup, ...]:
    groups = dict.fromkeys(each.by for each in one.requirement.controls)
    return tuple(
        ControlGroup(
            controls=", ".join(each.control for each in one.requirement.controls if each.by is by),
            by=str(by),
            ccis=", ".join(each.cci for each in one.requirement.controls if each.by is by and each.cci),
        )
        for by in groups
    )


def _problem(one: Posture, problem: Problem, waivers: _Waivers) -> ProblemRow:
    """A discrepancy has the cluster before its subject where there are several."""
    subjects = (problem.subject, f"{one.cluster}/{problem.subject}")
    waiver = next((waivers[one.requirement.id, each] for each in subjects if (one.requirement.id, each) in waivers), None)
    waived = f"waived by {waiver.owner} until {waiver.expires.isoformat()}: {waiver.reason}" if waiver else ""
    return ProblemRow(subject=problem.subject, text=problem.text, waived=waived)


def _evidence(cited: Citation) -> EvidenceLine:
    marks = (
        f"uid {cited.uid}" if cited.uid else "",
        f"resourceVersion {cited.resource_version}" if cited.resource_version else "",
        moment(cited.taken),
    )
    return EvidenceLine(name=cited.key, marks=", ".join(one for one in marks if one), place=place_of(cited.source))
