"""Which controls each scanner exercised, and which have open weaknesses: by control, and by family.

A report's own references to SP 800-53 count first. Of a scanner whose report carries none, what it exercises is our own mapping
by what it reports (`ledger.items.CONTROLS_OF_KIND`), and is marked so. A scan that exercises a control assesses a part of it at
most: no number here is a verdict.
"""

from collections import defaultdict
from collections.abc import Mapping

import msgspec

from generator.frameworks.base import Control, control_order
from generator.frameworks.fedramp_rev5 import EVERY, FEDRAMP_REV5
from generator.ledger.items import CONTROLS_OF_KIND
from generator.model.grouping import grouped
from generator.model.identifiers import ControlId
from generator.model.quality import ScanQuality
from generator.model.scan import ResultKind
from generator.oscal.package import AuthorizationPackage
from generator.renderers.poam.open_by_control import open_by_control

_IN_A_BASELINE = {control.id: control for control in EVERY}


class ScannerExercise(msgspec.Struct, frozen=True, kw_only=True):
    """What the scans of one scanner that count say of one control."""

    scanner: str
    passed: int = 0
    failed: int = 0
    undecided: int = 0
    ours: bool = False
    """The report names no control: the mapping is ours, and no single check is counted."""


class CoveredControl(msgspec.Struct, frozen=True, kw_only=True):
    """One control of the plan, or one that a report names beside it."""

    control: ControlId
    title: str
    standing: str
    """Why it is listed: `baseline`, `another baseline`, or `no FedRAMP baseline`."""
    scanners: tuple[ScannerExercise, ...]
    items: tuple[str, ...]
    """Ids of the open items of the POA&M."""

    @property
    def mapped_by_report(self) -> bool:
        """Does a report itself name it?"""
        return any(not each.ours for each in self.scanners)


class FamilyCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the heatmap."""

    family: str
    controls: int
    by_report: int
    by_us: int
    """Exercised by our own mapping alone."""
    open: int
    """Controls with open items."""


BASELINE, OTHER, NONE = "baseline", "another baseline", "no FedRAMP baseline"


def covered_controls(package: AuthorizationPackage) -> tuple[CoveredControl, ...]:
    """Every control of the plan and every other that a report or an open item names, by family and number."""
    plan = {control.id: control for control in FEDRAMP_REV5.plan(package.system.baseline.value)}
    exercised, items = _exercised(package.scan_quality), package.views.once(open_by_control, package.bundle.poam)
    return tuple(
        _covered(control, plan, exercised.get(control, {}), items.get(control, ()))
        for control in sorted({*plan, *exercised, *items}, key=control_order)
    )


def by_family(controls: tuple[CoveredControl, ...]) -> tuple[FamilyCoverage, ...]:
    """The controls of the baseline alone, by family."""
    families = grouped((each.control.partition("-")[0], each) for each in controls if each.standing == BASELINE)
    return tuple(
        FamilyCoverage(
            family=family,
            controls=len(rows),
            by_report=sum(row.mapped_by_report for row in rows),
            by_us=sum(bool(row.scanners) and not row.mapped_by_report for row in rows),
            open=sum(bool(row.items) for row in rows),
        )
        for family, rows in sorted(families.items())
    )


def _covered(
    control: ControlId, plan: Mapping[ControlId, Control], by_scanner: Mapping[str, ScannerExercise], items: tuple[str, ...]
) -> CoveredControl:
    known = plan.get(control) or _IN_A_BASELINE.get(control)
    standing = BASELINE if control in plan else OTHER if known else NONE
    return CoveredControl(
        control=control,
        title=known.title if known else "",
        standing=standing,
        scanners=tuple(by_scanner[name] for name in sorted(by_scanner)),
        items=items,
    )


def _exercised(scans: tuple[ScanQuality, ...]) -> Mapping[ControlId, Mapping[str, ScannerExercise]]:
    rows: dict[ControlId, dict[str, ScannerExercise]] = defaultdict(dict)
    for scan in scans:
        name = scan.scanner.name
        for each in scan.exercised:
            before = rows[each.control].get(name) or ScannerExercise(scanner=name)
            rows[each.control][name] = ScannerExercise(
                scanner=name,
                passed=before.passed + each.passed,
                failed=before.failed + each.failed,
                undecided=before.undecided + each.undecided,
            )
    for scan in scans:
        for control in () if scan.exercised else _ours(scan):
            rows[control].setdefault(scan.scanner.name, ScannerExercise(scanner=scan.scanner.name, ours=True))
    return rows


def _ours(scan: ScanQuality) -> tuple[ControlId, ...]:
    kinds = scan.kinds or ((ResultKind.VULNERABILITY,) if scan.uses_database else ())
    return tuple(dict.fromkeys(control for kind in kinds for control in CONTROLS_OF_KIND.get(kind, ())))
