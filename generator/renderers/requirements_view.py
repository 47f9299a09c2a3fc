"""Everything the requirement matrix says, from the frozen package."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from generator.model.comparison import DiscrepancyWaiver
from generator.model.posture import Certainty, ObjectCitation, Posture, PostureState, Problem
from generator.oscal.package import AuthorizationPackage
from generator.renderers.crosscheck_text import place_of
from generator.renderers.requirements_rows import (
    AreaRow,
    AreaStateCount,
    ControlGroup,
    EvidenceLine,
    MatrixPage,
    ProblemRow,
    RequirementRow,
)
from generator.text import agreeing, counted, left_out, moment

_MOST_PROBLEMS = 40
_MOST_CITED = 12
_STYLES = {
    PostureState.ENFORCING: "good",
    PostureState.NOT_ENFORCING: "bad",
    PostureState.NONE_FOUND: "warn",
    PostureState.NOT_COLLECTED: "soft",
}
"""In the order of the columns."""

_Waivers = Mapping[tuple[str, str], DiscrepancyWaiver]


def view(package: AuthorizationPackage) -> MatrixPage:
    """The whole page."""
    postures = ordered(package.postures)
    waivers = {
        (discrepancy.check, discrepancy.subject): discrepancy.waiver
        for discrepancy in package.discrepancies
        if discrepancy.waiver is not None
    }
    several = len({posture.cluster for posture in postures if posture.cluster}) > 1
    return MatrixPage(
        lead=_lead(postures),
        states=state_cells(postures),
        areas=tuple(area_rows(postures)),
        rows=tuple(_row(posture, waivers, several=several) for posture in postures),
    )


def _lead(postures: Sequence[Posture]) -> str:
    states = Counter(posture.state for posture in postures)
    holds = [posture for posture in postures if posture.state is PostureState.ENFORCING]
    declared = sum(posture.certainty is Certainty.DECLARED for posture in holds)
    only = f" ({declared:,} of them only in manifests, not seen in a cluster)" if declared else ""
    return (
        f"Of {counted(len(postures), 'requirement')} looked at, {len(holds):,} {agreeing(len(holds), 'is', 'are')} enforced "
        f"as far as the evidence shows{only}; for {states[PostureState.NOT_COLLECTED]:,} nothing was collected, "
        "which says nothing either way."
    )


def state_cells(postures: Sequence[Posture]) -> tuple[AreaStateCount, ...]:
    """How many are in each of the four states."""
    states = Counter(posture.state for posture in postures)
    return tuple(AreaStateCount(state=str(state), style=style, count=states[state]) for state, style in _STYLES.items())


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
    return sorted(postures, key=lambda posture: places.get(posture.requirement.area, len(AREAS)))


def area_rows(postures: Sequence[Posture]) -> Iterator[AreaRow]:
    """One line an area, in their order."""
    for area in dict.fromkeys(posture.requirement.area for posture in postures):
        inside = [posture for posture in postures if posture.requirement.area == area]
        yield AreaRow(area=area, cells=state_cells(inside), total=len(inside))


def _row(posture: Posture, waivers: _Waivers, *, several: bool) -> RequirementRow:
    requirement = posture.requirement
    return RequirementRow(
        id=f"{requirement.id}-{posture.cluster}" if posture.cluster and several else requirement.id,
        area=requirement.area,
        title=requirement.title,
        asks=requirement.asks,
        cluster=posture.cluster if several else "",
        state=str(posture.state),
        style=_STYLES[posture.state],
        certainty=str(posture.certainty),
        summary=posture.summary,
        controls=_controls(posture),
        control_ids=" ".join(requirement.control_ids),
        problems=tuple(_problem(posture, problem, waivers) for problem in posture.problems[:_MOST_PROBLEMS]),
        more_problems=left_out(len(posture.problems) - _MOST_PROBLEMS, where="the cross-check report"),
        evidence=tuple(_evidence(citation) for citation in posture.citations[:_MOST_CITED]),
        more_evidence=left_out(len(posture.citations) - _MOST_CITED, where="the evidence"),
        missing=posture.missing,
        rationale=requirement.rationale,
        fix=requirement.fix,
        reference=requirement.reference,
    )


def _controls(posture: Posture) -> tuple[ControlGroup, ...]:
    groups = dict.fromkeys(control.by for control in posture.requirement.controls)
    return tuple(
        ControlGroup(
            controls=", ".join(control.control for control in posture.requirement.controls if control.by is by),
            by=str(by),
            ccis=", ".join(control.cci for control in posture.requirement.controls if control.by is by and control.cci),
        )
        for by in groups
    )


def _problem(posture: Posture, problem: Problem, waivers: _Waivers) -> ProblemRow:
    """A discrepancy has the cluster before its subject where there are several."""
    subjects = (problem.subject, f"{posture.cluster}/{problem.subject}")
    waiver = next(
        (waivers[posture.requirement.id, subject] for subject in subjects if (posture.requirement.id, subject) in waivers), None
    )
    waived = f"waived by {waiver.owner} until {waiver.expires.isoformat()}: {waiver.reason}" if waiver else ""
    return ProblemRow(subject=problem.subject, text=problem.text, waived=waived)


def _evidence(cited: ObjectCitation) -> EvidenceLine:
    marks = (
        f"uid {cited.uid}" if cited.uid else "",
        f"resourceVersion {cited.resource_version}" if cited.resource_version else "",
        moment(cited.taken),
    )
    return EvidenceLine(name=cited.key, marks=", ".join(mark for mark in marks if mark), place=place_of(cited.source))
