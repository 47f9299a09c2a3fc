"""What the checks of diagrams share: what stands for what, who confirmed it, and what may be drawn although it was not read."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps

from generator.checks.base import CheckContext, Judgment, judged, none_found, not_collected
from generator.model.comparison import MatchTier, PlacedShape
from generator.model.diagram import NodeKind
from generator.model.grouping import grouped
from generator.model.inventory import Workload
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation
from generator.model.verdict_makers import cite, unknown

_CLUSTER = re.compile(r"\b(?:kubernetes|k8s|openshift|eks|aks|gke)\b", re.IGNORECASE)
Judge = Callable[[CheckContext], Judgment]


def names_cluster(label: str) -> bool:
    """Does the text of a box say that a Kubernetes cluster is in it?"""
    return _CLUSTER.search(label) is not None


def compared(judge: Judge) -> Judge:
    """Judges where there is a diagram, and something to compare it with."""

    @wraps(judge)
    def judge_compared(context: CheckContext) -> Judgment:
        return judge(context) if context.comparison.compared else not_collected("a diagram that can be read, and what runs")

    return judge_compared


def judge_drawn(verdicts: Callable[[CheckContext], Iterable[JudgedSubject]], none: str, *, open_shapes: bool = False) -> Judge:
    """Judges what is drawn, one verdict for each, and says what was not read beside it; `none` where nothing of it is drawn."""

    @wraps(verdicts)
    def judge(context: CheckContext) -> Judgment:
        subjects = tuple(verdicts(context))
        if not subjects:
            return none_drawn(context, none, open_shapes=open_shapes)
        return judged((*subjects, *left_unread(context)))

    return compared(judge)


def none_drawn(context: CheckContext, summary: str, *, open_shapes: bool = False) -> Judgment:
    """Where no diagram shows a subject: certain only where every diagram was read whole.

    `open_shapes`: a component of which it is not known what it stands for could be one.
    """
    if unread(context):
        return not_collected("diagrams that can be read whole")
    if open_shapes and any(_is_open(shape) for shape in context.comparison.shapes):
        return not_collected("what each drawn component stands for")
    return none_found(summary, citations=cited_diagrams(context))


def _is_open(shape: PlacedShape) -> bool:
    return shape.kind is NodeKind.COMPONENT and not (shape.workloads or shape.external or shape.left_out)


def unread(context: CheckContext) -> str:
    """Why what no shape stands for may be drawn all the same, as a clause; empty where every diagram was read whole.

    A picture of the name of a diagram that was read is its export.
    """
    known = {_stem(diagram.evidence.path) for diagram in context.facts.diagrams}
    if any(_stem(path) not in known for path in context.unread_diagrams):
        return "a diagram could not be read"
    return "a part of a diagram could not be read" if any(page.unread for page in context.comparison.pages) else ""


def left_unread(context: CheckContext) -> Iterator[JudgedSubject]:
    """What was drawn and not read, page by page: a check of everything that is drawn cannot hold of it."""
    read = {diagram.evidence.path: diagram.evidence.source for diagram in context.facts.diagrams}
    for page in context.comparison.pages:
        if page.unread and page.path in read:
            name = f"what was not read of {page.path} ({page.page})"
            cited = cite("Page", page.page, read[page.path])
            step = "draw it with text and lines that end at shapes, or put what is included into the file"
            yield unknown(name, "a part of a diagram could not be read", *cited, next_step=step)
    for path in context.unread_diagrams:
        if _stem(path) not in map(_stem, read):
            yield unknown(path, "a diagram could not be read", next_step="export it in a format that is read (docs/formats.md)")


def _stem(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return f"{folder}/{name.split('.')[0]}".casefold()


def joined(shapes: Iterable[PlacedShape]) -> tuple[Certainty, str]:
    """How sure it is that one of these stands for it, and who says so: the strongest of them.

    A name or label is declared by the drawing, a mapping is a person's statement.
    """
    stated = {each.reviewed_by for each in shapes if each.tier is MatchTier.MAPPING}
    if any(each.tier is not MatchTier.MAPPING for each in shapes):
        return Certainty.DECLARED, ""
    return Certainty.STATED, ", ".join(sorted(stated - {""}))


def cited_shapes(shapes: Iterable[PlacedShape]) -> tuple[ObjectCitation, ...]:
    """The shapes as evidence."""
    return tuple(citation for each in shapes for citation in cite("Shape", each.name, each.source))


def cited_workload(workload: Workload) -> tuple[ObjectCitation, ...]:
    """What runs or is declared to run, as evidence."""
    return tuple(
        ObjectCitation(kind=workload.kind, name=workload.name, namespace=workload.namespace, source=source)
        for source in workload.sources
    )


def cited_diagrams(context: CheckContext) -> tuple[ObjectCitation, ...]:
    """Every diagram that was read: what shows that something is on none of them."""
    return tuple(
        citation
        for diagram in context.facts.diagrams
        for citation in cite("File", diagram.evidence.path, diagram.evidence.source)
    )


def external_shapes(context: CheckContext) -> tuple[PlacedShape, ...]:
    """Shapes that stand for an external service, and those that are drawn as external and are nothing that runs inside."""
    return tuple(
        shape
        for shape in context.comparison.shapes
        if shape.external or (shape.kind is NodeKind.EXTERNAL and shape.label and not shape.workloads and not shape.left_out)
    )


def by_workload(shapes: Iterable[PlacedShape]) -> Mapping[str, tuple[PlacedShape, ...]]:
    """The shapes that stand for each workload, by its key."""
    return _grouped((key, each) for each in shapes for key in each.workloads)


def by_external(shapes: Iterable[PlacedShape]) -> Mapping[str, tuple[PlacedShape, ...]]:
    """The shapes that stand for each external service, by its name."""
    return _grouped((each.external, each) for each in shapes if each.external)


def _grouped(pairs: Iterable[tuple[str, PlacedShape]]) -> Mapping[str, tuple[PlacedShape, ...]]:
    return {name: tuple(shapes) for name, shapes in grouped(pairs).items()}
