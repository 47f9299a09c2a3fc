"""Flows between workloads, as far as the evidence tells: what is declared, and what is let in.

*Declared*: a container's environment or arguments name another workload's service, or a platform binds it. *Permitted*:
an Ingress, a LoadBalancer or a NodePort lets outsiders reach the workload. Neither says that a packet was ever seen.
"""

from collections.abc import Sequence

from generator.graph.picture_flows import WorkloadId, between_workloads
from generator.model.flow import ANYONE, EndKind, Flow, FlowEnd, FlowProof, Strength
from generator.model.inventory import Workload


def flows(workloads: Sequence[Workload]) -> tuple[Flow, ...]:
    """Every pair of ends once, sorted."""
    known = {(each.cluster, each.key): each for each in workloads}
    declared = [
        _flow(_end(source), _end(target), known[source], Strength.DECLARED, f"its configuration names {target[1]}")
        for source, target in between_workloads(workloads)
    ]
    open_ = [
        _flow(ANYONE, _end((each.cluster, each.key)), each, Strength.PERMITTED, "a way in from outside leads to it")
        for each in workloads
        if each.public
    ]
    return tuple(sorted((*declared, *open_), key=lambda each: (each.source, each.target)))


def _end(of: WorkloadId) -> FlowEnd:
    cluster, key = of
    return FlowEnd(EndKind.WORKLOAD, key, cluster)


def _flow(source: FlowEnd, target: FlowEnd, told_by: Workload, strength: Strength, because: str) -> Flow:
    proofs = tuple(FlowProof(strength=strength, because=because, source=each) for each in told_by.sources[:1])
    return Flow(source=source, target=target, strength=strength, proofs=proofs)
