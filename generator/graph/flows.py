"""Flows between workloads, as far as the evidence tells: what is declared, and what is let in.

*Declared*: a container's environment or arguments name another workload's service, or a platform binds it. *Permitted*:
an Ingress, a LoadBalancer or a NodePort lets outsiders reach the workload. Neither says that a packet was ever seen. That a
network policy permits a flow is not told here: the evidence keeps whether policies deny, not whom they let through.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from generator.graph.picture_flows import between_workloads
from generator.model.inventory import Workload

OUTSIDE = "outside"
"""The end of a flow that no workload is. Keys of workloads always hold slashes."""


class Strength(StrEnum):
    """How much the evidence says of a flow."""

    DECLARED = "declared"
    PERMITTED = "permitted"


@dataclass(frozen=True, slots=True, order=True)
class Flow:
    """Who opens the connection, and to whom: `namespace/Kind/name`."""

    source: str
    target: str
    strength: Strength


def flows(workloads: Sequence[Workload]) -> tuple[Flow, ...]:
    """Every flow once, sorted."""
    declared = {(source, target) for (_, source), (_, target) in between_workloads(workloads) if source != target}
    found = {Flow(source, target, Strength.DECLARED) for source, target in declared}
    found |= {Flow(OUTSIDE, workload.key, Strength.PERMITTED) for workload in workloads if workload.public}
    return tuple(sorted(found))
