"""Security contexts: is every container kept from being root, from gaining rights and from changing itself?"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement, Problem
from generator.model.settings.base import Setting
from generator.model.settings.isolation import ContainerIsolation, PodIsolation
from generator.posture.base import Judgment, PostureContext, judged, named, none_found, not_collected, of
from generator.text import counted

WORKLOADS = (
    ("", "Pod"),
    ("apps", "Deployment"),
    ("apps", "StatefulSet"),
    ("apps", "DaemonSet"),
    ("apps", "ReplicaSet"),
    ("batch", "Job"),
    ("batch", "CronJob"),
)
_PROFILES = ("RuntimeDefault", "Localhost")


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
        "Container Platform SRG V2R4, V-233127, V-233163 and V-270876"
    ),
    controls=mapped(fedramp="CM-6 SC-39 SC-3 SC-2 SC-4", nist="AC-6 CM-7"),
    required=False,
)


@dataclass(frozen=True, slots=True)
class ContainerPrivileges:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        workloads = context.inside(PodIsolation)
        if not workloads:
            if not context.listed(*WORKLOADS):
                return not_collected("workloads", refused=context.refused(("", "pods")))
            return none_found("No workload of the system's own.")
        problems = [
            Problem(subject=each.key, text=text, citations=(each.cited,)) for each in workloads if (text := _text(each))
        ]
        summary = f"{of(len(workloads) - len(problems), len(workloads), 'workloads')} run with the least privilege."
        unknown = sum(_user_unknown(part) for each in workloads for part in each.says.containers)
        missing = [f"the user of {counted(unknown, 'container')}: only the image says it"] if unknown else []
        return judged(summary, problems, workloads, missing=missing)


def _text(each: Setting[PodIsolation]) -> str:
    """All that is wrong with one workload, each fault with the containers that have it."""
    faults: dict[str, list[str]] = defaultdict(list)
    for part in each.says.containers:
        for fault in _faults(part, in_user_namespace=each.says.user_namespace):
            faults[fault].append(part.name)
    alone = len(each.says.containers) == 1
    return "; ".join(fault if alone else f"{fault} ({_names(names)})" for fault, names in faults.items())


def _names(names: Sequence[str]) -> str:
    return named(sorted(set(names)))


def _faults(part: ContainerIsolation, *, in_user_namespace: bool) -> Iterator[str]:
    conditions = (
        (part.privileged, "is privileged"),
        (_is_root(part) and not in_user_namespace, "runs as root"),
        (_user_unknown(part), "may run as root (neither runAsNonRoot nor another user is set)"),
        (
            part.allow_privilege_escalation is not False and not part.privileged,
            "may gain privileges (allowPrivilegeEscalation)",
        ),
        ("ALL" not in part.dropped, "keeps default capabilities"),
        (bool(set(part.added) - {"NET_BIND_SERVICE"}), f"adds capabilities {', '.join(part.added)}"),
        (part.seccomp not in _PROFILES, "has no seccomp profile"),
        (not part.read_only_root, "may change its root filesystem"),
    )
    yield from (text for wrong, text in conditions if wrong)


def _is_root(part: ContainerIsolation) -> bool:
    return part.run_as_user == 0


def _user_unknown(part: ContainerIsolation) -> bool:
    return part.run_as_user is None and part.run_as_non_root is not True
