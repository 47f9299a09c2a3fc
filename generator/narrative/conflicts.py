"""Two versions of a few lines, as git shows them: people and their editors know how to go on from there."""

import re
from collections.abc import Sequence

import msgspec

MARKER = re.compile(r"(<{7}|={7}|>{7})(?: |$)")


_FOLLOWING = {"": ("<<<<<<<",), "<<<<<<<": ("|||||||", "======="), "|||||||": ("=======",), "=======": (">>>>>>>",)}
"""Which marker comes behind which; `|||||||` begins what git shows of the common ancestor."""
_MARKS = frozenset({"<<<<<<<", "|||||||", "=======", ">>>>>>>"})


class SideNames(msgspec.Struct, frozen=True, kw_only=True):
    """What the two sides are called."""

    ours: str
    """`narratives/CM-8.md`."""
    theirs: str
    """`Appendix-A.docx`."""


def conflict(ours: str, theirs: str, names: SideNames) -> str:
    """Both versions between markers, without a line break at the end."""
    parts = [f"<<<<<<< {names.ours}", *([ours] if ours else []), "=======", *([theirs] if theirs else [])]
    return "\n".join([*parts, f">>>>>>> {names.theirs}"])


def unresolved(lines: list[str]) -> int | None:
    """The number of the first line that is a marker, counted from 1. A row of `=` alone is a marker only below a `<<<<<<<`."""
    opened = any(line.startswith("<<<<<<<") for line in lines)
    for number, line in enumerate(lines, start=1):
        if MARKER.match(line) and (opened or not line.startswith("=")):
            return number
    return None


class TextConflict(msgspec.Struct, frozen=True, kw_only=True):
    """One place of a file with two versions."""

    start: int
    """Its first line, that of the marker, counted from 0."""
    end: int
    """Behind its last line."""
    names: SideNames
    ours: str
    theirs: str


def conflicts_of(text: str) -> tuple[TextConflict, ...]:
    """Every conflict of a file, in its order; what git shows of the common ancestor is left out.

    Raises:
        ValueError: the markers do not pair; names the line, counted from 1.
    """
    conflicts: list[TextConflict] = []
    opened, last, name = -1, "", ""
    sides: list[list[str]] = []
    for number, line in enumerate(text.split("\n")):
        mark = line[:7] if opened >= 0 or line.startswith("<<<<<<<") else ""
        if mark in _MARKS and (not line[7:] or line[7] == " "):
            if mark not in _FOLLOWING[last]:
                raise ValueError(f"line {number + 1}")
            if mark == ">>>>>>>":
                names = SideNames(ours=name or "this file", theirs=line[8:].strip() or "the other version")
                ours, theirs = ("\n".join(side) for side in (sides[0], sides[-1]))
                conflicts.append(TextConflict(start=opened, end=number + 1, names=names, ours=ours, theirs=theirs))
                opened, last = -1, ""
                continue
            if mark == "<<<<<<<":
                opened, name, sides = number, line[8:].strip(), []
            sides.append([])
            last = mark
        elif opened >= 0:
            sides[-1].append(line)
    if opened >= 0:
        raise ValueError(f"line {opened + 1}")
    return tuple(conflicts)


def resolved(text: str, chosen: Sequence[str]) -> str:
    """The file with one text in place of each conflict, in their order; an empty one leaves no line."""
    lines = text.split("\n")
    for conflict_there, kept in reversed(list(zip(conflicts_of(text), chosen, strict=True))):
        lines[conflict_there.start : conflict_there.end] = kept.split("\n") if kept else []
    return "\n".join(lines)
