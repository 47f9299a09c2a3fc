"""What the addendum for a DoD impact level says: controls that are added or modified, their values, and who answered what.

The columns are those of DISA's FedRAMP Rev. 5 SSP addendum, as far as the provider fills them. Rows are only those of which the
addendum says something that FedRAMP does not: the others stand in SSP Appendix A.
What the package itself shows about a General Readiness Requirement stands beside a person's answer, never instead of it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

import msgspec

from generator.frameworks.base import oscal_id
from generator.frameworks.dod.levels import DodSheet, sheets_of
from generator.frameworks.dod.readiness import READINESS, Readiness
from generator.frameworks.dod.values import ColumnKind
from generator.frameworks.plan import known_controls
from generator.limits import CELL_ENTRIES
from generator.model.identifiers import ControlId
from generator.model.narrative import Narrative
from generator.model.platform import conditionally_open, words_of_all
from generator.model.progress import AnswerProgress
from generator.model.readiness import ReadinessAnswer
from generator.oscal import types as o
from generator.oscal.package import AuthorizationPackage
from generator.oscal.ssp_statements import NOT_WRITTEN, points_to_components
from generator.renderers.answer_progress import control_state, state_in_words
from generator.text import listed


def _locations(package: AuthorizationPackage) -> str:
    centers = [
        f"{data_center.name} ({data_center.address.city}, {data_center.address.state}, {data_center.address.country})"
        for data_center in package.system.plan.data_centers
    ]
    return f"The plan names as data centers: {_some(centers)}." if centers else ""


def _external(package: AuthorizationPackage) -> str:
    services = [
        " ".join((service.name, *(f"({host})" for host in service.hosts))) for service in package.system.external_services
    ]
    return f"The plan names as services outside of the boundary: {_some(services)}." if services else ""


def _entry_points(package: AuthorizationPackage) -> str:
    public = [workload.key for workload in package.workloads if workload.public]
    if not package.clusters:
        return ""
    ways = words_of_all(package.workloads).ways
    maybe, have = conditionally_open(package.workloads)
    keys = _some(each.key for each in maybe)
    host = f"These have {have}, and whether anybody outside reaches them is not stated: {keys}." if maybe else ""
    if not public and host:
        return host
    if not public:
        return f"No workload that was collected is reached from outside ({ways})."
    return f"Reached from outside ({ways}): {_some(public)}.{f' {host}' if host else ''}"


def _layers(package: AuthorizationPackage) -> str:
    entry_points = _entry_points(package)
    return f"{entry_points} The plan describes under SC-7 and SC-7(5) what network policies allow." if entry_points else ""


_ADDED, _ANEW, _VALUE = "added", "modified", "value only"
_TITLES: Mapping[str, str] = {known_control.id: known_control.title for known_control in known_controls()}


class AdditionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One control."""

    control: ControlId
    title: str
    change: str
    """`added`: FedRAMP's baseline does not include it; `modified`: DISA's differs from FedRAMP's; `value only`."""
    value: str
    """What the addendum sets."""
    parameters: str
    """The provider's own."""
    role: str
    statuses: tuple[str, ...]
    """OSCAL values."""
    proposed: bool
    """The status is drafted from evidence."""
    originations: tuple[str, ...]
    solution: str
    written: str
    """The state of the answer in words, and who approved or reviewed it."""
    state: AnswerProgress
    to_see_to: str


class LevelRows(msgspec.Struct, frozen=True, kw_only=True):
    """One level."""

    sheet: DodSheet
    rows: tuple[AdditionRow, ...]

    @property
    def outstanding(self) -> int:
        """Controls that are not started and without evidence."""
        return sum(row.state is AnswerProgress.MISSING for row in self.rows)


class ReadinessRow(msgspec.Struct, frozen=True, kw_only=True):
    """One General Readiness Requirement."""

    requirement: Readiness
    answer: str
    """Empty: outstanding."""
    by: str
    day: date | None
    evidence: tuple[str, ...]
    shown: str
    """What the package shows about it, which is no answer."""


class DodView(msgspec.Struct, frozen=True, kw_only=True):
    """All of it."""

    system: str
    as_of: date
    levels: tuple[LevelRows, ...]
    readiness: tuple[ReadinessRow, ...]

    @property
    def standing(self) -> tuple[tuple[str, str], ...]:
        """Where the system stands, as (question, answer)."""
        return tuple(_standing(self))


def sheets(package: AuthorizationPackage) -> tuple[DodSheet, ...]:
    """The levels that system.yaml names."""
    return sheets_of(package.system.frameworks, package.system.baseline.value)


