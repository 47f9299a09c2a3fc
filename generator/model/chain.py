"""The chain of one image: from the commit to the digest that runs, link by link."""

from dataclasses import dataclass
from enum import StrEnum

from generator.model.attestation import Attestation
from generator.model.evidence import EvidenceSource
from generator.model.identifiers import AssetId, ControlId


class LinkState(StrEnum):
    """The names of absence, as they hold for a link."""

    HOLDS = "holds"
    UNVERIFIED = "present, not verified"
    BROKEN = "broken"
    """The evidence was collected, and the link is not in it or contradicts another one."""
    NOT_COLLECTED = "not collected"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """One question, answered for one image."""

    id: str
    title: str
    question: str
    controls: tuple[ControlId, ...]
    origin: str
    """Document and section that asks for it."""
    state: LinkState
    text: str
    """What was found, in one sentence."""
    reported_by: tuple[str, ...] = ()
    """Checks that report this link when it is broken, so that it is reported once."""
    sources: tuple[EvidenceSource, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageChain:
    """All links of one image class, in the order of the chain."""

    asset_id: AssetId
    digests: tuple[str, ...]
    links: tuple[ChainLink, ...]
    provenance: tuple[Attestation, ...] = ()
    """Statements of the origin of these digests, with the standing of their signatures."""

    @property
    def broken(self) -> tuple[ChainLink, ...]:
        """Links that the evidence contradicts."""
        return tuple(link for link in self.links if link.state is LinkState.BROKEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Whether a cluster lets only checked images in, for one image class: said by whoever reads posture."""

    asset_id: AssetId
    enforcing: bool | None
    """None where a policy is there and its evidence does not say whether it blocks."""
    text: str
    sources: tuple[EvidenceSource, ...] = ()
