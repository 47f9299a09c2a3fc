"""Choices drawn from a seed: the same on every run, and those of one try without those before it.

For damage, of which a thousand tries have to be cheap. Hypothesis draws each choice many times slower: it is for tests whose
failures it makes simpler.
"""

import copy
import math
import random
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")
_CODE_POINTS = ((0, 0x20), (0x20, 0x7F), (0x7F, 0x250), (0x250, 0xD800), (0xE000, 0x10000), (0x10000, 0x110000))
"""Control characters, ASCII, other Latin letters, and the rest without halves of surrogate pairs: each as often."""
_NUMBERS = (0, 1, -1, 2**31, -(2**63), 10**30, 0.0, -0.0, 0.1, -1.5, 1e300, -1e-300)


class SeededChoices:
    """See `mutations.Choices`."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311 - damage, not secrets

    def number(self, below: int) -> int:
        """From 0 up to and without `below`."""
        return self._random.randrange(below) if below > 1 else 0

    def one(self, of: Sequence[T]) -> T:
        """One of several."""
        return of[self.number(len(of))]

    def text(self, longest: int) -> str:
        """Letters of any kind."""
        bounds = (self.one(_CODE_POINTS) for _ in range(self.number(longest + 1)))
        return "".join(chr(self._random.randrange(*each)) for each in bounds)

    def odd(self, of: Sequence[object], *, infinite: bool = False) -> object:
        """A value of a type that nobody expects, as often as one `of` those that are odd in a format."""
        if self.number(2):
            return copy.deepcopy(self.one(of))
        number = self._random.uniform(-1e9, 1e9) if self.number(2) else self._random.getrandbits(self.number(96) + 1)
        endless = (math.inf, -math.inf, math.nan) if infinite else ()
        return self.one((None, True, False, number, self.one((*_NUMBERS, *endless)), self.text(8)))


def tried(count: int, work: Callable[[SeededChoices], object]) -> None:
    """Does it so often, with other choices each time; what fails names its own."""
    for number in range(count):
        try:
            work(SeededChoices(str(number)))
        except Exception as error:
            error.add_note(f"with SeededChoices({str(number)!r})")
            raise


def places(value: object) -> list[tuple[object, object]]:
    """Every (container, key) below a value."""
    pairs: list[tuple[object, object]] = []
    entries: Iterable[tuple[object, object]] = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in entries:
        pairs += [(value, key), *places(inner)]
    return pairs
