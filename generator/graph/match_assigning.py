"""Which of the weighed pairs hold together: a matching of maximum weight, and what is sure of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from generator.graph.drawn_shapes import NodeKey
from generator.graph.match_reasons import Evidence
from generator.graph.match_weighed import AHEAD, PROBABLE, Weighed, is_grounded, is_taken, names_enough
from generator.model.grouping import grouped

if TYPE_CHECKING:
    import networkx as nx

_AS_FIRM = 0.5
"""Points that pairs may lie apart and are settled together."""
_MOST_ASSIGNED = 400
"""Pairs up to which a group is assigned by a matching; above it the best pair comes first."""


def sure_pairs(
    weighed: Mapping[NodeKey, Sequence[Weighed]], are_same: Callable[[NodeKey, NodeKey], bool]
) -> dict[NodeKey, Weighed]:
    """Pairs of this round that are sure, far ahead of every other workload, and of every other shape that wants theirs.

    `are_same`: two shapes are one, drawn twice, and so may stand for one workload.
    """
    best = assigned(weighed)
    claims = grouped((pair.key, (pair.points, key)) for key, pair in best.items())
    sure = {}
    for key, pair in best.items():
        if not pair.is_sure or not is_grounded(pair) or is_taken(pair):
            continue
        rivals = [
            other.points
            for other in weighed[key]
            if other.key != pair.key and not any(points >= other.points + AHEAD for points, _ in claims[other.key])
        ]
        others = [] if pair.may_share else [points for points, other in claims[pair.key] if not are_same(other, key)]
        ahead = pair.points - max((*rivals, *others), default=float("-inf")) >= AHEAD
        if ahead and not _is_contradicted(pair, weighed[key]):
            sure[key] = pair
    return sure


def firmest(sure: Mapping[NodeKey, Weighed]) -> dict[NodeKey, Weighed]:
    """Those that are settled now. What rests on no name waits until nothing else is sure, the strongest of it first: what is
    settled before it may speak against it.
    """
    named = {key: pair for key, pair in sure.items() if names_enough(pair)}
    if named:
        return named
    least = max(pair.points for pair in sure.values()) - _AS_FIRM
    return {key: pair for key, pair in sure.items() if pair.points >= least}


def assigned(weighed: Mapping[NodeKey, Sequence[Weighed]]) -> dict[NodeKey, Weighed]:
    """The pairs that together weigh most; a shape that is left without takes its best, which others may have, too."""
    likely = {key: [pair for pair in pairs if pair.share >= PROBABLE] for key, pairs in weighed.items()}
    best = _heaviest(likely) if any(likely.values()) else {}
    for key, pairs in weighed.items():
        if pairs and (key not in best or pairs[0].may_share):
            best[key] = pairs[0]
    return best


def _heaviest(likely: Mapping[NodeKey, Sequence[Weighed]]) -> dict[NodeKey, Weighed]:
    # NOTE: imported where there is a drawing to match: that takes a tenth of a second
    import networkx as nx

    whole, order = _graph(likely, likely), {(0, key): place for place, key in enumerate(likely)}
    best: dict[NodeKey, Weighed] = {}
    keys = list(likely)
    for part in nx.connected_components(whole):
        shapes = [keys[place] for place in sorted(order[end] for end in part if end in order)]
        if whole.subgraph(part).number_of_edges() <= _MOST_ASSIGNED:
            # NOTE: a graph of its own, since nodes of a part have no order, and equal weights are given in that of the nodes.
            together = {frozenset(pair) for pair in nx.max_weight_matching(_graph(likely, shapes))}
            best |= {key: pair for key in shapes for pair in likely[key] if {(0, key), (1, pair.key)} in together}
    return best


def _is_contradicted(pair: Weighed, pairs: Sequence[Weighed]) -> bool:
    """Its text is the name of one workload and its id that of another: a person has to say which."""
    named = [other for other in pairs if Evidence.ID in other.grounds and not is_taken(other)]
    return any(other.key != pair.key for other in named) and Evidence.ID not in pair.grounds


def _graph(likely: Mapping[NodeKey, Sequence[Weighed]], shapes: Iterable[NodeKey]) -> "nx.Graph[tuple[int, NodeKey | str]]":
    import networkx as nx

    graph: nx.Graph[tuple[int, NodeKey | str]] = nx.Graph()
    graph.add_weighted_edges_from(((0, key), (1, pair.key), pair.points) for key in shapes for pair in likely[key])
    return graph
