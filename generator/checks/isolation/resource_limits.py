"""Requests and limits of containers, with the defaults of their namespace."""

from collections.abc import Iterable, Sequence

from generator.checks.base import Check, CheckContext, Judgment, named
from generator.checks.cluster_subjects import certainty, judge_workloads
from generator.checks.mapping import mapped
from generator.checks.populations import workloads
from generator.model.grouping import grouped
from generator.model.posture import JudgedSubject, PostureRequirement, weakest
from generator.model.scan import Severity
from generator.model.settings.base import Setting
from generator.model.settings.isolation import LimitDefaults, PodIsolation, SeenIn
from generator.model.verdict_makers import fails, passes, unknown

_REQUIREMENT = PostureRequirement(
    id="resource-limits",
    area="Resources",
    title="Containers have requests and limits",
    problem="Container without resource requests or limits",
    asks="Does every container request and limit processor time and memory, itself or by its namespace's defaults?",
    rationale="Without a limit one container can take a node's memory from all others.",
    fix="Set resources.requests and resources.limits for cpu and memory, or add a LimitRange with defaults.",
    reference=(
        "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/; "
        "Container Platform SRG V2R4, V-233229 and V-270875"
    ),
    controls=mapped(fedramp="SC-6", ours="SC-5"),
    subjects=("workload", "workloads"),
    severity=Severity.LOW,
)
_RANGES = ("", "LimitRange")
_NO_RANGES = "the template does not set all requests and limits, and LimitRanges were not collected"
_AMOUNTS = ("cpu", "memory")


def _judge(context: CheckContext) -> Judgment:
    """Kubernetes, "Resource Management for Pods and Containers": a limit is the request, too, where no other is set, and what a
    pod as a whole asks for (`spec.resources`) counts for its containers.

    The subject is the workload, with its worst container; init containers count, ephemeral ones cannot set resources. Defaults
    of a LimitRange are filled into pods when they are made, so that a pod shows them; a template shows them not.
    """
    return judge_workloads(context, lambda each: _subject(each, context))


def _subject(each: Setting[PodIsolation], context: CheckContext) -> JudgedSubject:
    of_pod, alone = certainty(context, each), _lacking(each.says, ())
    if not alone:
        return passes(each.key, each.cited, certainty=of_pod)
    live = each.says.seen_in is SeenIn.PODS and each.source.path not in context.configuration.manifests
    ranges = [] if live else [one for one in context.of(LimitDefaults) if one.namespace == each.namespace]
    lacking = _lacking(each.says, ranges)
    if not lacking:
        sure = weakest([of_pod, *(context.certainty_of(one) for one in ranges)])
        return passes(each.key, each.cited, *(one.cited for one in ranges), certainty=sure)
    if live or context.complete(_RANGES):
        return fails(each.key, f"has {lacking}", each.cited, *(one.cited for one in ranges), certainty=of_pod)
    step = "collect the LimitRanges of every namespace, or set requests and limits"
    return unknown(each.key, _NO_RANGES, each.cited, next_step=step)


def _lacking(says: PodIsolation, ranges: Iterable[Setting[LimitDefaults]]) -> str:
    """`no cpu limit (app, proxy), no memory limit (app)`; empty where nothing lacks."""
    filled = tuple(ranges)
    requests = {*says.requests, *(name for one in filled for name in one.says.default_requests)}
    limits = {*says.limits, *(name for one in filled for name in one.says.default_limits)}
    parts = [part for part in says.containers if not part.ephemeral]
    lacking = grouped(
        (f"no {name} {what}", part.name)
        for part in parts
        for what, amounts in (("request", {*part.requests, *requests}), ("limit", {*part.limits, *limits}))
        for name in _AMOUNTS
        if name not in amounts
    )
    return ", ".join(what if len(parts) == 1 else f"{what} ({_names(names)})" for what, names in lacking.items())


def _names(names: Sequence[str]) -> str:
    return named(sorted(set(names)))


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=workloads, per_cluster=True, kubernetes=True)
