"""A workload that a shape may stand for, with the reasons for and against it, and how much of that is enough."""

import msgspec

from generator.graph.match_reasons import NO_STORE, OTHER_PRODUCT, Evidence, Reason, listed, odds

SURE = 0.70
"""Share from which on a pair is a match, where the next workload is far behind. Calibrated: BENCHMARKS.md, "Matching"."""
AHEAD = 1.0
"""How far, in points: the odds are at least e to 1."""
PROBABLE = 0.45
"""Share from which on a pair is probable: shown, one confirmation away."""
WORTH_SHOWING = 0.12
_CONTRADICTED = max(NO_STORE, OTHER_PRODUCT)
LEAST = 20
"""Of 100; below it a suggestion is noise."""
_NAMED_HALF, _NAMED_ALONE, _NAMED_ENOUGH = 1.9, 3.0, 3.5
"""Points of a name that need no other evidence to be probable, and to be a match; that a box around shapes needs at least."""


class Weighed(msgspec.Struct, frozen=True):
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
    def is_sure(self) -> bool:
        """Is that enough for a match?"""
        return self.share >= SURE

    @property
    def is_worth_showing(self) -> bool:
        """NOTE: the only one left beside a neighbor is worth a look, however different its name is; not where it is other
        software: a queue is no cache.
        """
        return self.share >= WORTH_SHOWING or (Evidence.LEFT_ALONE in self.grounds and not self.is_other_software)

    @property
    def is_other_software(self) -> bool:
        """Is it known to be a product or of a kind that is not drawn?"""
        return any(reason.evidence is Evidence.SOFTWARE and reason.points <= _CONTRADICTED for reason in self.reasons)

    @property
    def is_suggested(self) -> bool:
        """Is that enough for a suggestion?"""
        return round(100 * self.share) >= LEAST and bool(self.grounds)

    @property
    def why(self) -> str:
        """In words, the strongest and the weakest reason."""
        return listed(self.reasons)


def is_taken(pair: Weighed) -> bool:
    """Has its workload a shape already?"""
    return any(each.evidence is Evidence.TAKEN for each in pair.reasons)


def is_probable(pair: Weighed) -> bool:
    """NOTE: what has a shape already is no likely answer for another."""
    grounded = names_enough(pair) or Evidence.MANY in pair.grounds or is_grounded(pair)
    return pair.share >= PROBABLE and grounded and not is_taken(pair)


def names_enough(pair: Weighed) -> bool:
    """Does its name need no other evidence to be probable?"""
    return _name_points(pair) >= _NAMED_HALF


def names_all(pair: Weighed) -> bool:
    """Is it called by all of the workload's name?"""
    return Evidence.WHOLE in pair.grounds or _name_points(pair) >= _NAMED_ENOUGH


def is_grounded(pair: Weighed) -> bool:
    """One reason alone is none: two kinds of evidence, or a name of which nothing is missing."""
    return len(pair.grounds) > 1 or _name_points(pair) >= _NAMED_ALONE


def _name_points(pair: Weighed) -> float:
    """The most that one reason by its name gives it."""
    return max((reason.points for reason in pair.reasons if reason.evidence is Evidence.NAME), default=float("-inf"))
