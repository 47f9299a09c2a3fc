"""Every check, in the order documents list them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator.checks.answers import CheckAnswer
from generator.checks.asset_never_scanned import AssetNeverScanned
from generator.checks.asset_scan_too_old import AssetScanTooOld
from generator.checks.base import Check, CheckEvidence, Unanswered
from generator.checks.chain_link_broken import ChainLinkBroken
from generator.checks.crossing_not_encrypted import CrossingNotEncrypted
from generator.checks.crossing_not_labeled import CrossingNotLabeled
from generator.checks.diagrams_not_consistent import DiagramsNotConsistent
from generator.checks.distinct_subjects import with_distinct_subjects
from generator.checks.distroless_benchmark_not_accepted import DistrolessBenchmarkNotAccepted
from generator.checks.drawn_not_running import DrawnNotRunning
from generator.checks.drawn_port_differs import DrawnPortDiffers
from generator.checks.external_drawn_inside import ExternalDrawnInside
from generator.checks.external_not_drawn import ExternalNotDrawn
from generator.checks.external_not_listed import ExternalNotListed
from generator.checks.flow_not_drawn import FlowNotDrawn
from generator.checks.flow_not_found import FlowNotFound
from generator.checks.flow_reversed import FlowReversed
from generator.checks.image_benchmark_missing import ImageBenchmarkMissing
from generator.checks.image_built_by_unknown import ImageBuiltByUnknown
from generator.checks.image_has_shell_or_package_manager import ImageHasShellOrPackageManager
from generator.checks.image_known_exploited import ImageKnownExploited
from generator.checks.image_never_scanned import ImageNeverScanned
from generator.checks.image_not_hardened import ImageNotHardened
from generator.checks.image_not_pinned import ImageNotPinned
from generator.checks.image_runs_as_root import ImageRunsAsRoot
from generator.checks.inventory_not_drawn import InventoryNotDrawn
from generator.checks.posture_check import POSTURE_CHECKS
from generator.checks.registry_not_approved import RegistryNotApproved
from generator.checks.running_digest_unknown import RunningDigestUnknown
from generator.checks.running_not_drawn import RunningNotDrawn
from generator.checks.scan_configuration_not_approved import ScanConfigurationNotApproved
from generator.checks.scan_database_too_old import ScanDatabaseTooOld
from generator.checks.scan_not_authenticated import ScanNotAuthenticated
from generator.checks.scan_too_old import ScanTooOld
from generator.checks.scanned_digest_differs import ScannedDigestDiffers
from generator.checks.scanned_not_in_inventory import ScannedNotInInventory
from generator.checks.tag_moved import TagMoved
from generator.checks.validation_missing import ValidationMissing
from generator.model.comparison import Discrepancy
from generator.model.evidence import Gap, GapKind
from generator.text import counted

CHECKS: tuple[Check, ...] = (
    RunningNotDrawn(),
    DrawnNotRunning(),
    InventoryNotDrawn(),
    DiagramsNotConsistent(),
    FlowNotDrawn(),
    FlowNotFound(),
    FlowReversed(),
    DrawnPortDiffers(),
    ExternalNotDrawn(),
    ExternalDrawnInside(),
    ExternalNotListed(),
    CrossingNotLabeled(),
    CrossingNotEncrypted(),
    ImageNeverScanned(),
    ScanTooOld(),
    ScannedDigestDiffers(),
    RunningDigestUnknown(),
    TagMoved(),
    ImageNotPinned(),
    ImageBuiltByUnknown(),
    RegistryNotApproved(),
    ChainLinkBroken(),
    ImageNotHardened(),
    ImageBenchmarkMissing(),
    DistrolessBenchmarkNotAccepted(),
    ImageRunsAsRoot(),
    ImageHasShellOrPackageManager(),
    ImageKnownExploited(),
    ValidationMissing(),
    AssetNeverScanned(),
    AssetScanTooOld(),
    ScannedNotInInventory(),
    *POSTURE_CHECKS,
    ScanDatabaseTooOld(),
    ScanNotAuthenticated(),
    ScanConfigurationNotApproved(),
)


def ask_all(evidence: CheckEvidence) -> tuple[CheckAnswer, ...]:
    """Every check over the evidence, in their order."""
    return tuple(_answer(check, evidence) for check in CHECKS)


def spread(answers: Sequence[CheckAnswer]) -> tuple[tuple[Check, ...], tuple[Discrepancy, ...], tuple[Gap, ...]]:
    """Checks that could be made, all discrepancies in the order of the checks, and a gap for each check that could not.

    A check that could be made only in part is made, and has a gap for the rest: one for each reason, not for each scan.
    """
    made = tuple(answer.check for answer in answers if answer.missing is None)
    discrepancies = tuple(discrepancy for answer in answers for discrepancy in answer.discrepancies)
    return made, discrepancies, tuple(gap for answer in answers for gap in _gaps(answer))


def run_all(evidence: CheckEvidence) -> tuple[tuple[Check, ...], tuple[Discrepancy, ...], tuple[Gap, ...]]:
    """Both at once. See `spread`."""
    return spread(ask_all(evidence))


def _answer(check: Check, evidence: CheckEvidence) -> CheckAnswer:
    missing = check.needs(evidence)
    answers = list(check.run(evidence)) if missing is None else []
    discrepancies = with_distinct_subjects([answer for answer in answers if isinstance(answer, Discrepancy)])
    unanswered = tuple(answer for answer in answers if isinstance(answer, Unanswered))
    return CheckAnswer(check=check, missing=missing, discrepancies=discrepancies, unanswered=unanswered)


def _gaps(answer: CheckAnswer) -> Iterator[Gap]:
    check, missing = answer.check, answer.missing
    if missing is None:
        yield from _in_part(check, answer.unanswered)
        return
    reason = f"the check “{check.title}” could not be made: it needs {missing}"
    yield Gap(path="evidence/", place=check.id, kind=GapKind.NOT_CHECKED, reason=reason, next_step=f"add {missing}")


def _in_part(check: Check, unanswered: Sequence[Unanswered]) -> Iterator[Gap]:
    grouped: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for unmade in unanswered:
        grouped[unmade.reason, unmade.next_step, unmade.of].append(unmade.path)
    for (reason, step, of), paths in sorted(grouped.items()):
        number = counted(len(paths), of)
        yield Gap(
            path=min(paths) if len(paths) == 1 and of == "scan" else "evidence/",
            place=check.id,
            kind=GapKind.PARTLY_CHECKED,
            reason=f"the check “{check.title}” could be made in part only: of {number} {reason}",
            next_step=step,
        )
