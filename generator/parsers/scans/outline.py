"""Records of a report, one by one, whatever holds them."""

from collections.abc import Iterator
from typing import TypeVar

from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer

T = TypeVar("T")


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
