"""The way between an application and the proxy beside it: another process, and not what the mesh encrypts."""

from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.checks.traffic.mesh_istio import PROXY, has_container
from generator.checks.traffic.mesh_mtls import LINKERD_PROXY
from generator.model.posture import Certainty, PostureRequirement, PostureState
from generator.model.settings.isolation import NamespaceLabels
from generator.posture.base import Judgment, PostureContext, none_found, not_collected
from generator.text import counted

_LISTED = (("", "Pod"), ("apps", "Deployment"), ("apps", "StatefulSet"), ("apps", "DaemonSet"))

_REQUIREMENT = PostureRequirement(
    id="mesh-last-hop",
    area="Encryption in transit",
    title="The way from the application to its proxy",
    problem="The way from the application to its proxy is not shown",
    asks="What protects the traffic between an application and the proxy of the mesh in the same pod?",
    rationale="The proxy ends the TLS: between the two, traffic crosses from process to process in plain unless they add it.",
    fix="Describe the hop in the SSP (same pod, loopback only), or let the application speak TLS to its proxy.",
    reference="FedRAMP SSP Appendix Q (2023-06-30), data in transit: source and destination of each way",
    controls=mapped(article="SC-8", ours="SC-13"),
    required=False,
)


@dataclass(frozen=True, slots=True)
class MeshLastHop:
    """See `Row`. No setting of a mesh shows this hop, so where there is one it stays without evidence, and says so."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        ours = [workload for workload in context.workloads if context.is_ours(workload.namespace)]
        if not ours and not context.listed(*_LISTED):
            return not_collected("workloads")
        proxied = [workload for workload in ours if has_container(workload, (PROXY, LINKERD_PROXY))]
        ambient = [
            setting for setting in context.inside(NamespaceLabels) if setting.says.label("istio.io/dataplane-mode") == "ambient"
        ]
        if not proxied and not ambient:
            return none_found("No proxy of a mesh stands beside an application, so there is no such hop.")
        parts = [f"in {counted(len(proxied), 'workload')} a proxy beside the application ends the TLS"] if proxied else []
        parts += [f"in {counted(len(ambient), 'namespace')} a proxy on the node does"] if ambient else []
        return Judgment(
            state=PostureState.NOT_COLLECTED,
            summary=f"Apart from the mesh's own encryption: {' and '.join(parts)}; no setting shows what protects the last "
            f"hop.",
            certainty=Certainty.NONE,
            missing=("a description or test of the hop between application and proxy",),
            citations=tuple(setting.cited for setting in ambient),
        )
