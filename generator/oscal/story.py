"""Everything the five documents are written from, in one frozen record."""

from dataclasses import dataclass

from generator.frameworks.base import Control
from generator.ledger.items import LedgerItem
from generator.model.claim import Claim
from generator.model.comparison import Comparison, Discrepancy
from generator.model.facts import SystemFacts
from generator.model.system import System
from generator.oscal.types import Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDone:
    """A check that ran, for the plan's activities."""

    id: str
    title: str
    question: str
    controls: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The one story: facts, what contradicts them, what they say of controls, and what is to be done."""

    system: System
    facts: SystemFacts
    comparison: Comparison
    checks: tuple[CheckDone, ...]
    discrepancies: tuple[Discrepancy, ...]
    claims: tuple[Claim, ...]
    controls: tuple[Control, ...]
    items: tuple[LedgerItem, ...]
    picture: Resource | None
    """The rendered boundary, where there was something to draw."""
    references: tuple[Resource, ...] = ()
    """Extracts of the content that ratings rest on: NVD, KEV, EPSS."""
