"""TLS at each host and port at which the system is reached from outside: Ingresses, Gateways, Routes, Services."""

import re
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from generator.checks.base import Check, CheckContext, Judgment, judged, named
from generator.checks.cryptography.cloud_resources import answers_to
from generator.checks.mapping import mapped
from generator.checks.populations import openings
from generator.checks.traffic.load_balancer_tls import BALANCERS_LISTED, of_file
from generator.graph.flow_mesh import is_of_mesh
from generator.graph.served_ports import ServedPorts
from generator.model.evidence import EvidenceSource
from generator.model.flow import EndKind, Flow, FlowProof, encrypted
from generator.model.grouping import grouped
from generator.model.inventory import ClusterService, ContainerPort, Workload
from generator.model.platform import CLOUD_FOUNDRY_APP, COMPOSE_SERVICE
from generator.model.posture import Certainty, JudgedSubject, Outcome, PostureRequirement, SubjectKey
from generator.model.settings.base import Setting
from generator.model.settings.cloud_stores import DeclaredEdge, DeclaredListener
from generator.model.settings.entry import EntryPoint, Opening
from generator.model.settings.mesh import ISTIO_PROXY
from generator.model.settings.routes import RouteSetting
from generator.model.verdict_makers import cite, fails, passes, unknown

_INGRESS, _SERVICE = ("networking.k8s.io", "Ingress"), ("", "Service")
_HTTP_ROUTE = ("gateway.networking.k8s.io", "HTTPRoute")
_CONTROLLER = re.compile(r"ingress|traefik|kong|contour|envoy|haproxy|router")
_OLD_EDGE = re.compile(r"SSLv3|TLSv1|TLSv1_2016|TLSv1\.1_2016|TLS_1_0")
_CURRENT_EDGE = re.compile(r"TLSv1\.[23]_20\d\d|TLS_1_2|SecurityPolicy_TLS(?:12|13(?!_1_[01]_))_\w+")
"""Of CloudFront and of API Gateway, by their own tables: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/
secure-connections-supported-viewer-protocols-ciphers.html, https://docs.aws.amazon.com/apigateway/latest/developerguide/
apigateway-security-policies-list.html."""
_ROUTERS = "whether the platform's routers take plain requests was not collected"
_UNKNOWN_REDIRECT = "whether plain requests are redirected was not collected"

_REQUIREMENT = PostureRequirement(
    id="entry-tls",
    area="Encryption in transit",
    title="Every entry point is encrypted",
    problem="Entry point without TLS",
    asks="Is every entry point served with TLS only?",
    rationale="Traffic from users crosses networks outside the provider's control.",
    fix="Name a certificate for every host (`tls`), and answer plain requests with a redirect only.",
    reference="https://kubernetes.io/docs/concepts/services-networking/ingress/#tls; NIST SP 800-53 Rev. 5, SC-8",
    controls=mapped(article="SC-8 SC-13", nist="SC-8(1)"),
    subjects=("entry point", "entry points"),
)


_NOT_COLLECTED = "what it speaks was not collected"
_TAKEN_OVER = "a mesh encrypts calls to it, and whether it also takes plain connections is asked by mesh-mtls"


