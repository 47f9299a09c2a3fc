"""The hop between an application and the mesh's proxy beside or below it: the mesh does not encrypt it."""

import re

from generator.checks.base import NAMESPACE, POD, Check, CheckContext, Judgment, judged
from generator.checks.mapping import mapped
from generator.checks.populations import workloads
from generator.checks.traffic.mesh_istio import joins
from generator.model.inventory import Workload
from generator.model.posture import JudgedSubject, PostureRequirement
from generator.model.settings.mesh import ISTIO_PROXY, LINKERD_PROXY
from generator.model.verdict_makers import cite, unknown

_PROXY_IMAGE = re.compile(r"(?<![a-z])(?:proxy|envoy|nginx|haproxy|traefik|caddy|stunnel|ghostunnel)(?![a-z])", re.IGNORECASE)
"""Words in the last part of an image's name: `tls-proxy`, `nginx`."""
_REASON = "nothing shows what protects traffic between application and proxy"
_STEP = "collect a test or the configuration of TLS between them, or the authorizing official's written acceptance of the hop"

_REQUIREMENT = PostureRequirement(
    id="mesh-last-hop",
    area="Encryption in transit",
    title="The hop from the application to its proxy is protected",
    problem="Connection from the application to its proxy not shown to be protected",
    asks="What protects the traffic between an application and the proxy of the mesh in the same pod?",
    rationale="The proxy ends the TLS: between the two, traffic crosses from process to process in plain unless they add it.",
    fix="Let the application speak TLS to its proxy, or have the authorizing official accept the hop in writing.",
    reference=(
        "FedRAMP Vulnerability Scanning Requirements v3.0, section 4, Encryption; SSP Appendix Q (2023-06-30), data in transit"
    ),
    controls=mapped(article="SC-8", ours="SC-13"),
    subjects=("workload", "workloads"),
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are workloads with a proxy beside them or, in an ambient mesh, below them.

    No setting of a mesh shows this hop, and no decision file accepts it, so every subject is unknown. That it stays on the
    loopback device protects nothing: the requirements ask for SC-8 between container and sidecar on one host, too.
    """
    workloads = [each for each in context.workloads if context.is_ours(each.namespace)]
    meshed = [each for each in workloads if joins(context, each, (ISTIO_PROXY, LINKERD_PROXY))]
    keys = {each.key for each in meshed}
    fronted = [each for each in workloads if each.key not in keys and _own_proxy(each)]
    if meshed or fronted:
        return judged((*map(_workload, meshed), *map(_with_proxy, fronted)))
    none = "No proxy that is known by its image stands beside or below an application."
    return context.absent(none, "pods and namespaces", POD, NAMESPACE)


def _own_proxy(workload: Workload) -> str:
    """The name of a container that the team itself put before another one in the pod; empty where there is none."""
    running = [each for each in workload.containers if not each.init]
    proxies = [each.name for each in running if _PROXY_IMAGE.search(each.image.partition("@")[0].rpartition("/")[2])]
    return proxies[0] if proxies and len(proxies) < len(running) else ""


def _with_proxy(workload: Workload) -> JudgedSubject:
    cited = cite(workload.kind, f"{workload.namespace}/{workload.name}", *workload.sources[:1])
    reason = f"the proxy {_own_proxy(workload)} stands in its pod, and how the hop to it is protected was not collected"
    return unknown(workload.key, reason, *cited, next_step=_STEP)


def _workload(workload: Workload) -> JudgedSubject:
    cited = cite(workload.kind, f"{workload.namespace}/{workload.name}", *workload.sources[:1])
    return unknown(workload.key, _REASON, *cited, next_step=_STEP)


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=workloads, per_cluster=True, kubernetes=True)
