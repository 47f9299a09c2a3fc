"""Citations in what people write: a Markdown link to a file of the workspace is evidence of the sentence before it.

    A finding stops the pipeline ([scan step](evidence/pipelines/release.yml#L53)).

Behind `#` stands a line (`#L53`), a range of lines (`#L20-L25`), or a JSON pointer (`#/items/3`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from generator.model.narrative import Content, Grid, Span
from generator.model.places import evidence_path

FOLDERS = ("evidence/", "diagrams/", "decisions/", "appendices/")
"""Where a cited file may lie; a link to another place is a link and cites nothing."""
_LINES = re.compile(r"L(\d{1,9})(?:-L?(\d{1,9}))?")
_UP = "../"


class FileCitation(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """What one link cites."""

    path: str
    """In the workspace, with forward slashes."""
    fragment: str
    """As it is written behind `#`; empty for the whole file."""

    @property
    def lines(self) -> tuple[int, int] | None:
        """The first and the last line, counted from 1; None where it cites no lines."""
        match = _LINES.fullmatch(self.fragment)
        if match is None:
            return None
        return int(match[1]), int(match[2] or match[1])

    @property
    def place(self) -> str:
        """As `EvidenceSource.place` says it: `line 53`, `lines 20-25`, `/items/3`; empty for the whole file."""
        if self.lines is None:
            return self.fragment
        first, last = self.lines
        return f"line {first}" if first == last else f"lines {first}-{last}"


def file_citations(content: Sequence[Content]) -> tuple[FileCitation, ...]:
    """The citations of a text, each once, in their order."""
    return tuple(dict.fromkeys(cited for span in _spans(content) if (cited := citation(span.url)) is not None))


def citation(url: str) -> FileCitation | None:
    """What a link cites; None where it leads elsewhere."""
    path, _, fragment = url.partition("#")
    return FileCitation(path=path, fragment=fragment) if path.startswith(FOLDERS) else None


def url_in_document(url: str) -> str:
    """A link as it stands in a document of the package: the file that it cites lies beside the document's folder."""
    path, mark, fragment = url.partition("#")
    return f"{_UP}{evidence_path(path)}{mark}{fragment}" if path.startswith(FOLDERS) else url


def url_in_text(url: str) -> str:
    """The same link as a person writes it in the workspace: what `url_in_document` says, undone."""
    if not url.startswith(_UP):
        return url
    path = url.removeprefix(_UP)
    moved = path.removeprefix("evidence/")
    return moved if moved.startswith(FOLDERS) and moved != path else path


def _spans(content: Sequence[Content]) -> Iterator[Span]:
    for block in content:
        rows: Iterable[Iterable[Span]] = (
            (cell for row in block.rows for cell in row) if isinstance(block, Grid) else (block.spans,)
        )
        for spans in rows:
            yield from spans
