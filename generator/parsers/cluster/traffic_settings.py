"""Network policies of several projects, read for one question: is what no policy allows denied?

https://kubernetes.io/docs/concepts/services-networking/network-policies/
https://docs.cilium.io/en/stable/security/policy/language/ (a section that is there denies the rest; `enableDefaultDeny` may say
otherwise), https://docs.tigera.io/calico/latest/reference/resources/globalnetworkpolicy,
https://network-policy-api.sigs.k8s.io/reference/spec/ (an AdminNetworkPolicy comes before, a baseline after all others)
"""

from collections.abc import Iterable, Mapping

import msgspec

from generator.model.settings.network import BOTH, TrafficPolicy
from generator.parsers.cluster.policy_reach import LabelSelector
from generator.parsers.cluster.setting_subject import SettingSubject
from generator.parsers.late_patterns import late_re

Members = dict[str, object]

_SECTIONS = (("Ingress", "ingress"), ("Egress", "egress"))
_PEERS = {"Ingress": "from", "Egress": "to"}
_EVERYONE = frozenset({"", "all()"})
_NAMESPACE = r"projectcalico\.org/(?:name|namespace)"
_ANY_NAMESPACE = late_re(rf"has\({_NAMESPACE}\)")
_NOT_IN = late_re(rf"(?:has\({_NAMESPACE}\)\s*&&\s*)?{_NAMESPACE}\s+not\s+in\s+\{{(?P<names>[^}}]*)\}}")


class _NetworkPolicySpec(msgspec.Struct, rename="camel"):
    pod_selector: LabelSelector | None = None
    policy_types: tuple[str, ...] | None = None
    ingress: tuple[Members, ...] | None = None
    egress: tuple[Members, ...] | None = None


class _DefaultDeny(msgspec.Struct):
    ingress: bool | None = None
    egress: bool | None = None


class _CiliumSpec(msgspec.Struct, rename="camel"):
    endpoint_selector: LabelSelector | None = None
    node_selector: LabelSelector | None = None
    ingress: tuple[Members, ...] | None = None
    egress: tuple[Members, ...] | None = None
    ingress_deny: tuple[Members, ...] | None = None
    egress_deny: tuple[Members, ...] | None = None
    enable_default_deny: _DefaultDeny | None = None


class _Cilium(msgspec.Struct):
    spec: _CiliumSpec | None = None
    specs: tuple[_CiliumSpec, ...] | None = None


class _CalicoSpec(msgspec.Struct, rename="camel"):
    selector: str | None = None
    namespace_selector: str | None = None
    types: tuple[str, ...] | None = None
    ingress: tuple[Members, ...] | None = None
    egress: tuple[Members, ...] | None = None


class _AdminPolicySubject(msgspec.Struct):
    namespaces: LabelSelector | None = None


class _BaselineSpec(msgspec.Struct):
    subject: _AdminPolicySubject | None = None
    ingress: tuple[Members, ...] | None = None
    egress: tuple[Members, ...] | None = None


def read_kubernetes(subject: SettingSubject) -> TrafficPolicy:
    """A NetworkPolicy. Where it names no directions it is for ingress, and for egress if it has rules for it."""
    spec = subject.spec(_NetworkPolicySpec)
    directions = set(spec.policy_types or ("Ingress", *(("Egress",) if spec.egress else ())))
    rules = {"Ingress": spec.ingress or (), "Egress": spec.egress or ()}
    opened = {name for name in directions & set(BOTH) if any(_allows_all(rule, _PEERS[name]) for rule in rules[name])}
    return TrafficPolicy(
        all_pods=spec.pod_selector is None or spec.pod_selector.selects_all,
        labels=_labels(spec.pod_selector),
        denies=tuple(sorted(directions & set(BOTH))),
        opens=tuple(sorted(opened)),
    )


def read_cilium(subject: SettingSubject) -> TrafficPolicy | None:
    """A CiliumNetworkPolicy or CiliumClusterwideNetworkPolicy; None where it is for nodes only."""
    cilium = subject.typed(_Cilium)
    specs = [each for each in (cilium.spec, *(cilium.specs or ())) if each is not None and each.endpoint_selector is not None]
    if not specs:
        return None
    whole = [each for each in specs if each.endpoint_selector is not None and each.endpoint_selector.selects_all]
    chosen = whole or specs
    return TrafficPolicy(
        everywhere=subject.kind.startswith("CiliumClusterwide"),
        all_pods=bool(whole),
        denies=tuple(sorted({name for each in chosen for name in _cilium_denies(each)})),
        opens=tuple(sorted({name for each in chosen for name in _cilium_opens(each)})),
    )


