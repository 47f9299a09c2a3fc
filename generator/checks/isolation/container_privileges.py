"""Security contexts: is every container kept from being root, from gaining rights and from changing itself?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from generator.checks.base import NODE, Check, CheckContext, Judgment, named
from generator.checks.cluster_subjects import certainty, judge_workloads
from generator.checks.mapping import mapped
from generator.checks.populations import workloads
from generator.model.grouping import grouped
from generator.model.hardening import StatedUser
from generator.model.identifiers import AssetId
from generator.model.images import parse_reference
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement, weakest
from generator.model.settings.base import Setting
from generator.model.settings.control_plane import Kubelets
from generator.model.settings.isolation import ContainerIsolation, PodIsolation
from generator.model.settings.sensors import NodeState
from generator.model.verdict_makers import cite, fails, passes, unknown

_REQUIREMENT = PostureRequirement(
    id="container-privileges",
    area="Isolation",
    title="Containers run with the least privilege",
    problem="Container runs with more privilege than it is shown to need",
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
_Named = tuple[str, str, bool]
"""Key of a workload, name of a container, and whether it only prepares the pod."""
_Stated = tuple[AssetId, list[StatedUser]]
_NOTHING: _Stated = (AssetId(""), [])
_PROFILES = ("RuntimeDefault", "Localhost")
_IMAGE = (
    ("image configuration", Certainty.OBSERVED),
    ("Dockerfile", Certainty.DECLARED),
    ("Dockle", Certainty.REPORTED),
)
"""Where the user of an image is stated, and how sure that is: the registry's own answer, a build file, a scanner."""
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
    users = _image_users(context)
    return judge_workloads(context, lambda each: _subject(each, certainty(context, each), users, seccomp_by_default=default))


def _subject(
    each: Setting[PodIsolation], of_pod: Certainty, users: Mapping[_Named, _Stated], *, seccomp_by_default: bool
) -> JudgedSubject:
    says = each.says
    if says.windows:
        return _on_windows(each, of_pod)
    faults = grouped(
        (fault, part.name)
        for part in says.containers
        for fault in _faults(part, in_user_namespace=says.user_namespace, seccomp_by_default=seccomp_by_default)
    )
    by_image = [part for part in says.containers if _image_decides(part) and not says.user_namespace]
    stated = {part.name: users.get((each.key, part.name, part.init), _NOTHING) for part in by_image}
    first = [(image, said[0]) for image, said in stated.values() if said]
    root = [name for name, (_, said) in stated.items() if said and said[0].root]
    cited = (each.cited, *(one for image, user in first for one in cite("Image", image, user.source)))
    rivals = [user.source for _, said in stated.values() if len({user.root for user in said}) > 1 for user in said]
    sure = weakest([of_pod, *(weakest(_sources(user)) for _, user in first)])
    if root:
        faults["runs as root, the user of its image"] = root
    if faults:
        by_image_alone = bool(root) and len(faults) == 1
        text = _text(faults, says.containers)
        return fails(each.key, text, *cited, certainty=sure if by_image_alone else of_pod, contested_by=rivals)
    if not all(said for _, said in stated.values()):
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


def _image_users(context: CheckContext) -> Mapping[_Named, _Stated]:
    """Of each container its image, and what is stated about that image's user, the most reliable first."""
    known = {each.asset_id: [user for user in each.users if _sources(user)] for each in context.facts.hardening}
    images: dict[_Named, list[_Stated]] = defaultdict(list)
    for workload in context.workloads:
        for container in workload.containers:
            reference = parse_reference(container.image)
            asset_id = reference.asset_id if reference else AssetId(container.image)
            images[workload.key, container.name, container.init].append((asset_id, known.get(asset_id, [])))
    return {container: _deciding(found) for container, found in images.items()}


def _deciding(found: Sequence[_Stated]) -> _Stated:
    """Of several images under one name one that runs as root, else one of which nothing is said."""
    root = next((each for each in found if each[1] and each[1][0].root), None)
    return root or next((each for each in found if not each[1]), found[0])


def _sources(user: StatedUser) -> list[Certainty]:
    return [sure for by, sure in _IMAGE if user.by.startswith(by)]


def _seccomp_by_default(context: CheckContext) -> bool:
    """Do all nodes put containers under the runtime's profile by themselves? By what each of their kubelets runs with."""
    having = {each.says.node for each in context.of(Kubelets) if each.says.seccomp_default}
    nodes = {each.name for each in context.of(NodeState)}
    return context.complete(NODE) and bool(nodes) and nodes <= having


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=workloads, per_cluster=True, kubernetes=True)
