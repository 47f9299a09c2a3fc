"""Workloads that an unmatched shape may stand for, with reasons: for a person to decide, never a match.

A likeness of names counts most; that both name the same kind of software, and that neighbors in the drawing are
neighbors in the cluster, counts beside it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from generator.graph.drawn import Drawn, Identity
from generator.graph.kinships import kinships
from generator.graph.match import Matching, workload_of
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
_NAME, _KIND, _NEIGHBOURS, _FREE = 0.55, 25, 20, 5
_ALIKE = 60
_MOST_PAIRS = 2_000_000
"""Shapes times names up to which every pair is compared, about a second; above it only names with a word in common."""


def suggest(
    matching: Matching,
    workloads: Sequence[Workload],
    running: Sequence[Flow],
    *,
    outside: Sequence[Drawn] = (),
    services: Sequence[str] = (),
) -> tuple[Suggestion, ...]:
    """The best few for every unmatched component, best first within a shape, shapes in the order drawn.

    `outside` are shapes drawn as external that are no listed service: for them also `services`, which are not drawn.
    """
    if not matching.alone and not outside:
        return ()
    cluster = _Cluster(workloads, matching.running)
    around = _Neighbours(matching, running)
    thorough = (len(matching.alone) + len(outside)) * cluster.names <= _MOST_PAIRS
    found = [each for one in matching.alone for each in _for_shape(one, cluster, around, thorough=thorough)]
    names = [(name, " ".join(_words(name))) for name in services]
    for one in outside:
        inside = [each for each in _for_shape(one, cluster, around, thorough=thorough) if each.score >= _SURE]
        found += sorted((*_services(one, names), *inside), key=lambda each: -each.score)[:MOST]
    return tuple(found)


def _services(one: Drawn, names: Sequence[tuple[str, str]]) -> Iterator[Suggestion]:
    said = " ".join(_words(one.node.label))
    for name, words in names:
        if (score := _likeness(said, words)) >= _ALIKE:
            yield Suggestion(
                id=one.node.id, label=one.node.label, workload=f"{EXTERNAL}{name}", score=score, why=f"named like {name}"
            )


def _for_shape(one: Drawn, cluster: "_Cluster", around: "_Neighbours", *, thorough: bool) -> list[Suggestion]:
    said = _words(f"{one.node.label} {one.node.technology or ''}")
    kinds = kinships(said)
    # NOTE: a flow log names workloads that were not collected (a cluster's DNS, another team's namespace).
    likely = around.candidates(one.identity) & cluster.known.keys()
    found = []
    for key in sorted(cluster.candidates(said, kinds, thorough=thorough) | likely):
        score, why = _weigh(one, said, kinds, cluster.known[key], around)
        if score >= LEAST:
            found.append(Suggestion(id=one.node.id, label=one.node.label, workload=key, score=score, why="; ".join(why)))
    return sorted(found, key=lambda each: (-each.score, each.workload))[:MOST]


def _weigh(
    one: Drawn, said: Sequence[str], kinds: frozenset[str], workload: "_Running", around: "_Neighbours"
) -> tuple[int, list[str]]:
    name, alike = max(((_likeness(text, name), name) for text in _texts(one, said) for name in workload.names), default=(0, ""))
    why = [f"named like {alike}"] if name >= _ALIKE else []
    score = _NAME * name
    if shared := sorted(kinds & workload.kinds):
        score += _KIND
        seen = kinships(_words(workload.image)) & kinds
        why.append(f"both tell of {shared[0]}" + (f" (image {workload.image})" if seen else ""))
    if beside := around.shared(one.identity, workload.key):
        score += _NEIGHBOURS
        why.append(f"beside {', '.join(beside[:3])} in both")
    if why and workload.free:
        score += _FREE
        why.append("nothing else is drawn for it")
    return min(round(score), 99), why


def _texts(one: Drawn, said: Sequence[str]) -> Iterator[str]:
    yield " ".join(word for word in said if word not in _FILLERS)
    for name in one.names:
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


class _Cluster:
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

    def candidates(self, said: Sequence[str], kinds: frozenset[str], *, thorough: bool) -> set[str]:
        """Workloads worth weighing."""
        found = {key for word in said for key in self._by_word.get(word, ())}
        if thorough:
            found |= {key for kind in kinds for key in self._by_kind.get(kind, ())}
            near = process.extract(" ".join(said), self._by_name.keys(), scorer=fuzz.WRatio, score_cutoff=_ALIKE, limit=20)
            found |= {key for name, _, _ in near for key in self._by_name[name]}
        return found


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


class _Neighbours:
    """What is drawn beside a shape, and what runs beside a workload."""

    def __init__(self, matching: Matching, running: Sequence[Flow]) -> None:
        self._drawn = _drawn_beside(matching)
        self._running: dict[str, set[str]] = defaultdict(set)
        for flow in running:
            if EndKind.WORKLOAD is flow.source.kind is flow.target.kind:
                self._running[flow.source.key].add(flow.target.key)
                self._running[flow.target.key].add(flow.source.key)

    def candidates(self, identity: Identity) -> set[str]:
        """What runs beside the workloads that are drawn beside the shape."""
        return {key for beside in self._drawn.get(identity, ()) for key in self._running.get(beside, ())}

    def shared(self, identity: Identity, workload: str) -> list[str]:
        """Names of workloads that are beside both, sorted."""
        both = self._drawn.get(identity, set()) & self._running.get(workload, set())
        return sorted(key.rpartition("/")[2] for key in both)


def _drawn_beside(matching: Matching) -> Mapping[Identity, set[str]]:
    shapes = {one.key: one for one in matching.shapes}
    found: dict[Identity, set[str]] = defaultdict(set)
    for diagram in matching.diagrams:
        for number, page in enumerate(diagram.pages):
            for edge in page.edges:
                ends = [shapes.get((diagram.evidence.sha256, number, id_)) for id_ in (edge.source_id, edge.target_id)]
                _note(found, ends, matching)
    return found


def _note(found: dict[Identity, set[str]], ends: Iterable[Drawn | None], matching: Matching) -> None:
    source, target = ends
    if source is None or target is None:
        return
    for here, there in ((source, target), (target, source)):
        if there.key in matching.found:
            found[here.identity] |= {workload_of(key) for key in matching.found[there.key].workloads}
