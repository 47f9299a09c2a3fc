"""Policies of several projects, read for which callers they let through. See `generator.model.settings.permits`.

https://kubernetes.io/docs/concepts/services-networking/network-policies/,
https://docs.cilium.io/en/stable/security/policy/language/,
https://docs.tigera.io/calico/latest/reference/resources/networkpolicy,
https://istio.io/latest/docs/reference/config/security/authorization-policy/
"""

from collections.abc import Iterator, Mapping

from generator.model.settings.permits import (
    EVERYTHING,
    LabelChoice,
    OutsidePeer,
    PermitRule,
    Permits,
    PermittedPorts,
    Pods,
    Policy,
)
from generator.parsers.cluster import foreign
from generator.parsers.cluster.objects import pairs
from generator.parsers.cluster.plain_objects import plain
from generator.parsers.cluster.setting_subject import SettingSubject

_Members = Mapping[str, object]

_BOTH = (("Ingress", "ingress", "from"), ("Egress", "egress", "to"))
_NAMESPACE_OF_POD = ("k8s:io.kubernetes.pod.namespace", "io.kubernetes.pod.namespace")
_ACCOUNT_OF_POD = ("k8s:io.cilium.k8s.policy.serviceaccount", "io.cilium.k8s.policy.serviceaccount")
_WORLD = ("world", "world-ipv4", "world-ipv6", "all")
_HIGHEST = 65_535


def read_kubernetes(subject: SettingSubject) -> Permits:
    """A NetworkPolicy."""
    network_policy = plain(subject)
    policy_types = {foreign.text(each) for each in foreign.entries(network_policy.in_spec("policyTypes"))}
    types = policy_types or {"Ingress", *(("Egress",) if foreign.entries(network_policy.in_spec("egress")) else ())}
    rules = [
        _kubernetes_rule(rule, direction, peers)
        for direction, key, peers in _BOTH
        if direction in types
        for rule in foreign.rows(network_policy.in_spec(key))
    ]
    policy = Policy(
        layer="Kubernetes",
        chosen=Pods(pods=_choice(network_policy.in_spec("podSelector"))),
        restricts=tuple(direction for direction, _, _ in _BOTH if direction in types),
        rules=tuple(rules),
    )
    return Permits(policies=(policy,))


def read_cilium(subject: SettingSubject) -> Permits:
    """A CiliumNetworkPolicy or CiliumClusterwideNetworkPolicy: a policy for each of its specs that is for pods."""
    network_policy = plain(subject)
    everywhere = subject.kind.startswith("CiliumClusterwide")
    specs = [foreign.members(each) for each in (network_policy.spec, *foreign.entries(network_policy.specs))]
    return Permits(policies=tuple(_cilium(spec, everywhere=everywhere) for spec in specs if "endpointSelector" in spec))


def read_authorization(subject: SettingSubject) -> Permits | None:
    """Istio's AuthorizationPolicy; None for one that denies or asks somebody else."""
    authorization = plain(subject)
    if foreign.text(authorization.in_spec("action")).upper() not in ("", "ALLOW"):
        return None
    labels = foreign.members(authorization.in_spec("selector", "matchLabels"))
    rules = tuple(_istio_rule(each) for each in foreign.rows(authorization.in_spec("rules")))
    policy = Policy(layer="Istio", chosen=Pods(pods=LabelChoice(pairs(labels))), restricts=("Ingress",), rules=rules)
    return Permits(policies=(policy,))


def _kubernetes_rule(rule: _Members, direction: str, peers: str) -> PermitRule:
    named = foreign.rows(rule.get(peers))
    pods = [_kubernetes_pods(each) for each in named if "podSelector" in each or "namespaceSelector" in each]
    blocks = [foreign.text(foreign.members(each.get("ipBlock")).get("cidr")) for each in named if "ipBlock" in each]
    return PermitRule(
        direction=direction,
        pods=tuple(pods),
        outside=tuple(OutsidePeer(network=each, world=each in ("0.0.0.0/0", "::/0")) for each in blocks if each),
        everybody=not named,
        ports=tuple(_kubernetes_ports(rule.get("ports"))),
    )


def _kubernetes_pods(peer: _Members) -> Pods:
    return Pods(
        pods=_choice(peer.get("podSelector")),
        namespaces=_choice(peer["namespaceSelector"]) if peer.get("namespaceSelector") is not None else None,
    )


def _kubernetes_ports(value: object) -> Iterator[PermittedPorts]:
    for each in foreign.rows(value):
        transport = foreign.text(each.get("protocol")) or "TCP"
        first = foreign.number(each.get("port"))
        if first is not None:
            yield PermittedPorts(first, foreign.number(each.get("endPort")) or first, transport)
        elif foreign.text(each.get("port")):
            yield PermittedPorts(0, 0, transport, foreign.text(each.get("port")))
        else:
            yield PermittedPorts(1, _HIGHEST, transport)


def _cilium(spec: _Members, *, everywhere: bool) -> Policy:
    """A section that is there denies the rest, unless `enableDefaultDeny` says otherwise."""
    default_deny = foreign.members(spec.get("enableDefaultDeny"))
    restricts = [
        direction
        for direction, key, _ in _BOTH
        if default_deny.get(key, bool(foreign.entries(spec.get(key)) or foreign.entries(spec.get(f"{key}Deny")))) is True
    ]
    rules = [
        rule
        for direction, key, _ in _BOTH
        for each in foreign.rows(spec.get(key))
        if (rule := _cilium_rule(each, direction)) is not None
    ]
    chosen = _endpoints(spec.get("endpointSelector"), namespaces=EVERYTHING if everywhere else None)
    return Policy(layer="Cilium", chosen=chosen, restricts=tuple(restricts), rules=tuple(rules))


