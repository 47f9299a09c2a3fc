"""Values by a key that several of them share."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def grouped(pairs: Iterable[tuple[K, V]]) -> defaultdict[K, list[V]]:
    """The values of each key, in the order in which they come."""
    values: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        values[key].append(value)
    return values


def grouped_sets(pairs: Iterable[tuple[K, V]]) -> defaultdict[K, set[V]]:
    """The distinct values of each key."""
    values: defaultdict[K, set[V]] = defaultdict(set)
    for key, value in pairs:
        values[key].add(value)
    return values
