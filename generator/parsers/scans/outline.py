"""Looks into a document just far enough to tell one tool's report from another's."""

from collections.abc import Collection, Iterator
from typing import TypeVar

from generator.parsers.document import Document, FileContainer

T = TypeVar("T")


def has_most(keys: Collection[str], marks: Collection[str], least: int) -> bool:
    """Are at least so many of a format's keys there? Versions of a tool lack this one or that one."""
    return len(set(marks).intersection(keys)) >= least


def records(document: Document, type_: type[T]) -> Iterator[tuple[str, T | None]]:
    """Every record with its place; None where `null` stands for one.

    Raises:
        ParseError: a record of another shape; names its place.
    """
    if document.container is FileContainer.JSON_LINES:
        pairs = ((f"line {number}", line) for number, line in enumerate(document.data.splitlines(), 1) if line.strip())
    elif document.items:
        pairs = ((f"/{index}", bytes(raw)) for index, raw in enumerate(document.items))
    else:
        pairs = (("", raw) for raw in (document.data,))
    for place, raw in pairs:
        yield place, None if raw.strip() == b"null" else document.decode(raw, type_, place=place)
