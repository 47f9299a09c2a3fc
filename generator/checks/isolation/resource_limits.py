"""Requests and limits of containers, with the defaults of their namespace."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.checks.isolation.container_privileges import WORKLOADS
from generator.checks.mapping import mapped
from generator.model.posture import PostureRequirement, Problem
from generator.model.scan import Severity
from generator.model.settings.base import Setting
from generator.model.settings.isolation import LimitDefaults, PodIsolation, SeenIn
from generator.posture.base import Judgment, PostureContext, judged, named, none_found, not_collected, of

_Filled = tuple[frozenset[str], frozenset[str]]
"""What the API fills in: requests, limits."""
_NOTHING: _Filled = (frozenset(), frozenset())


_REQUIREMENT = PostureRequirement(
    id="resource-limits",
    area="Resources",
    title="Containers have requests and limits",
    problem="Container has no request or limit",
    asks="Does every container request and limit processor time and memory, itself or by its namespace's defaults?",
    rationale="Without a limit one container can take a node's memory from all others.",
    fix="Set resources.requests and resources.limits for cpu and memory, or add a LimitRange with defaults.",
    reference=(
        "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/; "
        "Container Platform SRG V2R4, V-233229 and V-270875"
    ),
    controls=mapped(fedramp="SC-6", ours="SC-5"),
    required=False,
    severity=Severity.LOW,
)


@dataclass(frozen=True, slots=True)
class ResourceLimits:
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
        defaults = _defaults(context)
        problems = [
            Problem(subject=each.key, text=text, citations=(each.cited,))
            for each in workloads
            if (text := _text(each, defaults.get(each.namespace, _NOTHING)))
        ]
        missing = [] if context.listed(("", "LimitRange")) else ["defaults of namespaces (LimitRanges) were not collected"]
        right = len(workloads) - len(problems)
        summary = f"{of(right, len(workloads), 'workloads')} request and limit processor time and memory."
        return judged(summary, problems, (*workloads, *context.inside(LimitDefaults)), missing=missing)


def _defaults(context: PostureContext) -> Mapping[str, _Filled]:
    defaults: dict[str, _Filled] = {}
    for each in context.inside(LimitDefaults):
        requests, limits = defaults.get(each.namespace, _NOTHING)
        defaults[each.namespace] = requests | set(each.says.default_requests), limits | set(each.says.default_limits)
    return defaults


def _text(each: Setting[PodIsolation], filled: _Filled) -> str:
    """Defaults are already filled in where a pod itself was seen."""
    requests, limits = _NOTHING if each.says.seen_in is SeenIn.PODS else filled
    lacking: dict[str, list[str]] = {}
    for part in each.says.containers:
        if part.init:
            continue
        for what, amounts in (("request", {*part.requests, *requests}), ("limit", {*part.limits, *limits})):
            for name in ("cpu", "memory"):
                if name not in amounts:
                    lacking.setdefault(f"no {name} {what}", []).append(part.name)
    alone = len(each.says.containers) == 1
    return ", ".join(what if alone else f"{what} ({named(names)})" for what, names in lacking.items())
