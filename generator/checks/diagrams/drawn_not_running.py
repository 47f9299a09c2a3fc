"""What is drawn, and what runs behind it.

FedRAMP SSP template, section 8: the diagrams depict the system as it is. Subjects are component shapes with a text, each once
however many pages show it; people, external systems, notes, legends and boxes are none. That nothing stands behind a shape is
certain only where the place it is drawn in was collected whole: a namespace, or a cluster, whose workloads the API listed.
What lies in no such box may be a service of a cloud or of another provider, of which nothing need have been collected.
"""

from collections.abc import Iterator, Mapping, Sequence

from generator.checks.base import WORKLOADS, Check, CheckContext, Judgment, judged
from generator.checks.diagrams.drawn_candidates import DrawnCandidates
from generator.checks.diagrams.drawn_evidence import (
    cited_shapes,
    cited_workload,
    compared,
    joined,
    left_unread,
    names_cluster,
    none_drawn,
)
from generator.checks.mapping import mapped
from generator.checks.populations import drawn
from generator.facts.managed import runs
from generator.model.comparison import PlacedShape
from generator.model.diagram import NodeKind
from generator.model.grouping import grouped
from generator.model.inventory import Workload
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.verdict_makers import cite, fails, passes, unknown
from generator.text import agreeing, counted, listed

_MOST = 3
_WAITING = "its pods are Pending: none of them had started when they were listed"

_REQUIREMENT = PostureRequirement(
    id="drawn-not-running",
    area="Asset management",
    title="What is drawn runs",
    problem="Drawn, but not running",
    asks="Does every component in a diagram stand for something that runs?",
    rationale="A diagram that shows what is not there describes another system than the one that is assessed.",
    fix="Say what it stands for in decisions/diagram-mapping.yaml, or collect what creates it, where a gap names a file that "
    "was not read whole; where nothing creates it, remove it from the diagram.",
    reference="FedRAMP Rev5 playbook, agency authorization: inconsistent diagrams and narratives are a cause of remediation",
    controls=mapped(ours="CM-8 CM-8(3) PL-8"),
    subjects=("drawn component", "drawn components"),
)


def _judge(context: CheckContext) -> Judgment:
    shapes = _components(context)
    if not shapes:
        return none_drawn(context, "No diagram shows a component with a text.")
    running = grouped((each.key, each) for each in runs(context.facts))
    candidates = DrawnCandidates(context)
    subjects = (_subject(each, context, running, candidates) for each in shapes)
    return judged((*subjects, *left_unread(context)), notes=_notes(context))


def _components(context: CheckContext) -> tuple[tuple[PlacedShape, ...], ...]:
    """Each drawn thing with all its shapes."""
    things = grouped(
        (shape.same_as, shape)
        for shape in context.comparison.shapes
        if shape.kind is NodeKind.COMPONENT and shape.label and not shape.left_out
    )
    return tuple(tuple(shapes) for shapes in things.values() if not _is_external(shapes))


def _is_external(shapes: Sequence[PlacedShape]) -> bool:
    return any(shape.external for shape in shapes) and not any(shape.workloads for shape in shapes)


