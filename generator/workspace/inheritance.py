"""The folder `leveraged/` of a workspace: read, joined with system.yaml and with what people decided."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

import msgspec

from generator.errors import ConfigError, ParseError
from generator.frameworks.base import oscal_id, printed_id
from generator.inherited.decisions import read_decisions
from generator.inherited.reading import SuppliedOscal, read
from generator.limits import NAMED, QUOTED
from generator.model.evidence import EvidenceFile, Gap, GapKind
from generator.model.identifiers import ControlId
from generator.model.leveraged import Inheritance, LeveragedPlan, SuppliedComponent
from generator.oscal.forms.faults import NEXT
from generator.text import listed, shortened
from generator.workspace.folder import Workspace
from generator.workspace.system_yaml import FILE

FOLDER = "leveraged"
_SUFFIXES = (".json", ".xml", ".yaml", ".yml")
LARGEST = 128 << 20
"""Bytes of one file. A plan of 410 controls has some ten million."""
_Supplied = tuple[SuppliedComponent, EvidenceFile]


class InheritedFiles(msgspec.Struct, frozen=True, kw_only=True):
    """What the folder holds."""

    inheritance: Inheritance
    gaps: tuple[Gap, ...]


def inheritance_of(workspace: Workspace, controls: Collection[ControlId], as_of: date) -> InheritedFiles:
    """Everything that other producers' OSCAL gives. `controls` are those of the plan, as the framework writes them.

    Raises:
        ConfigError: a decision is wrong, or system.yaml names a file that is not there or is no plan.
    """
    gaps: list[Gap] = []
    read_files: dict[str, tuple[SuppliedOscal, EvidenceFile]] = {}
    for path in _paths(workspace):
        try:
            read_files[path] = _read(workspace, path)
        except ParseError as error:
            what, step = error.what, error.next_step
            gaps.append(Gap(path=path, place=error.where, kind=GapKind.UNREADABLE, reason=what, next_step=step))
    plans = _plans(workspace, read_files)
    decided = workspace.decided("inheritance.yaml", lambda text: read_decisions(text, plans, controls, as_of))
    taken, met, later = decided or ((), (), ())
    supplied: list[tuple[SuppliedComponent, EvidenceFile]] = []
    for others, file in read_files.values():
        supplied += [(component, file) for component in others.components]
        gaps += _left_out(others, file.path)
    supplied, repeated = _once(supplied)
    gaps += repeated
    gaps += _elsewhere(supplied, frozenset(oscal_id(control) for control in controls))
    unbound = tuple(_unbound(read_files, plans))
    inheritance = Inheritance(plans=plans, supplied=tuple(supplied), taken=taken, met=met, unbound=unbound)
    gaps += later
    gaps += map(_not_stated, unbound)
    gaps += _unmet(inheritance)
    return InheritedFiles(inheritance=inheritance, gaps=tuple(sorted(gaps)))


def _left_out(others: SuppliedOscal, path: str) -> Iterator[Gap]:
    """Entries that are not OSCAL: the rest of the file is used."""
    for one in others.left_out:
        reason = f"this entry cannot be read and is left out: {one.reason}"
        yield Gap(path=path, place=one.place, kind=GapKind.UNREADABLE, reason=reason, next_step=NEXT)


def _once(rows: Sequence[_Supplied]) -> tuple[list[_Supplied], list[Gap]]:
    """A component is defined once: two editions of one definition would be two components with one uuid."""
    by_sha256: dict[str, _Supplied] = {}
    gaps = []
    for component, file in rows:
        first, where = by_sha256.setdefault(component.uuid.lower(), (component, file))
        if first is not component:
            reason = (
                f"the component {shortened(component.title, QUOTED)!r} is defined in {where.path} already; this one is not used"
            )
            gaps.append(_gap(file.path, reason, "keep one of the two, or give the component a uuid of its own"))
    return list(by_sha256.values()), gaps


def _elsewhere(rows: Sequence[_Supplied], controls: Collection[str]) -> Iterator[Gap]:
    """Texts on controls that the plan does not have are left out, and not in silence."""
    left: dict[str, set[str]] = defaultdict(set)
    for component, file in rows:
        left[file.path] |= {control.control_id for control in component.controls if control.control_id not in controls}
    for path, names in sorted(left.items()):
        if names:
            shown = listed((shortened(printed_id(name), 40) for name in sorted(names)), NAMED)
            reason = f"its texts on controls that this plan does not have are not used: {shown}"
            yield _gap(path, reason, "nothing, where the ids are right: the definition is for other baselines as well")


def _gap(path: str, reason: str, step: str, kind: GapKind = GapKind.UNRECOGNIZED) -> Gap:
    return Gap(path=path, kind=kind, reason=reason, next_step=step)


def _paths(workspace: Workspace) -> Iterator[str]:
    folder = workspace.root / FOLDER
    if not folder.is_dir() or folder.is_symlink():
        return
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in _SUFFIXES and path.is_file() and not path.is_symlink():
            yield f"{FOLDER}/{path.name}"


def _read(workspace: Workspace, path: str) -> tuple[SuppliedOscal, EvidenceFile]:
    place = workspace.root / path
    if place.stat().st_size > LARGEST:
        raise ParseError(f"larger than {LARGEST >> 20} MiB", next_step="ask for the part that is for leveraging systems")
    try:
        file = workspace.load(path)[0]
        return read(path, place.read_bytes()), file
    except OSError as error:
        raise ParseError(f"it may not be read: {error.strerror}", next_step="let it be read, or copy it again") from error


def _plans(
    workspace: Workspace, files: Mapping[str, tuple[SuppliedOscal, EvidenceFile]]
) -> dict[str, tuple[LeveragedPlan, EvidenceFile]]:
    plans = {}
    for index, row in enumerate(workspace.system.plan.leveraged):
        if row.ssp is None:
            continue
        others, file = files.get(row.ssp, (SuppliedOscal(), None))
        if others.plan is None or file is None:
            where = f"{FILE}, key plan.leveraged-authorizations.{index}.ssp"
            what = f"`{row.ssp}` is no security plan in OSCAL that could be read"
            raise ConfigError(what, where=where, next_step=f"put it into {FOLDER}/ with `atopack import-ssp FILE`")
        plans[row.id] = (others.plan, file)
    return plans


def _unbound(
    files: Mapping[str, tuple[SuppliedOscal, EvidenceFile]], plans: Mapping[str, tuple[LeveragedPlan, EvidenceFile]]
) -> Iterator[tuple[LeveragedPlan, EvidenceFile]]:
    bound = {file.path for _, file in plans.values()}
    for path, (others, file) in files.items():
        if others.plan is not None and path not in bound:
            yield others.plan, file


def _not_stated(unbound: tuple[LeveragedPlan, EvidenceFile]) -> Gap:
    plan, file = unbound
    reason = f"it is not stated which leveraged authorization this plan of {plan.title[:80]} belongs to"
    step = f"write `ssp: {file.path}` into its row of plan.leveraged-authorizations in system.yaml"
    return _gap(file.path, reason, step, GapKind.UNDECIDED)


def _unmet(inheritance: Inheritance) -> Iterator[Gap]:
    """Responsibilities of what is inherited that are not stated as met."""
    answered = {responsibility.uuid for responsibility in inheritance.met}
    for leveraged, (plan, file) in sorted(inheritance.plans.items()):
        taken = {responsibility.uuid for responsibility in inheritance.inherited(leveraged)}
        left = [
            row
            for row in plan.responsibilities
            if row.uuid.lower() not in answered and (row.provided_uuid is None or row.provided_uuid in taken)
        ]
        if left and taken:
            shown = listed((f"{row.control_id.upper()} ({row.uuid})" for row in left), NAMED)
            many = f"{len(left)} of the responsibilities that {plan.title[:80]} leaves to this system are not answered"
            step = "say under `satisfy:` in decisions/inheritance.yaml how each is met"
            yield _gap(file.path, f"{many}: {shown}", step, GapKind.UNDECIDED)
