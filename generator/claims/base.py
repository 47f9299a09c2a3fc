"""The contract of what evidence says about controls: one topic per member, sentences with their sources."""

import re
from collections.abc import Iterable, Mapping
from typing import Protocol

import msgspec

from generator.model.chain import ImageChain
from generator.model.claim import Claim, Support
from generator.model.comparison import Comparison
from generator.model.discrepancy import Discrepancy, DiscrepancySubject
from generator.model.draft_statement import DraftStatement
from generator.model.evidence import EvidenceSource
from generator.model.facts import SystemFacts
from generator.model.identifiers import ControlId
from generator.model.posture import Posture
from generator.model.system import System


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """What a member may speak from."""

    system: System
    facts: SystemFacts
    comparison: Comparison
    discrepancies: tuple[Discrepancy, ...]
    postures: tuple[Posture, ...] = ()
    """The state of every requirement of the evidence-to-control table."""
    chains: tuple[ImageChain, ...] = ()
    """Of every image, from commit to running digest, by the verdicts of the requirements."""

    def stated(self, requirement: str) -> tuple[Posture, ...]:
        """The states of one requirement, in the order of the clusters."""
        return tuple(posture for posture in self.postures if posture.requirement.id == requirement)

    @property
    def failing(self) -> Mapping[tuple[str, str], DiscrepancySubject]:
        """Everything that a discrepancy concerns, by check and name."""
        return {(subject.check, subject.name): subject for each in self.discrepancies for subject in each.concerned}

    def against(self, *checks: str) -> tuple[str, ...]:
        """Those of some checks that found a discrepancy."""
        failed = {check for discrepancy in self.discrepancies for check in discrepancy.checks}
        return tuple(check for check in checks if check in failed)


_PART = re.compile(r"^(?P<control>[A-Z]{2}-\d+(?:\(\d+\))?)(?:\((?P<part>[a-z])\))?$")


class Voice(msgspec.Struct, frozen=True):
    """A topic, with what its claims are about."""

    topic: str
    subject: str

    def say(
        self,
        where: str,
        support: Support,
        text: str,
        sources: tuple[EvidenceSource, ...] = (),
        against: tuple[str, ...] = (),
        *,
        in_part: bool = True,
        statement: DraftStatement | None = None,
    ) -> Claim:
        """A claim for `CM-8(a)`, `CM-8(3)(a)` or `SC-2`; `against` names the checks that contradict it, `statement` is what the
        plan says of it."""
        match = _PART.match(where)
        assert match is not None, where  # noqa: S101 - our own tables name the controls
        return Claim(
            control=ControlId(match["control"]),
            part=match["part"] or "",
            topic=self.topic,
            subject=self.subject,
            support=support,
            text=text,
            sources=sources,
            discrepancies=against,
            in_part=in_part,
            statement=statement,
        )


class Topic(Protocol):
    """Makes the claims about one kind of evidence."""

    @property
    def name(self) -> str:
        """`image-scanning`."""

    def claims(self, basis: Basis) -> Iterable[Claim]:
        """Every sentence, for every control part it belongs to."""


def cluster_sources(facts: SystemFacts) -> tuple[EvidenceSource, ...]:
    """The cluster files that count on the as-of date."""
    return tuple(file.source for view in facts.clusters for file in view.evidence)


def cluster_sources_of(facts: SystemFacts, cluster: str) -> tuple[EvidenceSource, ...]:
    """Those of one cluster."""
    views = (view for view in facts.clusters if view.name == cluster)
    return tuple(file.source for view in views for file in view.evidence)
