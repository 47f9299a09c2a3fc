"""The deliverable before it is written: what every renderer reads."""

from dataclasses import dataclass
from datetime import date

from generator.model.comparison import Comparison, Discrepancy
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile, Gap
from generator.model.facts import Accounting, ClusterView
from generator.model.inventory import Workload
from generator.model.quality import ScanQuality
from generator.model.scan import ScanTally
from generator.model.system import System
from generator.oscal.bundle import OscalBundle


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationPackage:
    """Renderers take whatever OSCAL can carry from `bundle`; drift, gaps and the picture's lines ride beside it."""

    system: System
    as_of: date
    bundle: OscalBundle
    comparison: Comparison
    discrepancies: tuple[Discrepancy, ...]
    gaps: tuple[Gap, ...]
    accounting: Accounting
    evidence: tuple[EvidenceFile, ...]
    """Files that were read."""
    kept: frozenset[str] = frozenset()
    """Paths in the package of all evidence it holds, read or not."""
    clusters: tuple[ClusterView, ...]
    workloads: tuple[Workload, ...]
    diagrams: tuple[DiagramSnapshot, ...]
    scan_quality: tuple[ScanQuality, ...] = ()
    """Of the scans that count."""
    tallies: tuple[tuple[str, ScanTally], ...] = ()
    """(evidence path, tally) of every scan up to the day, sorted."""
