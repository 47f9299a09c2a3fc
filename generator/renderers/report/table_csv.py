"""A section of the report as a CSV file: all rows, for whoever works in a spreadsheet or without scripts."""

import csv
import io
from dataclasses import dataclass

from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Rendered
from generator.renderers.ports_csv import harmless
from generator.renderers.report.sections.base import Section
from generator.renderers.report.table_rows import Column, Shown, text_of


@dataclass(frozen=True, slots=True)
class TableCsv:
    """The spreadsheet of one section."""

    section: Section
    template: str | None = None

    @property
    def name(self) -> str:
        """See `Renderer.name`."""
        return f"{self.section.name}-csv"

    @property
    def path(self) -> str:
        """See `Renderer.path`."""
        return f"report/{self.section.name}.csv"

    @property
    def title(self) -> str:
        """See `Renderer.title`."""
        return f"{self.section.title}, all rows of the report"

    def applies(self, package: AuthorizationPackage) -> bool:  # noqa: ARG002 - every package owes it
        """See `Renderer.applies`."""
        return True

    def render(self, package: AuthorizationPackage, template: bytes | None) -> Rendered:  # noqa: ARG002 - no template of the user's
        """See `Renderer.render`."""
        page = self.section.view(package)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([column.title for column in page.columns])
        writer.writerows(list(map(_text, row.cells, page.columns)) for row in page.rows)
        return Rendered(data=text.getvalue().encode("utf-8-sig"))


def _text(cell: Shown, column: Column) -> str:
    lines = () if isinstance(cell, str) else cell.lines
    words = "; ".join(part for part in (text_of(cell), *(one.text for one in lines)) if part)
    number = words.replace(",", "")
    return number if column.kind == "number" and number.removeprefix("-").isdigit() else harmless(words)
