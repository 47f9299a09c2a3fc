"""One shape for several workloads: "S3" for two buckets, "Workers" for five deployments, "Carrier connectors" for one to each.

Only where no other shape could stand for one of them, none of them has a shape, and no evidence points at one of them.
"""

from collections.abc import Collection, Mapping, Sequence

from generator.graph.drawn_shapes import NodeKey
from generator.graph.match_candidates import MatchCandidates, kind_of, kind_words
from generator.graph.match_profiles import DrawnProfile, Profiles
from generator.graph.match_reasons import ALL_OF_A_KIND, BASE, PLURAL, SAME_FOR_ALL, SAME_WORD, SEVERAL, Evidence, Reason
from generator.graph.match_vocabulary import stem_of
from generator.graph.match_weighed import AHEAD, Weighed
from generator.graph.software_synonyms import is_software_word

_MOST_OF_ONE = 12
"""Workloads that one shape may stand for."""


class MatchSeveral:
    """Looks for shapes that stand for more than one workload."""

    def __init__(
        self,
        profiles: Profiles,
        candidates: MatchCandidates,
        shapes_by_kind: Mapping[tuple[str, ...], int],
        allowed: Mapping[NodeKey, str | None],
    ) -> None:
        """`allowed`: the namespace of a shape's box."""
        self._profiles, self._candidates = profiles, candidates
        self._shapes_by_kind, self._allowed = shapes_by_kind, allowed

    def of(
        self, open_: Mapping[NodeKey, DrawnProfile], named: Collection[str], weighed: Mapping[NodeKey, Sequence[Weighed]]
    ) -> Mapping[NodeKey, Weighed]:
        """Of the shapes that are left; `named` are workloads that have a shape."""
        found = {}
        for key, drawn in open_.items():
            for peers, reasons in (self._by_kind(drawn), self._by_word(drawn)):
                if self._may_be_all(key, peers, named, weighed[key]):
                    found[key] = self._together(drawn, peers, reasons)
                    break
        return found

    def _by_kind(self, drawn: DrawnProfile) -> tuple[Sequence[str], list[Reason]]:
        """Its text says nothing but the kind. Teams' own applications need a plural: one "API" is one of them. A product that
        keeps no data is probably all of its servers, and one of them may be meant."""
        kind = kind_of(drawn)
        says_kind = not drawn.is_distinct and self._shapes_by_kind.get(kind, 0) <= 1 and kind != ("application",)
        is_all = is_plural(drawn) or drawn.is_store
        if not says_kind or not (is_all or kind[0] == "product"):
            return (), []
        peers = sorted(self._candidates.peers(drawn))
        text = f"no other shape is of the kind {kind_words(kind)}, and {len(peers)} run"
        reasons = [Reason(Evidence.MANY, ALL_OF_A_KIND, text)]
        if kind[0] == "product" and is_all:
            reasons.append(Reason(Evidence.SOFTWARE, SAME_FOR_ALL, f"all are {kind_words(kind)}"))
        return peers, reasons

    def _by_word(self, drawn: DrawnProfile) -> tuple[Sequence[str], list[Reason]]:
        """Its text ends in the plural of a word that several names have, and that no other shape has."""
        head = drawn.text[-1] if drawn.text else ""
        if not is_plural(drawn) or is_software_word(head) or self._profiles.shapes_with(head) > 1:
            return (), []
        peers = sorted(self._candidates.called(head))
        text = f"{len(peers)} have “{stem_of(head)}” in their names, and no other shape has"
        return peers, [
            Reason(Evidence.MANY, ALL_OF_A_KIND, text),
            Reason(Evidence.SOFTWARE, SAME_WORD, f"all are called {stem_of(head)}"),
        ]

    def _may_be_all(self, key: NodeKey, peers: Sequence[str], named: Collection[str], weighed: Sequence[Weighed]) -> bool:
        allowed = self._allowed.get(key)
        if not 2 <= len(peers) <= _MOST_OF_ONE or set(peers) & set(named):
            return False
        if allowed is not None and not all(peer.startswith(f"{allowed}/") for peer in peers):
            return False
        points = sorted((pair.points for pair in weighed if pair.key in peers), reverse=True)
        return len(points) < 2 or points[0] - points[1] < AHEAD

    def _together(self, drawn: DrawnProfile, peers: Sequence[str], reasons: list[Reason]) -> Weighed:
        if is_plural(drawn):
            reasons = [*reasons, Reason(Evidence.NAME, PLURAL, f"{drawn.shown} is a plural")]
        workloads = tuple(twin for peer in peers for twin in self._profiles.running[peer].twins)
        points = BASE + SEVERAL + sum(reason.points for reason in reasons)
        grounds = frozenset(each.evidence for each in reasons)
        return Weighed(peers[0], workloads, points, tuple(reasons), grounds, may_share=False)


def is_plural(drawn: DrawnProfile) -> bool:
    """Does its text end in a plural?"""
    return drawn.shape.node.label.casefold().rstrip(" )]").endswith("s")
