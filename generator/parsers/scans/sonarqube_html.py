"""SonarQube issues in the page that sonar-report writes: a table with rule, severity, component and line in each row.

https://github.com/soprasteria/sonar-report. The page holds texts of rules as well, with tables of their own, which are left
out. Levels: see `sonarqube_json`.
"""

from collections.abc import Iterator
from html.parser import HTMLParser

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.csv import Columns, CsvRow
from generator.parsers.document import Document
from generator.parsers.scans.code_results import repository
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.entries import fold_placed
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.sonarqube_json import LEVELS
from generator.parsers.scans.tally import ScanAccumulator

_COLUMNS = ("Rule", "Severity", "Component", "Line")
_ISSUE = FieldMap(
    identifier=("Rule",),
    title=("Description", "Message"),
    description=("Message",),
    level=("Severity",),
    severities={word.lower(): severity for word, severity in LEVELS.items()},
    status=("Status",),
    scope=("Component", "Line"),
)
_MARKS = (b"<html", b"SonarQube", b"Vulnerabilit")
_NOTHING = "the page has no table of issues"


def recognizes(document: Document) -> bool:
    start = document.start
    return start.lstrip()[:1] == b"<" and all(mark in start for mark in _MARKS)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    page = _Page()
    page.feed(document.text)
    page.close()
    accumulator = ScanAccumulator(evidence, "SonarQube")
    target = accumulator.target(repository(evidence, page.facts.get("Project Name") or page.facts.get("Application")))
    fold_placed(accumulator, page.rows(), lambda row, place: _ISSUE.result(row, target, place))
    because = None if page.has_table else _NOTHING
    return accumulator.finish(
        newest({page.facts.get("Report Generated On", ""): None}), assessed=page.has_table, because=because
    )


class _Page(HTMLParser):
    """Rows of the table of issues, and what stands above it as `<dt>name</dt><dd>value</dd>`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.facts: dict[str, str] = {}
        self.has_table = False
        self._columns = Columns()
        self._rows: list[CsvRow] = []
        self._tables: list[bool] = []
        """Of each table that is open: is it that of issues?"""
        self._cells: list[list[str]] = []
        self._term = ""
        self._text: list[str] | None = None

    def rows(self) -> Iterator[tuple[str, CsvRow]]:
        """Each row with its place."""
        return ((f"line {row.line}", row) for row in self._rows)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as the base has it
        """See `HTMLParser`."""
        if tag == "table":
            self._tables.append(False)
        elif tag == "tr":
            self._cells = []
        elif tag in {"td", "th"}:
            self._text = []
            self._cells.append(self._text)
        elif tag in {"dt", "dd"}:
            self._text = []

    def handle_data(self, data: str) -> None:
        """See `HTMLParser`."""
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """See `HTMLParser`."""
        if tag == "table" and self._tables:
            self._tables.pop()
        elif tag == "tr":
            self._row()
        elif tag == "dt":
            self._term = self._read()
        elif tag == "dd" and self._term:
            self.facts.setdefault(self._term, self._read())
        if tag in {"td", "th", "dt", "dd"}:
            self._text = None

    def _read(self) -> str:
        return " ".join("".join(self._text or ()).split())

    def _row(self) -> None:
        cells = [" ".join("".join(parts).split()) for parts in self._cells]
        self._cells = []
        if not self._tables:
            return
        if set(_COLUMNS).issubset(cells):
            self._tables[-1] = self.has_table = True
            self._columns = Columns(cells)
        elif self._tables[-1] and any(cells):
            self._rows.append(CsvRow(self.getpos()[0], cells, self._columns))
