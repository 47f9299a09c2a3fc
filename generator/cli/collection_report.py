"""What is said after a collection: what was brought, what was refused, and where it lies."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from generator.cli.json_output import JsonRow, named_fields
from generator.text import counted, left_out

if TYPE_CHECKING:
    from generator.collectors.base import CollectionRefusal, Kept
    from generator.collectors.collection import Collection

EVIDENCE_PLACE = "where evidence/ is; default: the current folder"
"""Help of `--workspace`."""

_MOST = 40


class CollectionReport(NamedTuple):
    """What a collection prints. A named tuple, since the help of the commands starts without msgspec."""

    lines: tuple[str, ...]
    """For a person."""
    rows: tuple[JsonRow, ...]
    """For a program."""
    whole: bool = True
    """Everything that was asked for was given."""


def report(collection: "Collection", *, next_step: str = "") -> CollectionReport:
    """Of one run; `next_step` is a line for a person before the one that names the folders."""
    lines = _lines(collection)
    step = [f"  next:  {next_step}"] if next_step else []
    rows = collected_rows(collection.kept, collection.refused, collection.notes)
    return CollectionReport(
        lines=(*lines, *step, *(f"Evidence   {folder}" for folder in collection.folders)),
        rows=tuple(rows),
        whole=not collection.refused,
    )


def collected_rows(
    kept: "Iterable[Kept]", refused: "Iterable[CollectionRefusal]", notes: Iterable[str] = ()
) -> Iterator[JsonRow]:
    """Each file, each refusal and each note."""
    for file in kept:
        sidecar = file.sidecar
        yield {
            "kind": "file",
            "path": str(file.path),
            **named_fields(sidecar, "sha256", "size", "items", "complete"),
            "cut_out": sum(redaction.count for redaction in sidecar.redactions if redaction.places),
        }
    for refusal in refused:
        yield {
            "kind": "refused",
            **named_fields(refusal, "resource", "verb"),
            "scope": refusal.scope or None,
            "status": refusal.status,
            "reason": refusal.why,
        }
    for note in notes:
        yield {"kind": "note", "note": note}


def _lines(collection: "Collection") -> list[str]:
    size = sum(raw_file.sidecar.size for raw_file in collection.kept)
    cut = sum(redaction.count for raw_file in collection.kept for redaction in raw_file.sidecar.redactions)
    count = len(collection.kept)
    lines = [f"Collected  {counted(count, 'file')}, {size:,} bytes"]
    if cut:
        lines.append(f"Cut out    {counted(cut, 'value that looks', 'values that look')} secret; each sidecar says which")
    lines += _first([f"Note       {note}" for note in collection.notes])
    return lines + _first(
        [_refused(refusal.verb, refusal.resource, refusal.scope, refusal.why) for refusal in collection.refused]
    )


def _refused(verb: str, resource: str, scope: str, why: str) -> str:
    where = f" in {scope}" if scope else ""
    return f"NOT COLLECTED  {verb} {resource}{where}: {why}"


def _first(lines: list[str]) -> list[str]:
    left = len(lines) - _MOST
    return lines if left <= 0 else [*lines[:_MOST], f"… {left_out(left)} like these, all in the collection's sidecar"]
