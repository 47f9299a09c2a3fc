"""Workloads that an unmatched shape may stand for, with reasons: for a person to decide, never a match.

A likeness of names counts most; that both name the same kind of software, and that neighbors in the drawing are
neighbors in the cluster, counts beside it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from generator.graph.drawn_shapes import DrawnShape, Identity
from generator.graph.match import Matching, workload_of
from generator.graph.old_synonyms import kinships
from generator.model.flow import EndKind, Flow, Suggestion
from generator.model.inventory import KEPT_BY_CLOUD, PRODUCT, Workload

MOST = 3
"""Suggestions for one shape: a person reads them one by one."""
EXTERNAL = "external/"
"""Before the name of an external service, where one is suggested in place of a workload."""
LEAST = 42
"""Of 100; below it a suggestion is noise."""
_SURE = 50
"""The same for something that is drawn as external, and so is less likely to run here."""

_WORDS = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_FILLERS = frozenset("service services microservice svc deployment pod container app application the a of and for to".split())
_NAME, _KIND, _NEIGHBORS, _FREE = 0.55, 25, 20, 5
_ALIKE = 60
_MOST_PAIRS = 2_000_000
"""Shapes times names up to which every pair is compared, about a second; above it only names with a word in common."""


def suggest(
    matching: Matching,
    workloads: Sequence[Workload],
    running: Sequence[Flow],
    *,
    outside: Sequence[DrawnShape] = (),
    services: Sequence[str] = (),
) -> tuple[Suggestion, ...]:
    """The best few for every unmatched component, best first within a shape, shapes in the order drawn.

    `outside` are shapes drawn as external that are no listed service: for them also `services`, which are not drawn.
    """
    if not matching.alone and not outside:
        return ()
    cluster = _WorkloadIndex(workloads, matching.running)
    around = _Neighbors(matching, running)
    thorough = (len(matching.alone) + len(outside)) * cluster.names <= _MOST_PAIRS
    suggestions = [
        suggestion for shape in matching.alone for suggestion in _for_shape(shape, cluster, around, thorough=thorough)
    ]
    names = [(name, " ".join(_words(name))) for name in services]
    for shape in outside:
        inside = [
            suggestion for suggestion in _for_shape(shape, cluster, around, thorough=thorough) if suggestion.score >= _SURE
        ]
        suggestions += sorted((*_services(shape, names), *inside), key=lambda service: -service.score)[:MOST]
    return tuple(suggestions)


def _services(shape: DrawnShape, names: Sequence[tuple[str, str]]) -> Iterator[Suggestion]:
    label = " ".join(_words(shape.node.label))
    for name, words in names:
        if (score := _likeness(label, words)) >= _ALIKE:
            yield Suggestion(
                id=shape.node.id, label=shape.node.label, workload=f"{EXTERNAL}{name}", score=score, why=f"named like {name}"
            )


def _for_shape(shape: DrawnShape, cluster: "_WorkloadIndex", around: "_Neighbors", *, thorough: bool) -> list[Suggestion]:
    shape_words = _words(f"{shape.node.label} {shape.node.technology or ''}")
    kinds = kinships(shape_words)
    # NOTE: a flow log names workloads that were not collected (a cluster's DNS, another team's namespace).
    likely = around.candidates(shape.identity) & cluster.known.keys()
    suggestions = []
    for key in sorted(cluster.candidates(shape_words, kinds, thorough=thorough) | likely):
        score, why = _weigh(shape, shape_words, kinds, cluster.known[key], around)
        if score >= LEAST:
            suggestions.append(
                Suggestion(id=shape.node.id, label=shape.node.label, workload=key, score=score, why="; ".join(why))
            )
    return sorted(suggestions, key=lambda suggestion: (-suggestion.score, suggestion.workload))[:MOST]


def _weigh(
    shape: DrawnShape, shape_words: Sequence[str], kinds: frozenset[str], workload: "_Running", around: "_Neighbors"
) -> tuple[int, list[str]]:
    name, alike = max(
        ((_likeness(text, name), name) for text in _texts(shape, shape_words) for name in workload.names), default=(0, "")
    )
    why = [f"named like {alike}"] if name >= _ALIKE else []
    score = _NAME * name
    if shared := sorted(kinds & workload.kinds):
        score += _KIND
        seen = kinships(_words(workload.image)) & kinds
        why.append(f"both tell of {shared[0]}" + (f" (image {workload.image})" if seen else ""))
    if neighbor := around.shared(shape.identity, workload.key):
        score += _NEIGHBORS
        why.append(f"beside {', '.join(neighbor[:3])} in both")
    if why and workload.free:
        score += _FREE
        why.append("nothing else is drawn for it")
    return min(round(score), 99), why


def _texts(shape: DrawnShape, shape_words: Sequence[str]) -> Iterator[str]:
    yield " ".join(word for word in shape_words if word not in _FILLERS)
    for name in shape.names:
        yield " ".join(_words(name))


def _likeness(drawn: str, running: str) -> int:
    """0 to 100: half how much the words are the same, half how much the letters are."""
    return round((fuzz.token_set_ratio(drawn, running) + fuzz.ratio(drawn.replace(" ", ""), running.replace(" ", ""))) / 2)


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORDS.findall(_CAMEL.sub(" ", text))]


@dataclass(frozen=True, slots=True)
class _Running:
    """A workload by the names it may have."""

    key: str
    names: tuple[str, ...]
    kinds: frozenset[str]
    image: str
    free: bool


class _WorkloadIndex:
    """All workloads, looked up by words and by kinds of software."""

    def __init__(self, workloads: Sequence[Workload], taken: frozenset[str]) -> None:
        self.known = {each.key: _running(each, taken) for each in workloads}
        self._by_word: dict[str, set[str]] = defaultdict(set)
        self._by_kind: dict[str, set[str]] = defaultdict(set)
        self._by_name: dict[str, set[str]] = defaultdict(set)
        for each in self.known.values():
            self._enter(each)

    def _enter(self, each: _Running) -> None:
        for name in each.names:
            self._by_name[name].add(each.key)
            for word in name.split():
                self._by_word[word].add(each.key)
        for kind in each.kinds:
            self._by_kind[kind].add(each.key)

    @property
    def names(self) -> int:
        """How many names there are to compare with."""
        return len(self._by_name)

    def candidates(self, shape_words: Sequence[str], kinds: frozenset[str], *, thorough: bool) -> set[str]:
        """Workloads worth weighing."""
        candidates = {key for word in shape_words for key in self._by_word.get(word, ())}
        if thorough:
            candidates |= {key for kind in kinds for key in self._by_kind.get(kind, ())}
            near = process.extract(
                " ".join(shape_words), self._by_name.keys(), scorer=fuzz.WRatio, score_cutoff=_ALIKE, limit=20
            )
            candidates |= {key for name, _, _ in near for key in self._by_name[name]}
        return candidates


def _running(workload: Workload, taken: frozenset[str]) -> _Running:
    own = [each for each in workload.containers if not each.init]
    services = () if workload.namespace == KEPT_BY_CLOUD else workload.services
    names = {" ".join(_words(name)) for name in (workload.name, *services, *(each.name for each in own))}
    images = [_image(each.image) for each in own] or [dict(workload.labels).get(PRODUCT, "")]
    words = [word for text in (*names, *images) for word in _words(text)]
    return _Running(
        key=workload.key,
        names=tuple(sorted(names - {""})),
        kinds=kinships(words),
        image=images[0] if images else "",
        free=workload.key not in taken,
    )


def _image(reference: str) -> str:
    """The last part of an image's name, without version."""
    return reference.partition("@")[0].rpartition("/")[2].partition(":")[0]


