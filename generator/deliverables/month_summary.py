"""The executive summary of a month as a Word document, for the provider to finish and sign: the tables are counted, the words
about causes and plans are people's.
"""

from collections.abc import Iterator, Mapping

from generator.deliverables.material import Made, Material
from generator.deliverables.month_rows import MonthSummary, MonthTable, summary
from generator.documents.word import DocumentProperties, append, render
from generator.documents.word_blocks import Block, Heading, WordCell, WordRegion, WordTable, plain, text_cell
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument
from generator.resources import data

PATH = "conmon/Executive-Summary.docx"
TITLE = "Executive summary of the month"
TEMPLATE = "executive-summary"
"""Its name under `templates:` in system.yaml."""
PLACEHOLDERS: Mapping[str, str] = {
    "marking": "what the package is marked with",
    "title": "what the document is",
    "system": "the system's name",
    "subtitle": "the month and the baseline",
    "provider": "the cloud service provider",
    "date": "the as-of date of the package",
}
"""What a template of this document can name."""
_OWN = "templates/docx/executive-summary.docx"
_USERS = "the template named by templates.executive-summary in system.yaml"
_TEXT, _HEADING, _NUMBER, _NUMBER_HEADING = "Table Text", "Table Heading", "Table Number", "Table Number Heading"
_WIDTH = 6.5  # inches between the margins of US Letter
_LETTER, _PADDING = 0.075, 0.22  # inches of a letter in a table, and of what is left and right of it
_SHORT, _LONG = 14, 40  # letters

_STANDING = "A draft, unless the delivery's index names who approved it and on which day."
"""What is approved are these very bytes, so they cannot say it themselves."""


def executive_summary(material: Material) -> Made:
    """The document, in the template of a person where one is given."""
    return {PATH: (write(summary(material.package), material.workspace.template(TEMPLATE)), TITLE)}


def summary_into(package: AuthorizationPackage, template: bytes) -> RenderedDocument:
    """The document in a template of a person's.

    Raises:
        ConfigError: the template cannot be filled.
    """
    return RenderedDocument(data=write(summary(package), template))


def write(document: MonthSummary, template: bytes | None = None) -> bytes:
    """The document, in our own template unless another is given."""
    where = _OWN if template is None else _USERS
    opened = (data("templates") / "docx" / "executive-summary.docx").read_bytes() if template is None else template
    values = {
        "title": "Continuous Monitoring: Executive Summary",
        "subtitle": f"{document.month}, {document.baseline} baseline",
        "system": document.system,
        "provider": document.provider,
        "date": f"As of {document.as_of.isoformat()}",
        "marking": document.marking,
    }
    properties = DocumentProperties(
        title=f"{document.system}: executive summary, {document.month}",
        subject=f"As of {document.as_of.isoformat()}",
        author=document.provider or "atopack",
    )
    covered = render(opened, values, where=where)
    return append(covered, _blocks(document), properties=properties, date=document.as_of, where=where)


def _blocks(document: MonthSummary) -> Iterator[Block]:
    yield plain(_STANDING, bold=True)
    yield plain(document.before)
    yield Heading(level=2, text="Summary")
    for sentence in document.sentences:
        yield plain(sentence)
    yield WordRegion(
        tag="executive-summary",
        title="What the provider says of the month",
        blocks=(),
        prompt="Enter what is behind the numbers: causes, plans, significant changes, incidents.",
    )
    for listed in document.tables:
        yield Heading(level=2, text=listed.heading)
        if listed.rows:
            yield _table(listed)
        else:
            yield plain(listed.empty)
        if listed.note:
            yield plain(listed.note)


def _table(listed: MonthTable) -> WordTable:
    head = tuple(_cell(text, _NUMBER_HEADING if at in listed.numbers else _HEADING) for at, text in enumerate(listed.columns))
    rows = (
        tuple(_cell(text, _NUMBER if at in listed.numbers else _TEXT) for at, text in enumerate(row)) for row in listed.rows
    )
    return WordTable(rows=(head, *rows), widths=_widths(listed), description=listed.heading)


def _cell(text: str, style: str) -> WordCell:
    return text_cell(text, style)


def _widths(listed: MonthTable) -> tuple[float, ...]:
    """Short texts, such as days and ids, stay on one line; the columns of long ones share what is left."""
    longest = [
        max(*(len(word) for word in listed.columns[at].split()), *(len(row[at]) for row in listed.rows), 6)
        for at in range(len(listed.columns))
    ]
    short = [length <= _SHORT for length in longest]
    taken = sum(length * _LETTER + _PADDING for length, is_short in zip(longest, short, strict=True) if is_short)
    shared = sum(min(length, _LONG) for length, is_short in zip(longest, short, strict=True) if not is_short)
    scale = _WIDTH / taken if not shared else 1.0
    return tuple(
        round((length * _LETTER + _PADDING) * scale if is_short else (_WIDTH - taken) * min(length, _LONG) / shared, 2)
        for length, is_short in zip(longest, short, strict=True)
    )
