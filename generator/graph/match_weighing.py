"""Weighs all evidence for all pairs of a shape and a workload that come into question, and assigns them together.

What is sure is settled first; then the rest is weighed again beside it, since each match is evidence for its neighbors
(collective entity resolution: Bhattacharya and Getoor, ACM TKDD 1(1), 2007). Within a round, shapes and workloads are assigned
by a matching of maximum weight, so that two shapes that could both be one workload are each given theirs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import networkx as nx

from generator.graph.drawn_shapes import DrawnShape, Identity, NodeKey
from generator.graph.match_candidates import MatchCandidates, kind_of, kind_words
from generator.graph.match_profiles import DrawnProfile, Profiles, RunningProfile, Vocabulary, stem_of
from generator.graph.match_reasons import (
    ALL_OF_A_KIND,
    BASE,
    COPIED,
    DRAWN_OUTSIDE,
    FILLED_BOX,
    IN_ANOTHER_BOX,
    IN_ITS_BOX,
    LEFT_OVER,
    MOST_NEIGHBORS,
    MOST_UNRELATED,
    NEIGHBOR,
    NO_NEIGHBOR,
    OF_THE_PLATFORM,
    ONLY_ONE,
    ONLY_PAIR,
    PLURAL,
    RUNS_ONCE,
    SAME_FOR_ALL,
    SAME_PLACE,
    SEVERAL,
    TAKEN,
    WHOLE_NAME,
    Evidence,
    NameLikeness,
    Reason,
    listed,
    name_reason,
    named,
    odds,
    software_reason,
)
from generator.graph.running_names import workload_of
from generator.model.diagram import NodeKind
from generator.model.flow import EndKind, Flow

SURE = 0.70
"""Share from which on a pair is a match, where the next workload is far behind. Calibrated: BENCHMARKS.md, "Matching"."""
AHEAD = 1.0
"""How far, in points: the odds are at least e to 1."""
PROBABLE = 0.45
"""Share from which on a pair is probable: shown, one confirmation away."""
WORTH_SHOWING = 0.12
ROUNDS = 5
_MOST_ASSIGNED = 400
"""Pairs up to which a group is assigned by a matching; above it the best pair comes first."""
_TELLS = 0.3
_NAMED_HALF, _NAMED_ALONE, _NAMED_ENOUGH = 1.9, 3.0, 3.5
"""Points of a name that need no other evidence to be probable, and to be a match; that a box around shapes needs at least."""
_MOST_OF_ONE = 12
"""Workloads that one shape may stand for by its kind."""
_SUPPORT = 0.9
"""Points of neighbors from which on a second shape may stand for the only workload of its kind."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A workload that a shape may stand for."""

    key: str
    workloads: tuple[str, ...]
    """It and its twins."""
    points: float
    reasons: tuple[Reason, ...]
    grounds: frozenset[Evidence]
    """Kinds of evidence that support it."""
    may_share: bool
    """Another shape may stand for the same."""
    words: frozenset[str] = frozenset()
    """Words of the shape that its name has and that tell something."""

    @property
    def share(self) -> float:
        """0 to 1."""
        return odds(self.points)

    @property
    def why(self) -> str:
        """In words, the strongest and the weakest reason."""
        return listed(self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedMatches:
    """What came of weighing."""

    decided: Mapping[NodeKey, Weighed]
    probable: Mapping[NodeKey, Weighed]
    weighed: Mapping[NodeKey, Sequence[Weighed]]
    """Every workload worth showing, the best first."""


@dataclass(slots=True)
class _State:
    """What is known so far."""

    decided: dict[NodeKey, tuple[str, ...]]
    named: set[str] = field(default_factory=set)
    """Workloads that some shape stands for."""


class Weighing:
    """All evidence about a set of shapes and workloads."""

    def __init__(
        self,
        profiles: Profiles,
        lines: Sequence[tuple[NodeKey, NodeKey]],
        flows: Sequence[Flow],
        allowed: Mapping[NodeKey, str | None],
        held: Mapping[NodeKey, Sequence[str]],
    ) -> None:
        """`allowed`: the namespace of a shape's box; `held`: the workload whose name the innermost named box around it has."""
        self._profiles = profiles
        self._held = held
        self._allowed = allowed
        self._around: dict[NodeKey, list[tuple[NodeKey, bool]]] = defaultdict(list)
        for source, target in dict.fromkeys(lines):
            if source != target:
                self._around[source].append((target, True))
                self._around[target].append((source, False))
        self._calls: dict[str, set[str]] = defaultdict(set)
        self._called: dict[str, set[str]] = defaultdict(set)
        for flow in flows:
            if EndKind.WORKLOAD is flow.source.kind is flow.target.kind:
                self._calls[flow.source.key].add(flow.target.key)
                self._called[flow.target.key].add(flow.source.key)
        self._candidates = MatchCandidates(profiles.running.values())
        self._shapes_by_kind = self._kinds_drawn()
        self._components = frozenset(profiles.components)

    def decide(
        self,
        shapes: Sequence[DrawnShape],
        decided: Mapping[NodeKey, tuple[str, ...]],
        others: Sequence[DrawnShape] = (),
    ) -> WeighedMatches:
        """Round after round until nothing more is sure. `others` are weighed beside all that is settled, and not settled."""
        state = _State(decided=dict(decided))
        state.named = {workload for keys in decided.values() for workload in map(workload_of, keys)}
        open_ = {shape.key: self._profiles.drawn[shape.key] for shape in shapes}
        made: dict[NodeKey, Weighed] = {}
        weighed: dict[NodeKey, list[Weighed]] = {}
        for _ in range(ROUNDS):
            weighed |= self._round(open_, state)
            sure = self.sure({key: weighed[key] for key in open_})
            if not sure:
                break
            for key, pair in sure.items():
                made[key] = pair
                state.decided[key] = pair.workloads
                state.named |= set(pair.workloads)
                del open_[key]
        for key, several in self._several(open_, state, weighed).items():
            weighed[key] = [several]
            if several.share >= SURE:
                made[key] = several
                state.named |= set(several.workloads)
                del open_[key]
        best = _assigned({key: weighed[key] for key in open_})
        probable = {key: pair for key, pair in best.items() if is_probable(pair)}
        aside = {shape.key: self._profiles.drawn[shape.key] for shape in others}
        return WeighedMatches(
            decided=made, probable=probable, weighed={key: weighed[key] for key in open_} | dict(self._round(aside, state))
        )

    def _round(self, open_: Mapping[NodeKey, DrawnProfile], state: _State) -> Mapping[NodeKey, list[Weighed]]:
        """What is left is weighed beside what is settled; words are as rare as they are among what comes into question."""
        stores, others = (self._vocabulary(state, stores=stores) for stores in (True, False))
        return {key: self._weigh(drawn, stores if drawn.is_store else others, state) for key, drawn in open_.items()}

    def _vocabulary(self, state: _State, *, stores: bool) -> Vocabulary:
        names = {
            key: self._profiles.own_words(key)
            for key, each in self._profiles.running.items()
            if each.key == each.twins[0] and not each.is_copy
        }
        free = [split for key, split in names.items() if key not in state.named and self._may_be(key, store=stores)]
        return Vocabulary([drawn.text for drawn in self._profiles.drawn.values()], list(names.values()), free)

    def _may_be(self, key: str, *, store: bool) -> bool:
        running = self._profiles.running[key]
        return not running.runs_once and (store or not running.software.stores)

    def _weigh(self, drawn: DrawnProfile, vocabulary: Vocabulary, state: _State) -> list[Weighed]:
        namespace = self._allowed.get(drawn.shape.key)
        near = {key for other, _ in self._around[drawn.shape.key] for key in state.decided.get(other, ())}
        neighbors = {other for key in map(workload_of, near) for other in self._calls[key] | self._called[key]}
        pairs = []
        for key in self._candidates.of(drawn, neighbors & self._profiles.running.keys()):
            running = self._profiles.running[key]
            if key != running.twins[0] or (namespace is not None and not key.startswith(f"{namespace}/")):
                continue
            pairs.append(self._pair(drawn, running, vocabulary, state))
        ordered = sorted(pairs, key=lambda pair: (-pair.points, pair.key))
        return [pair for pair in _left_over(ordered, state) if pair.share >= WORTH_SHOWING]

    def _pair(self, drawn: DrawnProfile, running: RunningProfile, vocabulary: Vocabulary, state: _State) -> Weighed:
        alike = named(drawn, running, vocabulary, self._owners(drawn))
        reasons = [
            name_reason(alike) if alike else None,
            software_reason(drawn, running),
            _whole(drawn, running),
            self._only(drawn, running),
            self._place(drawn, running),
            self._neighbors(drawn, running, state),
        ]
        if running.is_copy:
            reasons.append(Reason(Evidence.COPY, COPIED, "it is a Compose service beside the platform's own definitions"))
        if running.is_platform:
            reasons.append(Reason(Evidence.PLATFORM, OF_THE_PLATFORM, f"{running.name} is a part of the platform"))
        if running.runs_once:
            reasons.append(Reason(Evidence.ONCE, RUNS_ONCE, f"{running.name} is a job that runs once"))
        reasons.append(_drawn_as(drawn))
        found = [reason for reason in reasons if reason]
        may_share = self._may_share(alike, found)
        if running.key in state.named and not may_share:
            found.append(Reason(Evidence.TAKEN, TAKEN, f"{running.name} has a shape already"))
        return Weighed(
            running.key,
            running.twins,
            BASE + sum(reason.points for reason in found),
            tuple(found),
            frozenset(reason.evidence for reason in found if reason.points > 0),
            may_share,
            frozenset(word for word in alike.found if vocabulary.weight(word) >= _TELLS) if alike else frozenset(),
        )

    @staticmethod
    def _may_share(alike: NameLikeness | None, reasons: Sequence[Reason]) -> bool:
        """May a second shape stand for the workload? By its name, or because the flows are those of one thing."""
        by_name = alike is not None and alike.is_whole
        support = sum(reason.points for reason in reasons if reason.evidence is Evidence.NEIGHBORS)
        alone = any(reason.evidence is Evidence.ONLY for reason in reasons)
        return by_name or (alone and support >= _SUPPORT)

    def _several(
        self, open_: Mapping[NodeKey, DrawnProfile], state: _State, weighed: Mapping[NodeKey, Sequence[Weighed]]
    ) -> Mapping[NodeKey, Weighed]:
        """One shape for all that runs of its kind: "S3" for two buckets, "Workers" for five deployments.

        Only where its text says nothing but the kind, no other shape is of that kind, none of them has a shape, and no evidence
        points at one of them. Teams'
        own applications need a plural: one "API" is one of them.
        """
        found = {}
        for key, drawn in open_.items():
            kind = kind_of(drawn)
            several = drawn.shape.node.label.casefold().rstrip(" )]").endswith("s")
            if (
                drawn.is_distinct
                or self._shapes_by_kind.get(kind, 0) > 1
                or not (several or drawn.is_store)
                or kind == ("application",)
            ):
                continue
            peers = sorted(self._candidates.peers(kind))
            allowed = self._allowed.get(key)
            if not 2 <= len(peers) <= _MOST_OF_ONE or set(peers) & state.named:
                continue
            points = sorted((pair.points for pair in weighed[key] if pair.key in peers), reverse=True)
            if len(points) > 1 and points[0] - points[1] >= AHEAD:
                continue
            if allowed is not None and not all(peer.startswith(f"{allowed}/") for peer in peers):
                continue
            found[key] = self._as_several(drawn, peers, plural=several)
        return found

    def _as_several(self, drawn: DrawnProfile, peers: Sequence[str], *, plural: bool) -> Weighed:
        kind = kind_of(drawn)
        reasons = [
            Reason(Evidence.MANY, ALL_OF_A_KIND, f"no other shape is of the kind {kind_words(kind)}, and {len(peers)} run")
        ]
        if kind[0] == "product":
            reasons.append(Reason(Evidence.SOFTWARE, SAME_FOR_ALL, f"all are {kind_words(kind)}"))
        if plural:
            reasons.append(Reason(Evidence.NAME, PLURAL, f"{drawn.shown} is a plural"))
        workloads = tuple(twin for peer in peers for twin in self._profiles.running[peer].twins)
        points = BASE + SEVERAL + sum(reason.points for reason in reasons)
        grounds = frozenset(each.evidence for each in reasons)
        return Weighed(peers[0], workloads, points, tuple(reasons), grounds, may_share=False)

    def _owners(self, drawn: DrawnProfile) -> frozenset[str]:
        """Words of the shapes beside it: `checkout-redis` is the Redis beside Checkout."""
        return frozenset(
            word
            for other, _ in self._around[drawn.shape.key]
            if other in self._profiles.drawn
            for word in self._profiles.drawn[other].text
        )

    def _only(self, drawn: DrawnProfile, running: RunningProfile) -> Reason | None:
        kind = kind_of(drawn)
        peers = self._candidates.peers(kind)
        if running.key not in peers:
            return None
        if len(peers) > 1:
            return None
        pair = self._shapes_by_kind.get(kind, 0) == 1 and drawn.shape.key in self._components
        points = ONLY_ONE + (ONLY_PAIR if pair else 0.0)
        text = f"nothing else of the kind {kind_words(kind)} runs"
        return Reason(Evidence.ONLY, points, f"{text} or is drawn" if pair else text)

    def _place(self, drawn: DrawnProfile, running: RunningProfile) -> Reason | None:
        """What is drawn inside the box of a workload is a part of it, unless it keeps data for it."""
        held = self._held.get(drawn.shape.key, ())
        if held and not drawn.is_store:
            name = workload_of(held[0]).rpartition("/")[2]
            if set(map(workload_of, held)) & set(running.twins):
                return Reason(Evidence.PLACE, IN_ITS_BOX, f"it is drawn in the box of {name}")
            return Reason(Evidence.PLACE, IN_ANOTHER_BOX, f"it is drawn in the box of {name}")
        return _by_place(drawn, running)

    def _kinds_drawn(self) -> Mapping[tuple[str, ...], int]:
        kinds: dict[tuple[str, ...], set[Identity]] = defaultdict(set)
        for drawn in map(self._profiles.drawn.__getitem__, self._profiles.components):
            kinds[kind_of(drawn)].add(drawn.shape.identity)
        return {kind: len(shapes) for kind, shapes in kinds.items()}

    def _neighbors(self, drawn: DrawnProfile, running: RunningProfile, state: _State) -> Reason | None:
        """Lines to shapes whose workloads are known, beside the flows of the evidence."""
        shared: dict[str, float] = {}
        unrelated = 0
        for other, leaves in self._around[drawn.shape.key]:
            ends = {workload_of(key) for key in state.decided.get(other, ())} - set(running.twins)
            if not ends:
                continue
            calls = {end for twin in running.twins for end in self._calls[twin]} & ends
            called = {end for twin in running.twins for end in self._called[twin]} & ends
            fit = (calls or called, 1.0) if (calls if leaves else called) else (calls or called, 0.6)
            if not fit[0]:
                unrelated += bool(any(self._calls[end] or self._called[end] for end in ends))
                continue
            end = min(fit[0])
            friends = len(self._calls[end]) + len(self._called[end])
            shared[end] = max(shared.get(end, 0.0), fit[1] * (1.0 if friends <= 3 else 3 / friends) ** 0.5)
        busy = any(self._calls[twin] or self._called[twin] for twin in running.twins)
        if shared:
            points = min(MOST_NEIGHBORS, NEIGHBOR * sum(shared.values())) + (NO_NEIGHBOR / 2) * unrelated
            names = ", ".join(sorted(key.rpartition("/")[2] for key in shared)[:3])
            return Reason(Evidence.NEIGHBORS, points, f"beside {names} in both")
        if unrelated and busy:
            return Reason(
                Evidence.NEIGHBORS, max(MOST_UNRELATED, NO_NEIGHBOR * unrelated), "no flow to what is drawn beside it is known"
            )
        return None

    def sure(self, weighed: Mapping[NodeKey, Sequence[Weighed]]) -> dict[NodeKey, Weighed]:
        """Pairs of this round that are sure, far ahead of every other workload, and of every other shape that wants theirs."""
        assigned = _assigned(weighed)
        claims: dict[str, list[tuple[float, NodeKey]]] = defaultdict(list)
        for key, pair in assigned.items():
            claims[pair.key].append((pair.points, key))
        sure = {}
        for key, pair in assigned.items():
            if pair.share < SURE or not is_grounded(pair) or _is_taken(pair):
                continue
            rivals = [
                other.points
                for other in weighed[key]
                if other.key != pair.key and not any(points >= other.points + AHEAD for points, _ in claims[other.key])
            ]
            others = [] if pair.may_share else [points for points, other in claims[pair.key] if not self._is_same(other, key)]
            if pair.points - max((*rivals, *others), default=float("-inf")) >= AHEAD and not _is_contradicted(
                pair, weighed[key]
            ):
                sure[key] = pair
        return sure

    def _is_same(self, one: NodeKey, two: NodeKey) -> bool:
        """One shape on several pages, or variants of one: "Automation (backup)" and "Automation (restore)"."""
        first, second = self._profiles.drawn[one], self._profiles.drawn[two]
        if one == two or (first.is_distinct and first.text == second.text):
            return True
        return one[:2] != two[:2] and first.shape.identity == second.shape.identity


def _is_contradicted(pair: Weighed, pairs: Sequence[Weighed]) -> bool:
    """Its text is the name of one workload and its id that of another: a person has to say which."""
    named = [other for other in pairs if Evidence.ID in other.grounds and not _is_taken(other)]
    return any(other.key != pair.key for other in named) and Evidence.ID not in pair.grounds


def _is_taken(pair: Weighed) -> bool:
    return any(each.evidence is Evidence.TAKEN for each in pair.reasons)


def is_probable(pair: Weighed) -> bool:
    """NOTE: what has a shape already is no likely answer for another."""
    named_so = any(reason.evidence is Evidence.NAME and reason.points >= _NAMED_HALF for reason in pair.reasons)
    grounded = named_so or Evidence.MANY in pair.grounds or is_grounded(pair)
    return pair.share >= PROBABLE and grounded and not _is_taken(pair)


def _left_over(pairs: Sequence[Weighed], state: _State) -> Sequence[Weighed]:
    """Where all others that have the same word have a shape already, the best has one reason more."""
    if not pairs or not pairs[0].words or pairs[0].key in state.named:
        return pairs
    first, rivals = pairs[0], [other for other in pairs[1:] if other.words & pairs[0].words]
    taken = [other for other in rivals if other.key in state.named]
    if not taken or any(other not in taken and other.points > first.points - 2 * AHEAD for other in rivals):
        return pairs
    word = min(first.words)
    reason = Reason(Evidence.LEFT, LEFT_OVER, f"everything else with “{word}” in its name has a shape already")
    better = replace(
        first, points=first.points + LEFT_OVER, reasons=(*first.reasons, reason), grounds=first.grounds | {Evidence.LEFT}
    )
    return [better, *pairs[1:]]


def names_all(pair: Weighed) -> bool:
    """Is it called by all of the workload's name?"""
    return Evidence.WHOLE in pair.grounds or any(
        reason.evidence is Evidence.NAME and reason.points >= _NAMED_ENOUGH for reason in pair.reasons
    )


def is_grounded(pair: Weighed) -> bool:
    """One reason alone is none: two kinds of evidence, or a name of which nothing is missing."""
    return len(pair.grounds) > 1 or any(
        reason.evidence is Evidence.NAME and reason.points >= _NAMED_ALONE for reason in pair.reasons
    )


def _assigned(weighed: Mapping[NodeKey, Sequence[Weighed]]) -> dict[NodeKey, Weighed]:
    """The pairs that together weigh most; a shape that is left without takes its best, which others may have, too."""
    likely = {key: [pair for pair in pairs if pair.share >= PROBABLE] for key, pairs in weighed.items()}
    whole, order = _graph(likely, likely), {(0, key): place for place, key in enumerate(likely)}
    assigned: dict[NodeKey, Weighed] = {}
    keys = list(likely)
    for part in nx.connected_components(whole):
        shapes = [keys[place] for place in sorted(order[end] for end in part if end in order)]
        if whole.subgraph(part).number_of_edges() <= _MOST_ASSIGNED:
            # NOTE: a graph of its own, since nodes of a part have no order, and equal weights are given in that of the nodes.
            together = {frozenset(pair) for pair in nx.max_weight_matching(_graph(likely, shapes))}
            assigned |= {key: pair for key in shapes for pair in likely[key] if {(0, key), (1, pair.key)} in together}
    for key, pairs in weighed.items():
        if pairs and (key not in assigned or pairs[0].may_share):
            assigned[key] = pairs[0]
    return assigned


def _graph(likely: Mapping[NodeKey, Sequence[Weighed]], shapes: Iterable[NodeKey]) -> "nx.Graph[tuple[int, NodeKey | str]]":
    graph: nx.Graph[tuple[int, NodeKey | str]] = nx.Graph()
    graph.add_weighted_edges_from(((0, key), (1, pair.key), pair.points) for key in shapes for pair in likely[key])
    return graph


def _drawn_as(drawn: DrawnProfile) -> Reason | None:
    if drawn.shape.node.kind is NodeKind.EXTERNAL:
        return Reason(Evidence.DRAWN_AS, DRAWN_OUTSIDE, "it is drawn as external")
    if drawn.is_filled:
        return Reason(Evidence.DRAWN_AS, FILLED_BOX, "it is a box around other shapes")
    return None


def _whole(drawn: DrawnProfile, running: RunningProfile) -> Reason | None:
    """Its text or its id is one of the workload's names, word for word."""
    for evidence, text in ((Evidence.WHOLE, drawn.text), (Evidence.ID, drawn.aside)):
        said = set(map(stem_of, text))
        for name in running.names if said else ():
            if name.trust == 1 and said == set(map(stem_of, name.words)):
                return Reason(evidence, WHOLE_NAME, f"{' '.join(text)} is all of its name {name.shown}")
    return None


def _by_place(drawn: DrawnProfile, running: RunningProfile) -> Reason | None:
    shared = {stem_of(word) for word in drawn.around} & {stem_of(word) for word in running.place}
    shared -= {"default", "service", "app"}
    return Reason(Evidence.PLACE, SAME_PLACE, f"its box is called like its place, {min(shared)}") if shared else None
