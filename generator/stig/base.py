"""The contract of a rule of a STIG that evidence can answer: from one cluster's configuration to an answer, with its source.

How to add one: a row in `arguments.py` where an argument of the control plane decides it; else a function in a file of its own
and a line in `registry.py`. Answer only what the check text asks, by what it asks to look at: what the evidence does not show
in full is undecided, never "not a finding". Words of the check text stand in `asks`, so that a release that asks something else
is left to a person.
"""

from collections.abc import Callable, Iterable

import msgspec

from generator.model.facts import SystemFacts
from generator.model.posture import ObjectCitation
from generator.model.settings.base import ClusterConfiguration
from generator.model.stig import RuleAnswer, RuleReading, StigSeen

SYSTEM_NAMESPACES = ("kube-system", "kube-public", "kube-node-lease")
"""As the check texts of the Kubernetes STIG name them."""


class StigSubject(msgspec.Struct, frozen=True, kw_only=True):
    """What a question may look at."""

    facts: SystemFacts
    configuration: ClusterConfiguration

    @property
    def name(self) -> str:
        """Of the cluster."""
        return self.configuration.cluster

    def seen(self, group: str, readings: Iterable[RuleReading], citations: Iterable[ObjectCitation]) -> StigSeen:
        """What was seen of a rule; each citation once, sorted."""
        ordered = sorted(set(citations), key=lambda citation: (citation.key, citation.source))
        return StigSeen(group=group, cluster=self.name, readings=tuple(readings), citations=tuple(ordered))


Question = Callable[[StigSubject], Iterable[StigSeen]]


def undecided(because: str, *asks: str) -> RuleReading:
    """The evidence does not decide it."""
    return RuleReading(asks=asks, answer=None, because=because)


def open_finding(because: str, *asks: str) -> RuleReading:
    """It is a finding."""
    return RuleReading(asks=asks, answer=RuleAnswer.OPEN, because=because)