def _subject(
    shapes: Sequence[PlacedShape], context: CheckContext, running: dict[str, list[Workload]], candidates: DrawnCandidates
) -> JudgedSubject:
    name, cited = shapes[0].same_as, cited_shapes(shapes)
    matched = [shape for shape in shapes if shape.workloads]
    if matched:
        if idle := _not_started(matched, context, running):
            return unknown(
                name, f"it starts only with a profile ({listed(idle)}), and nothing says that one is asked for", *cited
            )
        certainty, by = joined(matched)
        behind = [each for shape in matched for key in shape.workloads for each in running.get(key, ())]
        if behind and all(each.waiting for each in behind):
            pods = (citation for each in behind for citation in cited_workload(each))
            proof = (*cited_shapes(matched), *pods)
            return unknown(
                name, _WAITING, *dict.fromkeys(proof), contested_by=[source for each in behind for source in each.sources]
            )
        proof = (*cited_shapes(matched), *(citation for each in behind for citation in cited_workload(each)))
        return passes(name, *dict.fromkeys(proof), certainty=certainty, stated_by=by)
    suggested = {key for shape in shapes for key in candidates.of_shape(shape)}
    same_name = {each.key for shape in shapes for each in candidates.named(shape)}
    rivals, clusters = candidates.sources(suggested | same_name), _listed_whole(shapes, context)
    part = next((shape.part_of for shape in shapes if shape.part_of), "")
    reason = (
        f"more than one thing that runs has this name: {listed(sorted(same_name), _MOST)}"
        if len(same_name) > 1
        else "only a suggested match exists"
        if suggested
        else f"it is drawn as a part of {part}, whose parts the evidence does not name"
        if part
        else ""
        if clusters
        else "no complete list of the workloads where it would run was collected"
    )
    if reason:
        # NOTE: where others go, what is left may be its only neighbor's neighbor, and is joined to it.
        return unknown(name, reason, *cited, contested_by=rivals or candidates.sources(running))
    lists = [file.source for view in context.facts.clusters if view.name in clusters for file in view.evidence]
    shape = shapes[0]
    decision = next((f" A decision about it: {each.because}." for each in shapes if each.because), "")
    return fails(
        name,
        "is drawn but nothing runs behind it",
        *cited,
        *cite("File", shape.label, *lists),
        certainty=Certainty.OBSERVED,
        contested_by=(*rivals, *lists),
        title=f"“{shape.label}” is drawn but nothing runs behind it",
        detail=f"The diagram {shape.path} ({shape.page}) shows “{shape.label}”, and no workload that the API of its cluster "
        f"listed could be joined to it.{decision}",
    )


def _not_started(matched: Sequence[PlacedShape], context: CheckContext, running: Mapping[str, Sequence[Workload]]) -> list[str]:
    """Profiles of a drawn thing all of whose workloads need one; empty where one of them needs none."""
    keys = {key for shape in matched for key in shape.workloads}
    idle = [each for each in context.facts.not_started if each.key in keys]
    return sorted({profile for each in idle for profile in each.profiles}) if keys.isdisjoint(running) else []


def _listed_whole(shapes: Sequence[PlacedShape], context: CheckContext) -> frozenset[str]:
    """The clusters that it is drawn in, where their APIs listed every workload; else none."""
    return next((found for shape in shapes if (found := _around(shape, context))), frozenset())


def _around(shape: PlacedShape, context: CheckContext) -> frozenset[str]:
    """A box for a namespace, in whichever clusters have it; else a box for the cluster, where all of it counts as inside the
    boundary."""
    clusters = context.facts.configurations
    if shape.namespace:
        having = {each.cluster for each in context.facts.workloads if each.namespace == shape.namespace}
    elif any(_is_cluster(box, [each.cluster for each in clusters]) for box in shape.boxes):
        having = set() if context.system.boundary_namespaces else {each.cluster for each in clusters}
    else:
        having = set()
    is_whole = all(set(WORKLOADS) <= each.complete for each in clusters if each.cluster in having)
    return frozenset(having) if is_whole else frozenset()


def _is_cluster(box: str, clusters: Sequence[str]) -> bool:
    return names_cluster(box) or box.casefold() in {each.casefold() for each in clusters}


def _notes(context: CheckContext) -> Iterator[str]:
    left = len({shape.same_as for shape in context.comparison.shapes if shape.left_out})
    if left:
        yield (
            f"{counted(left, 'shape')} {agreeing(left, 'is', 'are')} left out: decisions/diagram-mapping.yaml states that "
            f"{agreeing(left, 'it stands', 'they stand')} for nothing that runs."
        )


CHECK = Check(requirement=_REQUIREMENT, judge=compared(_judge), population=drawn)