class _Neighbors:
    """What is drawn beside a shape, and what runs beside a workload."""

    def __init__(self, matching: Matching, running: Sequence[Flow]) -> None:
        self._drawn = _drawn_neighbors(matching)
        self._running: dict[str, set[str]] = defaultdict(set)
        for flow in running:
            if EndKind.WORKLOAD is flow.source.kind is flow.target.kind:
                self._running[flow.source.key].add(flow.target.key)
                self._running[flow.target.key].add(flow.source.key)

    def candidates(self, identity: Identity) -> set[str]:
        """What runs beside the workloads that are drawn beside the shape."""
        return {key for neighbor in self._drawn.get(identity, ()) for key in self._running.get(neighbor, ())}

    def shared(self, identity: Identity, workload: str) -> list[str]:
        """Names of workloads that are beside both, sorted."""
        both = self._drawn.get(identity, set()) & self._running.get(workload, set())
        return sorted(key.rpartition("/")[2] for key in both)


def _drawn_neighbors(matching: Matching) -> Mapping[Identity, set[str]]:
    shapes = {shape.key: shape for shape in matching.shapes}
    neighbors: dict[Identity, set[str]] = defaultdict(set)
    for diagram in matching.diagrams:
        for number, page in enumerate(diagram.pages):
            for edge in page.edges:
                ends = [shapes.get((diagram.evidence.sha256, number, id_)) for id_ in (edge.source_id, edge.target_id)]
                _note(neighbors, ends, matching)
    return neighbors


def _note(neighbors: dict[Identity, set[str]], ends: Iterable[DrawnShape | None], matching: Matching) -> None:
    source, target = ends
    if source is None or target is None:
        return
    for here, there in ((source, target), (target, source)):
        if there.key in matching.matches:
            neighbors[here.identity] |= {workload_of(key) for key in matching.matches[there.key].workloads}
