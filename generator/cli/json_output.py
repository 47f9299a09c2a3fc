"""`--json`: a command's result for programs, one JSON object a line, and nothing else on standard output."""

import argparse
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from generator.cli.terminal_escape import say

if TYPE_CHECKING:
    from generator.model.evidence import Gap

JsonRow = dict[str, object]
"""A line: names in snake_case; `kind` says which of a command's rows it is, where there are several."""


def add_json_argument(parser: argparse._ActionsContainer) -> None:
    """For every command that prints a result."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def say_result(options: argparse.Namespace, rows: Iterable[JsonRow], lines: Iterable[str]) -> None:
    """The rows where `--json` asks for them, else the lines for people; the other of the two is not made."""
    if options.json:
        say_rows(rows)
    else:
        say("\n".join(lines))


def say_rows(rows: Iterable[JsonRow]) -> None:
    """Print them."""
    for line in json_lines(rows):
        say(line)


def json_lines(rows: Iterable[JsonRow]) -> Iterator[str]:
    """A line each. Text stays readable: what is not ASCII is not escaped."""
    return (json.dumps(row, ensure_ascii=False) for row in rows)


def named_fields(record: object, *names: str) -> JsonRow:
    """Fields of a record, each under its own name."""
    return {name: getattr(record, name) for name in names}


def gap_row(gap: "Gap") -> JsonRow:
    """Something that could not be read or used, or that a person has to decide."""
    subject = f"{gap.path} {gap.place}".strip()
    return {"kind": "gap", "subject": subject, "reason": gap.reason, "next_step": gap.next_step, "type": str(gap.kind)}
