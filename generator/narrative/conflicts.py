"""Two versions of a few lines, as git shows them: people and their editors know how to go on from there."""

import re
from dataclasses import dataclass

MARKER = re.compile(r"(<{7}|={7}|>{7})(?: |$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class SideNames:
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
