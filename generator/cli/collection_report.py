"""What is said after a collection: what was brought, what was refused, and where it lies."""

from typing import TYPE_CHECKING

from generator.text import counted, left_out

if TYPE_CHECKING:
    from generator.collectors.collection import Collection

_MOST = 40


def report_lines(collection: "Collection") -> list[str]:
    """Lines for a person; the last one names the folders."""
    size = sum(raw_file.sidecar.size for raw_file in collection.kept)
    cut = sum(redaction.count for raw_file in collection.kept for redaction in raw_file.sidecar.redactions)
    count = len(collection.kept)
    lines = [f"Collected  {counted(count, 'file')}, {size:,} bytes"]
    if cut:
        lines.append(f"Cut out    {counted(cut, 'value that looks', 'values that look')} secret; each sidecar says which")
    lines += _first([f"Note       {note}" for note in collection.notes])
    lines += _first(
        [_refused(raw_file.verb, raw_file.resource, raw_file.scope, raw_file.why) for raw_file in collection.refused]
    )
    return [*lines, *(f"Evidence   {folder}" for folder in collection.folders)]


def _refused(verb: str, resource: str, scope: str, why: str) -> str:
    where = f" in {scope}" if scope else ""
    return f"NOT COLLECTED  {verb} {resource}{where}: {why}"


def _first(lines: list[str]) -> list[str]:
    left = len(lines) - _MOST
    return lines if left <= 0 else [*lines[:_MOST], f"… {left_out(left)} like these, all in the collection's sidecar"]
