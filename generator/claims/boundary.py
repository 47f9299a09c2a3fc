"""What the cluster says about the boundary: what can be reached from outside (SC-7), and what is drawn (PL-8)."""

from collections.abc import Iterable

import msgspec

from generator.claims.base import Basis, Voice, cluster_sources
from generator.limits import IDENTIFIED
from generator.model.claim import Claim, Support
from generator.model.facts import SystemFacts
from generator.model.platform import conditionally_open, words_of_all
from generator.text import agreeing, counted, listed

_VOICE = Voice("boundary", "Authorization boundary")
_WAYS_IN = frozenset(
    ("Service", "Ingress", "Route", "HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "Gateway", "VirtualService")
)
"""Kinds of which one at least has to be collected, before anything can be said."""
_REACHED = "Whether anybody outside reaches these is not stated."


class Boundary(msgspec.Struct, frozen=True):
    """SC-7 and PL-8 are our own mapping: FedRAMP's container guidance names no control for the drawn boundary."""

    name: str = "boundary"

    def claims(self, basis: Basis) -> Iterable[Claim]:
        """See `Topic.claims`."""
        facts = basis.facts
        if facts.clusters:
            yield _ways_in(facts)
        if facts.diagrams:
            sources = tuple(diagram.evidence.source for diagram in facts.diagrams)
            pages = sum(len(diagram.pages) for diagram in facts.diagrams)
            text = f"The architecture is drawn on {counted(pages, 'page')} in {counted(len(facts.diagrams), 'diagram file')}."
            against = basis.against("running-not-drawn", "drawn-not-running")
            yield _VOICE.say("PL-8(a)", Support.CONTEXT, text, sources, against)


def _ways_in(facts: SystemFacts) -> Claim:
    """Only what was collected can be counted: a workload without a Service may still be reached through its node."""
    kinds = {kind for view in facts.clusters for kind, _ in view.kinds}
    public = [workload for workload in facts.workloads if workload.public]
    if not public and kinds.isdisjoint(_WAYS_IN):
        return _VOICE.say("SC-7(b)", Support.NOT_COLLECTED, f"No {words_of_all(facts.workloads).ways} was collected.")
    words = words_of_all(facts.workloads)
    names = listed((workload.key for workload in public), IDENTIFIED)
    shown = f": {names}" if public else ""
    maybe, ways = conditionally_open(facts.workloads)
    shown_maybe = (
        f"{agreeing(len(maybe), 'has', 'have')} {ways}: {listed((each.key for each in maybe), IDENTIFIED)}. {_REACHED}"
    )
    verb = "declares" if not any(view.running for view in facts.clusters) else "shows"
    if maybe and not public:
        text = f"{len(maybe)} of {counted(len(facts.workloads), 'workload')} {shown_maybe}"
        return _VOICE.say("SC-7(b)", Support.CONTEXT, text, cluster_sources(facts))
    more = f" {len(maybe)} {shown_maybe}" if maybe else ""
    text = (
        f"The evidence {verb} an entry point from outside ({words.ways}) for "
        f"{len(public)} of {counted(len(facts.workloads), 'workload')}{shown}. Ports that are opened on {words.hosts} and "
        f"load balancers that are managed elsewhere are not counted.{more}"
    )
    return _VOICE.say("SC-7(b)", Support.CONTEXT, text, cluster_sources(facts))
