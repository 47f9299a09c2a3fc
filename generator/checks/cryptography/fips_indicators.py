"""What claims that FIPS 140 modules are in use: nodes, proxies and ways in. Names and labels claim; a certificate proves."""

from collections.abc import Iterator, Mapping

from generator.checks.base import Check, CheckContext, Judgment, judged, named, not_collected
from generator.checks.cryptography.held_packages import held_packages
from generator.checks.mapping import mapped
from generator.checks.populations import both, nodes, workloads
from generator.facts.fips import image_claims, node_claims
from generator.model.crypto import ImageCryptography
from generator.model.crypto_packages import is_fips_build
from generator.model.evidence import EvidenceSource
from generator.model.images import parse_reference
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.settings.base import Setting
from generator.model.settings.mesh import ISTIO_PROXY, LINKERD_PROXY, MeshDefaults
from generator.model.settings.rest import NodeFips
from generator.model.settings.sensors import NodeState
from generator.model.verdict_makers import cite, fails, passes, unknown

_PROXIES = (ISTIO_PROXY, LINKERD_PROXY, "istiod", "discovery", "ztunnel")
_ENTRIES = ("ingress-nginx", "controller", "traefik", "envoy", "haproxy", "kong", "router", "nginx")
_ENTRY_WORDS = ("ingress", "gateway", "router")
_ROLE = "node-role.kubernetes.io/"
_NO_BUILD = "image's build was not collected"
_CLAIM = "A name or label is a claim: validation is shown by the CMVP certificate of the exact module and version."
_CONTAINERS = "FIPS mode of a node does not cover libraries that a container brings along."

_REQUIREMENT = PostureRequirement(
    id="fips-indicators",
    area="Cryptographic modules",
    title="Nodes, proxies and entry points indicate FIPS mode",
    problem="FIPS mode not indicated",
    asks="Do nodes, proxies and entry points at least claim to use a FIPS 140 module?",
    rationale="Containers do not exempt from FIPS 140; a claim shows where to look for the certificate.",
    fix="Run nodes in FIPS mode, use FIPS builds of proxies; name certificates in decisions/crypto-modules.yaml.",
    reference="FedRAMP SSP Appendix Q (2023-06-30); https://csrc.nist.gov/projects/cryptographic-module-validation-program",
    controls=mapped(article="SC-13 SC-8 SC-28", nist="IA-7"),
    subjects=("node or image", "nodes and images"),
)


def _judge(context: CheckContext) -> Judgment:
    """The subjects are the nodes, and the images of proxies and ways in. `/proc/sys/crypto/fips_enabled` is not read, so what
    passes is declared: by a MachineConfig for the node's pool, by a label or by a name. An image whose name does not say it may
    be a FIPS build all the same: its build is not collected.
    """
    nodes, images, held = context.of(NodeState), _images(context), held_packages(context.facts)
    subjects = [*(_node(context, each) for each in nodes), *(_image(*each, held) for each in sorted(images.items()))]
    machines = "nodes" if context.words.hosts == "nodes" else "machines"
    if not subjects:
        what = f"{machines}, and the images of proxies and ingress controllers"
        return not_collected(what, refused=context.refused(("", "nodes")))
    if not nodes:
        subjects.append(unknown(f"the {machines} of the {context.words.place[0]}", f"the {machines} were not collected"))
    return judged(subjects, notes=(_CLAIM, _CONTAINERS, *_policies(context)))


def _node(context: CheckContext, node: Setting[NodeState]) -> JudgedSubject:
    roles = {key.removeprefix(_ROLE) for key, _ in node.says.labels if key.startswith(_ROLE)}
    machines = [each for each in context.of(NodeFips) if each.says.role in roles]
    off = [each for each in machines if not each.says.fips]
    claims = node_claims(node)
    if off:
        text = f"has FIPS mode switched off by {named([each.key for each in off])}"
        certainty, contested = context.certainty_of_all((node, *off)), [each.source for each in off]
        return fails(node.key, text, node.cited, *(each.cited for each in off), certainty=certainty, contested_by=contested)
    if machines or claims:
        shown = [f"{each.key} switches FIPS mode on" for each in machines] or list(claims)
        cited = (node.cited, *(each.cited for each in machines))
        return passes(node.key, *cited, certainty=Certainty.DECLARED, reason=named(shown))
    text = "does not claim FIPS mode by label, system or kernel"
    return fails(node.key, text, node.cited, certainty=context.certainty_of(node))


def _image(image: str, source: EvidenceSource, held: Mapping[str, ImageCryptography]) -> JudgedSubject:
    cited = cite("Image", image, source)
    reference = parse_reference(image)
    listed = held.get(reference.asset_id if reference else image)
    builds = [(package, by) for package, by in (listed.packages if listed else ()) if is_fips_build(package)]
    if builds:
        shown = named([f"{package.name} {package.version} ({package.family})" for package, _ in builds])
        lists = (each for _, by in builds for each in cite("Inventory", image, *by))
        return passes(image, *cited, *lists, certainty=Certainty.REPORTED, reason=f"its list of packages names {shown}")
    if image_claims(image):
        return passes(image, *cited, certainty=Certainty.DECLARED, reason="its name claims a FIPS build")
    step = "use a FIPS build, or collect what it was built with"
    why = "its list of packages names no FIPS build, and its build was not collected" if listed else _NO_BUILD
    return unknown(image, why, *cited, next_step=step)


def _images(context: CheckContext) -> dict[str, EvidenceSource]:
    found: dict[str, EvidenceSource] = {}
    for workload in context.workloads:
        at_entry = any(word in workload.name for word in _ENTRY_WORDS)
        for container in workload.containers:
            counts = container.name in _PROXIES or (at_entry and container.name in _ENTRIES)
            if counts and not container.init and workload.sources:
                found.setdefault(container.image, workload.sources[0])
    return found


def _policies(context: CheckContext) -> Iterator[str]:
    for each in context.of(MeshDefaults):
        if each.says.compliance_policy.startswith("fips"):
            policy = each.says.compliance_policy
            yield f"{each.key} limits the mesh to cipher suites of {policy}, which says nothing of the module."


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=both(nodes, workloads), per_cluster=True)
