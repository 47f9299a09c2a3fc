"""Dependencies that configuration declares without saying that anything is called: `depends_on` and `links` of Compose.

`depends_on` is an order of starting and stopping; `links` adds a name by which the other is found, and services of one network
reach each other without it (https://github.com/compose-spec/compose-spec/blob/main/05-services.md). Neither says that a
connection is opened, or by which side.
"""

from collections.abc import Iterable, Iterator

from generator.graph.flow_context import FlowContext, end_of, identity
from generator.graph.flow_names import FlowNames
from generator.model.flow import DeclaredDependency, EndKind, Flow
from generator.model.inventory import CalledHost, StartDependency, Workload

_MEANS = {"links": "which gives it the name and opens nothing"}
_ORDER = "which is an order of starting"


def dependencies(context: FlowContext, names: FlowNames, flows: Iterable[Flow]) -> tuple[DeclaredDependency, ...]:
    """All of them but those whose ends a flow joins in the same direction, sorted."""
    joined = {(flow.source, flow.target) for flow in flows}
    declared = {each for workload in context.workloads for each in _of_workload(workload, names)}
    return tuple(sorted(each for each in declared if (each.source, each.target) not in joined))


def _of_workload(workload: Workload, names: FlowNames) -> Iterator[DeclaredDependency]:
    own = end_of(identity(workload))
    for needed in sorted({each for container in workload.containers for each in container.needs}):
        for reached in names.called(CalledHost(needed.service), workload):
            if workload.sources and reached.end.kind is EndKind.WORKLOAD and reached.end != own:
                yield DeclaredDependency(
                    source=own, target=reached.end, because=_because(workload, needed), evidence=workload.sources[0]
                )


def _because(workload: Workload, needed: StartDependency) -> str:
    return f"`{needed.key}` of {workload.name} names {needed.service}, {_MEANS.get(needed.key, _ORDER)}"
