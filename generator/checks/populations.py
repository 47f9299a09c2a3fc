"""Who a check is asked of, and what shows that none of them is missing: one function for each list that may have gaps.

A check judges the subjects that were collected. Whether these are all is another question, and each check names the function
that answers it (`Check.population`): it yields one unknown subject for what no list shows, with the reason, the files that were
collected instead and what to collect. `judging` adds it to the verdicts, so that a requirement is *enforced* only where its
population is known to be whole, and *none found* only where the lists that could hold a subject were collected.

Rules:

- What an API did not list whole (refused, cut off, a single object, the pods of one namespace alone) leaves others unknown.
- A workload has a template, which a list of pods does not show between two runs or while it is scaled to zero: the population
  of workloads and of their images needs the pods and the kinds that make them.
- What was collected more than 30 days before the as-of date no longer says what runs.
- Manifests declare their own population. Nothing beside them is claimed, and the state reads "configured, not seen at work".
- Files that are handed in to be judged (scans, drawings) are their own population: `handed_in`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from generator.checks.base import NAMESPACE, NODE, POD, CheckContext, Population, is_kubernetes, named, resources
from generator.frameworks.fedramp_rev5 import SCAN_WINDOW_DAYS
from generator.model.facts import ClusterView
from generator.model.posture import JudgedSubject
from generator.model.settings.base import GroupKind
from generator.model.verdict_makers import unknown

MAKERS: tuple[GroupKind, ...] = (
    ("apps", "DaemonSet"),
    ("apps", "Deployment"),
    ("apps", "StatefulSet"),
    ("batch", "CronJob"),
)
"""Kinds whose templates count while no pod of theirs is seen. A Job without a pod has ended, or makes it at once."""
_DAEMON_SET: GroupKind = ("apps", "DaemonSet")
_OPENINGS: tuple[GroupKind, ...] = (("", "Service"), ("networking.k8s.io", "Ingress"))
_OTHER_OPENINGS: tuple[GroupKind, ...] = (
    ("gateway.networking.k8s.io", "Gateway"),
    ("networking.istio.io", "Gateway"),
    ("route.openshift.io", "Route"),
)

STALE = f"what runs was collected more than {SCAN_WINDOW_DAYS} days before the as-of date"
NOTHING_RUNS = "what runs was not collected"
_FOREIGN = "what runs there was not listed whole"
_MOST_FILES = 3

Reach = Callable[[CheckContext, str], Iterator[JudgedSubject]]
"""Of one cluster, with what to call those that were not listed."""


def handed_in(_context: CheckContext) -> Iterator[JudgedSubject]:
    """What people hand in to be judged: drawings, scans, what system.yaml and decisions state, answers of a cloud's accounts.

    The requirement is about them alone, so none is missing. Whether they are enough is what other requirements ask: each image
    for its scan (`image-never-scanned`), each asset for its shape (`inventory-not-drawn`).
    """
    return iter(())


def drawn(context: CheckContext) -> Iterator[JudgedSubject]:
    """What is drawn, as it is compared with what runs: all of it was handed in, and an old answer does not say what runs."""
    for configuration in context.facts.configurations:
        here = replace(context, configuration=configuration)
        if _is_stale(here):
            yield _others(here, f"what runs in {configuration.cluster}", STALE)


def of_kinds(others: str, *kinds: GroupKind) -> Population:
    """Objects of these kinds in one cluster: each of them has to be listed whole."""
    return lambda context: _missing(context, others, kinds)


def of_kinds_known(others: str, *kinds: GroupKind) -> Population:
    """Objects of kinds that a cluster need not know (Gateways, Applications): those that it knows have to be listed whole."""
    return lambda context: _missing(context, others, [each for each in kinds if context.listed(each)])


def _of_each(others: str, reach: Reach) -> Population:
    return lambda context: _in_each(context, others, reach)


def _pods(context: CheckContext, others: str) -> Iterator[JudgedSubject]:
    return _running(context, others, (POD,))


def _workloads(context: CheckContext, others: str) -> Iterator[JudgedSubject]:
    return _running(context, others, (*MAKERS, POD))


def _openings(context: CheckContext, others: str) -> Iterator[JudgedSubject]:
    known = [each for each in _OTHER_OPENINGS if context.listed(each)]
    return _missing(context, others, (*_OPENINGS, *known))


workloads = _of_each("other workloads", _workloads)
"""Workloads of one cluster, or of each: by their pods, and by templates of which no pod was seen."""
images = _of_each("other images", _workloads)
"""Images of the workloads of each cluster."""
running_containers = _of_each("other containers", _pods)
"""Containers that run at the moment, in each cluster: a list of its pods shows them all."""
nodes = _of_each("other nodes", lambda here, others: _missing(here, others, (NODE,)))
"""Nodes of one cluster, or of each."""
sensors = _of_each("other sensors", lambda here, others: _missing(here, others, (_DAEMON_SET,)))
"""Runtime sensors of one cluster, or of each: DaemonSets show them."""
openings = _of_each("other entry points", _openings)
"""Ways into one cluster, or into each: Services and Ingresses, and those of the other kinds that the cluster knows."""
namespaces = of_kinds("other namespaces", NAMESPACE)
"""Namespaces of one cluster."""
control_plane = of_kinds("other instances of the control plane", POD)
"""Instances of what the control plane consists of, which stand in pods of their own."""


def both(*populations: Population) -> Population:
    """Subjects of several kinds."""
    return lambda context: (each for population in populations for each in population(context))


def what_runs(others: str) -> Population:
    """What is found by what runs (who is called, what is built for it), where that was collected whole."""

    def missing(context: CheckContext) -> Iterator[JudgedSubject]:
        if not context.facts.workloads and not any(each.running for each in context.facts.configurations):
            yield unknown(others, NOTHING_RUNS, next_step="collect what runs")
        yield from _in_each(context, others, _workloads)

    return missing


def _in_each(context: CheckContext, others: str, reach: Reach) -> Iterator[JudgedSubject]:
    """In the cluster that is asked about; where the system as a whole is, in each, with the cluster's name."""
    if context.cluster:
        yield from reach(context, others)
        return
    for configuration in context.facts.configurations:
        here = replace(context, configuration=configuration)
        yield from reach(here, f"{others} of {configuration.cluster}")


