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

MAPPING = "diagram-mapping.yaml"


def decided(workspace: Workspace, facts: SystemFacts, snapshots: Sequence[Snapshot]) -> tuple[SystemFacts, tuple[Gap, ...]]:
    """The facts with what people say about assets, select for scanning, and approved of configurations.

    Raises:
        ConfigError: a decision file is wrong.
    """
    facts, later = _judged(workspace, facts, snapshots)
    facts, unused = noted(facts, workspace.decided("assets.yaml", read_asset_decisions) or ())
    plan = workspace.decided("sampling.yaml", read_sampling)
    drawn, empty = samples(facts, plan) if plan is not None else ((), ())
    return replace(facts, samples=drawn), (*later, *unused, *empty)


def crypto_modules(workspace: Workspace) -> tuple[CryptoModule, ...] | None:
    """Modules that people name for uses of cryptography; None where there is no such file.

    Raises:
        ConfigError: the file is wrong.
    """
    return workspace.decided("crypto-modules.yaml", read_crypto_modules)


def waived(
    workspace: Workspace, subjects: Sequence[DiscrepancySubject], as_of: date
) -> tuple[tuple[DiscrepancySubject, ...], tuple[Gap, ...]]:
    """What fails, those marked that somebody accepts for a time.

    Raises:
        ConfigError: the file is wrong.
    """
    waivers = workspace.decided("waivers.yaml", read_waivers) or ()
    return waive(subjects, waivers, known=[check.id for check in CHECKS], as_of=as_of)


def mapping(workspace: Workspace) -> DiagramMapping:
    """What drawn shapes stand for.

    Raises:
        ConfigError: the file is wrong.
    """
    return workspace.decided(MAPPING, read_mapping) or DiagramMapping()


def _judged(workspace: Workspace, facts: SystemFacts, snapshots: Sequence[Snapshot]) -> tuple[SystemFacts, tuple[Gap, ...]]:
    """With each scan's configuration compared with the approved ones; gaps are approvals of a later day."""
    text = workspace.decision("scan-configurations.yaml")
    scans = [snapshot for snapshot in snapshots if isinstance(snapshot, ScanSnapshot)]
    approved, later = read_configurations(
        text or "", as_of=facts.as_of, checksum=lambda file: checksum(workspace.root, file), scans=scans
    )
    results = frozenset(scan.evidence.sha256 for scan in scans)
    return replace(facts, scan_quality=judged(facts.scan_quality, approved, results)), later
