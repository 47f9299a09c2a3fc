"""Black Duck's vulnerabilities of a project version: the report `security.csv`, alone or in its archive with others (ZIP).

https://documentation.blackduck.com/. `Remediation status` says what people decided; files.csv and source.csv of the archive
only locate components and are not read.
"""

from collections.abc import Iterator

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.csv import CsvRow
from generator.parsers.document import Document
from generator.parsers.scans import archive_parts, cvss_scores
from generator.parsers.scans.code_results import repository
from generator.parsers.scans.entries import affected, cves, fold_placed, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.whole_rows import has_table, table_of, whole_rows

_HEADER = ("Vulnerability id", "Remediation status")
_COMPONENT = ("Component name", "Project name")
_VERSION = ("Component version name", "Version")
_ORIGIN = ("Component origin id", "Channel version origin id")
"""What columns are called: since 2020.4 a component is one, and a project before."""
ENDED = {
    "IGNORED": Disposition.SUPPRESSED,
    "DUPLICATE": Disposition.SUPPRESSED,
    "MITIGATED": Disposition.SUPPRESSED,
    "NOT_AFFECTED": Disposition.NOT_AFFECTED,
    "PATCHED": Disposition.RESOLVED,
    "REMEDIATION_COMPLETE": Disposition.RESOLVED,
}
"""Black Duck's remediation statuses that close an entry; new, affected, needs review and remediation required leave it open."""
_NEXT = "generate the report of vulnerabilities and add its archive or the file security.csv"


def recognizes(document: Document) -> bool:
    return any(_is_security(name) for name in archive_parts.names(document)) or has_table(document, _HEADER)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Black Duck")
    target = accumulator.target(repository(evidence))
    for table in _tables(document):
        rows = ((f"{table.name}, line {row.line}", row) for row in whole_rows(table_of(table, _HEADER), accumulator))
        fold_placed(accumulator, rows, lambda row, place: _result(row, target, place.removeprefix(f"{document.name}, ")))
    return accumulator.finish(None)


def _is_security(name: str) -> bool:
    base = name.rpartition("/")[2].lower()
    return base.startswith("security") and base.endswith(".csv")


def _tables(document: Document) -> Iterator[Document]:
    names = archive_parts.names(document)
    if not names:
        yield document
        return
    tables = [archive_parts.part(document, name) for name in names if _is_security(name)]
    usable = [table for table in tables if has_table(table, _HEADER)]
    if not usable:
        raise ParseError("the archive's security.csv is no list of vulnerabilities", next_step=_NEXT)
    yield from usable


def _result(row: CsvRow, target: ScanTarget, place: str) -> ScanResult | None:
    identifier, status = row.get("Vulnerability id"), row.get("Remediation status")
    component = row.get(*_COMPONENT)
    return vulnerability_of(
        identifier,
        target,
        place,
        word=row.get("Security Risk"),
        disposition=ENDED.get(status.upper(), Disposition.OPEN),
        native_status=status,
        package=affected(component, row.get(*_VERSION), path=row.get(*_ORIGIN)),
        title=f"{identifier} in {component}",
        description=row.get("Description"),
        cves=cves(identifier),
        cvss=cvss_scores.scores(
            ((row.get("Vulnerability source").lower() or "black duck", "", None, cvss_scores.number(row.get("Base score"))),)
        ),
    )
