"""A section of the report as a page: its first rows as HTML, all of them as data that the page's script makes a table of.

A browser lays out a hundred rows at once and not twenty thousand. So all rows stand in the page as JSON, from which the
library draws the page of rows that is looked at; the first rows are HTML, so that the page says something without a script, and
a CSV file beside it has all of them.
"""

import msgspec
from markupsafe import Markup

from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument, Renderer, SecondForm
from generator.renderers.html_page import LONG, filled, readable
from generator.renderers.report.library import tables
from generator.renderers.report.sections.base import ReportSection
from generator.renderers.report.shell import PageShell, shell_of
from generator.renderers.report.table_csv import csv_of
from generator.renderers.report.table_rows import SecondLine, Shown, TableCell, TableColumn, TablePage, TableRow, choices

MOST_IN_HTML = 100
_TEMPLATE = "report/table.html"
_ENCODER = msgspec.json.Encoder()
_IN_A_SCRIPT = (("&", "\\u0026"), ("<", "\\u003c"), (">", "\\u003e"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))


def table_html(section: ReportSection) -> Renderer:
    """The page of one section, with its CSV file."""
    file, csv = f"{section.name}.html", f"{section.name}.csv"

    def render(package: AuthorizationPackage, _: bytes | None) -> RenderedDocument:
        page = section.view(package)
        shell = shell_of(package, file, (tables(),) if page.rows else ())
        spreadsheet = SecondForm(path=f"report/{csv}", title=f"{section.title}, all rows", data=csv_of(page))
        return RenderedDocument(data=write(page, shell, csv), second_forms=(spreadsheet,))

    return Renderer(name=f"{section.name}-html", path=f"report/{file}", title=f"{section.title}, to be searched", render=render)


def write(page: TablePage, shell: PageShell, csv: str) -> bytes:
    """The page as HTML; every text is escaped, in the data as well."""
    rows = page.rows[:MOST_IN_HTML]
    left = len(page.rows) - len(rows)
    return filled(
        _TEMPLATE,
        page=page,
        shell=shell,
        choices=choices(page),
        rows=rows,
        looks=tuple(map(look, page.columns)),
        total=f"{len(page.rows):,}",
        left=f"{left:,}" if left else "",
        csv=csv,
        json=data(page) if rows else "",
    ).encode()


def data(page: TablePage) -> Markup:
    """Columns and all rows as JSON that can end no script and begin no comment."""
    columns = [
        {"key": column.key, "title": column.title, "kind": column.kind, "order": column.order, "look": look(column)}
        for column in page.columns
    ]
    rows = b",".join(map(_row, page.rows))
    text = (b'{"columns":%b,"rows":[%b]}' % (msgspec.json.encode(columns), rows)).decode()
    for character, number in _IN_A_SCRIPT:
        text = text.replace(character, number)
    # NOTE: every character that means something to HTML is written as its number.
    return Markup(text)  # noqa: S704


def _row(row: TableRow) -> bytes:
    """Its key and its cells, as the template writes them: without characters that show nothing."""
    encoded = _ENCODER.encode([row.key, *row.cells])
    # NOTE: most rows are short and of plain text, which is seen at once of all that they say
    if len(encoded) <= LONG and encoded.isascii() and not (b"\\" in encoded or b"\x7f" in encoded):
        return encoded
    return _ENCODER.encode([row.key, *map(_harmless, row.cells)])


def look(column: TableColumn) -> str:
    """Classes of a column's cells."""
    kind = {"number": "n", "day": "day", "id": "id", "text": "word" if column.choice else "text"}[column.kind]
    return f"{kind} wide" if column.wide else kind


def _harmless(cell: Shown) -> Shown:
    if isinstance(cell, str):
        return cell if _plain(cell) else str(readable(cell))
    if _plain(cell.text) and all(_plain(part.text) and _plain(part.more) for part in cell.lines):
        return cell
    lines = tuple(SecondLine(str(readable(line.text)), line.href, line.style, str(readable(line.more))) for line in cell.lines)
    return TableCell(str(readable(cell.text)), cell.href, cell.style, lines)


def _plain(text: str) -> bool:
    return len(text) <= LONG and text.isprintable()
