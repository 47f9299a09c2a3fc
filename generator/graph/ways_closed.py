"""Workloads that no way in leads to, neither straight nor through others: what makes a drawn way in a difference.

Known only where the evidence would show a way in: a Compose file states every port that it publishes; of Kubernetes the API has
to have listed Services, Ingresses and pods whole. Behind a proxy anything may stand, since its configuration need not be among
the evidence.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from generator.graph.flow_context import FlowContext, end_of, identity
from generator.model.flow import ANYONE, DeclaredDependency, FlowEnd, Neighbors, Strength, WayIn
from generator.model.images import parse_reference
from generator.model.inventory import Workload
from generator.model.platform import Platform, platform_of
from generator.model.settings.isolation import PodIsolation

_NEEDED = (("", "Service"), ("networking.k8s.io", "Ingress"), ("", "Pod"))
_PROXY = re.compile(
    r"nginx|traefik|caddy|haproxy|envoy|httpd|apache|kong|apisix|openresty|varnish|ingress|gateway|router|proxy"
)


def closed(context: FlowContext, ways: Iterable[WayIn], flows: Iterable[Neighbors]) -> frozenset[FlowEnd]:
    """Of every cluster without a proxy at a way in, what is known not to be reached from outside."""
    entered = {target.end for way in ways for target in way.targets} | {end for way in ways for end in way.through}
    reached = _reached(entered, flows)
    return frozenset(
        end_of(identity(each))
        for workloads in _known(context)
        if not any(end_of(identity(each)) in entered and _is_proxy(each) for each in workloads)
        for each in workloads
        if end_of(identity(each)) not in reached
    )


def _known(context: FlowContext) -> Iterator[tuple[Workload, ...]]:
    """The workloads of each cluster or set of files of which the ways in are known."""
    whole = {
        each.cluster
        for each in context.configurations
        if each.complete.issuperset(_NEEDED) and not any(pods.says.host_network for pods in each.of(PodIsolation))
    }
    by_cluster: dict[tuple[str, Platform], list[Workload]] = defaultdict(list)
    for workload in context.workloads:
        platform = platform_of(workload.kind, workload.namespace)
        if platform is Platform.COMPOSE or (platform is Platform.KUBERNETES and workload.cluster in whole):
            by_cluster[workload.cluster, platform].append(workload)
    yield from map(tuple, by_cluster.values())


def _reached(entered: Iterable[FlowEnd], flows: Iterable[Neighbors]) -> frozenset[FlowEnd]:
    """What may be reached from there: over calls that are declared or were seen, and what a dependency may call. A policy alone
    shows no call.
    """
    called: dict[FlowEnd, set[FlowEnd]] = defaultdict(set)
    reached, left = set(entered), list(entered)
    for flow in flows:
        if flow.source == ANYONE:
            left.append(flow.target)
        elif isinstance(flow, DeclaredDependency) or flow.strength is not Strength.PERMITTED:
            called[flow.source].add(flow.target)
    while left:
        end = left.pop()
        reached.add(end)
        left += called[end] - reached
    return frozenset(reached)


def _is_proxy(workload: Workload) -> bool:
    images = (parse_reference(each.image) for each in workload.containers)
    names = (workload.name, *(image.repository.rpartition("/")[2] for image in images if image))
    return any(_PROXY.search(name.lower()) for name in names)
