"""Every check, in the order documents list them."""

from generator.checks.base import Check, Evidence
from generator.checks.drawn_not_running import DrawnNotRunning
from generator.checks.image_built_by_unknown import ImageBuiltByUnknown
from generator.checks.image_never_scanned import ImageNeverScanned
from generator.checks.image_not_pinned import ImageNotPinned
from generator.checks.registry_not_approved import RegistryNotApproved
from generator.checks.running_not_drawn import RunningNotDrawn
from generator.checks.scan_too_old import ScanTooOld
from generator.checks.scanned_digest_differs import ScannedDigestDiffers
from generator.model.comparison import Discrepancy
from generator.model.evidence import Gap, GapKind

CHECKS: tuple[Check, ...] = (
    RunningNotDrawn(),
    DrawnNotRunning(),
    ImageNeverScanned(),
    ScanTooOld(),
    ScannedDigestDiffers(),
    ImageNotPinned(),
    ImageBuiltByUnknown(),
    RegistryNotApproved(),
)


def run_all(evidence: Evidence) -> tuple[tuple[Check, ...], tuple[Discrepancy, ...], tuple[Gap, ...]]:
    """Checks that could be made, all discrepancies in the order of the checks, and a gap for each check that could not."""
    made, found, gaps = [], [], []
    for check in CHECKS:
        missing = check.needs(evidence)
        if missing is None:
            made.append(check)
            found.extend(sorted(check.run(evidence), key=lambda one: one.subject))
        else:
            reason = f"the check “{check.title}” could not be made: it needs {missing}"
            gaps.append(
                Gap(path="evidence/", place=check.id, kind=GapKind.NOT_COLLECTED, reason=reason, next_step=f"add {missing}")
            )
    return tuple(made), tuple(found), tuple(gaps)