def read_calico(subject: SettingSubject) -> TrafficPolicy:
    """A NetworkPolicy or GlobalNetworkPolicy of Calico. Where it names no types they follow from its rules."""
    spec = subject.spec(_CalicoSpec)
    chosen = [(each or "").strip() for each in (spec.selector, spec.namespace_selector)]
    divided = [_NOT_IN.fullmatch(each) for each in chosen]
    excluded = {name.strip().strip("\"'") for each in divided if each for name in each["names"].split(",")}
    types = spec.types or (
        ("Ingress", *(("Egress",) if spec.egress else ())) if spec.ingress or not spec.egress else ("Egress",)
    )
    rules = {"Ingress": spec.ingress or (), "Egress": spec.egress or ()}
    return TrafficPolicy(
        everywhere=subject.kind.startswith("Global"),
        all_pods=all(
            each in _EVERYONE or part is not None or _ANY_NAMESPACE.fullmatch(each) is not None
            for each, part in zip(chosen, divided, strict=True)
        ),
        denies=tuple(sorted(set(types) & set(BOTH))),
        opens=tuple(sorted(name for name in set(types) & set(BOTH) if any(_calico_allows_all(rule) for rule in rules[name]))),
        excluded_namespaces=tuple(sorted(excluded - {""})),
    )


def read_baseline(subject: SettingSubject) -> TrafficPolicy:
    """A BaselineAdminNetworkPolicy: it denies a direction where a rule denies everybody."""
    return TrafficPolicy(everywhere=True, all_pods=_chooses_all(subject), denies=_about_everybody(subject, "Deny"))


def read_admin(subject: SettingSubject) -> TrafficPolicy:
    """An AdminNetworkPolicy, which wins over a namespace's own: it opens a direction where a rule lets everybody through."""
    return TrafficPolicy(everywhere=True, all_pods=_chooses_all(subject), opens=_about_everybody(subject, "Allow"))


def _chooses_all(subject: SettingSubject) -> bool:
    chosen = subject.spec(_BaselineSpec).subject
    return chosen is not None and chosen.namespaces is not None and chosen.namespaces.selects_all


def _about_everybody(subject: SettingSubject, action: str) -> tuple[str, ...]:
    """Directions of which a rule does this with everybody."""
    spec = subject.spec(_BaselineSpec)
    rules = {"Egress": spec.egress or (), "Ingress": spec.ingress or ()}
    return tuple(name for name, listed in rules.items() if any(_is_of_everybody(rule, _PEERS[name], action) for rule in listed))


def _labels(selector: LabelSelector | None) -> tuple[tuple[str, str], ...]:
    if selector is None or selector.match_expressions or not selector.match_labels:
        return ()
    return tuple(sorted((key, str(value)) for key, value in selector.match_labels.items()))


def _allows_all(rule: Mapping[str, object], peers: str) -> bool:
    """Neither a peer nor a port is named. An address range of everything is everything, too."""
    named = rule.get(peers)
    return not rule.get("ports") and (not named or _names_everything(named))


def _names_everything(peers: object) -> bool:
    blocks = [peer.get("ipBlock") for peer in peers if isinstance(peer, dict)] if isinstance(peers, list) else []
    return any(
        isinstance(block, dict) and block.get("cidr") in ("0.0.0.0/0", "::/0") and not block.get("except") for block in blocks
    )


def _cilium_denies(spec: _CiliumSpec) -> Iterable[str]:
    default_deny = spec.enable_default_deny or _DefaultDeny()
    for name, listed, denied, stated in (
        ("Ingress", spec.ingress, spec.ingress_deny, default_deny.ingress),
        ("Egress", spec.egress, spec.egress_deny, default_deny.egress),
    ):
        if stated is True or (stated is None and (listed or denied)):
            yield name


def _cilium_opens(spec: _CiliumSpec) -> Iterable[str]:
    """An empty rule allows nothing; the entity `all` allows everything."""
    for name, key in _SECTIONS:
        for rule in (spec.ingress if name == "Ingress" else spec.egress) or ():
            entities = rule.get("fromEntities" if key == "ingress" else "toEntities")
            if isinstance(entities, list) and "all" in entities and not rule.get("toPorts"):
                yield name


def _calico_allows_all(rule: Mapping[str, object]) -> bool:
    return rule.get("action") == "Allow" and not any(value for key, value in rule.items() if key not in ("action", "metadata"))


def _is_of_everybody(rule: Mapping[str, object], peers: str, action: str) -> bool:
    listed = rule.get(peers)
    if rule.get("action") != action or rule.get("ports") or not isinstance(listed, list):
        return False
    return any(
        isinstance(each, dict) and (each.get("namespaces") == {} or "0.0.0.0/0" in (each.get("networks") or ()))
        for each in listed
    )
