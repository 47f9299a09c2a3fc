"""What people decided, read from the workspace's `decisions/` and laid beside the facts."""

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from generator.checks.registry import CHECKS
from generator.checks.waivers import read_waivers, waive
from generator.facts.asset_decisions import read_asset_decisions
from generator.facts.crypto_modules import read_crypto_modules
from generator.facts.notes import noted
from generator.facts.quality import judged
from generator.facts.sampling import read_sampling, samples
from generator.facts.scan_configurations import read_configurations
from generator.graph.mapping import DiagramMapping, read_mapping
from generator.model.crypto import CryptoModule
from generator.model.discrepancy import DiscrepancySubject
from generator.model.evidence import Gap
from generator.model.facts import SystemFacts
from generator.model.scan import ScanSnapshot
from generator.model.snapshot import Snapshot
from generator.workspace.folder import Workspace
from generator.workspace.scan_statements import checksum

_ASSETS = "assets.yaml"
_SAMPLING = "sampling.yaml"
MAPPING = "diagram-mapping.yaml"
_WAIVERS = "waivers.yaml"
_CONFIGURATIONS = "scan-configurations.yaml"
_CRYPTO = "crypto-modules.yaml"


def decided(workspace: Workspace, facts: SystemFacts, snapshots: Sequence[Snapshot]) -> tuple[SystemFacts, tuple[Gap, ...]]:
    """The facts with what people say about assets, select for scanning, and approved of configurations.

    Raises:
        ConfigError: a decision file is wrong.
    """
    facts, later = _judged(workspace, facts, snapshots)
    assets_text, plan = workspace.decision(_ASSETS), workspace.decision(_SAMPLING)
    facts, unused = noted(facts, read_asset_decisions(assets_text) if assets_text is not None else ())
    drawn, empty = samples(facts, read_sampling(plan)) if plan is not None else ((), ())
    return replace(facts, samples=drawn), (*later, *unused, *empty)


def crypto_modules(workspace: Workspace) -> tuple[CryptoModule, ...] | None:
    """Modules that people name for uses of cryptography; None where there is no such file.

    Raises:
        ConfigError: the file is wrong.
    """
    text = workspace.decision(_CRYPTO)
    return read_crypto_modules(text) if text is not None else None


def waived(
    workspace: Workspace, subjects: Sequence[DiscrepancySubject], as_of: date
) -> tuple[tuple[DiscrepancySubject, ...], tuple[Gap, ...]]:
    """What fails, those marked that somebody accepts for a time.

    Raises:
        ConfigError: the file is wrong.
    """
    text = workspace.decision(_WAIVERS)
    waivers = read_waivers(text) if text is not None else ()
    return waive(subjects, waivers, known=[check.id for check in CHECKS], as_of=as_of)


def mapping(workspace: Workspace) -> DiagramMapping:
    """What drawn shapes stand for.

    Raises:
        ConfigError: the file is wrong.
    """
    text = workspace.decision(MAPPING)
    return DiagramMapping() if text is None else read_mapping(text)


def _judged(workspace: Workspace, facts: SystemFacts, snapshots: Sequence[Snapshot]) -> tuple[SystemFacts, tuple[Gap, ...]]:
    """With each scan's configuration compared with the approved ones; gaps are approvals of a later day."""
    text = workspace.decision(_CONFIGURATIONS)
    scans = [snapshot for snapshot in snapshots if isinstance(snapshot, ScanSnapshot)]
    approved, later = read_configurations(
        text or "", as_of=facts.as_of, checksum=lambda file: checksum(workspace.root, file), scans=scans
    )
    results = frozenset(scan.evidence.sha256 for scan in scans)
    return replace(facts, scan_quality=judged(facts.scan_quality, approved, results)), later
