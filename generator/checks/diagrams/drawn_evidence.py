"""What the checks of diagrams share: what stands for what, who confirmed it, and what may be drawn although it was not read."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps

from generator.checks.base import CheckContext, Judgment, judged, none_found, not_collected
from generator.facts.managed import runs
from generator.graph.normalize import bare, possible_names
from generator.model.comparison import MatchTier, PlacedShape
from generator.model.diagram import NodeKind
from generator.model.evidence import EvidenceSource
from generator.model.grouping import grouped
from generator.model.inventory import Workload
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation
from generator.model.verdict_makers import cite, unknown

_CLUSTER = re.compile(r"\b(?:kubernetes|k8s|openshift|eks|aks|gke)\b", re.IGNORECASE)
_BY_NAME = (MatchTier.EXPLICIT, MatchTier.MAPPING, MatchTier.EXACT)
Judge = Callable[[CheckContext], Judgment]
SUGGESTED = "only a suggested match exists, and no person confirmed it"


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


class DrawnCandidates:
    """What runs, by name: which workloads share a name, and what a shape may stand for.

    A shape is joined by name only where one thing can be meant, so evidence of a second thing of that name rivals a match.
    Names that no shape has rival nothing. Where names leave a choice, everything that runs is weighed for a shape at once
    (`graph.match_weighing`), so that evidence of any of it rivals the result.
    """

    def __init__(self, context: CheckContext) -> None:
        self._named: dict[str, list[Workload]] = defaultdict(list)
        self._workloads: dict[str, list[Workload]] = defaultdict(list)
        drawn = {bare(text) for shape in context.comparison.shapes for text in possible_names(shape.label, shape.id)} - {""}
        for workload in runs(context.facts):
            self._workloads[workload.key].append(workload)
            for name in drawn.intersection(map(bare, _names(workload))):
                self._named[name].append(workload)
        self._shapes = context.comparison.shapes
        self._suggested = grouped(
            ((each.id, each.label), each.workload) for each in context.comparison.suggested if not each.by_elimination
        )
        by_path = {source.path: source for each in runs(context.facts) for source in each.sources}
        self._weighed = tuple(by_path[path] for path in sorted(by_path))
        by_name = [shape for shape in self._shapes if shape.tier in _BY_NAME]
        self._ends_by_name = {(shape.id, shape.label) for shape in by_name}
        self._workloads_by_name = {key for shape in by_name for key in shape.workloads}

    @property
    def suggested(self) -> frozenset[str]:
        """Keys of workloads, and `external/NAME` of services, that an unmatched shape may stand for."""
        return frozenset(key for keys in self._suggested.values() for key in keys)

    def of_shape(self, shape: PlacedShape) -> tuple[str, ...]:
        """What was suggested for a shape."""
        return tuple(self._suggested.get((shape.id, shape.label), ()))

    def of_end(self, id_: str, label: str) -> tuple[EvidenceSource, ...]:
        """Where everything comes from that the shape at an end of a line may stand for."""
        if (id_, label) not in self._ends_by_name:
            return self._weighed
        named = (each.key for text in possible_names(label, id_) for each in self._named.get(bare(text), ()))
        return self.sources({*named, *self._suggested.get((id_, label), ())})

    def in_place_of(self, name: str) -> tuple[EvidenceSource, ...]:
        """Where the workloads come from that shapes of this name stand for."""
        return self.sources({key for shape in self._shapes if bare(shape.label) == bare(name) for key in shape.workloads})

    def named(self, shape: PlacedShape) -> tuple[Workload, ...]:
        """Everything that runs under the name of a shape."""
        return tuple(self._named.get(bare(shape.label), ()))

    def rivals(self, *keys: str) -> tuple[EvidenceSource, ...]:
        """Where other things of the same names, or suggested for the same shapes, come from."""
        if any(key not in self._workloads_by_name for key in keys):
            return self._weighed
        return tuple(sorted({source for key in keys for source in self._rivals(key)}))

    def _rivals(self, key: str) -> Iterator[EvidenceSource]:
        names = {bare(text) for workload in self._workloads.get(key, ()) for text in _names(workload)}
        others = {each.key for name in names for each in self._named.get(name, ())}
        others.update(*(suggested for suggested in self._suggested.values() if key in suggested))
        yield from self.sources(others - {key})

    def sources(self, keys: Iterable[str]) -> tuple[EvidenceSource, ...]:
        """Where these come from."""
        return tuple(sorted({source for key in keys for each in self._workloads.get(key, ()) for source in each.sources}))


def _names(workload: Workload) -> tuple[str, ...]:
    return (workload.name, *workload.services, *(container.name for container in workload.containers))
