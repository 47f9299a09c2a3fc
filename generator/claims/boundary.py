"""What the cluster says about the boundary: what can be reached from outside (SC-7), and what is drawn (PL-8)."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.claims.base import Basis, Voice, cluster_sources
from generator.limits import IDENTIFIED
from generator.model.claim import Claim, Support
from generator.text import counted, listed

_VOICE = Voice("boundary", "Authorization boundary")


@dataclass(frozen=True, slots=True)
class Boundary:
    """SC-7 and PL-8 are our own mapping: FedRAMP's container guidance names no control for the drawn boundary."""

    name: str = "boundary"

    def claims(self, basis: Basis) -> Iterable[Claim]:
        """See `Topic.claims`."""
        facts = basis.facts
        if facts.clusters:
            public = [workload for workload in facts.workloads if workload.public]
            names = listed((workload.key for workload in public), IDENTIFIED)
            shown = f": {names}" if public else ""
            text = (
                f"{counted(len(public), 'workload')} of {len(facts.workloads)} can be reached from outside through an Ingress, "
                f"LoadBalancer or NodePort service{shown}."
            )
            yield _VOICE.say("SC-7(b)", Support.CONTEXT, text, cluster_sources(facts))
        if facts.diagrams:
            sources = tuple(diagram.evidence.source for diagram in facts.diagrams)
            pages = sum(len(diagram.pages) for diagram in facts.diagrams)
            text = f"The architecture is drawn on {counted(pages, 'page')} in {counted(len(facts.diagrams), 'diagram file')}."
            against = basis.against("running-not-drawn", "drawn-not-running")
            yield _VOICE.say("PL-8(a)", Support.CONTEXT, text, sources, against)
