"""Flows that configuration declares: hosts that a workload's environment, arguments and ConfigMaps name, and bound services.

One ConfigMap is often given as a whole to everything in its namespace, its own address included. What it names is called by
some of them: a declared flow is only what a workload takes by its key or refers to as `$(KEY)`, the rest is possible.
https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from generator.graph import protocols
from generator.graph.flow_context import FlowContext, end_of, identity
from generator.graph.flow_drafts import FlowEvidence, words_for
from generator.graph.flow_names import FlowNames
from generator.model.flow import FlowProof, Strength, UnansweredCall, WayIn
from generator.model.inventory import CalledHost, Workload
from generator.model.settings.base import Setting
from generator.model.settings.routes import ConfigUse, NamedHosts


def declared(context: FlowContext, names: FlowNames, ways: Iterable[WayIn] = ()) -> Iterator[FlowEvidence]:
    """All of them. Declared is not observed: no packet was seen.

    A workload that names an entry point which leads to it may name its own address, for links: that it calls it is possible.
    """
    returning = {(point, target.end) for way in ways for point in way.through for target in way.targets}
    for each in _named(context, names):
        if (each.target, each.source) in returning:
            because = f"{each.proof.because}, which leads to it"
            yield replace(each, proof=replace(each.proof, strength=Strength.POSSIBLE, because=because))
        else:
            yield each


def _named(context: FlowContext, names: FlowNames) -> Iterator[FlowEvidence]:
    uses = _uses(context)
    shared = _shared(context, uses)
    maps = {
        (configuration.cluster, setting.namespace, setting.name): setting
        for configuration in context.configurations
        for setting in configuration.of(NamedHosts)
    }
    for workload in context.workloads:
        source = workload.sources[0] if workload.sources else None
        for call in sorted(
            {call for container in workload.containers for call in container.calls}, key=lambda call: call.order
        ):
            # NOTE: a workload without a source is one that a test made; there is nothing to cite then.
            if source is not None:
                proof = FlowProof(strength=Strength.DECLARED, because=_because(call), source=source)
                yield from _evidence(workload, call, names, proof)
        for name, key in uses.get(identity(workload), ()):
            taken = maps.get((workload.cluster, workload.namespace, name))
            if taken is not None:
                is_shared = not key and (workload.cluster, workload.namespace, name) in shared
                yield from _of_map(workload, taken, key, names, Strength.POSSIBLE if is_shared else Strength.DECLARED)


def unanswered(context: FlowContext, names: FlowNames) -> tuple[UnansweredCall, ...]:
    """Names of services in a URL or with a port that lead to nothing, sorted.

    NOTE: a word alone may be anything, and a name with a namespace may be of a cluster that was not collected.
    """
    found = set()
    idle = {(each.cluster, each.namespace, name) for each in context.not_started for name in (each.name, *each.services)}
    for workload in context.workloads:
        for call in {call for container in workload.containers for call in container.calls}:
            is_written = not call.key or "." in call.key
            is_declared = (workload.cluster, workload.namespace, call.host) in idle
            is_service = bool(call.scheme or call.port) and "." not in call.host and is_written and not is_declared
            if is_service and workload.sources and call.host not in workload.services and not any(names.called(call, workload)):
                because = _because(call)
                found.add(UnansweredCall(workload=workload.key, host=call.host, because=because, source=workload.sources[0]))
    return tuple(sorted(found))


def _uses(context: FlowContext) -> Mapping[tuple[str, str], tuple[tuple[str, str], ...]]:
    uses: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for configuration in context.configurations:
        for setting in configuration.of(ConfigUse):
            uses[configuration.cluster, setting.key].update(setting.says.maps)
    return {workload: tuple(sorted(maps)) for workload, maps in uses.items()}


def _shared(
    context: FlowContext, uses: Mapping[tuple[str, str], tuple[tuple[str, str], ...]]
) -> frozenset[tuple[str, str, str]]:
    """ConfigMaps (cluster, namespace, name) that different programs take as a whole; copies of one image are one program."""
    programs: dict[tuple[str, str, str], set[frozenset[str]]] = defaultdict(set)
    for workload in context.workloads:
        images = frozenset(each.image.partition("@")[0].rpartition(":")[0] or each.image for each in workload.containers)
        for name, key in uses.get(identity(workload), ()):
            if not key:
                programs[workload.cluster, workload.namespace, name].add(images)
    return frozenset(each for each, images in programs.items() if len(images) > 1)


def _of_map(
    workload: Workload, taken: Setting[NamedHosts], key: str, names: FlowNames, strength: Strength
) -> Iterator[FlowEvidence]:
    for named, calls in taken.says.calls:
        if key in ("", named):
            for call in calls:
                because = f"ConfigMap {taken.name} names {_written(call)} under {named}"
                because += ", and other programs take it as well" if strength is Strength.POSSIBLE else ""
                proof = FlowProof(strength=strength, because=because, source=taken.source)
                yield from _evidence(workload, call, names, proof)


def _evidence(workload: Workload, call: CalledHost, names: FlowNames, proof: FlowProof) -> Iterator[FlowEvidence]:
    encryption = words_for(encrypted=protocols.encrypted(call.scheme, demanded=call.tls))
    for reached in names.called(call, workload):
        yield FlowEvidence(
            source=end_of(identity(workload)), target=reached.end, proof=proof, ports=reached.ports, encryption=encryption
        )


def _because(call: CalledHost) -> str:
    return f"its `{call.key}` names {call.host}" if call.key else f"its environment or arguments name {_written(call)}"


def _written(call: CalledHost) -> str:
    return f"{call.host}:{call.port}" if call.port else call.host
