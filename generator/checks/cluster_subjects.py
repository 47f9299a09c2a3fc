"""Subjects of the rules about a cluster: its namespaces, and its workloads as their pods or their templates show them.

What runs is read from pods (observed). Where no pod of a workload was seen, its template counts for it, which admission may
change and of which nothing may run: declared, also where the API itself gave the template.
"""

from collections.abc import Callable, Iterable, Iterator

from generator.checks.base import NAMESPACE, POD, CheckContext, Judgment, judged, named
from generator.model.posture import Certainty, JudgedSubject
from generator.model.settings.base import Setting
from generator.model.settings.isolation import PodIsolation, SeenIn
from generator.text import agreeing, counted


def judge_workloads(
    context: CheckContext, verdict: Callable[[Setting[PodIsolation]], JudgedSubject], *, notes: Iterable[str] = ()
) -> Judgment:
    """One verdict for each way in which a workload's pods are made; the worst of them is the workload's."""
    workloads = context.inside(PodIsolation)
    if workloads:
        return judged(map(verdict, workloads), notes=(*notes, *left_out(context)))
    none = "No workload of the system's own."
    return context.absent(none, "workloads", POD, NAMESPACE, refusing=(POD,), notes=left_out(context))


def certainty(context: CheckContext, each: Setting[PodIsolation]) -> Certainty:
    """Of what a workload's pods show, or its template."""
    return context.certainty_of(each) if each.says.seen_in is SeenIn.PODS else Certainty.DECLARED


def left_out(context: CheckContext) -> Iterator[str]:
    """Workloads outside the boundary's namespaces, which are not judged."""
    others = [each for each in context.of(PodIsolation) if not context.is_ours(each.namespace)]
    if others:
        total = counted(len({each.key for each in others}), "workload")
        where = named(sorted({each.namespace for each in others}))
        why = "outside the boundary's namespaces" if context.system.boundary_namespaces else "in namespaces of the platform"
        yield f"{total} {why} ({where}) {agreeing(len({each.key for each in others}), 'was', 'were')} not judged."
