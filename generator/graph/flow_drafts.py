"""What single pieces of evidence tell of flows, and how they are put together: each pair of ends once."""

from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from generator.model.flow import NOT_ENCRYPTED, STRENGTHS, Flow, FlowEnd, FlowPort, FlowProof
from generator.model.grouping import grouped

TLS, NONE = "TLS", NOT_ENCRYPTED


class FlowEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of evidence about one pair of ends."""

    source: FlowEnd
    target: FlowEnd
    proof: FlowProof
    ports: tuple[FlowPort, ...] = ()
    encryption: str | None = None


def joined(evidence: Iterable[FlowEvidence]) -> tuple[Flow, ...]:
    """One flow a pair of ends, sorted; a workload that calls itself is none."""
    pairs = grouped(((each.source, each.target), each) for each in evidence if each.source != each.target)
    return tuple(_flow(*pair, pairs[pair]) for pair in sorted(pairs))


def words_for(*, encrypted: bool | None) -> str | None:
    """As a table says it."""
    return None if encrypted is None else TLS if encrypted else NONE


def _flow(source: FlowEnd, target: FlowEnd, evidence: Sequence[FlowEvidence]) -> Flow:
    named = grouped(
        ((each.proof.strength, each.proof.because, each.proof.source, each.encryption or ""), each) for each in evidence
    )
    proofs = {
        key: replace(same[-1].proof, encryption=same[-1].encryption, ports=united(port for each in same for port in each.ports))
        for key, same in named.items()
    }
    ordered = [proofs[key] for key in sorted(proofs, key=lambda key: (STRENGTHS.index(key[0]), *key[1:]))]
    return Flow(
        source=source,
        target=target,
        strength=ordered[0].strength,
        ports=united(port for each in evidence for port in each.ports),
        encryption=" and ".join(sorted({each.encryption for each in evidence if each.encryption})) or None,
        proofs=tuple(ordered),
    )


def united(ports: Iterable[FlowPort]) -> tuple[FlowPort, ...]:
    """Sorted, each number and transport of what opens it once: what is known of a protocol or encryption beats nothing."""
    flow_ports: dict[tuple[int, str, str, int], FlowPort] = {}
    for each in sorted(ports):
        key = each.number, each.transport, each.opened_by, each.leads_to
        known = flow_ports.get(key)
        flow_ports[key] = (
            replace(known, protocol=known.protocol or each.protocol, encryption=known.encryption or each.encryption)
            if known
            else each
        )
    return tuple(flow_ports[key] for key in sorted(flow_ports))
