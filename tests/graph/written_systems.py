"""Small systems as teams publish them, each a drawing beside the definitions of what runs: read whole, graded row by row.

A system is a folder of `systems/`: `diagram.*`, `running/` and `rows.txt`, whose lines are `shape = workload, workload` with
alternatives behind `|`. What stands in no row must not be matched.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import msgspec

from generator.cli.compare import ComparisonOutcome, answered
from generator.graph.normalize import plain
from generator.model.comparison import ComponentMatch

SYSTEMS = Path(__file__).parent / "systems"
NAMES = tuple(sorted(each.parent.name for each in SYSTEMS.glob("*/rows.txt")))

Row = tuple[tuple[str, ...], ...]
"""All workloads that a shape stands for, each with its alternatives."""


class Grade(msgspec.Struct, frozen=True, kw_only=True):
    """How many rows of a system came out right, and what was matched wrongly."""

    rows: int
    matched: tuple[str, ...]
    missed: tuple[str, ...]
    wrong: tuple[str, ...]


@cache
def outcome(name: str) -> ComparisonOutcome:
    """The comparison without a person's decision."""
    return answered(drawing(name), [SYSTEMS / name / "running"])


def drawing(name: str) -> Path:
    """The drawn file."""
    return next((SYSTEMS / name).glob("diagram.*"))


def rows(name: str) -> Mapping[str, Row]:
    """What a person expects, by shape."""
    return dict(_rows((SYSTEMS / name / "rows.txt").read_text(encoding="utf-8")))


def grade(name: str) -> Grade:
    """The rows of a system beside what is matched."""
    expected = rows(name)
    matched, wrong = set(), []
    for match in outcome(name).comparison.in_both:
        row = row_of(expected, match.id, match.label)
        if row and is_right(expected[row], match):
            matched.add(row)
        else:
            wrong.append(f"{match.label or match.id} -> {', '.join(match.workloads)}: {match.because}")
    return Grade(
        rows=len(expected), matched=tuple(sorted(matched)), missed=tuple(each for each in expected if each not in matched),
        wrong=tuple(wrong),
    )  # fmt: skip


def row_of(expected: Mapping[str, Row], id_: str, label: str) -> str:
    """The row of a shape, by its id or its text; empty where there is none."""
    return next((drawn for drawn in expected if plain(drawn) in (plain(id_), plain(label))), "")


def is_right(row: Row, match: ComponentMatch) -> bool:
    """All of the row's workloads, and no others."""
    return are_right(row, match.workloads)


def are_right(row: Row, workloads: tuple[str, ...]) -> bool:
    """See `is_right`."""
    names = [key.split("/")[2] for key in workloads]
    every = all(any(_is(name, one) for one in alternatives for name in names) for alternatives in row)
    return every and all(any(_is(name, one) for alternatives in row for one in alternatives) for name in names)


def _is(name: str, expected: str) -> bool:
    """NOTE: a chart puts the name of its release in front; behind a colon stands which of two of that name it is."""
    name = name.partition(":")[0]
    return plain(name) == plain(expected) or name.endswith(f"-{expected}")


def _rows(text: str) -> Iterator[tuple[str, Row]]:
    for line in text.splitlines():
        drawn, _, running = line.rpartition(" = ")
        yield drawn, tuple(tuple(each.strip().split("|")) for each in running.split(","))
