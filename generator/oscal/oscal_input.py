"""Everything the five documents are written from, in one frozen record."""

from dataclasses import dataclass, field

import msgspec

from generator.frameworks.base import Control
from generator.ledger.asset_states import ScanCoverage
from generator.ledger.image_identity import ImagesOfRepository
from generator.ledger.item import LedgerItem
from generator.ledger.poam_ledger import Deficiency
from generator.model.attachment import Attachment
from generator.model.candidate import SeenCandidate
from generator.model.claim import Claim
from generator.model.comparison import Comparison
from generator.model.discrepancy import Discrepancy
from generator.model.evidence import EvidenceFile
from generator.model.facts import SystemFacts
from generator.model.flow import FlowGraph
from generator.model.leveraged import Inheritance
from generator.model.narrative import Narrative
from generator.model.picture import Picture
from generator.model.places import Places
from generator.model.posture import Posture, PostureRequirement
from generator.model.shared_views import SharedViews
from generator.model.system import System
from generator.model.verdict import Verdict
from generator.oscal.plan_drafts import PlanDrafts
from generator.oscal.types import Resource


class CheckDone(msgspec.Struct, frozen=True, kw_only=True):
    """A check, for the plan's activities."""

    requirement: PostureRequirement
    """All that it asks for."""
    made: bool
    """False where evidence is missing, so that nothing could be judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OscalInput:
    """All that the documents are made from: facts, what contradicts them, what they say of controls, and what is to be done."""

    system: System
    facts: SystemFacts
    comparison: Comparison
    checks: tuple[CheckDone, ...]
    discrepancies: tuple[Discrepancy, ...]
    claims: tuple[Claim, ...]
    drafts: PlanDrafts
    """What the claims let the plan say, by control part."""
    controls: tuple[Control, ...]
    """Those that container evidence is about."""
    items: tuple[LedgerItem, ...]
    pictures: tuple[Picture, ...]
    """Drawn from what runs, the boundary first; none where nothing runs."""
    plan: tuple[Control, ...]
    """Every control that the system security plan answers."""
    narratives: tuple[Narrative, ...]
    """What people wrote."""
    looks: tuple[ScanCoverage, ...]
    """How scanners looked at the assets, for the ledger of next time."""
    remembered: tuple[SeenCandidate, ...] = ()
    """Since when the cross-check concludes what, for the ledger of next time."""
    images_apart: tuple[ImagesOfRepository, ...] = ()
    """Images of one repository that are distinguished, for the ledger of next time."""
    deficiencies: tuple[Deficiency, ...]
    """Faults of documents that the assessor found (PL-2)."""
    postures: tuple[Posture, ...]
    """The state of every requirement of the evidence-to-control table."""
    verdicts: tuple[Verdict, ...]
    """What named persons judged, `decisions/verdicts.yaml`."""
    judged_by: tuple[EvidenceFile, ...]
    """Evidence of the verdicts that no reader knows: interviews, pictures, documents."""
    attachments: tuple[Attachment, ...]
    """The appendices, policies and procedures that people wrote."""
    flows: FlowGraph
    """Which component calls which."""
    inheritance: Inheritance
    """What other producers' OSCAL gives this system."""
    references: tuple[Resource, ...]
    """Extracts of the content that ratings rest on: NVD, KEV, EPSS."""
    places: Places
    """Where the evidence lies in what is handed on."""
    views: SharedViews = field(default_factory=SharedViews, repr=False, compare=False)
    """What several documents derive from the same parts."""
