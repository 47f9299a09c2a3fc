"""The head of a narrative's file, changed key by key: other keys, their order and the comments between them stay."""

import json
import re
from collections.abc import Mapping, Sequence

import msgspec

from generator.narrative.conflicts import SideNames, conflict
from generator.narrative.front_matter import FENCE, KEYS, split
from generator.strict_yaml import load

_CLASH = "\N{SYMBOL FOR NULL}"
_APPROVAL = ("reviewed-by", "approver", "date", "approves", "approves-evidence")
_PLAIN = re.compile(r"[^\W\d_][\w ()./&+%,;–—-]*", re.UNICODE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "none"})

Value = str | tuple[str, ...]
"""Text, or some of a closed list of words."""


class HeaderChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a key becomes."""

    ours: Value
    theirs: Value
    clash: bool
    """Both sides changed it, and differently."""


Path = tuple[str, ...]
"""`("role",)`, `("parameters", "CM-8(b)")`."""


def changed_head(lines: Sequence[str], changes: Mapping[Path, HeaderChange], names: SideNames, *, withdrawn: str) -> list[str]:
    """The lines between the fences; `withdrawn` says why an approval no longer holds, or is empty."""
    kept, clashes = list(lines), dict[str, list[str]]()
    for path, change in changes.items():
        indent = "  " * (len(path) - 1)
        written = _written(indent, path[-1], change.theirs)
        if change.clash:  # a stand-in, since a head that shows a conflict is no longer YAML
            extent = _extent(kept, path)
            ours = "\n".join(kept[slice(*extent)]) if extent else ""
            stand_in = f"# {_CLASH}{len(clashes)}"
            clashes[stand_in] = conflict(ours, "\n".join(written), names).split("\n")
            written = [stand_in]
        kept = _with(kept, path, written)
    kept = _without_approval(kept, withdrawn) if withdrawn else kept
    return [clash for line in kept for clash in clashes.get(line, [line])]


def fenced(head: Sequence[str], body: str) -> str:
    """A whole file."""
    return "\n".join([FENCE, *head, FENCE, "", body.lstrip("\n")]) if head else body.lstrip("\n")


def parts_of(text: str) -> tuple[list[str], str]:
    """(lines of the head, body) of a file that was read before."""
    lines = text.split("\n")
    head, body = split(lines)
    return lines[head : max(body - 1, 0)], "\n".join(lines[body:])


def _with(lines: list[str], path: Path, written: list[str]) -> list[str]:
    lines = _block_style(lines)
    extent = _extent(lines, path)
    if extent:
        return [*lines[: extent[0]], *written, *lines[extent[1] :]]
    if len(path) > 1:
        lines, at = _with_parent(lines, path[0])
    else:
        at = _place(lines, path[0])
    return [*lines[:at], *written, *lines[at:]]


def _written(indent: str, key: str, value: Value) -> list[str]:
    """No line where there is no value."""
    if not value:
        return []
    if isinstance(value, str):
        return [f"{indent}{key}: {_scalar(value)}"]
    return [f"{indent}{key}: {value[0] if len(value) == 1 else '[' + ', '.join(value) + ']'}"]


def _scalar(text: str) -> str:
    """As YAML reads it back as this text and nothing else."""
    if _DAY.fullmatch(text):
        return text  # the reader takes days as text
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS and not text.endswith(" "):
        return text
    return json.dumps(text, ensure_ascii=False)


def _starts(lines: Sequence[str]) -> dict[Path, int]:
    """Line of each key of the first two levels."""
    written = load("\n".join(lines), "head")
    return {tuple(map(str, path)): line - 1 for path, line in written.lines.items() if 0 < len(path) < 3}


def _extent(lines: Sequence[str], path: Path) -> tuple[int, int] | None:
    starts = _starts(lines)
    if path not in starts:
        return None
    start = starts[path]
    following = [line for other, line in starts.items() if line > start and other[: len(path)] != path]
    stop = min(following, default=len(lines))
    while stop > start + 1 and (not lines[stop - 1].strip() or lines[stop - 1].lstrip().startswith("#")):
        stop -= 1
    return start, stop


def _block_style(lines: list[str]) -> list[str]:
    """`parameters: {a: b}` with a line for each, so that one of them can be changed."""
    starts, extent = _starts(lines), _extent(lines, ("parameters",))
    if extent is None or not any(len(path) == 2 and line == extent[0] for path, line in starts.items()):
        return lines
    value = load("\n".join(lines), "head").value
    rows = value.get("parameters") if isinstance(value, dict) else None
    listed = rows.items() if isinstance(rows, dict) else ()
    made = [f"  {key}: {_scalar(str(text))}" for key, text in listed]
    return [*lines[: extent[0]], "parameters:", *made, *lines[extent[1] :]]


def _with_parent(lines: list[str], parent: str) -> tuple[list[str], int]:
    """The lines with the group, and the place behind its last line."""
    extent = _extent(lines, (parent,))
    if extent is None:
        at = _place(lines, parent)
        return [*lines[:at], f"{parent}:", *lines[at:]], at + 1
    return lines, extent[1]


def _place(lines: Sequence[str], key: str) -> int:
    """Behind the last key that stands before it in the order of the documentation."""
    before = KEYS[: KEYS.index(key)]
    ends = [extent[1] for name in before if (extent := _extent(lines, (name,))) is not None]
    return max(ends, default=0)


def _without_approval(lines: list[str], why: str) -> list[str]:
    """Who reviewed and approved stays readable, as comments."""
    extents = [extent for key in _APPROVAL if (extent := _extent(lines, (key,))) is not None]
    if not extents:
        return lines
    kept = list(lines)
    for start, stop in sorted(extents, reverse=True):
        kept[start:stop] = [f"# {line}" for line in kept[start:stop]]
    first = min(start for start, _ in extents)
    return [*kept[:first], f"# {why}", *kept[first:]]
