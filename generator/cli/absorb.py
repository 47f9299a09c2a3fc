"""`atopack absorb`: merges what was typed into a generated Word file or workbook."""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.terminal import progress, today
from generator.cli.terminal_escape import say
from generator.limits import NAMED, PRINTED, QUOTED
from generator.text import left_out, listed, shortened

if TYPE_CHECKING:
    from generator.narrative.word_merge import FileChange
    from generator.workspace.edit_remarks import Remark
    from generator.workspace.merge_edits import Absorbed, ValueChange

CLEAN, LOOK = 0, 1


def add_absorb_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="Appendix A or Q, the System Security Plan, the inventory or the deviation requests, as edited",
    )
    parser.add_argument("--workspace", type=Path, default=Path(), metavar="DIR", help="default: this folder")
    parser.add_argument(
        "--base", type=Path, metavar="FILE", help="the file as it was built, where the edited one lost its record"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    """Absorb and print; the exit code says whether a person has to act: conflicts, or something not taken over."""
    from generator.pipeline.present import present
    from generator.workspace.folder import Workspace
    from generator.workspace.merge_edits import absorb

    day = today()
    with progress() as shown:
        merge = absorb(
            options.file,
            Workspace.open(options.workspace),
            day,
            base=options.base,
            present=lambda path: present(Workspace.open(options.workspace), day, shown, path),
        )
    say(json.dumps(_object(merge), ensure_ascii=False) if options.json else "\n".join(_lines(merge)))
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
        yield from (f"  {_value(value)}" for value in merge.values[:PRINTED])
        if len(merge.values) > PRINTED:
            yield f"  … {left_out(len(merge.values) - PRINTED)} (--json lists all)"
    yield from _consequences(merge)
    if merge.remarks:
        yield "Review these yourself:"
        yield from (f"  - {_remark(remark)}" for remark in merge.remarks[:PRINTED])
        if len(merge.remarks) > PRINTED:
            yield f"  … {left_out(len(merge.remarks) - PRINTED)} (--json lists all)"
    if merge.kept:
        yield f"The file itself is kept as {merge.kept}; the next build may write over the one in the package."


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
    clashes = [change.file for change in merge.changes if change.conflicts]
    if clashes:
        yield f"Conflicts in {_listed(clashes)}: both versions stand between <<<<<<< and >>>>>>>. Keep what is right, then"
        yield "build again."
    withdrawn = [change.control for change in merge.changes if change.withdrawn]
    if withdrawn:
        yield f"The text changed, so review and approval are withdrawn: {_listed(withdrawn)}. A comment says who gave them."
    if merge.backups:
        yield f"What these files were before: {_listed(merge.backups)}"


def _change(change: "FileChange") -> str:
    parts = [f"{', '.join(change.taken)} taken over"] if change.taken else []
    parts += [f"conflict in {', '.join(change.conflicts)}"] if change.conflicts else []
    return f"{change.file}{' (new)' if change.new else ''}: {'; '.join(parts)}"


def _remark(remark: "Remark") -> str:
    return f"{remark.place}: {remark.text}" if remark.place else remark.text


def _listed(names: Sequence[str]) -> str:
    return listed(names, NAMED)


def _object(merge: "Absorbed") -> dict[str, object]:
    return {
        "file": merge.file,
        "as_of": merge.as_of,
        "absorbed_before": merge.known,
        "changes": [
            {
                "control": change.control,
                "file": change.file,
                "new": change.new,
                "taken": list(change.taken),
                "conflicts": list(change.conflicts),
                "withdrawn": change.withdrawn,
            }
            for change in merge.changes
        ],
        "values": [
            {
                "file": value.file,
                "key": value.key,
                "place": value.place,
                "what": value.what,
                "was": value.was,
                "text": value.text,
            }
            for value in merge.values
        ],
        "value_conflicts": [
            {
                "place": conflict.place,
                "what": conflict.what,
                "was": conflict.base,
                "typed": conflict.typed,
                "now": conflict.now,
            }
            for conflict in merge.value_conflicts
        ],
        "remarks": [{"place": remark.place, "text": remark.text} for remark in merge.remarks],
        "backups": list(merge.backups),
        "kept": merge.kept,
    }
