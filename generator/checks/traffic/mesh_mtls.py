"""Mutual TLS between services, workload by workload: Istio or Linkerd, with every exception."""

from collections.abc import Iterator, Mapping

from generator.checks.base import POD, WORKLOADS, Check, CheckContext, Judgment, judged, named
from generator.checks.mapping import mapped
from generator.checks.populations import workloads
from generator.checks.traffic.mesh_istio import PEERS, Istio, has_container, joins
from generator.model.inventory import Workload
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation, PostureRequirement
from generator.model.settings.base import Setting
from generator.model.settings.isolation import PodIsolation
from generator.model.settings.mesh import ISTIO_PROXY, LINKERD_PROXY, CiliumEncryption, LinkerdAuthorization, LinkerdServer
from generator.model.verdict_makers import cite, fails, passes, unknown

_SHUT = ("deny", "all-authenticated", "cluster-authenticated")
_NO_MESH = "no mesh; whether services encrypt themselves was not collected"
_NO_PROXY = "runs without a proxy of the mesh, so nothing encrypts its traffic for it"
_PROXY_UNKNOWN = "whether its pods have a proxy was not collected"
_NO_POLICY = "the mesh's default was not collected"

_REQUIREMENT = PostureRequirement(
    id="mesh-mtls",
    area="Encryption in transit",
    title="Traffic between services is encrypted, both ends known",
    problem="Traffic between services may be unencrypted",
    asks="Is traffic between all services encrypted with mutual TLS, without exception?",
    rationale="Where a proxy also takes plain connections, whoever reaches the network reads and forges requests.",
    fix="Require mutual TLS for the whole mesh, put the proxy into every workload, and remove or justify each exception.",
    reference=(
        "https://istio.io/latest/docs/reference/config/security/peer_authentication/; "
        "FedRAMP Vulnerability Scanning Requirements v3.0, section 4, Encryption"
    ),
    controls=mapped(article="SC-8 SC-13", nist="SC-8(1) SC-23 IA-3"),
    subjects=("workload", "workloads"),
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the system's own workloads; those in their node's network stay in, since no proxy reaches them.

    Encryption between nodes (Cilium with WireGuard or IPsec) is a note and never a pass: it knows nodes, not workloads, and
    leaves traffic inside a node plain (Cilium documentation, Transparent Encryption).
    """
    istio = Istio.of(context)
    workloads = [each for each in context.workloads if context.is_ours(each.namespace) and each.namespace != istio.root]
    if not workloads:
        return context.absent("No workload of the system's own.", "workloads", POD)
    shared = {each.key: each for each in context.of(PodIsolation) if each.says.host_network}
    return judged((_workload(context, istio, each, shared) for each in workloads), notes=_notes(context, istio))


def _workload(
    context: CheckContext, istio: Istio, workload: Workload, shared: Mapping[str, Setting[PodIsolation]]
) -> JudgedSubject:
    linkerd = has_container(workload, (LINKERD_PROXY,))
    meshed = istio.is_there or linkerd or bool(context.of(LinkerdServer))
    cited = _cited(workload)
    if not meshed:
        return unknown(workload.key, _without_mesh(context), *cited, *(each.cited for each in context.of(CiliumEncryption)))
    certainty = context.certainty_of(workload)
    if workload.key in shared:
        text = "is in its node's network, where no proxy of the mesh reaches it"
        return fails(workload.key, text, shared[workload.key].cited, certainty=context.certainty_of(shared[workload.key]))
    joined = joins(context, workload, (ISTIO_PROXY, LINKERD_PROXY))
    if joined is None:
        return unknown(workload.key, _PROXY_UNKNOWN, *cited)
    if not joined:
        return fails(workload.key, _NO_PROXY, *cited, certainty=certainty)
    return _of_linkerd(context, workload) if linkerd or not istio.is_there else _of_istio(context, istio, workload)


def _of_istio(context: CheckContext, istio: Istio, workload: Workload) -> JudgedSubject:
    effective, cited = istio.effective(workload), _cited(workload)
    policies = tuple(each.cited for each in effective.by)
    faults = list(istio.faults(workload, effective))
    if faults:
        objects = [each for _, each in faults]
        return fails(
            workload.key,
            named([*dict.fromkeys(text for text, _ in faults)]),
            *(each.cited for each in objects),
            certainty=context.certainty_of_all(objects),
            contested_by=[each.source for each in objects],
        )
    if effective.undecided:
        return unknown(workload.key, effective.undecided, *cited)
    if effective.mode:
        seen = has_container(workload, (ISTIO_PROXY,))
        certainty = context.certainty_of_all((workload, *effective.by)) if seen else Certainty.DECLARED
        return passes(workload.key, *policies, *cited, certainty=certainty, reason="mutual TLS is STRICT")
    if context.complete(PEERS):
        text = "takes plain connections as well: no policy requires mutual TLS"
        return fails(workload.key, text, *cited, certainty=context.certainty_of(workload))
    return unknown(workload.key, "its policy (PeerAuthentication) was not collected", *cited)


def _of_linkerd(context: CheckContext, workload: Workload) -> JudgedSubject:
    """https://linkerd.io/2/reference/authorization-policy/: a Server's access policy, else the default of the mesh."""
    labels = set(workload.labels)
    default = [each for each in context.of(LinkerdServer) if each.says.default and each.says.access]
    servers = [
        each
        for each in context.of(LinkerdServer)
        if not each.says.default and each.namespace == workload.namespace and labels.issuperset(each.says.selector)
    ]
    names = {each.name for each in servers}
    callers = [
        each
        for each in context.of(LinkerdAuthorization)
        if each.says.unauthenticated and each.namespace == workload.namespace and each.says.server in ("", *names)
    ]
    deciding = [each for each in servers if each.says.access] or default
    faults: list[tuple[str, Setting[LinkerdServer] | Setting[LinkerdAuthorization]]] = [
        (f"lets callers in that are not in the mesh, without TLS: {each.key} is {each.says.access}", each)
        for each in deciding
        if each.says.access not in _SHUT
    ]
    faults += [(f"lets callers in that are not known: {each.key}", each) for each in callers]
    if faults:
        sources = [each.source for _, each in faults]
        return fails(
            workload.key,
            named([*dict.fromkeys(text for text, _ in faults)]),
            *(each.cited for _, each in faults),
            certainty=context.certainty_of_all(each for _, each in faults),
            contested_by=sources,
        )
    if not deciding:
        return unknown(workload.key, _NO_POLICY, *_cited(workload))
    certainty = context.certainty_of_all((workload, *deciding))
    return passes(workload.key, *(each.cited for each in deciding), *_cited(workload), certainty=certainty)


def _without_mesh(context: CheckContext) -> str:
    """Without PeerAuthentications, Servers or ConfigMaps a mesh may be there all the same, ambient or not."""
    looked = context.listed(*WORKLOADS) and context.listed(PEERS, ("policy.linkerd.io", "Server"), ("", "ConfigMap"))
    return _NO_MESH if looked else "the settings of a service mesh were not collected"


def _notes(context: CheckContext, istio: Istio) -> Iterator[str]:
    """What encryption between nodes covers, and what is left out."""
    kinds = sorted(
        word
        for each in context.of(CiliumEncryption)
        for word, on in (("WireGuard", each.says.wireguard), ("IPsec", each.says.ipsec))
        if on
    )
    if kinds:
        yield (
            f"Cilium encrypts between nodes with {named(kinds)}, which authenticates nodes and not workloads, and leaves "
            "traffic inside a node plain."
        )
    if "WireGuard" in kinds:
        yield "WireGuard's algorithms are not among those that FIPS 140 approves."
    if istio.is_there:
        yield f"Workloads of {istio.root}, the mesh's own namespace, are left out."


def _cited(workload: Workload) -> tuple[ObjectCitation, ...]:
    return cite(workload.kind, f"{workload.namespace}/{workload.name}", *workload.sources[:1])


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=workloads, per_cluster=True)
