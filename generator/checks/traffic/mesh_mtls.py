"""Encryption between services: Istio, Linkerd or Cilium, with every exception."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.checks.traffic.mesh_istio import PROXY, Istio, has_container, without_proxy
from generator.model.posture import PostureRequirement, Problem
from generator.model.settings.base import Setting, Settings
from generator.model.settings.mesh import CiliumEncryption, LinkerdAuthorization, LinkerdServer
from generator.posture.base import Judgment, PostureContext, judged, none_found, not_collected

LINKERD_PROXY = "linkerd-proxy"
_SHUT = ("deny", "all-authenticated", "cluster-authenticated")
_LISTED = (
    ("security.istio.io", "PeerAuthentication"),
    ("policy.linkerd.io", "Server"),
    ("", "ConfigMap"),
)
"""What tells that there is no mesh. Pods do not: neither an ambient mesh nor encryption between nodes shows in them."""

_REQUIREMENT = PostureRequirement(
    id="mesh-mtls",
    area="Encryption in transit",
    title="Traffic between services is encrypted, both ends known",
    problem="Traffic between services may be plain",
    asks="Is traffic between all services encrypted with mutual TLS, without exception?",
    rationale="Where a proxy also takes plain connections, whoever reaches the network reads and forges requests.",
    fix="Require mutual TLS for the whole mesh, put the proxy into every workload, and remove or justify each exception.",
    reference="https://istio.io/latest/docs/reference/config/security/peer_authentication/; FedRAMP SC-8",
    controls=mapped(article="SC-8 SC-13", nist="SC-8(1) SC-23 IA-3"),
)


@dataclass(frozen=True, slots=True)
class MeshMtls:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        istio = Istio.of(context)
        if istio.is_there:
            return _of_istio(context, istio)
        if context.of(LinkerdServer) or any(has_container(each, (LINKERD_PROXY,)) for each in context.workloads):
            return _of_linkerd(context)
        cilium = context.of(CiliumEncryption)
        if cilium:
            return _of_cilium(cilium)
        if not context.listed(*_LISTED):
            return not_collected(
                "the settings of a service mesh", refused=context.refused((_LISTED[0][0], "peerauthentications"))
            )
        missing = ["whether services encrypt by themselves"]
        if not context.listed(("", "ConfigMap")):
            missing.append("encryption between nodes (ConfigMap cilium-config)")
        return none_found("No service mesh and no encryption between nodes was found.", missing=tuple(missing))


def _of_istio(context: PostureContext, istio: Istio) -> Judgment:
    problems = (*istio.problems(), *without_proxy(context, (PROXY,)))
    names = [each for each in context.namespaces if each != istio.root]
    strict = sum(istio.strict(each) for each in names)
    summary = f"Istio requires mutual TLS by default in {strict} of {len(names)} namespaces."
    if not names:
        summary = f"Istio's policies {'require' if istio.strict(istio.root) else 'do not require'} mutual TLS for the mesh."
    missing = [] if context.configuration.running else ["whether every pod has a proxy: only manifests were collected"]
    if not istio.defaults:
        missing.append("the mesh's configuration (ConfigMap istio), which may switch automatic mutual TLS off")
    held = (strict, len(names)) if names else (int(istio.strict(istio.root)), 1)
    return judged(summary, problems, istio.objects, missing=missing, held=held)


def _of_linkerd(context: PostureContext) -> Judgment:
    servers, callers = context.of(LinkerdServer), context.inside(LinkerdAuthorization)
    objects: tuple[Setting[Settings], ...] = (*servers, *callers)
    problems = (*_open_servers(context), *_unknown(callers), *without_proxy(context, (LINKERD_PROXY,)))
    default = any(each.says.default for each in servers)
    missing = [] if default else ["Linkerd's default for callers (ConfigMap linkerd-config)"]
    return judged("Linkerd encrypts between its proxies.", problems, objects, missing=missing)


def _open_servers(context: PostureContext) -> Iterator[Problem]:
    for each in context.of(LinkerdServer):
        if each.says.access and each.says.access not in _SHUT and (each.says.default or context.is_ours(each.namespace)):
            text = f"lets callers in that are not in the mesh, without TLS ({each.says.access})"
            yield Problem(subject=each.key, text=text, citations=(each.cited,))


def _unknown(callers: tuple[Setting[LinkerdAuthorization], ...]) -> Iterator[Problem]:
    for each in callers:
        if each.says.unauthenticated:
            yield Problem(subject=each.key, text="lets callers in that are not known", citations=(each.cited,))


def _of_cilium(cilium: tuple[Setting[CiliumEncryption], ...]) -> Judgment:
    kinds = [word for each in cilium for word, on in (("WireGuard", each.says.wireguard), ("IPsec", each.says.ipsec)) if on]
    problems = [
        Problem(subject=each.key, text="encrypts nothing between nodes", citations=(each.cited,))
        for each in cilium
        if not each.says.wireguard and not each.says.ipsec
    ]
    missing = ["traffic between pods of one node, which Cilium does not encrypt"]
    if not any(each.says.strict for each in cilium):
        missing.append("what leaves unencrypted before a peer's key is known: strict mode is not set")
    if not any(each.says.mutual_authentication for each in cilium):
        missing.append("who the other end is: mutual authentication is not on")
    if "WireGuard" in kinds:
        missing.append("a FIPS-validated module: WireGuard's algorithms are not among those that FIPS 140 approves")
    summary = f"Cilium encrypts between nodes with {' and '.join(kinds)}." if kinds else "Cilium runs without encryption."
    return judged(summary, problems, cilium, missing=missing, held=(len(cilium) - len(problems), len(cilium)))