def view(package: AuthorizationPackage) -> DodView:
    """The addendum of the day."""
    reader = _DodPlanLookup(package)
    answers = {answer.id: answer for answer in package.readiness}
    return DodView(
        system=package.system.name,
        as_of=package.as_of,
        levels=tuple(
            LevelRows(sheet=sheet, rows=tuple(reader.row(control, sheet) for control in sheet.rows()))
            for sheet in sheets(package)
        ),
        readiness=tuple(_readiness(readiness, answers.get(readiness.id), package) for readiness in READINESS),
    )


class _DodPlanLookup:
    """Looks up what the plan says of a control."""

    def __init__(self, package: AuthorizationPackage) -> None:
        plan = package.bundle.ssp
        self._requirements = {
            requirement.control_id: requirement for requirement in plan.control_implementation.implemented_requirements
        }
        self._roles = {role.id: role.title for role in plan.metadata.roles}
        self._said = {narrative.control: narrative for narrative in package.narratives}

    def row(self, control: ControlId, sheet: DodSheet) -> AdditionRow:
        """One control of a sheet."""
        requirement, narrative = self._requirements[oscal_id(control)], self._said.get(control)
        value = sheet.values.get(control)
        change = _ADDED if control in sheet.added else _ANEW if control in sheet.anew else _VALUE
        statuses = [prop for prop in requirement.props if prop.name == "implementation-status"]
        return AdditionRow(
            control=control,
            title=_TITLES[control],
            change=change,
            value=str(value) if value else "",
            parameters="\n".join(f"{label}: {text}" for label, text in narrative.parameters) if narrative else "",
            role=", ".join(self._roles.get(role.role_id, role.role_id) for role in requirement.responsible_roles),
            statuses=tuple(status.value for status in statuses),
            proposed=bool(statuses) and not (narrative and narrative.statuses),
            originations=(narrative.originations if narrative else ()) or _originations(requirement),
            solution=_solution(requirement),
            written=state_in_words(requirement, narrative),
            state=control_state(requirement),
            to_see_to=_dspav(narrative) if value and value.kind is ColumnKind.DSPAV else "",
        )


def _dspav(narrative: Narrative | None) -> str:
    if narrative and narrative.parameters:
        return ""
    return "Look the value up in the RMF Knowledge Service, and write it under `parameters` of the control's narrative."


def _originations(requirement: o.ImplementedRequirement) -> tuple[str, ...]:
    return tuple(prop.value for prop in requirement.props if prop.name == "control-origination")


def _solution(requirement: o.ImplementedRequirement) -> str:
    texts = []
    for statement in requirement.statements:
        letter = statement.part
        answers = (each for each in statement.by_components if not points_to_components(each))
        text = "\n".join(by_component.description for by_component in answers)
        if text:
            texts.append(f"Part {letter}: {text}" if letter else text)
    if not texts:
        return NOT_WRITTEN
    return "\n\n".join(texts)


def _readiness(readiness: Readiness, answer: ReadinessAnswer | None, package: AuthorizationPackage) -> ReadinessRow:
    return ReadinessRow(
        requirement=readiness,
        answer=answer.answer if answer else "",
        by=f"{answer.by} ({answer.role})" if answer else "",
        day=answer.day if answer else None,
        evidence=tuple(source.path for source in answer.evidence) if answer else (),
        shown=shown(readiness.id, package),
    )


def _standing(dod_view: DodView) -> Iterator[tuple[str, str]]:
    yield "System", dod_view.system
    yield "As of", dod_view.as_of.isoformat()
    for level in dod_view.levels:
        sheet = level.sheet
        yield f"{sheet.title}: list", f"{sheet.source}; it builds on FedRAMP {sheet.baseline.title()}"
        yield f"{sheet.title}: controls added", str(len(sheet.added))
        yield f"{sheet.title}: controls modified", str(len(sheet.anew))
        yield f"{sheet.title}: controls with a DoD value", str(len(sheet.values))
        yield f"{sheet.title}: answers outstanding", f"{level.outstanding} of {len(level.rows)}"
    unanswered = [row.requirement.id for row in dod_view.readiness if not row.answer]
    yield "General Readiness Requirements answered", f"{len(dod_view.readiness) - len(unanswered)} of {len(dod_view.readiness)}"
    if unanswered:
        yield (
            "General Readiness Requirements outstanding",
            ", ".join(unanswered),
        )


def shown(requirement: str, package: AuthorizationPackage) -> str:
    """Sentences; empty where nothing of what was collected or said is about it."""
    tell = _SHOWN.get(requirement)
    return tell(package) if tell else ""


def _some(texts: Iterable[str]) -> str:
    return listed(texts, CELL_ENTRIES, separator="; ")


_SHOWN: Mapping[str, Callable[[AuthorizationPackage], str]] = {
    "GRR-3": _locations,
    "GRR-7": _external,
    "GRR-8": _entry_points,
    "GRR-9": _layers,
    "GRR-10": _layers,
}
