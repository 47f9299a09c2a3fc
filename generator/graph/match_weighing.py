"""Weighs all evidence for all pairs of a shape and a workload that come into question, and assigns them together.

What is sure is settled first; then the rest is weighed again beside it, since each match is evidence for its neighbors
(collective entity resolution: Bhattacharya and Getoor, ACM TKDD 1(1), 2007). Within a round, shapes and workloads are assigned
by a matching of maximum weight, so that two shapes that could both be one workload are each given theirs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
from msgspec.structs import replace

from generator.graph.drawn_shapes import DrawnShape, NodeKey
from generator.graph.match_assigning import assigned, firmest, sure_pairs
from generator.graph.match_candidates import MatchCandidates, kind_of, kind_words
from generator.graph.match_families import LearnedWord, learned, of_one_family
from generator.graph.match_neighbors import MatchNeighbors
from generator.graph.match_ports import MatchPorts
from generator.graph.match_profiles import DrawnProfile, Profiles, RunningProfile
from generator.graph.match_reasons import (
    BASE,
    COPIED,
    DRAWN_OUTSIDE,
    FILLED_BOX,
    IN_ANOTHER_BOX,
    IN_ITS_BOX,
    LAST_STORE,
    LEFT_OVER,
    NO_FUNCTION,
    OF_THE_PLATFORM,
    ONLY_ONE,
    ONLY_PAIR,
    RUNS_ONCE,
    SAME_PLACE,
    STORE_ALONE,
    TAKEN,
    WHOLE_NAME,
    Evidence,
    NameLikeness,
    Reason,
    name_reason,
    named,
    software_reason,
)
from generator.graph.match_remaining import MOST_LEFT, remaining
from generator.graph.match_several import MatchSeveral
from generator.graph.match_vocabulary import Vocabulary, stem_of
from generator.graph.match_weighed import AHEAD, Weighed, is_probable
from generator.graph.running_names import workload_of
from generator.graph.software_synonyms import STORES
from generator.model.diagram import NodeKind
from generator.model.flow import Neighbors
from generator.model.grouping import grouped_sets

ROUNDS = 16
_SEVERAL_FUNCTIONS = 2
"""Shapes drawn as functions from which on that is how the drawing shows them."""
_TELLS = 0.3
_SERVES_OTHERS = STORES | {"metrics exporter", "preparation"}
"""Roles of what is no application of a team's own, whatever its name."""
_SUPPORT = 0.9
"""Points of neighbors from which on a second shape may stand for the only workload of its kind."""


class WeighedMatches(msgspec.Struct, frozen=True, kw_only=True):
    """What came of weighing."""

    decided: Mapping[NodeKey, Weighed]
    probable: Mapping[NodeKey, Weighed]
    weighed: Mapping[NodeKey, Sequence[Weighed]]
    """Every workload worth showing, the best first."""
    remaining: Mapping[NodeKey, Weighed]
    """For shapes of which nothing is worth showing, what has no shape otherwise."""


@dataclass(slots=True)
class _State:
    """What is known so far."""

    decided: dict[NodeKey, tuple[str, ...]]
    named: set[str] = field(default_factory=set)
    """Workloads that some shape stands for."""
    open_: frozenset[NodeKey] = frozenset()
    """Applications drawn that have no workload yet."""
    stores: frozenset[NodeKey] = frozenset()
    """Stores drawn that have no workload yet."""
    free: frozenset[str] = frozenset()
    """The teams' own workloads that have no shape yet."""
    learned: tuple[LearnedWord, ...] = ()
    """Drawn words that stand for words of names."""
    last_store: tuple[NodeKey, str] | None = None
    """The only store that is drawn and has no workload yet, and the only one that runs and has no shape; none where there are
    more of either."""


