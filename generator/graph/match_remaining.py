"""What is left when all evidence is weighed: for a shape of which nothing is known, the workload that has no shape.

A person who compares a drawing with a list does the same at last. It is a suggestion and never a match, and excuses no
difference: what is drawn may not be built, and what runs may not be drawn.
"""

from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from generator.graph.drawn_shapes import NodeKey
from generator.graph.match_reasons import BASE, Evidence, Reason
from generator.graph.match_weighed import AHEAD, Weighed

MOST_LEFT = 3
"""Workloads up to which what is left tells anything."""


def remaining(pairs: Mapping[NodeKey, Sequence[Weighed]], left: Collection[str]) -> Mapping[NodeKey, Weighed]:
    """Pairs of these shapes and workloads that are far ahead of all others of the same shape and of the same workload; then
    those that are so among what is left.

    `pairs`: of every such shape with each of `left`, weighed.
    """
    likely = [(key, pair) for key, weighed in pairs.items() for pair in weighed if not pair.is_other_software]
    given: dict[NodeKey, Weighed] = {}
    while ahead := {key: pair for key, pair in likely if _is_ahead(key, pair, likely)}:
        given |= ahead
        taken = {pair.key for pair in ahead.values()}
        likely = [(key, pair) for key, pair in likely if key not in ahead and pair.key not in taken]
    return {key: _explained(pair, left) for key, pair in given.items()}


def _is_ahead(key: NodeKey, pair: Weighed, likely: Sequence[tuple[NodeKey, Weighed]]) -> bool:
    others = (_for_it(other) for other_key, other in likely if (other_key == key) != (other.key == pair.key))
    return _for_it(pair) - max(others, default=float("-inf")) >= AHEAD


def _for_it(pair: Weighed) -> float:
    """Reasons for it, and a word that both have. NOTE: that names differ says nothing here: had they agreed, the shape would
    have a workload or a better suggestion.
    """
    return sum(reason.points for reason in pair.reasons if reason.points > 0) + AHEAD * bool(pair.words)


def _explained(pair: Weighed, left: Collection[str]) -> Weighed:
    text = "nothing else that runs is without a shape" if len(left) == 1 else f"it is one of {len(left)} that have no shape"
    reason = Reason(Evidence.REMAINING, 0.0, text)
    points = max(BASE, pair.points)
    return replace(pair, points=points, reasons=(*pair.reasons, reason), grounds=pair.grounds | {Evidence.REMAINING})
