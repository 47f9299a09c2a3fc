"""Evidence of the readiness report by number: E1, E2, … in the order in which the document first cites a file."""

from collections.abc import Iterator, Sequence

from generator.documents.word_blocks import (
    Block,
    BookmarkReference,
    Inline,
    Paragraph,
    TextRun,
    WordCell,
    WordTable,
    plain,
    text_cells,
)
from generator.model.evidence import EvidenceSource
from generator.model.places import evidence_path
from generator.renderers.readiness.rows import ReadinessReport
from generator.text import counted, left_out

_MOST_CITED = 6
_TEXT, _HEADING = "Table Text", "Table Heading"


class EvidenceNumbers:
    """The files that the open lines of a report cite, and the lines that hold."""

    def __init__(self, report: ReadinessReport) -> None:
        lines = (line for family in report.families for control in family.controls for line in control.lines)
        files = {source.path: source.sha256 for line in lines for source in line.sources}
        self._numbers = {path: number for number, path in enumerate(files, start=1)}
        self._files = files

    def cited(self, sources: Sequence[EvidenceSource]) -> tuple[Inline, ...]:
        """`Evidence: [E1] [E4] and 12 more files`; empty where nothing is cited."""
        numbers = list(dict.fromkeys(self._numbers[source.path] for source in sources))
        if not numbers:
            return ()
        content: list[Inline] = [TextRun(text="Evidence: ", bold=True)]
        for number in numbers[:_MOST_CITED]:
            content += [BookmarkReference(text=f"[E{number}]", bookmark=_bookmark(number)), TextRun(text=" ")]
        left = left_out(len(numbers) - _MOST_CITED, "file", where="report/readiness.csv")
        return (*content, TextRun(text=left)) if left else tuple(content[:-1])

    def table(self) -> Iterator[Block]:
        """All files, with their SHA-256 as they were collected."""
        if not self._files:
            yield plain("No collected file is cited.")
            return
        yield plain(f"{counted(len(self._files), 'file')}. Paths are relative to the package.")
        header = text_cells(("No.", "File and SHA-256"), _HEADING)
        rows = [
            (
                WordCell(blocks=(_numbered(number),)),
                WordCell(
                    blocks=(
                        plain(evidence_path(path), style=_TEXT),
                        plain(self._files[path], code=True, style=_TEXT),
                    )
                ),
            )
            for path, number in self._numbers.items()
        ]
        yield WordTable(rows=(header, *rows), widths=(0.6, 5.9), description="Evidence files with their SHA-256")


def _numbered(number: int) -> Paragraph:
    return plain(f"E{number}", bold=True, style=_TEXT, bookmark=_bookmark(number))


def _bookmark(number: int) -> str:
    return f"evidence E{number}"
