"""What a check of an OSCAL document finds, and the document as it is handed to the checks.

A place is a JSON pointer (RFC 6901), so that a person can open the file at it.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

import msgspec

from generator.documents.large_content import Content

FAULTS_PER_RULE = 100
"""How often one rule is reported for one document. What comes after is counted in one closing fault."""


class Level(StrEnum):
    """An error makes a document unfit to hand in; a warning is for a person to look at."""

    ERROR = "error"
    WARNING = "warning"


class DocumentFault(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong in one document."""

    document: str
    """The name of the document, as it was given."""
    place: str
    """JSON pointer; empty for the document as a whole."""
    rule: str
    """Which rule: ours (`uuid-unique`), `schema`, or the identifier of a constraint of NIST or FedRAMP."""
    message: str
    """What was found and what is allowed, in plain English."""
    severity: Level = Level.ERROR
    also: tuple[str, ...] = ()
    """Further places of the same fault, where one stands for several: the first `FAULTS_PER_RULE`."""


class OscalFile(msgspec.Struct, frozen=True, kw_only=True):
    """One OSCAL JSON document and where the files stand that it links to."""

    name: str
    """Its path inside `folder`, with forward slashes: `oscal/poam.json`. Relative links start from its folder."""
    data: Content
    folder: Path | None = None
    """The folder no link may leave: of a package the package's own, of a single file the one it lies in."""
    resolve: Callable[[str], bytes | str | None] | None = None
    """Instead of `folder`: from a path inside the package to its bytes or its SHA-256 in hex; None where there is none."""


Place: TypeAlias = tuple["Place | None", str | int]
"""Where a node stands, as a chain from the node up to the root: cheap for every node, spelled out only for a fault."""


def pointer(place: Place | None) -> str:
    """The JSON pointer of a place."""
    keys: list[str] = []
    while place is not None:
        place, key = place
        keys.append(str(key).replace("~", "~0").replace("/", "~1"))
    return "".join(f"/{key}" for key in reversed(keys))


class FaultLog:
    """Collects the faults of one document, and stops repeating a rule that is broken everywhere."""

    __slots__ = ("_count", "_document", "_faults")

    def __init__(self, document: str) -> None:
        self._document = document
        self._faults: list[DocumentFault] = []
        self._count: Counter[tuple[str, Level]] = Counter()

    @property
    def total(self) -> int:
        """How many there are, those that are not repeated counted."""
        return self._count.total()

    def error(self, rule: str, place: Place | str | None, message: str) -> None:
        self._add(rule, place, message, Level.ERROR)

    def warning(self, rule: str, place: Place | str | None, message: str, also: Iterable[Place] = ()) -> None:
        self._add(rule, place, message, Level.WARNING, tuple(map(pointer, also)))

    def expect(self, met: object, rule: str, place: Place, message: str) -> None:
        """A warning where what FedRAMP expects is not met; `rule` is its own id."""
        if not met:
            self.warning(f"fedramp:{rule}", place, message)

    def collected(self) -> tuple[DocumentFault, ...]:
        """In the order in which they were found; for a rule that was cut short, how many were left out."""
        left_out = [
            self._fault(rule, None, f"at least {count - FAULTS_PER_RULE} more faults of this rule are not listed", level)
            for (rule, level), count in self._count.items()
            if count > FAULTS_PER_RULE
        ]
        return (*self._faults, *left_out)

    def _add(self, rule: str, place: Place | str | None, message: str, level: Level, also: tuple[str, ...] = ()) -> None:
        self._count[rule, level] += 1
        if self._count[rule, level] <= FAULTS_PER_RULE:
            self._faults.append(self._fault(rule, place, message, level, also))

    def _fault(
        self, rule: str, place: Place | str | None, message: str, level: Level, also: tuple[str, ...] = ()
    ) -> DocumentFault:
        spelled = place if isinstance(place, str) else pointer(place)
        return DocumentFault(document=self._document, place=spelled, rule=rule, message=message, severity=level, also=also)
