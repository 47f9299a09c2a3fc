"""Deepfence ThreatMapper's reports as workbooks: one entry a row, below the header of its sheet."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from html import unescape

from generator.documents.workbook_rows import sheet_texts
from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.csv import Columns, CsvRow
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans import deepfence_words
from generator.parsers.scans.deepfence_words import TABLES
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.zip_damage import ZIP_DAMAGE

_TEXTS = ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml")
_ENOUGH = 1 << 20
"""Bytes of a part in which the header's names stand: it is the first row."""
_NOTHING = "the report has no rows: it does not say which nodes were scanned"


def recognizes(document: Document) -> bool:
    """Looks for the names of a header among the texts of the workbook."""
    if document.container is not FileContainer.ZIP:
        return False
    texts = "".join(_parts(document))
    return any(all(f">{name}<" in texts for name in header) for header, _ in TABLES)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, rows = ScanAccumulator(evidence, deepfence_words.SCANNER), 0
    for place, fields, row in _rows(document):
        rows += 1
        accumulator.take(deepfence_words.result(fields, row, evidence, place))
    return accumulator.finish(None, failure=None if rows else _NOTHING)


def _rows(document: Document) -> Iterator[tuple[str, FieldMap, CsvRow]]:
    """Rows that hold something, below the header of their sheet."""
    sheet, fields, names = "", None, Columns()
    for name, number, cells in sheet_texts(document.raw):
        if name != sheet:
            sheet, fields = name, None
        if fields is None:
            fields = next((fields for header, fields in TABLES if set(header) <= set(cells)), None)
            names = Columns(map(str.strip, cells))
        elif any(map(str.strip, cells)):
            yield f"sheet {sheet!r}, row {number}", fields, CsvRow(number, cells, names)


def _parts(document: Document) -> Iterator[str]:
    """The parts that can be read: a header stands in one of them."""
    with suppress(*ZIP_DAMAGE), zipfile.ZipFile(io.BytesIO(document.raw)) as archive:
        for name in _TEXTS:
            with suppress(*ZIP_DAMAGE), archive.open(name) as part:
                yield unescape(part.read(_ENOUGH).decode("utf-8", "replace"))
