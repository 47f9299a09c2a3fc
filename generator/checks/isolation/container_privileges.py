"""Security contexts: is every container kept from being root, from gaining rights and from changing itself?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from generator.checks.base import Check, CheckContext, Judgment, cite, fails, named, passes, unknown
from generator.checks.cluster_subjects import certainty, judge_workloads
from generator.checks.mapping import mapped
from generator.model.hardening import StatedUser
from generator.model.images import parse_reference
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement, weakest
from generator.model.settings.base import Setting
from generator.model.settings.control_plane import Kubelets
from generator.model.settings.isolation import ContainerIsolation, PodIsolation
from generator.model.settings.sensors import NodeState

_REQUIREMENT = PostureRequirement(
    id="container-privileges",
    area="Isolation",
    title="Containers run with the least privilege",
    problem="Container has more privilege than it is shown to need",
    asks=(
        "Does every container run as non-root, without privilege, escalation or capabilities, with a seccomp profile "
        "and a read-only root filesystem?"
    ),
    rationale="Each of these is one step less between a fault in a program and the node under it.",
    fix="Set the container's securityContext as the Pod Security level restricted asks, and readOnlyRootFilesystem: true.",
    reference=(
        "https://kubernetes.io/docs/concepts/security/pod-security-standards/ (restricted); "
        "Container Platform SRG V2R4, V-233127, V-233163 and V-270876; CIS 1.12, 5.2 and 5.6"
    ),
    controls=mapped(fedramp="CM-6 SC-39 SC-3 SC-2 SC-4", nist="AC-6 CM-7"),
    subjects=("workload", "workloads"),
)
_PROFILES = ("RuntimeDefault", "Localhost")
_IMAGE = (
    ("image configuration", Certainty.OBSERVED),
    ("Dockerfile", Certainty.DECLARED),
    ("Dockle", Certainty.REPORTED),
)
"""Who says as whom an image runs, and how sure that is: the registry's own answer, a build file, a scanner."""
_UNKNOWN_USER = "only the image says which user it runs as and its configuration was not collected"
_WINDOWS_USER = "the pod does not say as which Windows user it runs"
_COLLECT = "collect the configuration of the images from the registry, or set runAsNonRoot: true"


def _judge(context: CheckContext) -> Judgment:
    """Pod Security Standards, level restricted, and a read-only root filesystem (CIS 5.2, SRG V-233163).

    The subject is the workload, not each container: it is what is deployed, remediated and waived as one, and what the
    inventory lists. Its worst container counts, and the reason names which. Linux fields are not asked of Windows pods
    (`os.name`). The user that only the image names is read as `facts.hardening` has it: the registry's configuration of the
    digests that run, else the image's Dockerfile, else Dockle.
    """
    default = _seccomp_by_default(context)
    return judge_workloads(context, lambda each: _subject(each, context, seccomp_by_default=default))


def _subject(each: Setting[PodIsolation], context: CheckContext, *, seccomp_by_default: bool) -> JudgedSubject:
    of_pod, says = certainty(context, each), each.says
    if says.windows:
        return _on_windows(each, of_pod)
    faults: dict[str, list[str]] = defaultdict(list)
    for part in says.containers:
        for fault in _faults(part, in_user_namespace=says.user_namespace, seccomp_by_default=seccomp_by_default):
            faults[fault].append(part.name)
    by_image = [part for part in says.containers if _image_decides(part) and not says.user_namespace]
    stated = {part.name: _users(part, each, context) for part in by_image}
    first = [users[0] for users in stated.values() if users]
    root = [name for name, users in stated.items() if users and users[0].root]
    cited = (each.cited, *(one for user in first for one in cite("Image", user.by, user.source)))
    rivals = [user.source for users in stated.values() if len({user.root for user in users}) > 1 for user in users]
    sure = weakest([of_pod, *(_certainty(user) for user in first)])
    if root:
        faults["runs as root, the user of its image"] = root
    if faults:
        by_image_alone = bool(root) and len(faults) == 1
        text = _text(faults, says.containers)
        return fails(each.key, text, *cited, certainty=sure if by_image_alone else of_pod, contested_by=rivals)
    if not all(stated.values()):
        return unknown(each.key, _UNKNOWN_USER, each.cited, next_step=_COLLECT)
    return passes(each.key, *cited, certainty=sure, contested_by=rivals)


