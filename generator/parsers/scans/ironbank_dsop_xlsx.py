"""Iron Bank's workbook of all scans of one image: OpenSCAP compliance and OVAL, Twistlock, Anchore vulnerabilities and gates.

https://repo1.dso.mil/ironbank-tools/ironbank-pipeline, `csv-output`. The image is named in Anchore's sheets only; the other
sheets are about the same one. A workbook may leave sheets out, of an image without a system for example.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from html import unescape

import msgspec

from generator.documents.workbook_rows import ReadValue, SheetRow, read_rows
from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.late_patterns import late_re
from generator.parsers.scans import anchore_gates, cvss_scores, xccdf_wire
from generator.parsers.scans.dates import earliest_of, moment
from generator.parsers.scans.entries import affected, aliases, cves, digest, misconfiguration_of, result_of, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import named
from generator.parsers.scans.xccdf_wire import BLIND
from generator.parsers.scans.zip_damage import ZIP_DAMAGE

_RATED = late_re(r"\((Critical|Important|Moderate|Medium|Low|High|None)\)\s*$", re.IGNORECASE)
_JUSTIFICATION = "JUSTIFICATION"
_TRUE_IS_GOOD = {"compliance", "inventory", "miscellaneous"}
"""Classes of OVAL definitions (OVAL 5.11, `ClassEnumeration`) that do not describe a weakness when they are true."""
_OVAL = {
    "error": Disposition.ERROR,
    "unknown": Disposition.ERROR,
    "not evaluated": Disposition.MANUAL,
    "not applicable": Disposition.NOT_APPLICABLE,
}
_COMPLIANCE = "OpenSCAP - DISA Compliance"
_BOOK = "xl/workbook.xml"
_LARGEST_BOOK = 1 << 20
_NAME = late_re(rb"<sheet\s[^>]*?\bname=\"([^\"]{1,200})\"")
_TELLING = 2
"""Sheets of Iron Bank's names that identify the workbook: other producers may use one of them."""
_UNTESTED = "not one rule of OpenSCAP's compliance sheet was tested"
_NOTHING = "no sheet of the workbook holds a result"


class _DsopRow:
    """One row, every cell as text."""

    __slots__ = ("_values", "place", "target")

    def __init__(self, row: SheetRow, sheet: str, target: ScanTarget) -> None:
        self._values: Mapping[str, ReadValue] = row.values
        self.target = target
        """The image of the workbook."""
        self.place = f"sheet {sheet!r}, row {row.number}"

    def text(self, *names: str) -> str:
        """The first of the named cells that holds something."""
        cells = (self._values.get(name) for name in names)
        return next((str(cell).strip() for cell in cells if cell not in {None, ""}), "")

    def justified(self, description: str) -> str:
        """A contributor's justification is a proposal: it is shown, and closes nothing."""
        justification = self.text(_JUSTIFICATION)
        return f"{description}\n\nJustification in the workbook: {justification}".strip() if justification else description


class _DsopSheet(msgspec.Struct, frozen=True):
    """A sheet, the columns that identify it, those that are read beside them, and how a row becomes a result."""

    title: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    to_result: Callable[[_DsopRow], ScanResult | None]


_Read = list[tuple[_DsopSheet, tuple[SheetRow, ...]]]


def recognizes(document: Document) -> bool:
    """Looks at the names of the sheets only."""
    return len(_sheets(document)) >= _TELLING


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    read: _Read = [
        (sheet, read_rows(document.raw, sheet.title, sheet.required, optional=sheet.optional, where="workbook"))
        for sheet in _sheets(document)
    ]
    accumulator = ScanAccumulator(evidence, "Iron Bank")
    target = accumulator.target(_target(read, evidence))
    for sheet, rows in read:
        for row in rows:
            accumulator.take(sheet.to_result(_DsopRow(row, sheet.title, target)))
    because = _not_assessed(read)
    others = any(rows for sheet, rows in read if sheet.title != _COMPLIANCE)
    taken = earliest_of(map(moment, _column(read, "scanned_date")))  # of OpenSCAP: the other sheets carry no date
    return accumulator.finish(taken, assessed=because is None or others, because=because)


def _sheets(document: Document) -> list[_DsopSheet]:
    """The sheets that are read, of those in the workbook; none where this is no workbook."""
    if document.container is not FileContainer.ZIP:
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(document.raw)) as archive, archive.open(_BOOK) as book:
            names = {unescape(name.decode("utf-8", "replace")) for name in _NAME.findall(book.read(_LARGEST_BOOK))}
    except ZIP_DAMAGE:
        return []
    return [sheet for sheet in _SHEETS if sheet.title in names]


def _not_assessed(read: _Read) -> str | None:
    """OpenSCAP writes a benchmark of another system in full, with every rule not applicable: nothing was tested."""
    if not any(rows for _, rows in read):
        return _NOTHING
    words = set(_column([(sheet, rows) for sheet, rows in read if sheet.title == _COMPLIANCE], "result"))
    return _UNTESTED if words and words <= BLIND else None