def _cilium_rule(rule: _Members, direction: str) -> PermitRule | None:
    """None for an empty rule, which allows nothing."""
    prefix = "from" if direction == "Ingress" else "to"
    entities = {foreign.text(each) for each in foreign.entries(rule.get(f"{prefix}Entities"))}
    pods = [_endpoints(each) for each in foreign.entries(rule.get(f"{prefix}Endpoints"))]
    outside = {OutsidePeer(world=True)} if not entities.isdisjoint(_WORLD) else set()
    outside |= {OutsidePeer(network=foreign.text(each)) for each in foreign.entries(rule.get(f"{prefix}CIDR"))}
    outside |= {OutsidePeer(network=foreign.text(each.get("cidr"))) for each in foreign.rows(rule.get(f"{prefix}CIDRSet"))}
    for each in foreign.rows(rule.get(f"{prefix}FQDNs")):
        outside.add(OutsidePeer(host=foreign.text(each.get("matchName")) or foreign.text(each.get("matchPattern"))))
    ports = tuple(_cilium_ports(rule.get("toPorts")))
    named = any(key.startswith(prefix) and key != "toPorts" for key in rule)
    everybody = bool(entities & {"all", "cluster"}) or (not named and bool(ports))
    if not (pods or outside or everybody or entities):
        return None
    return PermitRule(direction=direction, pods=tuple(pods), outside=tuple(sorted(outside)), everybody=everybody, ports=ports)


def _endpoints(selector: object, namespaces: LabelChoice | None = None) -> Pods:
    """Cilium puts the namespace and the service account among the labels, some with the prefix `k8s:`."""
    match_labels = foreign.members(foreign.members(selector).get("matchLabels"))
    named = tuple(foreign.text(match_labels[key]) for key in _NAMESPACE_OF_POD if key in match_labels)
    accounts = tuple(foreign.text(match_labels[key]) for key in _ACCOUNT_OF_POD if key in match_labels)
    own_labels = (*_NAMESPACE_OF_POD, *_ACCOUNT_OF_POD)
    labels = {
        key.removeprefix("k8s:").removeprefix("any:"): value for key, value in match_labels.items() if key not in own_labels
    }
    expressions = _choice({"matchExpressions": foreign.members(selector).get("matchExpressions")}).expressions
    return Pods(pods=LabelChoice(pairs(labels), expressions), namespaces=namespaces, named=named, accounts=accounts)


def _cilium_ports(value: object) -> Iterator[PermittedPorts]:
    for section in foreign.rows(value):
        for each in foreign.rows(section.get("ports")):
            transport = foreign.text(each.get("protocol")).upper().replace("ANY", "") or "TCP"
            number = foreign.number(each.get("port"))
            if number:
                yield PermittedPorts(number, foreign.number(each.get("endPort")) or number, transport)
            elif foreign.text(each.get("port")) not in ("", "0"):
                yield PermittedPorts(0, 0, transport, foreign.text(each.get("port")))


def _istio_rule(rule: _Members) -> PermitRule:
    """A rule without `from` lets everybody in. Accounts and networks of all its sources."""
    sources = [foreign.members(each.get("source")) for each in foreign.rows(rule.get("from"))]
    operations = [foreign.members(each.get("operation")) for each in foreign.rows(rule.get("to"))]
    numbers = {foreign.number(port) for each in operations for port in foreign.entries(each.get("ports"))}
    return PermitRule(
        direction="Ingress",
        pods=tuple(pods for each in sources for pods in _istio_pods(each)),
        outside=tuple(
            OutsidePeer(network=foreign.text(block)) for each in sources for block in foreign.entries(each.get("ipBlocks"))
        ),
        everybody=not sources,
        ports=tuple(PermittedPorts(each, each) for each in sorted(number for number in numbers if number)),
    )


def _istio_pods(source: _Members) -> Iterator[Pods]:
    """`cluster.local/ns/shop/sa/cart` names a service account; a principal with a `*` in it names no particular account."""
    principals = [foreign.text(each).split("/") for each in foreign.entries(source.get("principals"))]
    accounts = tuple(sorted(f"{each[2]}/{each[4]}" for each in principals if len(each) == 5 and "*" not in "".join(each)))
    named = tuple(sorted(foreign.text(each) for each in foreign.entries(source.get("namespaces"))))
    if accounts:
        yield Pods(namespaces=EVERYTHING, accounts=accounts)
    if named:
        yield Pods(named=named)
    if not accounts and any("*" in "/".join(each) for each in principals):
        yield Pods(namespaces=EVERYTHING)


def _choice(value: object) -> LabelChoice:
    selector = foreign.members(value)
    expressions = [
        (
            foreign.text(expression.get("key")),
            foreign.text(expression.get("operator")),
            tuple(foreign.text(label_value) for label_value in foreign.entries(expression.get("values"))),
        )
        for expression in foreign.rows(selector.get("matchExpressions"))
    ]
    return LabelChoice(pairs(foreign.members(selector.get("matchLabels"))), tuple(sorted(expressions)))