class JudgedWay(msgspec.Struct, frozen=True, kw_only=True):
    """A way in, and whether it is encrypted."""

    source: EvidenceSource
    """The object that leads in."""
    verdict: JudgedSubject


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the hosts and ports of Ingresses, Gateways and Routes, and the ports of Services of type LoadBalancer
    or NodePort that no controller of these answers for; ports that a host publishes, and routes of apps, as well. What an
    object says is declared: no handshake is collected. What a Service speaks is decided by the configuration of the workload
    behind it, and by who calls it in plain text (`_OpenPorts`). Listeners of load balancers that infrastructure code opens to
    the internet are subjects where no account answered for its load balancers, which `load-balancer-tls` judges. So are
    CloudFront distributions and custom domains of API Gateway that it declares.

    `spec.tls` of an Ingress names a certificate and says nothing about plain requests (Kubernetes documentation, Ingress, TLS):
    the controller's annotations decide, or its own settings, which are not read.
    """
    controllers, _ = _services(context)
    subjects = [each.verdict for each in ways_in(context)]
    if subjects:
        notes = [f"Services of controllers are left out, whose hosts are judged: {named(controllers)}."] if controllers else []
        versions = "Which protocol versions and cipher suites the entry points accept is not in these objects."
        return judged(subjects, notes=(*notes, versions))
    none = "No Ingress, Gateway, Route or open Service leads into the system."
    return context.absent(none, context.words.entries, _INGRESS, _SERVICE)


def ways_in(context: CheckContext) -> Iterator[JudgedWay]:
    """Every way into a cluster with its verdict: hosts and ports of Ingresses, Gateways and Routes, and ports of Services."""
    for entry in context.inside(EntryPoint):
        for opening in entry.says.openings:
            yield JudgedWay(source=entry.source, verdict=_opening(context, entry, opening))
    _, services = _services(context)
    open_ports = _OpenPorts(context)
    for service in services:
        for verdict in open_ports.of(service):
            yield JudgedWay(source=service.source, verdict=verdict)
    yield from _app_routes(context)
    yield from _declared_listeners(context)
    for each in context.of(DeclaredEdge):
        yield JudgedWay(source=each.source, verdict=_of_edge(each))


def _declared_listeners(context: CheckContext) -> Iterator[JudgedWay]:
    if not any(answers_to(context.facts, each) for each in BALANCERS_LISTED):
        for each in context.of(DeclaredListener):
            if each.says.is_open:
                yield JudgedWay(source=each.source, verdict=_of_listener(of_file(each)))


def _of_edge(edge: Setting[DeclaredEdge]) -> JudgedSubject:
    """A distribution or a custom domain, by the file that declares it."""
    name, says = edge.name, edge.says
    if says.serves_plain:
        return fails(name, f"serves plain requests beside TLS ({says.shown})", edge.cited, certainty=Certainty.DECLARED)
    old = [each for each in says.policies if _OLD_EDGE.fullmatch(each)]
    if old:
        return fails(name, f"accepts TLS before 1.2 ({named(old)})", edge.cited, certainty=Certainty.DECLARED)
    if says.serves_plain is None:
        return unknown(name, "what it answers to plain requests is not stated in the file that declares it", edge.cited)
    if not says.policies:
        return unknown(name, "the oldest version of TLS it accepts is not stated in the file that declares it", edge.cited)
    other = [each for each in says.policies if not _CURRENT_EDGE.fullmatch(each)]
    if other:
        return unknown(name, f"the protocols of policy {named(other)} were not collected", edge.cited)
    return passes(name, edge.cited, certainty=Certainty.DECLARED, reason=f"{says.shown}, {named(list(says.policies))}")


def _of_listener(verdict: JudgedSubject) -> JudgedSubject:
    """A plain listener is one fault, that of its load balancer."""
    if verdict.outcome is not Outcome.FAILS:
        return verdict
    return replace(verdict, follows_from=(SubjectKey(check="load-balancer-tls", name=verdict.name),))


def _app_routes(context: CheckContext) -> Iterator[JudgedWay]:
    """Of apps of Cloud Foundry: whether its routers redirect plain requests, the operator of the platform decides."""
    for way in context.flows.ways_in:
        apps = [target.end for target in way.targets if target.end.name.split("/")[1] == CLOUD_FOUNDRY_APP]
        if apps and way.cluster == context.cluster:
            verdict = unknown(f"{apps[0].name} ({way.shown})", _ROUTERS, *cite("Route", way.shown, way.source))
            yield JudgedWay(source=way.source, verdict=verdict)


def _opening(context: CheckContext, entry: Setting[EntryPoint], opening: Opening) -> JudgedSubject:
    at = f"{opening.host}:{opening.port}" if opening.port else opening.host
    name = f"{entry.key} ({at})"
    after = opening.plain or _by_routes(context, entry, opening)
    if after == "served":
        text = "serves plain requests beside TLS" if opening.tls else "serves without TLS"
        return fails(name, text, entry.cited, certainty=context.certainty_of(entry))
    if after:
        return passes(name, entry.cited, certainty=Certainty.DECLARED, reason=f"plain requests are {after}")
    if opening.tls or opening.protocol in ("", "HTTP"):
        return unknown(
            name, _UNKNOWN_REDIRECT, entry.cited, next_step="collect an answer to a plain request, or the controller's settings"
        )
    return unknown(name, "which protocol is used there was not collected", entry.cited)


def _by_routes(context: CheckContext, entry: Setting[EntryPoint], opening: Opening) -> str:
    """A listener for HTTP whose routes lead to no backend only redirects: Gateway API, HTTPRoute, HTTPRequestRedirectFilter."""
    if opening.protocol != "HTTP" or not context.complete(_HTTP_ROUTE):
        return ""
    place = f"{entry.namespace}/{entry.name}"
    routes = [each for each in context.of(RouteSetting) if place in each.says.gateways]
    return "redirected" if routes and not any(each.says.backends for each in routes) else ""


def _services(context: CheckContext) -> tuple[list[str], list[ClusterService]]:
    """Those that controllers of Ingresses and Gateways answer for, by name, and the others."""
    workloads = {each.key: each for each in context.workloads}
    controllers, services = [], []
    for service in context.facts.services:
        if service.cluster == context.cluster and service.is_open and context.is_ours(service.namespace):
            behind = [workloads[key] for key in service.workloads if key in workloads]
            if behind and all(_is_controller(each) for each in behind):
                controllers.append(f"{service.namespace}/Service/{service.name}")
            else:
                services.append(service)
    return controllers, services


def _is_controller(workload: Workload) -> bool:
    """By its image, or because a proxy of the mesh is all that runs there."""
    running = [each for each in workload.containers if not each.init]
    return all(each.name == ISTIO_PROXY or _CONTROLLER.search(each.image.rpartition("@")[0] or each.image) for each in running)


class _OpenPorts:
    """Judges ports of Services that outsiders reach, by what configuration declares: the facts of Table 9.1 of the plan."""

    def __init__(self, context: CheckContext) -> None:
        self._served = ServedPorts(context.facts.workloads, context.facts.configurations)
        self._flows = grouped(
            ((flow.target.cluster, flow.target.name), flow)
            for flow in context.flows.flows
            if flow.target.kind is EndKind.WORKLOAD
        )

    def of(self, service: ClusterService) -> Iterator[JudgedSubject]:
        """Each port that it opens: a port that serves in plain fails, one that serves with TLS alone passes."""
        for port in sorted(service.open_ports):
            yield self._port(service, port)

    def _port(self, service: ClusterService, port: ContainerPort) -> JudgedSubject:
        name, cited = _named(service, port), cite("Service", f"{service.namespace}/{service.name}", service.source)
        if any(is_of_mesh(flow.encryption or "") for flow in self._calls(service)):
            return unknown(name, _TAKEN_OVER, *cited)
        by_workload = self._served.at(service, port)
        behind = sorted({each for served in by_workload for each in served})
        plain = [each for each in behind if not each.port.tls and not each.port.redirects]
        if plain:
            shown = cite("Configuration", plain[0].port.because, plain[0].source)
            text = f"serves without TLS ({plain[0].port.because})"
            sources = [each.source for each in behind]
            return fails(name, text, *cited, *shown, certainty=Certainty.DECLARED, contested_by=sources)
        called = next(self._called_in_plain(service, port), None)
        if called is not None:
            shown = cite("Call", called.because, called.source)
            text = f"serves without TLS: a workload calls it in plain text ({called.because})"
            return fails(name, text, *cited, *shown, certainty=Certainty.DECLARED, contested_by=[called.source])
        if behind and all(by_workload):
            shown = tuple(each for served in behind for each in cite("Configuration", served.port.because, served.source))
            redirects = " (plain requests are redirected)" if behind[0].port.redirects else ""
            return passes(name, *cited, *shown, certainty=Certainty.DECLARED, reason=f"{behind[0].port.because}{redirects}")
        return unknown(name, _NOT_COLLECTED, *cited)

    def _calls(self, service: ClusterService) -> Iterator[Flow]:
        for key in service.workloads:
            yield from self._flows.get((service.cluster, key), ())

    def _called_in_plain(self, service: ClusterService, port: ContainerPort) -> Iterator[FlowProof]:
        """Calls of this port alone: where a flow has several, which of them is in plain is not known."""
        for flow in self._calls(service):
            numbers = self._served.numbers((flow.target.cluster, flow.target.name), port)
            if len(flow.ports) == 1 and flow.ports[0].number in numbers and flow.source.kind is EndKind.WORKLOAD:
                yield from (proof for proof in flow.proofs if encrypted(proof.encryption) is False)


def _named(service: ClusterService, port: ContainerPort) -> str:
    """`shop/Service/web (8080)`; of Compose, which has no such objects, `shop/ComposeService/web (published port 8080)`."""
    if service.on_host:
        at = f"port {port.number}, published" if port.outside_unknown else f"published port {port.outside or port.number}"
        return f"{service.namespace}/{COMPOSE_SERVICE}/{service.name} ({at})"
    return f"{service.namespace}/Service/{service.name} ({port.outside or port.number})"


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=openings, per_cluster=True)
