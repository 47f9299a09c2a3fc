"""`atopack content`: the user's copies of public data."""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.json_output import JsonRow, named_fields, say_result
from generator.cli.terminal import today
from generator.errors import ConfigError
from generator.text import counted

if TYPE_CHECKING:
    from generator.content.lock import Original
    from generator.content.store import Added, ContentListing

CLEAN, FAULTY = 0, 2


def run_add(options: argparse.Namespace) -> int:
    """Add or renew content, and say what came of each original."""
    from generator.content.publisher import default_source
    from generator.content.store import add

    _own_workspace(options.workspace)
    sources = options.sources or [default_source(options.name)]
    additions = add(options.workspace, options.name, sources, today())
    say_result(options, map(addition_row, additions), _added_lines(additions))
    return CLEAN


def _added_lines(additions: "Iterable[Added]") -> Iterator[str]:
    for added in additions:
        what = "is there already" if added.known else f"added; {added.entry.kind} now has {_records(added.entry.records)}"
        yield f"{added.original.source} of {added.original.dated.isoformat()} ({_records(added.original.records)}): {what}"
        yield from (f"  note: {note}" for note in added.notes)


def addition_row(added: "Added") -> JsonRow:
    """What came of an original, for programs."""
    return {
        "name": added.entry.kind,
        **_original(added.original),
        "added": not added.known,
        "total_records": added.entry.records,
        "notes": list(added.notes),
    }


def run_list(options: argparse.Namespace) -> int:
    """Say what there is, how old it is, and whether it can be used."""
    from generator.content.store import listed

    _own_workspace(options.workspace)
    rows = listed(options.workspace)
    say_result(options, map(_listing, rows), _listed_lines(rows))
    return FAULTY if any(row.fault for row in rows) else CLEAN


def _listed_lines(rows: "Iterable[ContentListing]") -> Iterator[str]:
    for row in rows:
        if row.entry is None:
            yield f"{row.kind.name}  not added: atopack content add {row.kind.name} FILE|URL  ({row.kind.title})"
            continue
        entry = row.entry
        yield f"{entry.kind}  {entry.dated.isoformat()}  {_records(entry.records)}  ({row.kind.title})"
        for original in entry.originals:
            days = f"of {original.dated.isoformat()}, added {original.added.isoformat()}"
            yield f"  {original.source}  {days}, sha256 {original.sha256}"
        if row.fault:
            yield f"  cannot be used: {row.fault}"


def _listing(row: "ContentListing") -> JsonRow:
    entry = row.entry
    return {
        **named_fields(row.kind, "name", "title"),
        "dated": entry.dated.isoformat() if entry else None,
        "records": entry.records if entry else None,
        "originals": [_original(original) for original in entry.originals] if entry else [],
        "fault": row.fault or None,
    }


def _original(original: "Original") -> JsonRow:
    return {
        "source": original.source,
        "dated": original.dated.isoformat(),
        "retrieved": original.added.isoformat(),
        "records": original.records,
        "sha256": original.sha256,
    }


def _records(number: int) -> str:
    return counted(number, "record")


def _own_workspace(root: Path) -> None:
    """Content goes into a workspace, not into whatever folder the command was started in."""
    from generator.workspace.system_yaml import FILE

    if not (root / FILE).is_file():
        step = f"name the workspace with --workspace, or make one with `atopack init {root}`"
        raise ConfigError(f"there is no {FILE}", where=str(root), next_step=step)
