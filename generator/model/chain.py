"""The chain of one image: from the commit to the digest that runs, link by link."""

from enum import StrEnum

import msgspec

from generator.model.attestation import Attestation
from generator.model.evidence import EvidenceSource
from generator.model.identifiers import AssetId, ControlId
from generator.model.posture import Certainty


class LinkState(StrEnum):
    """The names of absence, as they hold for a link."""

    HOLDS = "holds"
    NOT_ESTABLISHED = "not established"
    """Something was collected, and it does not decide it: present and not verified, or of another digest or tag perhaps."""
    BROKEN = "broken"
    """The evidence was collected, and the link is not in it or contradicts another one."""
    NOT_COLLECTED = "not collected"


class LinkFault(StrEnum):
    """What is wrong with a link, where the text alone would not tell a program."""

    COMMITS_DIFFER = "commits differ"
    NO_COMMIT = "no commit"
    """Nothing names both repository and commit."""


class LinkEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """What was collected of one link, before it is judged against the digests that run."""

    id: str
    state: LinkState
    text: str
    """What was found, in one sentence."""
    sources: tuple[EvidenceSource, ...] = ()
    fault: LinkFault | None = None


class ChainEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """Of one image class: its links of which there is evidence of their own, and statements of its origin."""

    asset_id: AssetId
    digests: tuple[str, ...]
    links: tuple[LinkEvidence, ...]
    provenance: tuple[Attestation, ...] = ()
    """Statements of the origin of these digests, with the standing of their signatures."""


class ChainLink(msgspec.Struct, frozen=True, kw_only=True):
    """One question, judged for one image."""

    id: str
    title: str
    question: str
    controls: tuple[ControlId, ...]
    origin: str
    """Document and section that asks for it."""
    state: LinkState
    certainty: Certainty | None = None
    """Of a verdict that passes or fails; None also of links that hold by construction."""
    text: str
    """What was found, in one sentence; why, where it does not hold."""
    reported_by: tuple[str, ...] = ()
    """Checks whose verdicts the link has."""
    sources: tuple[EvidenceSource, ...] = ()


class ImageChain(msgspec.Struct, frozen=True, kw_only=True):
    """All links of one image class, in the order of the chain."""

    asset_id: AssetId
    digests: tuple[str, ...]
    links: tuple[ChainLink, ...]

    @property
    def broken(self) -> tuple[ChainLink, ...]:
        """Links that the evidence contradicts."""
        return tuple(link for link in self.links if link.state is LinkState.BROKEN)
