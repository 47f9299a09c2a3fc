"""What the open ports of Services speak, as far as configuration declares it: the same facts as in Table 9.1 of the plan."""

from collections.abc import Iterator

from generator.checks.base import CheckContext
from generator.graph.flow_mesh import is_of_mesh
from generator.graph.served_ports import ServedPorts
from generator.model.flow import EndKind, Flow, FlowProof, encrypted
from generator.model.grouping import grouped
from generator.model.inventory import ClusterService, ContainerPort
from generator.model.platform import COMPOSE_SERVICE
from generator.model.posture import Certainty, JudgedSubject
from generator.model.verdict_makers import cite, fails, passes, unknown

_NOT_COLLECTED = "what it speaks was not collected"
_TAKEN_OVER = "a mesh encrypts calls to it, and whether it also takes plain connections is asked by mesh-mtls"


class OpenPorts:
    """Judges ports of Services that outsiders reach."""

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