def _running(context: CheckContext, others: str, kinds: Sequence[GroupKind]) -> Iterator[JudgedSubject]:
    if context.configuration.running and not is_kubernetes(context.configuration):
        yield _others(context, others, _FOREIGN)
    elif context.configuration.only_namespaces and not _is_the_boundary(context):
        number = len(context.configuration.only_namespaces)
        namespaces = "one namespace" if number == 1 else f"{number:,} namespaces"
        yield _others(context, others, f"the pods of {namespaces} alone were collected", kinds)
    else:
        yield from _missing(context, others, kinds, of_boundary=bool(context.configuration.only_namespaces))


def _is_the_boundary(context: CheckContext) -> bool:
    """Is every namespace inside the boundary, as system.yaml names them, among those whose pods were listed?"""
    inside = set(context.system.boundary_namespaces)
    return bool(inside) and inside <= context.configuration.only_namespaces


def _lists_the_boundary(context: CheckContext, kind: GroupKind) -> bool:
    """Was this kind listed in every namespace inside the boundary? An empty list may be that of the only one."""
    inside = set(context.system.boundary_namespaces)
    names = context.configuration.of_namespaces.get(kind)
    return names is not None and (inside <= names or (not names and len(inside) == 1))


def _missing(
    context: CheckContext, others: str, kinds: Sequence[GroupKind], *, of_boundary: bool = False
) -> Iterator[JudgedSubject]:
    """At most one subject: the first reason that keeps these lists from being whole. Manifests have none.

    `of_boundary`: lists of the namespaces inside the boundary are enough.
    """
    if not context.configuration.running or not kinds:
        return
    missing = [
        kind for kind in kinds if not context.complete(kind) and not (of_boundary and _lists_the_boundary(context, kind))
    ]
    if missing:
        refused = [kind for kind in missing if context.refused(*resources(kind))]
        names = _names(refused or missing)
        reason = f"the API refused to list {names}" if refused else f"{names} were not listed whole by the API"
        yield _others(context, others, reason, missing)
    elif _is_stale(context):
        yield _others(context, others, STALE, kinds)


def _others(context: CheckContext, others: str, reason: str, kinds: Sequence[GroupKind] = ()) -> JudgedSubject:
    names = _names(kinds) if kinds else "what runs"
    files = islice(context.files(context.cluster), _MOST_FILES)
    return unknown(others, reason, *files, next_step=f"collect all {names} of {context.cluster}")


def _names(kinds: Sequence[GroupKind]) -> str:
    return named([_plural(kind) for _, kind in kinds])


def _plural(kind: str) -> str:
    """`Policies`, `Ingresses`, `Pods`."""
    if kind.endswith("y"):
        return f"{kind.removesuffix('y')}ies"
    return f"{kind}es" if kind.endswith("s") else f"{kind}s"


def _is_stale(context: CheckContext) -> bool:
    return any(view.name == context.cluster and is_stale(view, context.facts.as_of) for view in context.facts.clusters)


def is_stale(view: ClusterView, as_of: date) -> bool:
    """Was the cluster collected so long before the day that the answer no longer says what runs?"""
    return view.running and view.taken is not None and (as_of - view.taken.date()).days > SCAN_WINDOW_DAYS