class Weighing:
    """All evidence about a set of shapes and workloads."""

    def __init__(
        self,
        profiles: Profiles,
        lines: Sequence[tuple[NodeKey, NodeKey]],
        flows: Sequence[Neighbors],
        allowed: Mapping[NodeKey, str | None],
        *,
        ports: Mapping[NodeKey, frozenset[int]],
        held: Mapping[NodeKey, Sequence[str]],
    ) -> None:
        """`allowed`: the namespace of a shape's box; `ports`: of the lines to it; `held`: the workload whose name the innermost
        named box around it has.
        """
        self._profiles = profiles
        self._held = held
        self._allowed = allowed
        self._neighbors = MatchNeighbors(lines, flows)
        self._ports = MatchPorts(ports, profiles.running.values())
        self._candidates = MatchCandidates(profiles.running.values())
        self._own = frozenset(
            each.key
            for each in profiles.running.values()
            if each.is_own and not each.runs_once and not each.software.roles & _SERVES_OTHERS
        )
        self._shapes_by_kind = self._kinds_drawn()
        self._components = frozenset(profiles.components)
        self._lasting: dict[tuple[NodeKey, str], Sequence[Reason | None]] = {}
        self._owner_words: dict[NodeKey, frozenset[str]] = {}
        self._several = MatchSeveral(profiles, self._candidates, self._shapes_by_kind, allowed)

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
            sure = sure_pairs({key: weighed[key] for key in open_}, self._are_same)
            if not sure:
                break
            for key, pair in firmest(sure).items():
                made[key] = pair
                state.decided[key] = pair.workloads
                state.named |= set(pair.workloads)
                del open_[key]
        for key, several in self._several.of(open_, state.named, weighed).items():
            weighed[key] = [several, *(pair for pair in weighed[key] if pair.key not in several.workloads)]
            if several.is_sure:
                made[key] = several
                state.named |= set(several.workloads)
                del open_[key]
        best = assigned({key: weighed[key] for key in open_})
        probable = {key: pair for key, pair in best.items() if is_probable(pair)}
        aside = {shape.key: self._profiles.drawn[shape.key] for shape in others}
        return WeighedMatches(
            decided=made,
            probable=probable,
            weighed={key: weighed[key] for key in open_} | dict(self._round(aside, state)),
            remaining=self._remaining(open_, weighed, state),
        )

    def _remaining(
        self, open_: Mapping[NodeKey, DrawnProfile], weighed: Mapping[NodeKey, Sequence[Weighed]], state: _State
    ) -> Mapping[NodeKey, Weighed]:
        """See `match_remaining`: for components for which nothing is suggested, what is suggested for no other."""
        suggested = {
            key: pair
            for key in open_
            if (pair := next((each for each in weighed[key] if each.is_suggested or Evidence.LEFT_ALONE in each.grounds), None))
        }
        left = state.free - state.named - {pair.key for pair in suggested.values()}
        if len(left) > MOST_LEFT:
            return {}
        vocabulary = self._vocabulary(state, stores=False)
        pairs = {
            key: [
                self._pair(drawn, self._profiles.running[each], vocabulary, state)
                for each in sorted(left)
                if self._is_allowed(key, each)
            ]
            for key, drawn in open_.items()
            if key not in suggested and key in self._components
        }
        return remaining(pairs, left)

    def _is_allowed(self, shape: NodeKey, workload: str) -> bool:
        namespace = self._allowed.get(shape)
        return workload == self._profiles.running[workload].twins[0] and (
            namespace is None or workload.startswith(f"{namespace}/")
        )

    def _round(self, open_: Mapping[NodeKey, DrawnProfile], state: _State) -> Mapping[NodeKey, list[Weighed]]:
        """What is left is weighed beside what is settled; words are as rare as they are among what comes into question."""
        state.open_ = frozenset(key for key, drawn in open_.items() if not drawn.is_store and key in self._components)
        state.free = self._own - state.named
        state.stores = frozenset(key for key, drawn in open_.items() if drawn.is_store and key in self._components)
        state.last_store = self._last_store(open_, state)
        stores, others = (self._vocabulary(state, stores=stores) for stores in (True, False))
        state.learned = learned(self._profiles, state.decided, others)
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
        neighbors = self._neighbors.neighbor_workloads(drawn.shape.key, state.decided)
        if state.last_store and state.last_store[0] == drawn.shape.key:
            neighbors |= {state.last_store[1]}
        pairs = [
            self._pair(drawn, self._profiles.running[key], vocabulary, state)
            for key in self._candidates.of(drawn, neighbors & self._profiles.running.keys())
            if self._is_allowed(drawn.shape.key, key)
        ]
        ordered = sorted(pairs, key=lambda pair: (-pair.points, pair.key))
        return [pair for pair in _left_over(drawn, ordered, state) if pair.is_worth_showing]

    def _pair(self, drawn: DrawnProfile, running: RunningProfile, vocabulary: Vocabulary, state: _State) -> Weighed:
        alike = named(drawn, running, vocabulary, self._owners(drawn))
        reasons = [
            name_reason(alike) if alike else None,
            *self._lasting_reasons(drawn, running),
            of_one_family(drawn, running, state.learned),
            self._neighbors.shared(drawn, running, state.decided),
            self._left_alone(drawn, running, state),
        ]
        if running.is_copy:
            reasons.append(Reason(Evidence.COPY, COPIED, "it is a Compose service beside the platform's own definitions"))
        if running.is_platform:
            reasons.append(Reason(Evidence.PLATFORM, OF_THE_PLATFORM, f"{running.name} is a part of the platform"))
        if running.runs_once:
            reasons.append(Reason(Evidence.ONCE, RUNS_ONCE, f"{running.name} is a job that runs once"))
        reasons += [_drawn_as(drawn), self._as_no_function(drawn, running, alike)]
        found = [reason for reason in reasons if reason]
        may_share = self._may_share(drawn, alike, found) or any(
            reason.evidence is Evidence.PLACE and reason.points == IN_ITS_BOX for reason in found
        )
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

    def _lasting_reasons(self, drawn: DrawnProfile, running: RunningProfile) -> Sequence[Reason | None]:
        """Those that are the same in every round."""
        pair = drawn.shape.key, running.key
        if pair not in self._lasting:
            self._lasting[pair] = (
                software_reason(drawn, running),
                _whole(drawn, running),
                self._only(drawn, running),
                self._place(drawn, running),
                self._ports.shared(drawn, running),
            )
        return self._lasting[pair]

    @staticmethod
    def _may_share(drawn: DrawnProfile, alike: NameLikeness | None, reasons: Sequence[Reason]) -> bool:
        """May a second shape stand for the workload? By its name, or because the flows are those of one thing.

        One server keeps several databases; of what is no store, every word has to be in the name: a "Payment gateway" beside
        the API gateway is another one.
        """
        by_name = alike is not None and alike.is_whole
        support = sum(reason.points for reason in reasons if reason.evidence is Evidence.NEIGHBORS)
        alone = any(reason.evidence is Evidence.ONLY for reason in reasons)
        of_one_name = drawn.is_store or not (alike and alike.missing)
        return by_name or (alone and support >= _SUPPORT and of_one_name)

    def _owners(self, drawn: DrawnProfile) -> frozenset[str]:
        """Words of the shapes beside it: `checkout-redis` is the Redis beside Checkout."""
        if drawn.shape.key not in self._owner_words:
            self._owner_words[drawn.shape.key] = frozenset(
                word
                for other in self._neighbors.neighbor_shapes(drawn.shape.key)
                if other in self._profiles.drawn
                for word in self._profiles.drawn[other].text
            )
        return self._owner_words[drawn.shape.key]

    def _only(self, drawn: DrawnProfile, running: RunningProfile) -> Reason | None:
        kind, peers = kind_of(drawn), self._candidates.peers(drawn)
        if running.key not in peers:
            return None
        if len(peers) > 1:
            return None
        pair = self._shapes_by_kind.get(kind, 0) == 1 and drawn.shape.key in self._components
        points = ONLY_ONE + (ONLY_PAIR if pair else 0.0)
        text = f"nothing else of the kind {kind_words(kind)} runs"
        return Reason(Evidence.ONLY, points, f"{text} or is drawn" if pair else text)

    def _as_no_function(self, drawn: DrawnProfile, running: RunningProfile, alike: NameLikeness | None) -> Reason | None:
        """Where functions are drawn as functions, what is not drawn as one and is not called by all of its name is none."""
        if not running.is_function or drawn.is_function or alike is None or not (alike.missing or alike.undrawn):
            return None
        drawn_so = {each.shape.identity for each in map(self._profiles.drawn.__getitem__, self._components) if each.is_function}
        if len(drawn_so) < _SEVERAL_FUNCTIONS:
            return None
        return Reason(Evidence.DRAWN_AS, NO_FUNCTION, f"{running.name} is a function, and functions are drawn as such here")

    def _place(self, drawn: DrawnProfile, running: RunningProfile) -> Reason | None:
        """What is drawn inside the box of a workload is a part of it, unless it keeps data for it."""
        held = self._held.get(drawn.shape.key, ())
        if held and not drawn.is_store:
            name = workload_of(held[0]).rpartition("/")[2]
            if set(map(workload_of, held)) & set(running.twins):
                return Reason(Evidence.PLACE, IN_ITS_BOX, f"it is drawn in the box of {name}")
            return Reason(Evidence.PLACE, IN_ANOTHER_BOX, f"it is drawn in the box of {name}")
        return _by_place(drawn, running)

    def _last_store(self, open_: Mapping[NodeKey, DrawnProfile], state: _State) -> tuple[NodeKey, str] | None:
        drawn = {each.shape.identity: key for key, each in open_.items() if each.is_store and key in self._components}
        left = [
            key
            for key, each in self._profiles.running.items()
            if each.software.stores and key == each.twins[0] and key not in state.named and not each.is_aside
        ]
        return (min(drawn.values()), left[0]) if len(drawn) == len(left) == 1 else None

    def _left_alone(self, drawn: DrawnProfile, running: RunningProfile, state: _State) -> Reason | None:
        if state.last_store == (drawn.shape.key, running.key) and running.key not in self._candidates.peers(drawn):
            return Reason(Evidence.LEFT_ALONE, LAST_STORE, "it is the only store left, drawn or running")
        if drawn.is_store and running.software.stores:
            return self._store_left_alone(drawn, running, state)
        if drawn.shape.key not in state.open_ or running.key not in state.free:
            return None
        return self._neighbors.only_left(drawn, running, state.decided, state.open_, state.free)

    def _store_left_alone(self, drawn: DrawnProfile, running: RunningProfile, state: _State) -> Reason | None:
        """The same among stores of its kind: the only bucket beside an application, where the system has several."""
        kind, peers = kind_of(drawn), frozenset(self._candidates.peers(drawn)) - state.named
        if running.key not in peers:
            return None
        open_ = {key for key in state.stores if kind_of(self._profiles.drawn[key]) == kind}
        return self._neighbors.only_left(drawn, running, state.decided, open_, peers, alone=STORE_ALONE)

    def _are_same(self, one: NodeKey, two: NodeKey) -> bool:
        """One shape on several pages, or variants of one: "Automation (backup)" and "Automation (restore)"."""
        first, second = self._profiles.drawn[one], self._profiles.drawn[two]
        if one == two or (first.is_distinct and first.text == second.text):
            return True
        return one[:2] != two[:2] and first.shape.identity == second.shape.identity

    def _kinds_drawn(self) -> Mapping[tuple[str, ...], int]:
        kinds = grouped_sets(
            (kind_of(drawn), drawn.shape.identity) for drawn in map(self._profiles.drawn.__getitem__, self._profiles.components)
        )
        return {kind: len(shapes) for kind, shapes in kinds.items()}


def _left_over(drawn: DrawnProfile, pairs: Sequence[Weighed], state: _State) -> Sequence[Weighed]:
    """Where all others that have the same word have a shape already, the best has one reason more.

    NOTE: the last word says what a thing is: a "Trip archive" is no `trip-api`, even where nothing else with trips is left.
    """
    if not pairs or not pairs[0].words or pairs[0].key in state.named or drawn.text[-1] not in pairs[0].words:
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