def _column(read: _Read, *names: str) -> Iterable[str]:
    """What stands in these columns, sheet by sheet."""
    return (str(row.values[name]) for _, rows in read for row in rows for name in names if row.values.get(name))


def _target(read: _Read, evidence: EvidenceFile) -> ScanTarget:
    name = next(iter(_column(read, "tag", "repo_tag")), None) or evidence.target
    image_id = next((pinned for text in _column(read, "image_id") if (pinned := digest(text))), None)
    return named(name, TargetKind.IMAGE, evidence, image_id=image_id)


def _compliance(row: _DsopRow) -> ScanResult | None:
    word = row.text("severity")
    return misconfiguration_of(
        row.text("ruleid"),
        row.target,
        row.place,
        word=word,
        disposition=xccdf_wire.disposition(row.text("result")),
        native_status=row.text("result"),
        title=row.text("title"),
        description=row.justified(row.text("desc")),
    )


def _oval(row: _DsopRow) -> ScanResult | None:
    """One row for each reference of a definition."""
    title, class_ = row.text("title"), row.text("cls").lower()
    rated = _RATED.search(title)
    word = rated[1] if rated else ""
    weakness = ResultKind.MISCONFIGURATION if class_ in _TRUE_IS_GOOD else ResultKind.VULNERABILITY
    return result_of(
        weakness,
        row.text("id"),
        row.target,
        row.place,
        word=word,
        disposition=_oval_disposition(row.text("result").lower(), good=class_ in _TRUE_IS_GOOD),
        native_status=row.text("result"),
        title=title,
        description=row.justified(""),
        cves=cves(row.text("ref")),
        aliases=aliases(row.text("id"), row.text("ref")),
    )


def _oval_disposition(word: str, *, good: bool) -> Disposition:
    if word in {"true", "false"}:
        return Disposition.PASSED if (word == "true") is good else Disposition.OPEN
    return _OVAL.get(word, Disposition.OPEN)


def _twistlock(row: _DsopRow) -> ScanResult | None:
    identifier = row.text("cve", "id")
    word, name = row.text("severity"), row.text("packageName")
    return vulnerability_of(
        identifier,
        row.target,
        row.place,
        word=word,
        native_status=row.text("status"),
        package=affected(name, row.text("packageVersion")),
        description=row.justified(row.text("desc")),
        cves=cves(identifier),
        cvss=cvss_scores.scores(_twistlock_scores(row)),
    )


def _twistlock_scores(row: _DsopRow) -> list[cvss_scores.Raw]:
    """A vector without prefix is of version 2; a score alone does not say its version."""
    vector, score = row.text("vecStr"), row.text("cvss")
    number = float(score) if re.fullmatch(r"\d{1,2}(\.\d+)?", score) else None
    return [("twistlock", "2.0", vector, number)] if vector else []


def _anchore(row: _DsopRow) -> ScanResult | None:
    identifier = row.text("cve")
    word, name, path = row.text("severity"), row.text("vuln", "package"), row.text("package_path")
    fix = row.text("fix")
    known = None if fix in {"", "None"} else fix
    return vulnerability_of(
        identifier,
        row.target,
        row.place,
        word=word,
        package=affected(name, fixed=known, path=path),
        scope=path,
        description=row.justified(row.text("description")),
        cves=cves(identifier),
    )


def _gate(row: _DsopRow) -> ScanResult | None:
    gate = anchore_gates.AnchoreGate(
        trigger_id=row.text("trigger_id"),
        gate=row.text("gate"),
        trigger=row.text("trigger"),
        text=row.justified(row.text("check_output")),
        action=row.text("gate_action"),
        listed=anchore_gates.LISTED if row.text("whitelist_id", "whitelist_name") else anchore_gates.NOT_LISTED,
    )
    return anchore_gates.result(gate, row.target, row.place)


_SHEETS = (
    _DsopSheet(_COMPLIANCE, ("ruleid", "result"), ("title", "severity", "desc", "scanned_date", _JUSTIFICATION), _compliance),
    _DsopSheet("OpenSCAP - OVAL Results", ("id", "result"), ("cls", "ref", "title", _JUSTIFICATION), _oval),
    _DsopSheet(
        "Twistlock Vulnerability Results",
        ("id", "packageName"),
        ("cve", "cvss", "desc", "packageVersion", "severity", "status", "vecStr", _JUSTIFICATION),
        _twistlock,
    ),
    _DsopSheet(
        "Anchore CVE Results",
        ("cve", "tag"),
        ("severity", "package", "package_path", "vuln", "fix", "description", _JUSTIFICATION),
        _anchore,
    ),
    _DsopSheet(
        "Anchore Compliance Results",
        ("trigger_id", "gate"),
        ("image_id", "repo_tag", "trigger", "check_output", "gate_action", "whitelist_id", "whitelist_name", _JUSTIFICATION),
        _gate,
    ),
)
