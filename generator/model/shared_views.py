"""What several documents or checks derive from the same parts, made once for all of them."""

from collections.abc import Callable
from typing import Any, TypeVar, TypeVarTuple

T = TypeVar("T")
Parts = TypeVarTuple("Parts")


class SharedViews:
    """Belongs to one package or one context of checks and the copies of it that differ in other parts, and goes with them.

    A view is kept beside the very parts that it was made from: of a copy with another bundle it is made again.
    """

    __slots__ = ("_made",)

    def __init__(self) -> None:
        self._made: dict[Callable[..., Any], tuple[tuple[Any, ...], Any]] = {}

    def once(self, make: Callable[[*Parts], T], *parts: *Parts) -> T:
        """`make(*parts)`, from the first call with these parts. It must depend on nothing else, and no caller may change it."""
        given: tuple[Any, ...] = parts
        known = self._made.get(make)
        if known is None or any(before is not now for before, now in zip(known[0], given, strict=True)):
            known = self._made[make] = (parts, make(*parts))
        view: T = known[1]
        return view
