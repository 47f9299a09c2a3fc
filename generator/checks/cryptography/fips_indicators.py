"""What claims that FIPS 140 modules are in use. Names and labels claim; a certificate proves."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.checks.traffic.mesh_istio import PROXY
from generator.checks.traffic.mesh_mtls import LINKERD_PROXY
from generator.facts.fips import image_claims, node_claims
from generator.model.posture import Certainty, PostureRequirement, PostureState, Problem
from generator.model.settings.base import Setting, Settings
from generator.model.settings.mesh import MeshDefaults
from generator.model.settings.rest import NodeFips
from generator.model.settings.sensors import NodeState
from generator.posture.base import Judgment, PostureContext, named, not_collected
from generator.text import counted

_PROXIES = (PROXY, LINKERD_PROXY, "istiod", "discovery", "ztunnel")
_ENTRIES = ("ingress-nginx", "controller", "traefik", "envoy", "haproxy", "kong", "router", "nginx")
_ENTRY_WORDS = ("ingress", "gateway", "router")
_PROOF = (
    "a CMVP certificate for the exact module and version that each node, proxy and way in uses",
    "that each module runs in its approved mode (`/proc/sys/crypto/fips_enabled` of every node)",
)

_REQUIREMENT = PostureRequirement(
    id="fips-indicators",
    area="Cryptographic modules",
    title="What claims FIPS-validated cryptography",
    problem="Nothing claims FIPS-validated cryptography",
    asks="Do nodes, proxies and ways in at least claim to use a FIPS 140 module?",
    rationale="Containers do not exempt from FIPS 140; a claim tells where to ask for the certificate.",
    fix="Run nodes in FIPS mode, use FIPS builds of proxies; name certificates in decisions/crypto-modules.yaml.",
    reference="FedRAMP SSP Appendix Q (2023-06-30); https://csrc.nist.gov/projects/cryptographic-module-validation-program",
    controls=mapped(article="SC-13 SC-8 SC-28", nist="IA-7"),
)


@dataclass(frozen=True, slots=True)
class FipsIndicators:
    """See `Row`. Whatever it finds is an indication."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        nodes, machine = context.of(NodeState), context.of(NodeFips)
        images = sorted(set(_images(context)))
        if not nodes and not machine and not images:
            return not_collected("nodes, and the images of proxies and ways in")
        claiming = [node for node in nodes if node_claims(node)]
        on = any(setting.says.fips for setting in machine)
        right = [image for image in images if image_claims(image)]
        policy = [setting for setting in context.of(MeshDefaults) if setting.says.compliance_policy.startswith("fips")]
        objects: tuple[Setting[Settings], ...] = (*claiming, *machine, *policy)
        nothing = not claiming and not on and not right and not policy
        problems = () if nothing else (*_of_nodes(context, on=on), *_of_images(images, right), *_off(machine))
        return Judgment(
            state=PostureState.NONE_FOUND if nothing else PostureState.NOT_ENFORCING if problems else PostureState.ENFORCING,
            summary=_counted_claims(nodes, claiming, images, right, machine=on),
            certainty=Certainty.INDICATION,
            missing=_PROOF,
            problems=problems,
            citations=tuple(setting.cited for setting in objects),
        )


def _counted_claims(
    nodes: tuple[Setting[NodeState], ...],
    claiming: list[Setting[NodeState]],
    images: list[str],
    right: list[str],
    *,
    machine: bool,
) -> str:
    """Claims, counted, with what they rest on."""
    why = sorted({word for setting in claiming for word in node_claims(setting)})
    parts = [f"{len(claiming)} of {counted(len(nodes), 'node')} claim FIPS mode" + (f" ({named(why)})" if why else "")]
    if machine:
        parts.append("a MachineConfig switches FIPS mode on")
    if images:
        parts.append(f"{len(right)} of {counted(len(images), 'image')} of proxies and ways in are named as FIPS builds")
    return f"Claims only: {'; '.join(parts)}."


def _images(context: PostureContext) -> Iterator[str]:
    for workload in context.workloads:
        at_entry = any(word in workload.name for word in _ENTRY_WORDS)
        for container in workload.containers:
            if not container.init and (container.name in _PROXIES or (at_entry and container.name in _ENTRIES)):
                yield container.image


def _of_nodes(context: PostureContext, *, on: bool) -> Iterator[Problem]:
    for node in context.of(NodeState):
        if not on and not node_claims(node):
            yield Problem(subject=node.key, text="does not claim FIPS mode by label, system or kernel", citations=(node.cited,))


def _of_images(images: list[str], right: list[str]) -> Iterator[Problem]:
    for image in images:
        if image not in right:
            yield Problem(subject=image, text="is not named as a FIPS build, and encrypts traffic")


def _off(machine: tuple[Setting[NodeFips], ...]) -> Iterator[Problem]:
    for setting in machine:
        if not setting.says.fips:
            yield Problem(subject=setting.key, text="switches FIPS mode off", citations=(setting.cited,))
