"""Iron Bank's workbook of all scans of one image: OpenSCAP compliance and OVAL, Twistlock, Anchore vulnerabilities and gates.

https://repo1.dso.mil/ironbank-tools/ironbank-pipeline, `csv-output`. The image is named in Anchore's sheets only; the other
sheets are about the same one. A workbook may leave sheets out, of an image without a system for example.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from datetime import datetime
from html import unescape

from generator.documents.workbook_rows import SheetRow, read_rows
from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Container, Document
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import digest
from generator.parsers.scans.ironbank_rows import COMPLIANCE, SHEETS, Row, Sheet
from generator.parsers.scans.tally import NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.target import from_evidence
from generator.parsers.scans.xccdf_words import BLIND

_BOOK = "xl/workbook.xml"
_LARGEST_BOOK = 1 << 20
_NAME = re.compile(rb"<sheet\s[^>]*?\bname=\"([^\"]{1,200})\"")
_BROKEN = (KeyError, NotImplementedError, RuntimeError, EOFError, ValueError, zipfile.BadZipFile, zlib.error)
"""What zipfile raises for a damaged archive; NotImplementedError for a compression it does not know."""
_TELLING = 2
"""Sheets of Iron Bank's names that tell the workbook: other producers may use one of them."""
_UNTESTED = "not one rule of OpenSCAP's compliance sheet was tested"
_NOTHING = "no sheet of the workbook holds a result"

_Read = list[tuple[Sheet, tuple[SheetRow, ...]]]


def recognizes(document: Document) -> bool:
    """Looks at the names of the sheets only."""
    return len(_sheets(document)) >= _TELLING


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    read: _Read = [
        (sheet, read_rows(document.raw, sheet.title, sheet.required, optional=sheet.optional, where="workbook"))
        for sheet in _sheets(document)
    ]
    accumulator = ScanAccumulator(evidence, Scanner(name="Iron Bank"))
    target = _target(read, evidence)
    accumulator.target(target)
    for sheet, rows in read:
        for row in rows:
            result = sheet.to_result(Row(row, sheet.title, target))
            if result is None:
                accumulator.drop(NO_IDENTIFIER)
            else:
                accumulator.add(result)
    because = _not_assessed(read)
    others = any(rows for sheet, rows in read if sheet.title != COMPLIANCE)
    return accumulator.finish(_taken(read), assessed=because is None or others, because=because)


def _sheets(document: Document) -> list[Sheet]:
    """The sheets that are read, of those in the workbook; none where this is no workbook."""
    if document.container is not Container.ZIP:
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(document.raw)) as archive, archive.open(_BOOK) as book:
            names = {unescape(name.decode("utf-8", "replace")) for name in _NAME.findall(book.read(_LARGEST_BOOK))}
    except _BROKEN:
        return []
    return [sheet for sheet in SHEETS if sheet.title in names]


def _not_assessed(read: _Read) -> str | None:
    """OpenSCAP writes a benchmark of another system in full, with every rule not applicable: nothing was tested."""
    if not any(rows for _, rows in read):
        return _NOTHING
    words = set(_column([(sheet, rows) for sheet, rows in read if sheet.title == COMPLIANCE], "result"))
    return _UNTESTED if words and words <= BLIND else None


def _column(read: _Read, *names: str) -> Iterable[str]:
    """What stands in these columns, sheet by sheet."""
    return (str(row.values[name]) for _, rows in read for row in rows for name in names if row.values.get(name))


def _target(read: _Read, evidence: EvidenceFile) -> ScanTarget:
    name = next(iter(_column(read, "tag", "repo_tag")), None) or evidence.target
    image_id = next((found for text in _column(read, "image_id") if (found := digest(text))), None)
    if name is None:
        return from_evidence(evidence, TargetKind.IMAGE)
    return ScanTarget(name=name, kind=TargetKind.IMAGE, image_id=image_id)


def _taken(read: _Read) -> datetime | None:
    """When OpenSCAP ran: the other sheets carry no date."""
    return min((time for time in map(moment, _column(read, "scanned_date")) if time), default=None)
