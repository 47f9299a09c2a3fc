"""`atopack absorb`: merges what was typed into a generated Word file."""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.terminal import today
from generator.cli.terminal_escape import say
from generator.limits import NAMED, PRINTED
from generator.text import left_out, listed

if TYPE_CHECKING:
    from generator.narrative.absorbing import FileChange
    from generator.workspace.edit_remarks import Remark
    from generator.workspace.merge_edits import Absorbed

CLEAN, LOOK = 0, 1


def add_absorb_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="Appendix A or the System Security Plan, edited in Word or LibreOffice"
    )
    parser.add_argument("--workspace", type=Path, default=Path(), metavar="DIR", help="default: this folder")
    parser.add_argument(
        "--base", type=Path, metavar="FILE", help="the file as it was built, where the edited one lost its record"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    """Absorb and print; the exit code says whether a person has to act: conflicts, or something not taken over."""
    from generator.workspace.folder import Workspace
    from generator.workspace.merge_edits import absorb

    found = absorb(options.file, Workspace.open(options.workspace), today(), base=options.base)
    say(json.dumps(_object(found), ensure_ascii=False) if options.json else "\n".join(_lines(found)))
    return LOOK if found.remarks or any(change.conflicts for change in found.changes) else CLEAN


def _lines(found: "Absorbed") -> Iterator[str]:
    if found.known:
        yield f"{found.file} was absorbed before; it is kept as {found.kept}. No action required."
        return
    if not found.changes:
        yield f"Nothing to take over from {found.file}: its fields are the same as narratives/."
    else:
        yield f"From {found.file}, generated as of {found.as_of}:"
        yield from (f"  {_change(change)}" for change in found.changes)
    yield from _consequences(found)
    if found.remarks:
        yield "Review these yourself:"
        yield from (f"  - {_remark(one)}" for one in found.remarks[:PRINTED])
        if len(found.remarks) > PRINTED:
            yield f"  … {left_out(len(found.remarks) - PRINTED)} (--json lists all)"
    if found.kept:
        yield f"The file itself is kept as {found.kept}; the next build may write over the one in the package."


def _consequences(found: "Absorbed") -> Iterator[str]:
    clashes = [change.file for change in found.changes if change.conflicts]
    if clashes:
        yield f"Conflicts in {_listed(clashes)}: both versions stand between <<<<<<< and >>>>>>>. Keep what is right, then"
        yield "build again."
    withdrawn = [change.control for change in found.changes if change.withdrawn]
    if withdrawn:
        yield f"The text changed, so review and approval are withdrawn: {_listed(withdrawn)}. A comment says who gave them."
    if found.backups:
        yield f"What these files were before: {_listed(found.backups)}"


def _change(change: "FileChange") -> str:
    said = [f"{', '.join(change.taken)} taken over"] if change.taken else []
    said += [f"conflict in {', '.join(change.conflicts)}"] if change.conflicts else []
    return f"{change.file}{' (new)' if change.new else ''}: {'; '.join(said)}"


def _remark(one: "Remark") -> str:
    return f"{one.place}: {one.text}" if one.place else one.text


def _listed(names: Sequence[str]) -> str:
    return listed(names, NAMED)


def _object(found: "Absorbed") -> dict[str, object]:
    return {
        "file": found.file,
        "as_of": found.as_of,
        "absorbed_before": found.known,
        "changes": [
            {
                "control": change.control,
                "file": change.file,
                "new": change.new,
                "taken": list(change.taken),
                "conflicts": list(change.conflicts),
                "withdrawn": change.withdrawn,
            }
            for change in found.changes
        ],
        "remarks": [{"place": one.place, "text": one.text} for one in found.remarks],
        "backups": list(found.backups),
        "kept": found.kept,
    }
