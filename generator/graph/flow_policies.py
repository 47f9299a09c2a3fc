"""Flows that policies name, and what policies say of a flow that somebody drew.

Only rules that name somebody tell of a flow: one that lets everybody in says nothing about who comes. A layer that selects a
workload denies what none of its policies allows; where nothing selects it, everything is allowed
(https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from generator.graph import protocols
from generator.graph.flow_context import FlowContext, end_of, identity
from generator.graph.flow_drafts import FlowEvidence
from generator.graph.flow_names import FlowNames
from generator.model.flow import ANYONE, EndKind, FlowEnd, FlowPort, FlowProof, Strength
from generator.model.grouping import grouped
from generator.model.inventory import Workload
from generator.model.settings.base import ClusterConfiguration, Setting
from generator.model.settings.isolation import NamespaceLabels, PodIsolation
from generator.model.settings.mesh import MeshDefaults, root_namespace
from generator.model.settings.permits import LabelChoice, PermitRule, Permits, PermittedPorts, Pods, Policy

_NAME_LABEL = "kubernetes.io/metadata.name"
_MOST_PAIRS = 400
"""Pairs of workloads up to which a rule names caller and called; a wider one only says that nothing forbids it."""
_MOST_PORTS = 16


def permitted(context: FlowContext, names: FlowNames) -> Iterator[FlowEvidence]:
    """Flows that some policy lets through by name, and no other policy stops."""
    for configuration in context.configurations:
        yield from Policies(context, configuration).evidence(names)


class _Placed(msgspec.Struct, frozen=True):
    """A policy with the workloads it is for."""

    setting: Setting[Permits]
    policy: Policy
    chosen: frozenset[str]


class Policies:
    """The policies of one cluster, and the workloads they are for."""

    def __init__(self, context: FlowContext, configuration: ClusterConfiguration) -> None:
        self._cluster = configuration.cluster
        self._workloads = {each.key: each for each in context.of_cluster(configuration.cluster)}
        self._by_namespace = grouped((each.namespace, each) for each in self._workloads.values())
        self._labels = _namespace_labels(configuration, self._by_namespace)
        self._accounts = {each.key: each.says.service_account for each in configuration.of(PodIsolation)}
        self._root = root_namespace(configuration.of(MeshDefaults))
        self._placed = [
            _Placed(setting, policy, frozenset(each.key for each in self._choose(policy.chosen, self._reach(setting, policy))))
            for setting in configuration.of(Permits)
            for policy in setting.says.policies
        ]
        self._about = grouped(
            ((key, direction), placed)
            for placed in self._placed
            for direction in placed.policy.restricts
            for key in placed.chosen
        )

    def evidence(self, names: FlowNames) -> Iterator[FlowEvidence]:
        """Flows by name."""
        for placed in self._placed:
            for rule in placed.policy.rules:
                yield from self._between(placed, rule)
                yield from self._with_outside(placed, rule, names)

    def says(self, source: str, target: str) -> str:
        """What the policies say of a flow between two workloads: `denied by …`, `allowed`; empty where none is asked."""
        denied = [*self._denied(source, target, "Egress"), *self._denied(target, source, "Ingress")]
        if denied:
            return f"denied by {', '.join(sorted(set(denied))[:3])}"
        policies = self._about.get((source, "Egress")) or self._about.get((target, "Ingress"))
        return "allowed" if policies else ""

    def _reach(self, setting: Setting[Permits], policy: Policy) -> str | None:
        """The namespace a policy is for; None for all of them."""
        whole = not setting.namespace or (policy.layer == "Istio" and setting.namespace == self._root)
        return None if whole else setting.namespace

    def _choose(self, pods: Pods, own: str | None) -> Iterator[Workload]:
        for namespace in self._namespaces(pods, own):
            for each in self._by_namespace.get(namespace, ()):
                if self._is_chosen(each, pods):
                    yield each

    def _namespaces(self, pods: Pods, own: str | None) -> Iterable[str]:
        return [name for name in self._by_namespace if self._reaches(name, pods, own)]

    def _is_chosen(self, workload: Workload, pods: Pods) -> bool:
        if pods.workloads:
            return workload.name in pods.workloads
        account = self._accounts.get(workload.key, "default")
        named = not pods.accounts or account in pods.accounts or f"{workload.namespace}/{account}" in pods.accounts
        return named and (pods.pods.chooses_all or _carries(dict(workload.labels), pods.pods))

    def _peers(self, placed: _Placed, rule: PermitRule) -> set[str]:
        own = placed.setting.namespace or None
        return {each.key for pods in rule.pods if pods.names_somebody for each in self._choose(pods, own)}

    def _between(self, placed: _Placed, rule: PermitRule) -> Iterator[FlowEvidence]:
        peers = self._peers(placed, rule)
        if not placed.chosen:
            yield from self._unknown_app(placed, rule)
        if len(peers) * len(placed.chosen) > _MOST_PAIRS:
            return
        proof = self._proof(placed)
        for key in sorted(placed.chosen):
            for peer in sorted(peers):
                source, target = (peer, key) if rule.direction == "Ingress" else (key, peer)
                if source != target and not self._stopped(source, target, rule.direction):
                    yield FlowEvidence(
                        source=self._end(source), target=self._end(target), proof=proof, ports=_ports(rule.ports)
                    )

    def _unknown_app(self, placed: _Placed, rule: PermitRule) -> Iterator[FlowEvidence]:
        """Cloud Foundry's policies name apps; one whose manifest was not collected is known by its name alone."""
        names = placed.policy.chosen.workloads
        for called in names:
            for caller in sorted({each.key for pods in rule.pods for each in self._choose(pods, placed.setting.namespace)}):
                end = FlowEnd(EndKind.EXTERNAL, called)
                yield FlowEvidence(source=self._end(caller), target=end, proof=self._proof(placed), ports=_ports(rule.ports))

    def _with_outside(self, placed: _Placed, rule: PermitRule, names: FlowNames) -> Iterator[FlowEvidence]:
        """Networks and hosts by name. The whole world is anyone on the way in, and no particular service on the way out."""
        for peer in rule.outside:
            if rule.direction == "Ingress":
                end = ANYONE if peer.world else FlowEnd(EndKind.EXTERNAL, peer.network)
            elif peer.world or not (peer.host or peer.network):
                continue
            else:
                end = (names.outside(peer.host) if peer.host else None) or FlowEnd(EndKind.EXTERNAL, peer.host or peer.network)
            for key in sorted(placed.chosen):
                ends = (end, self._end(key)) if rule.direction == "Ingress" else (self._end(key), end)
                yield FlowEvidence(source=ends[0], target=ends[1], proof=self._proof(placed), ports=_ports(rule.ports))

    def _stopped(self, source: str, target: str, shown_by: str) -> bool:
        """Does the other side's policy stop what this side's lets through?"""
        if shown_by == "Ingress":
            return bool(self._denied(source, target, "Egress"))
        return bool(self._denied(target, source, "Ingress"))

    def _denied(self, workload: str, other: str, direction: str) -> list[str]:
        """Policies that select `one` in this direction, where none of them lets `other` through; layer by layer."""
        layers = grouped((placed.policy.layer, placed) for placed in self._about.get((workload, direction), ()))
        denying = [all_ for all_ in layers.values() if not any(self._lets(placed, other, direction) for placed in all_)]
        return [placed.setting.key for all_ in denying for placed in all_]

    def _lets(self, placed: _Placed, other: str, direction: str) -> bool:
        workload = self._workloads.get(other)
        own = placed.setting.namespace or None
        for rule in placed.policy.rules:
            if rule.direction == direction and (rule.everybody or (workload and self._is_named(workload, rule, own))):
                return True
        return False

    def _is_named(self, workload: Workload, rule: PermitRule, own: str | None) -> bool:
        return any(self._reaches(workload.namespace, pods, own) and self._is_chosen(workload, pods) for pods in rule.pods)

    def _reaches(self, namespace: str, pods: Pods, own: str | None) -> bool:
        if pods.named:
            return namespace in pods.named
        if pods.namespaces is None:
            return own in (None, namespace)
        return pods.namespaces.chooses_all or _carries(self._labels[namespace], pods.namespaces)

    def _proof(self, placed: _Placed) -> FlowProof:
        because = f"{placed.setting.kind} {placed.setting.name} lets it through"
        return FlowProof(strength=Strength.PERMITTED, because=because, source=placed.setting.source)

    def _end(self, key: str) -> FlowEnd:
        return end_of(identity(self._workloads[key]))


def _namespace_labels(configuration: ClusterConfiguration, names: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    labels = {each.name: dict(each.says.labels) for each in configuration.of(NamespaceLabels)}
    return {name: {**labels.get(name, {}), _NAME_LABEL: name} for name in names}


def _carries(labels: Mapping[str, str], choice: LabelChoice) -> bool:
    return all(labels.get(key) == value for key, value in choice.labels) and all(
        _fits(labels.get(key), operator, values) for key, operator, values in choice.expressions
    )


def _fits(value: str | None, operator: str, values: Sequence[str]) -> bool:
    """An unknown operator chooses nothing."""
    if operator == "Exists":
        return value is not None
    if operator == "DoesNotExist":
        return value is None
    if operator == "NotIn":
        return value not in values
    return operator == "In" and value in values


def _ports(ranges: Sequence[PermittedPorts]) -> tuple[FlowPort, ...]:
    """Single ports, and short ranges port by port."""
    flow_ports = [
        FlowPort(number, each.transport, protocols.of_port(number))
        for each in ranges
        if each.first and each.last - each.first < _MOST_PORTS
        for number in range(each.first, each.last + 1)
    ]
    return tuple(sorted(flow_ports))
