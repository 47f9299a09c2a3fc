"""`atopack status`: how far the answers to the controls have come, family by family."""

import argparse
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.terminal import as_of, progress
from generator.cli.terminal_escape import say
from generator.limits import IDENTIFIED
from generator.text import listed

if TYPE_CHECKING:
    from generator.model.progress import Tally
    from generator.pipeline.narrative_status import Report, Stated

CLEAN = 0
_NAMES = ("Controls", "Parts", "Approved", "Reviewed", "Written", "Drafted", "Not started")
_WIDTH = 46


def add_status_arguments(parser: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
    """What the command takes."""
    parser.add_argument("workspace", type=Path, metavar="WORKSPACE", help="the folder with system.yaml")
    parser.add_argument("--as-of", type=day, default=None, metavar="DATE", help="the as-of date; default: today")
    parser.add_argument(
        "--json", action="store_true", help="one JSON object a line: each family, all of them, other frameworks"
    )


def run(options: argparse.Namespace) -> int:
    """Count and print."""
    from generator.pipeline.narrative_status import report
    from generator.workspace.folder import Workspace

    workspace = Workspace.open(options.workspace)
    with progress() as shown:
        found = report(workspace, as_of(options), shown)
    say("\n".join(_objects(found) if options.json else _lines(found)))
    return CLEAN


def _lines(found: "Report") -> Iterator[str]:
    from generator.pipeline.additional_frameworks import told

    total, stated = found.tallies[-1], found.stated[-1]
    yield f"{found.system}, {found.baseline}, as of {found.as_of.isoformat()}: {total.controls} controls, {total.parts} parts"
    yield ""
    yield f"{'Family':<{_WIDTH}}{''.join(f'{name:>12}' for name in _NAMES)}"
    for one in found.tallies:
        numbers = (one.controls, one.parts, *(number for _, number in one.states))
        yield f"{_title(one):<{_WIDTH}}{''.join(f'{number:>12,}' for number in numbers)}"
    yield ""
    yield "Each part is counted once, by its state. Drafted: drafted from evidence, and not written by a person yet."
    yield f"Stated by people: {_said(stated)}."
    yield from _front(found)
    yield from told(found.beside)
    if found.gaps:
        yield ""
        yield "Not used, or not approved:"
        yield from (f"  - {gap.path}: {gap.reason}" for gap in found.gaps)


def _front(found: "Report") -> Iterator[str]:
    """The plan's front matter, from system.yaml."""
    front = found.front
    yield f"Front matter of the plan: {front.counted - front.owed:,} of {front.counted:,} values in system.yaml are stated."
    if front.owing:
        keys = dict.fromkeys(one.key for one in front.owing)
        yield f"  Not stated: {listed(keys, IDENTIFIED, separator='; ')}"
    if found.texts:
        yield f"  Texts of the plan: {'; '.join(f'{file} ({state.value})' for file, state in found.texts)}"


def _said(stated: "Stated") -> str:
    return (
        f"the status of {stated.statuses} of {stated.controls} controls, the origination of {stated.originations}, the role of "
        f"{stated.roles}, {stated.parameters} of {stated.of_parameters:,} parameters"
    )


def _title(one: "Tally") -> str:
    from generator.frameworks.rev5.table import FAMILIES

    return f"{one.family} {FAMILIES.get(one.family, '')}".rstrip() if one.family else "All"


def _objects(found: "Report") -> Iterator[str]:
    from generator.model.progress import State

    for one, stated in zip(found.tallies, found.stated, strict=True):
        mine = [part for part in found.parts if part.family == one.family or not one.family]
        row: dict[str, object] = {
            "family": one.family or "all",
            "title": _title(one),
            "controls": one.controls,
            "parts": one.parts,
            **{state.value: number for state, number in one.states},
            "statuses": stated.statuses,
            "originations": stated.originations,
            "roles": stated.roles,
            "parameters": stated.parameters,
            "of_parameters": stated.of_parameters,
        }
        if not one.family:
            row["plan_texts"] = {file: state.value for file, state in found.texts}
            row["front_matter"] = {
                "places": found.front.counted,
                "stated": found.front.counted - found.front.owed,
                "missing": list(dict.fromkeys(each.key for each in found.front.owing)),
            }
        if one.family:
            row["parts_missing"] = [_part(part.control, part.letter) for part in mine if part.state is State.MISSING]
            row["parts_generated"] = [_part(part.control, part.letter) for part in mine if part.state is State.GENERATED]
        yield json.dumps(row, ensure_ascii=False)
    for other in found.beside:
        yield json.dumps(
            {"framework": other.framework, "title": other.title, "source": other.source, "counts": dict(other.counts)}
        )


def _part(control: str, letter: str) -> str:
    return f"{control}({letter})" if letter else control
