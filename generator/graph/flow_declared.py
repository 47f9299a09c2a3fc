"""Flows that configuration declares: hosts that a workload's environment, arguments and ConfigMaps name, and bound services."""

from collections.abc import Iterator, Mapping

from generator.graph import protocols
from generator.graph.flow_drafts import Told, words_for
from generator.graph.flow_ground import FlowGround, end_of, identity
from generator.graph.flow_names import FlowNames
from generator.model.evidence import Source
from generator.model.flow import FlowProof, Strength
from generator.model.inventory import Call, Workload
from generator.model.settings.base import Setting
from generator.model.settings.ways import ConfigUse, NamedHosts


def declared(ground: FlowGround, names: FlowNames) -> Iterator[Told]:
    """All of them. Declared is not observed: no packet was seen."""
    uses = _uses(ground)
    maps = {(one.cluster, each.namespace, each.name): each for one in ground.configurations for each in one.of(NamedHosts)}
    for workload in ground.workloads:
        source = workload.sources[0] if workload.sources else None
        for call in sorted({call for each in workload.containers for call in each.calls}, key=lambda each: each.order):
            yield from _told(workload, call, names, f"its environment or arguments name {_written(call)}", source)
        for name, key in uses.get(identity(workload), ()):
            taken = maps.get((workload.cluster, workload.namespace, name))
            if taken is not None:
                yield from _of_map(workload, taken, key, names)


def _uses(ground: FlowGround) -> Mapping[tuple[str, str], tuple[tuple[str, str], ...]]:
    return {(one.cluster, each.key): each.says.maps for one in ground.configurations for each in one.of(ConfigUse)}


def _of_map(workload: Workload, taken: Setting[NamedHosts], key: str, names: FlowNames) -> Iterator[Told]:
    for named, calls in taken.says.calls:
        if key in ("", named):
            for call in calls:
                because = f"ConfigMap {taken.name} names {_written(call)} under {named}"
                yield from _told(workload, call, names, because, taken.source)


def _told(workload: Workload, call: Call, names: FlowNames, because: str, source: Source | None) -> Iterator[Told]:
    """NOTE: a workload without a source is one that a test made; there is nothing to cite then."""
    if source is None:
        return
    encryption = words_for(encrypted=protocols.encrypted(call.scheme, demanded=call.tls))
    proof = FlowProof(strength=Strength.DECLARED, because=because, source=source)
    for reached in names.called(call, workload):
        yield Told(
            source=end_of(identity(workload)), target=reached.end, proof=proof, ports=reached.ports, encryption=encryption
        )


def _written(call: Call) -> str:
    return f"{call.host}:{call.port}" if call.port else call.host
