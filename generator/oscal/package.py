"""The deliverable before it is written: what every renderer reads."""

from dataclasses import dataclass, field
from datetime import date

from generator.model.candidate import PoamCandidate
from generator.model.chain import ImageChain
from generator.model.claim import Claim
from generator.model.comparison import Comparison
from generator.model.coverage import AssetCoverage, Sample, UnmatchedTarget
from generator.model.crypto import CryptoUse
from generator.model.diagram import DiagramSnapshot
from generator.model.discrepancy import Discrepancy
from generator.model.evaluation import ItemEvaluation
from generator.model.evidence import EvidenceFile, EvidenceUse, Gap
from generator.model.facts import Accounting, ClusterView
from generator.model.flow import FlowGraph
from generator.model.hardening import AssessorValidation, ImageHardening
from generator.model.indicator import IndicatorAssessment
from generator.model.indicator_history import IndicatorTrend
from generator.model.inventory import Workload
from generator.model.leveraged import Inheritance
from generator.model.narrative import Narrative
from generator.model.picture import Picture
from generator.model.posture import Posture
from generator.model.quality import ScanQuality
from generator.model.readiness import ReadinessAnswer
from generator.model.requirement import RequirementStatement
from generator.model.requirement_text import RequirementTexts
from generator.model.scan import ScanTally
from generator.model.shared_views import SharedViews
from generator.model.stig import StigSeen
from generator.model.system import System
from generator.model.trend import DayCount
from generator.model.trigger import Trigger
from generator.model.verdict import RequirementVerdict
from generator.oscal.bundle import OscalBundle
from generator.oscal.plan_drafts import PlanDrafts


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
    kept: frozenset[str]
    """Paths in the package of all evidence it holds, read or not."""
    clusters: tuple[ClusterView, ...]
    workloads: tuple[Workload, ...]
    diagrams: tuple[DiagramSnapshot, ...]
    narratives: tuple[Narrative, ...]
    """What people wrote about controls: the Word form has more of it than OSCAL."""
    requirement_texts: RequirementTexts
    """What the controls require, from the user's copy of NIST's catalog."""
    requirements: tuple[RequirementStatement, ...]
    """How people say that the requirements of the Consolidated Rules are met."""
    flows: FlowGraph
    """What the evidence tells of flows: behind the comparison, the picture and the table of ports."""
    running: tuple[Workload, ...]
    """Workloads, and services that a platform keeps: all that pictures and the comparison are of."""
    pictures: tuple[Picture, ...]
    """The boundary first; as SVG, with caption and words for every document that shows them."""
    scan_quality: tuple[ScanQuality, ...]
    """Of the scans that count."""
    tallies: tuple[tuple[str, ScanTally], ...]
    """(evidence path, tally) of every scan up to the day, sorted."""
    hardening: tuple[ImageHardening, ...]
    chains: tuple[ImageChain, ...]
    validations: tuple[AssessorValidation, ...]
    coverage: tuple[AssetCoverage, ...]
    """Inventory and scans, counted per kind of asset."""
    idle_images: int
    """Image classes that were scanned and that nothing runs: no part of the inventory."""
    samples: tuple[Sample, ...]
    """What the sampling plan selects."""
    evaluations: tuple[ItemEvaluation, ...]
    """Of the items of the ledger, by FedRAMP's Consolidated Rules, in their order; empty where these are not required."""
    candidates: tuple[PoamCandidate, ...] = ()
    """Conclusions of the cross-check, with what people decided about them."""
    certification: str
    """The Certification Class, `A` to `D`, whose time frames the evaluations follow."""
    trend: tuple[DayCount, ...]
    """Open items of the packages that were handed in, oldest first, and last of this one."""
    triggers: tuple[Trigger, ...]
    """Of continuous monitoring; empty where only the Consolidated Rules' documents are required."""
    unique_vulnerabilities: int
    """Identifiers that scanners report, each once: what a baseline is counted in."""
    handed_in: date | None
    """The day of the package of last time."""
    requirement_verdicts: tuple[RequirementVerdict, ...]
    """What people found of CMMC requirements."""
    crypto: tuple[CryptoUse, ...]
    """Where the evidence shows cryptography at work, by id."""
    crypto_decided: bool
    """Did anybody write `decisions/crypto-modules.yaml`?"""
    claims: tuple[Claim, ...]
    """What the evidence says of controls, sentence by sentence."""
    drafts: PlanDrafts
    """What the claims let the plan say, by control part, each sentence with what proves it: the plan's OSCAL has no place for
    the source of a single sentence."""
    readiness: tuple[ReadinessAnswer, ...]
    """What people answer to DISA's General Readiness Requirements."""
    evidence_uses: tuple[EvidenceUse, ...]
    """What became of each file in the evidence folders, sorted by path."""
    unmatched_targets: tuple[UnmatchedTarget, ...]
    """What was scanned and is no asset of the inventory, sorted by name."""
    postures: tuple[Posture, ...]
    """The state of every requirement, in the order of the checks and then of the clusters."""
    indicators: IndicatorAssessment | None
    """The Key Security Indicators; None where the system does not go for FedRAMP 20x."""
    indicator_trend: IndicatorTrend | None
    """The same over time."""
    inheritance: Inheritance
    """OSCAL of other producers, with what people decided about it."""
    stig: tuple[StigSeen, ...]
    """What the evidence shows about rules of the Kubernetes STIG, sorted by cluster and rule."""
    views: SharedViews = field(default_factory=SharedViews, repr=False, compare=False)
    """What documents derive from it in common."""
