"""Where an expression of Terraform's language stands: the names it may use, and how much may be computed for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

import msgspec

DEEPEST = 40
MOST_ENTRIES = 1_000
_MOST_STEPS = 50_000


class Names(Protocol):
    """What references stand for."""

    def __call__(self, reference: tuple[str, ...]) -> object:
        """The value of `var.name`, `local.name`, `module.name.output`; `Unresolved` where it is not known."""

    def file(self, path: str) -> str | None:
        """The text of an evidence file beside the module; None where there is none."""


@dataclass(slots=True)
class Budget:
    """How much may still be computed for one file."""

    steps: int = _MOST_STEPS

    def spend(self, steps: int = 1) -> bool:
        """False once all is spent."""
        self.steps -= steps
        return self.steps > 0


class HclScope(msgspec.Struct, frozen=True):
    """Where an expression stands."""

    names: Names
    budget: Budget
    bound: Mapping[str, object] = msgspec.field(default_factory=lambda: MappingProxyType({}))
    """`each`, `count`, and what a `for` binds."""


Thunk = Callable[[HclScope], object]
"""A parsed expression: its value in a scope."""
