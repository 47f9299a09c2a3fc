"""`atopack status`: how far the answers to the controls have come, family by family."""

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from generator.cli.arguments import add_as_of_argument, add_workspace_argument
from generator.cli.json_output import JsonRow, named_fields, say_result
from generator.cli.terminal import as_of, progress
from generator.limits import IDENTIFIED
from generator.text import listed

if TYPE_CHECKING:
    from generator.model.progress import ProgressTally
    from generator.pipeline.narrative_status import Stated, StatusReport

CLEAN = 0
_WIDTH, _NUMBER = 46, 10


def add_status_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add_workspace_argument(parser)
    add_as_of_argument(parser, "the as-of date; default: today")
    parser.add_argument(
        "--json", action="store_true", help="one JSON object a line: each family, all of them, other frameworks"
    )


def run(options: argparse.Namespace) -> int:
    """Count and print."""
    from generator.pipeline.narrative_status import report
    from generator.workspace.folder import Workspace

    workspace = Workspace.open(options.workspace)
    with progress() as shown:
        status_report = report(workspace, as_of(options), shown, options.cache)
    say_result(options, _rows(status_report), _lines(status_report))
    return CLEAN


def _lines(report: "StatusReport") -> Iterator[str]:
    from generator.model.progress import AnswerProgress
    from generator.pipeline.additional_frameworks import report_lines

    names = ("Controls", "Parts", *(state.words.capitalize() for state in AnswerProgress))
    widths = [max(_NUMBER, len(name) + 2) for name in names]
    total, stated = report.tallies[-1], report.stated[-1]
    yield (
        f"{report.system}, {report.baseline}, as of {report.as_of.isoformat()}: {total.controls} controls, {total.parts} parts"
    )
    yield ""
    yield f"{'Family':<{_WIDTH}}{_cells(names, widths)}"
    for tally in report.tallies:
        numbers = (tally.controls, tally.parts, *(number for _, number in tally.states))
        yield f"{_title(tally):<{_WIDTH}}{_cells([f'{number:,}' for number in numbers], widths)}"
    yield ""
    yield (
        "Each part is counted once, by its state. Drafted from evidence: no person has written it. An inherited part counts as "
        "written by the person who states the leveraged authorization."
    )
    yield f"Stated by people: {_state_text(stated)}."
    yield from _front(report)
    yield from report_lines(report.additional)
    if report.gaps:
        yield ""
        yield "Not used, or not approved:"
        yield from (f"  - {gap.path}: {gap.reason}" for gap in report.gaps)


def _cells(texts: Sequence[str], widths: Sequence[int]) -> str:
    return "".join(f"{text:>{width}}" for text, width in zip(texts, widths, strict=True))


def _front(report: "StatusReport") -> Iterator[str]:
    """The plan's front matter, from system.yaml."""
    front = report.front
    yield (
        f"Front matter of the plan: {front.counted - front.outstanding:,} of {front.counted:,} values in system.yaml are "
        f"stated."
    )
    if front.owing:
        keys = dict.fromkeys(owing.key for owing in front.owing)
        yield f"  Not stated: {listed(keys, IDENTIFIED, separator='; ')}"
    if report.texts:
        yield f"  Texts of the plan: {'; '.join(f'{file} ({state.words})' for file, state in report.texts)}"


def _state_text(stated: "Stated") -> str:
    return (
        f"the status of {stated.statuses} of {stated.controls} controls, the origination of {stated.originations}, the role of "
        f"{stated.roles}, {stated.parameters} of {stated.of_parameters:,} parameters"
    )


def _title(tally: "ProgressTally") -> str:
    from generator.frameworks.rev5.table import FAMILIES

    return f"{tally.family} {FAMILIES.get(tally.family, '')}".rstrip() if tally.family else "All"


def _rows(report: "StatusReport") -> Iterator[JsonRow]:
    from generator.model.progress import AnswerProgress

    for tally, stated in zip(report.tallies, report.stated, strict=True):
        mine = [part for part in report.parts if part.family == tally.family or not tally.family]
        row: JsonRow = {
            "family": tally.family or "all",
            "title": _title(tally),
            **named_fields(tally, "controls", "parts"),
            **{state.value: number for state, number in tally.states},
            "states": {state.words: number for state, number in tally.states},
            **named_fields(stated, "statuses", "originations", "roles", "parameters", "of_parameters"),
        }
        if not tally.family:
            row["plan_texts"] = {file: state.words for file, state in report.texts}
            row["front_matter"] = {
                "places": report.front.counted,
                "stated": report.front.counted - report.front.outstanding,
                "missing": list(dict.fromkeys(owing.key for owing in report.front.owing)),
            }
        else:
            row["parts_missing"] = [part.label for part in mine if part.state is AnswerProgress.MISSING]
            row["parts_generated"] = [part.label for part in mine if part.state is AnswerProgress.GENERATED]
        yield row
    for other in report.additional:
        yield named_fields(other, "framework", "title", "source") | {"counts": dict(other.counts)}
