"""Pod Security levels of namespaces: what the API server itself refuses."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement, PostureState, Problem
from generator.model.settings.base import Setting
from generator.model.settings.isolation import NamespaceLabels
from generator.posture.base import Judgment, PostureContext, judged, none_found, not_collected, of

_PREFIX = "pod-security.kubernetes.io/"
_ENFORCED = ("baseline", "restricted")


_REQUIREMENT = PostureRequirement(
    id="pod-security-level",
    area="Isolation",
    title="Namespaces enforce a Pod Security level",
    problem="Namespace enforces no Pod Security level",
    asks="Does every namespace of the system enforce the Pod Security level baseline or restricted?",
    rationale="Without the label `enforce` a namespace admits privileged pods; `audit` and `warn` only tell.",
    fix="Label the namespace `pod-security.kubernetes.io/enforce: restricted`, or waive it where a policy does the same.",
    reference="https://kubernetes.io/docs/concepts/security/pod-security-admission/ and Kubernetes STIG V2R6, V-242437",
    controls=mapped(fedramp="CM-6 SC-39 SC-2 SC-3", ours="AC-6"),
    required=False,
)


@dataclass(frozen=True, slots=True)
class PodSecurityLevels:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = True

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        if not context.listed(("", "Namespace")):
            return not_collected("namespaces and their labels", refused=context.refused(("", "namespaces")))
        ours = tuple(each for each in context.of(NamespaceLabels) if context.is_ours(each.name))
        if not ours:
            return none_found("No namespace of the system's own; the platform's were not judged.")
        problems = [problem for each in ours for problem in _problems(each)]
        levels = sorted(f"{each.name} {_level(each.says)}" for each in ours if _level(each.says) in _ENFORCED)
        shown = f" ({', '.join(levels[:5])}{' …' if len(levels) > 5 else ''})" if levels else ""
        summary = f"{of(len(levels), len(ours), 'namespaces')} enforce a Pod Security level{shown}."
        unpinned = [f"{each.name} follows the newest version of its level" for each in ours if _moves(each.says)]
        made = judged(summary, problems, ours, missing=unpinned[:5], held=(len(levels), len(ours)))
        labeled = any(key.startswith(_PREFIX) for each in ours for key, _ in each.says.labels)
        return made if labeled else replace(made, state=PostureState.NONE_FOUND)


def _level(says: NamespaceLabels) -> str:
    return says.label(f"{_PREFIX}enforce") or ""


def _moves(says: NamespaceLabels) -> bool:
    return _level(says) in _ENFORCED and says.label(f"{_PREFIX}enforce-version") in (None, "latest")


def _problems(each: Setting[NamespaceLabels]) -> Iterator[Problem]:
    level = _level(each.says)
    if level in _ENFORCED:
        return
    modes = [f"{mode} {value}" for mode in ("audit", "warn") if (value := each.says.label(f"{_PREFIX}{mode}"))]
    only = f"; it only has {' and '.join(modes)}" if modes else ""
    text = "enforces the level privileged, which forbids nothing" if level else f"enforces no Pod Security level{only}"
    yield Problem(subject=each.name, text=text, citations=(each.cited,))
