"""`atopack absorb`: merges what was typed into a generated Word file or workbook."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.arguments import add_workspace_option
from generator.cli.json_output import JsonRow, named_fields, say_result
from generator.cli.terminal import progress, today
from generator.limits import NAMED, PRINTED, QUOTED
from generator.text import left_out, listed, shortened

if TYPE_CHECKING:
    from generator.narrative.word_merge import FileChange
    from generator.workspace.edit_remarks import Remark
    from generator.workspace.merge_edits import Absorbed, ValueChange

CLEAN, LOOK = 0, 1


def add_absorb_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    text = "Appendix A or Q, the System Security Plan, the inventory or the deviation requests, as edited"
    parser.add_argument("file", type=Path, metavar="FILE", help=text)
    add_workspace_option(parser)
    parser.add_argument(
        "--base", type=Path, metavar="FILE", help="the file as it was built, where the edited one lost its record"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    """Absorb and print; the exit code says whether a person has to act: conflicts, or something not taken over."""
    from generator.pipeline.current_document import current_document
    from generator.workspace.folder import Workspace
    from generator.workspace.merge_edits import absorb

    day = today()
    with progress() as shown:
        merge = absorb(
            options.file,
            Workspace.open(options.workspace),
            day,
            base=options.base,
            present=lambda path: current_document(Workspace.open(options.workspace), day, shown, path),
        )
    say_result(options, [_object(merge)], _lines(merge))
    return LOOK if merge.remarks or merge.value_conflicts or any(change.conflicts for change in merge.changes) else CLEAN


def _lines(merge: "Absorbed") -> Iterator[str]:
    if merge.known:
        yield f"{merge.file} was absorbed before; it is kept as {merge.kept}. No action required."
        return
    if not merge.changes and not merge.values:
        yield f"Nothing to take over from {merge.file}: what was typed is the same as what is said."
    else:
        yield f"From {merge.file}, generated as of {merge.as_of}:"
        yield from (f"  {_change(change)}" for change in merge.changes)
        yield from _first([f"  {_value(value)}" for value in merge.values])
    yield from _consequences(merge)
    if merge.remarks:
        yield "Review these yourself:"
        yield from _first([f"  - {_remark(remark)}" for remark in merge.remarks])
    if merge.kept:
        yield f"The file itself is kept as {merge.kept}; the next build may write over the one in the package."


def _first(rows: Sequence[str]) -> Iterator[str]:
    yield from rows[:PRINTED]
    if len(rows) > PRINTED:
        yield f"  … {left_out(len(rows) - PRINTED)} (--json lists all)"


def _value(value: "ValueChange") -> str:
    was = f" (was {shortened(value.was, QUOTED)!r})" if value.was else ""
    return f"{value.place}, {value.what}: {shortened(value.text, QUOTED)!r}{was} to {value.file}, key {value.key}"


def _consequences(merge: "Absorbed") -> Iterator[str]:
    if merge.value_conflicts:
        yield "Changed in the file and elsewhere since it was built; nothing was written. Write what is right under its key:"
        for conflict in merge.value_conflicts:
            yield f"  - {conflict.place}, {conflict.what}"
            yield f"      typed     {shortened(conflict.typed, 4 * QUOTED)!r}"
            yield f"      now       {shortened(conflict.now, 4 * QUOTED)!r}"
            yield f"      was       {shortened(conflict.base, 4 * QUOTED)!r}"
    clashes = listed((change.file for change in merge.changes if change.conflicts), NAMED)
    if clashes:
        yield f"Conflicts in {clashes}: both versions stand between <<<<<<< and >>>>>>>. Keep what is right, then"
        yield "build again."
    withdrawn = listed((change.control for change in merge.changes if change.withdrawn), NAMED)
    if withdrawn:
        yield f"The text changed, so review and approval are withdrawn: {withdrawn}. A comment says who gave them."
    if merge.backups:
        yield f"What these files were before: {listed(merge.backups, NAMED)}"


def _change(change: "FileChange") -> str:
    parts = [f"{', '.join(change.taken)} taken over"] if change.taken else []
    parts += [f"conflict in {', '.join(change.conflicts)}"] if change.conflicts else []
    return f"{change.file}{' (new)' if change.new else ''}: {'; '.join(parts)}"


def _remark(remark: "Remark") -> str:
    return f"{remark.place}: {remark.text}" if remark.place else remark.text


def _object(merge: "Absorbed") -> JsonRow:
    return {
        "file": merge.file,
        "as_of": merge.as_of,
        "absorbed_before": merge.known,
        "changes": [
            named_fields(change, "control", "file", "new", "taken", "conflicts", "withdrawn") for change in merge.changes
        ],
        "values": [named_fields(value, "file", "key", "place", "what", "was", "text") for value in merge.values],
        "value_conflicts": [
            {**named_fields(conflict, "place", "what"), "was": conflict.base, **named_fields(conflict, "typed", "now")}
            for conflict in merge.value_conflicts
        ],
        "remarks": [named_fields(remark, "place", "text") for remark in merge.remarks],
        "backups": list(merge.backups),
        "kept": merge.kept,
    }
