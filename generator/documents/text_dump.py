"""Word and Excel files as text that can be compared line by line.

Two builds of the same evidence can differ in compression, never in this text. A dump shows what a reader would see,
and what only the file knows: formulas, styles, names of content controls, states of check boxes, alternative texts.
"""

import datetime as dt
import io
import warnings
from collections.abc import Iterator

from lxml import etree
from openpyxl import load_workbook

from generator.documents.bounded_zip import parse_xml, unpack
from generator.errors import ParseError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_WIDEST = 512


def dump_text(data: bytes, *, where: str = "Office file") -> str:
    """The text of a .docx or .xlsx."""
    members = unpack(data, where=where)
    if "word/document.xml" in members:
        return "\n".join(_word_lines(members)) + "\n"
    if "xl/workbook.xml" in members:
        return "\n".join(_sheet_lines(data)) + "\n"
    raise ParseError("neither a Word document nor an Excel workbook", where=where)


def _sheet_lines(data: bytes) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl warns of features that a dump does not show
        book = load_workbook(io.BytesIO(data), read_only=True)
    for sheet in book.worksheets:
        yield f"# {sheet.title}"
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=_WIDEST, values_only=True):
            line = "\t".join(_cell_text(value) for value in row).rstrip("\t")
            if line:
                yield line
    book.close()


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        value = value.date() if value.time() == dt.time() else value
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def _word_lines(members: object) -> Iterator[str]:
    raise NotImplementedError
