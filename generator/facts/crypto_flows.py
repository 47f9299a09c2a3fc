"""Cryptography that flows show: calls that demand TLS, and ports that are opened to outside with it.

FedRAMP SSP Appendix Q, Cryptographic Modules Table v1.0 (2023-06-30), data in transit. What a mesh encrypts is the mesh's use,
what an Ingress, Gateway or Route ends is its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from generator.facts.crypto_places import CryptoPlaces
from generator.model.crypto import CryptoArea, CryptoUse
from generator.model.flow import EndKind, Flow, FlowEnd, FlowGraph, FlowProof, WayIn, encrypted
from generator.model.posture import ObjectCitation
from generator.text import listed

_TLS = "TLS"
_MOST_NAMED = 5
_MOST_CITED = 5
_IN_PART = "TLS, and some calls in plain text"


def flow_uses(graph: FlowGraph, places: CryptoPlaces) -> Iterator[CryptoUse]:
    """One for everything that is called with TLS, and one for everything that is open to outside with it."""
    calls: dict[FlowEnd, list[Flow]] = defaultdict(list)
    for flow in graph.flows:
        if flow.source.kind is EndKind.WORKLOAD and any(_is_tls(proof) for proof in flow.proofs) and not _is_of_mesh(flow):
            calls[flow.target].append(flow)
        elif flow.source.kind is EndKind.ANYONE and any(_is_open(port.encryption, port.opened_by) for port in flow.ports):
            yield _entry(flow, places)
    for way in graph.ways_in:
        for each in way.targets if way.conditional else ():
            if any(port.encryption == _TLS for port in each.ports):
                yield _published(way, each.end, places)
    for target in sorted(calls):
        yield _calls(target, calls[target], places)


def _is_tls(proof: FlowProof) -> bool:
    return _TLS in (proof.encryption or "").split(" and ")


def _is_of_mesh(flow: Flow) -> bool:
    """The flow's own words are then the mesh's, and not what its proofs say."""
    return encrypted(flow.encryption) is True and not any(proof.encryption == flow.encryption for proof in flow.proofs)


def _is_open(words: str, opened_by: str) -> bool:
    return words == _TLS and not opened_by


def _calls(target: FlowEnd, flows: Sequence[Flow], places: CryptoPlaces) -> CryptoUse:
    ends = [(flow.source.cluster, flow.source.name) for flow in flows]
    callers = sorted({_short(flow.source) for flow in flows})
    inside = target.kind is EndKind.WORKLOAD
    if inside:
        ends.append((target.cluster, target.name))
    at = f"{target.cluster}/{target.name}" if inside else target.name
    plain = any(encrypted(proof.encryption) is False for flow in flows for proof in flow.proofs)
    return CryptoUse(
        id=f"calls/{at}",
        area=CryptoArea.TRANSIT,
        where=f"Calls of {listed(callers, _MOST_NAMED)} to {_short(target)}",
        mechanism=_IN_PART if plain else _TLS,
        citations=_cited((flow.source, proof) for flow in flows for proof in flow.proofs if _is_tls(proof)),
        services=places.names((target.cluster, target.name)) if inside else (target.name,),
        callers=tuple(callers),
        called=_short(target),
        target_inside=inside,
        images=places.images(ends),
        modes=places.modes(ends),
    )


def _entry(flow: Flow, places: CryptoPlaces) -> CryptoUse:
    at = flow.target.cluster, flow.target.name
    return CryptoUse(
        id=f"entry/{flow.target.cluster}/{flow.target.name}",
        area=CryptoArea.TRANSIT,
        where=f"Traffic from outside to {_short(flow.target)}",
        mechanism=_TLS,
        citations=_cited((flow.target, proof) for proof in flow.proofs),
        services=places.names(at),
        images=places.images([at]),
        modes=places.modes([at]),
    )


def _published(way: WayIn, target: FlowEnd, places: CryptoPlaces) -> CryptoUse:
    at = target.cluster, target.name
    return CryptoUse(
        id=f"entry/{target.cluster}/{target.name}",
        area=CryptoArea.TRANSIT,
        where=f"Traffic to {_short(target)} at ports that are published on its host",
        mechanism=_TLS,
        citations=(ObjectCitation(kind="Workload", name=target.name, source=way.source),),
        services=tuple(sorted({*places.names(at), *(port.opened_by for each in way.targets for port in each.ports)} - {""})),
        published=True,
        images=places.images([at]),
        modes=places.modes([at]),
    )


def _short(end: FlowEnd) -> str:
    return end.name.rpartition("/")[2] if end.kind is EndKind.WORKLOAD else end.name


def _cited(proofs: Iterable[tuple[FlowEnd, FlowProof]]) -> tuple[ObjectCitation, ...]:
    """The workloads whose configuration shows it, with where that stands."""
    named = {
        (end.name, proof.source): ObjectCitation(kind="Workload", name=end.name, source=proof.source) for end, proof in proofs
    }
    return tuple(named[key] for key in sorted(named))[:_MOST_CITED]