def _on_windows(each: Setting[PodIsolation], of_pod: Certainty) -> JudgedSubject:
    if any(part.host_process for part in each.says.containers):
        return fails(each.key, "runs as a process of its node (hostProcess)", each.cited, certainty=of_pod)
    if all(part.run_as_non_root is True for part in each.says.containers):
        return passes(each.key, each.cited, certainty=of_pod)
    return unknown(each.key, _WINDOWS_USER, each.cited, next_step="set runAsNonRoot: true")


def _text(faults: dict[str, list[str]], containers: Sequence[ContainerIsolation]) -> str:
    """All that is wrong with one workload, each fault with the containers that have it."""
    return "; ".join(
        fault if len(containers) == 1 else f"{fault} ({named(sorted(set(names)))})" for fault, names in faults.items()
    )


def _faults(part: ContainerIsolation, *, in_user_namespace: bool, seccomp_by_default: bool) -> Iterator[str]:
    escalates = part.allow_privilege_escalation is not False and not part.privileged
    conditions = (
        (part.privileged, "is privileged"),
        (part.run_as_user == 0 and not in_user_namespace, "runs as root"),
        (escalates, "may gain privileges (allowPrivilegeEscalation)"),
        ("ALL" not in part.dropped, "keeps default capabilities"),
        (bool(set(part.added) - {"NET_BIND_SERVICE"}), f"adds capabilities {', '.join(part.added)}"),
        (not _has_profile(part, seccomp_by_default=seccomp_by_default), "has no seccomp profile"),
        (not part.read_only_root, "may change its root filesystem"),
    )
    yield from (text for wrong, text in conditions if wrong)


def _has_profile(part: ContainerIsolation, *, seccomp_by_default: bool) -> bool:
    return part.seccomp in _PROFILES or (part.seccomp is None and seccomp_by_default)


def _image_decides(part: ContainerIsolation) -> bool:
    """The kubelet refuses root where runAsNonRoot is set; without a number, and without that, the image's own user runs."""
    return part.run_as_user is None and part.run_as_non_root is not True


def _users(part: ContainerIsolation, each: Setting[PodIsolation], context: CheckContext) -> list[StatedUser]:
    """What is said of the image's user, the most reliable first. Of several images one that runs as root counts."""
    images = [
        container.image
        for workload in context.workloads
        if workload.key == each.key
        for container in workload.containers
        if (container.name, container.init) == (part.name, part.init)
    ]
    found = [_of_image(image, context) for image in images]
    root = next((users for users in found if users and users[0].root), [])
    return root or (found[0] if found and all(found) else [])


def _of_image(image: str, context: CheckContext) -> list[StatedUser]:
    reference = parse_reference(image)
    hardened = (each for each in context.facts.hardening if reference and each.asset_id == reference.asset_id)
    return [user for each in hardened for user in each.users if _source(user)]


def _source(user: StatedUser) -> Iterable[Certainty]:
    return [sure for by, sure in _IMAGE if user.by.startswith(by)]


def _certainty(user: StatedUser) -> Certainty:
    return weakest(_source(user))


def _seccomp_by_default(context: CheckContext) -> bool:
    """Do all nodes put containers under the runtime's profile by themselves? By what each of their kubelets runs with."""
    having = {each.says.node for each in context.of(Kubelets) if each.says.seccomp_default}
    nodes = {each.name for each in context.of(NodeState)}
    return context.complete(("", "Node")) and bool(nodes) and nodes <= having


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, per_cluster=True)
