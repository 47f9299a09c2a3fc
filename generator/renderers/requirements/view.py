"""Everything the requirement matrix says, from the frozen package."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from generator.model.discrepancy import DiscrepancyWaiver
from generator.model.identifiers import ControlId
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, Posture, PostureState
from generator.oscal.package import AuthorizationPackage
from generator.renderers.control_coverage import CoveredControl, covered_controls
from generator.renderers.crosscheck.text import place_of
from generator.renderers.requirements.rows import (
    AreaRow,
    AreaStateCount,
    ControlGroup,
    EvidenceLine,
    MatrixPage,
    RequirementRow,
    SubjectRow,
)
from generator.text import agreeing, counted, left_out, moment

_MOST_SUBJECTS = 40
_MOST_CITED = 12
_STYLES = {
    PostureState.ENFORCED: "good",
    PostureState.NOT_ENFORCED: "bad",
    PostureState.NOT_ESTABLISHED: "warn",
    PostureState.NONE_FOUND: "soft",
    PostureState.NOT_COLLECTED: "soft",
    PostureState.NOT_APPLICABLE: "soft",
}
"""In the order of the columns."""

_Waivers = Mapping[tuple[str, str], DiscrepancyWaiver]


def view(package: AuthorizationPackage) -> MatrixPage:
    """The whole page."""
    postures = ordered(package.postures)
    waivers = {
        (subject.check, subject.name): subject.waiver
        for discrepancy in package.discrepancies
        for subject in discrepancy.concerned
        if subject.waiver is not None
    }
    covered = {each.control: each for each in covered_controls(package)}
    several = len({posture.cluster for posture in postures if posture.cluster}) > 1
    return MatrixPage(
        lead=_lead(postures),
        states=state_cells(postures),
        areas=tuple(area_rows(postures)),
        rows=tuple(_row(posture, waivers, covered, several=several) for posture in postures),
    )


def _lead(postures: Sequence[Posture]) -> str:
    states = Counter(posture.state for posture in postures)
    total = counted(len(postures), "requirement")
    rest = ", ".join(
        f"{states[state]:,} {state}" for state in PostureState if state is not PostureState.ENFORCED and states[state]
    )
    return f"Of {total}, {enforced(postures)}.{f' The others: {rest}.' if rest else ''}"


def enforced(postures: Sequence[Posture]) -> str:
    """`12 are enforced: 7 observed or reported, 4 configured and not seen at work, 1 stated by a person`."""
    holds = Counter(posture.certainty for posture in postures if posture.state is PostureState.ENFORCED)
    total = holds.total()
    parts = (
        (holds[Certainty.OBSERVED] + holds[Certainty.REPORTED], "observed or reported"),
        (holds[Certainty.DECLARED], "configured, not seen at work"),
        (holds[Certainty.STATED], "stated by a person"),
    )
    apart = ", ".join(f"{number:,} {words}" for number, words in parts if number)
    return f"{total:,} {agreeing(total, 'is', 'are')} enforced{f': {apart}' if apart else ''}"


def state_cells(postures: Sequence[Posture]) -> tuple[AreaStateCount, ...]:
    """How many are in each of the states."""
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


def _row(posture: Posture, waivers: _Waivers, covered: Mapping[ControlId, CoveredControl], *, several: bool) -> RequirementRow:
    requirement = posture.requirement
    own = [covered[control] for control in dict.fromkeys(requirement.control_ids) if control in covered]
    scanners = {each.scanner for control in own for each in control.scanners if not each.ours}
    return RequirementRow(
        id=f"{requirement.id}-{posture.cluster}" if posture.cluster and several else requirement.id,
        area=requirement.area,
        title=requirement.title,
        asks=requirement.asks,
        cluster=posture.cluster if several else "",
        state=str(posture.state),
        label=posture.label,
        style=_STYLES[posture.state],
        judged=f"{posture.judged:,} of {len(posture.subjects):,} judged" if posture.subjects else "",
        summary=posture.summary,
        controls=_controls(posture),
        control_ids=" ".join(requirement.control_ids),
        open_items=", ".join(f"{each.control} {len(each.items):,}" for each in own if each.items),
        exercised_by=", ".join(sorted(scanners)),
        failing=_subjects(posture, posture.failing, waivers),
        more_failing=left_out(len(posture.failing) - _MOST_SUBJECTS, where="the cross-check report"),
        unknown=_subjects(posture, posture.unknown, waivers),
        more_unknown=left_out(len(posture.unknown) - _MOST_SUBJECTS),
        passing=_subjects(posture, posture.passing, waivers),
        more_passing=left_out(len(posture.passing) - _MOST_SUBJECTS),
        evidence=tuple(_evidence(citation) for citation in posture.citations[:_MOST_CITED]),
        more_evidence=left_out(len(posture.citations) - _MOST_CITED, where="the evidence"),
        notes=posture.notes,
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


def _subjects(posture: Posture, subjects: Sequence[JudgedSubject], waivers: _Waivers) -> tuple[SubjectRow, ...]:
    return tuple(_subject(posture, subject, waivers) for subject in subjects[:_MOST_SUBJECTS])


def _subject(posture: Posture, subject: JudgedSubject, waivers: _Waivers) -> SubjectRow:
    """A discrepancy has the cluster before its subject where there are several."""
    names = (subject.name, f"{posture.cluster}/{subject.name}")
    waiver = next((waivers[posture.requirement.id, name] for name in names if (posture.requirement.id, name) in waivers), None)
    waived = f"waived by {waiver.owner} until {waiver.expires.isoformat()}: {waiver.reason}" if waiver else ""
    return SubjectRow(subject=subject.name, certainty=str(subject.certainty or ""), text=subject.reason, waived=waived)


def _evidence(cited: ObjectCitation) -> EvidenceLine:
    marks = (
        f"uid {cited.uid}" if cited.uid else "",
        f"resourceVersion {cited.resource_version}" if cited.resource_version else "",
        moment(cited.taken),
    )
    return EvidenceLine(name=cited.key, marks=", ".join(mark for mark in marks if mark), place=place_of(cited.source))
