"""Sysdig's vulnerabilities as CSV: two generations of reports, and the command line scanner.

https://docs.sysdig.com/en/docs/sysdig-secure/vulnerabilities/reporting. The scanner's own table names no image. In reports
whose rows miss the first cell everything stands one column to the left: a row like that is put right and named by its link.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot, Severity, TargetKind
from generator.parsers import csv
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores, sysdig_rows
from generator.parsers.scans.severity import severity
from generator.parsers.scans.sysdig_rows import NOTHING, SCANNER, SysdigEntry
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.whole_rows import Alike, has_table, table_of, whole_rows

_HEADERS = (
    ("Vulnerability ID", "Vuln Publish date", "Package suggested fix"),
    ("Vulnerability Name", "Fix Available Date", "CISA KEV Due Date"),
    ("CVE ID", "CVE Severity", "Vuln Disclosure Date", "Risk Accepted"),
)
_SCANNER_HEADER = _HEADERS[2]
_YES_OR_NO = {"true", "false"}


_COLUMNS = {
    "identifier": ("Vulnerability ID", "Vulnerability Name", "CVE ID"),
    "severity": ("Severity", "Vulnerability Severity", "CVE Severity"),
    "link": ("Vuln link", "CVE URL"),
    "cvss_version": ("CVSS version", "CVSS Version", "CVSS Score Version"),
    "cvss_score": ("CVSS score", "CVSS Score"),
    "cvss_vector": ("CVSS vector", "CVSS Vector"),
    "fixed": ("Fix version", "Fix Version"),
    "package": ("Package name", "Package Name"),
    "version": ("Package version", "Package Version"),
    "path": ("Package path", "Package Path"),
    "image": ("Image", "Image Name"),
    "image_id": ("Image ID",),
    "system": ("OS Name",),
    "cluster": ("K8S cluster name", "Kubernetes Cluster Name"),
    "namespace": ("K8S namespace name", "Kubernetes Namespace Name"),
    "workload_type": ("K8S workload type", "Kubernetes Workload Type"),
    "workload": ("K8S workload name", "Kubernetes Workload Name"),
    "container": ("K8S container name", "Kubernetes Container Name"),
    "accepted": ("Risk accepted", "Risk Accepted"),
    "due": ("CISA KEV Due Date",),
}
"""What the columns are called, by field, in the three kinds of table."""
_OF_PACKAGE = ("package", "version", "fixed", "path")
_OF_PLACE = ("image", "image_id", "system", "cluster", "namespace", "workload_type", "workload", "container")
_OF_VULNERABILITY = tuple(field for field in _COLUMNS if field not in {*_OF_PACKAGE, *_OF_PLACE})
T = TypeVar("T")


def recognizes(document: Document) -> bool:
    return any(has_table(document, header) for header in _HEADERS)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    """The scanner looks at one image, so its table without rows is a clean one."""
    table = table_of(document, next((header for header in _HEADERS if has_table(document, header)), _HEADERS[0]))
    accumulator = ScanAccumulator(evidence, SCANNER)
    scanner = set(_SCANNER_HEADER).issubset(table.header)
    if scanner:
        accumulator.stated(TargetKind.IMAGE)
    rows = _fold(accumulator, table, evidence)
    return accumulator.finish(None, failure=None if scanner or rows > 0 else NOTHING)


def _fold(accumulator: ScanAccumulator, table: csv.CsvTable, evidence: EvidenceFile) -> int:
    """Every row. Answers how many there were."""
    names = {field: tuple(name for name in names if name in table.columns) for field, names in _COLUMNS.items()}

    def entry(row: csv.CsvRow) -> SysdigEntry:
        cells = {field: row.get(*columns) for field, columns in names.items()}
        return SysdigEntry(cvss_score=cvss_scores.number(cells.pop("cvss_score")), **cells)

    def alike(fields: Iterable[str], make: Callable[[SysdigEntry], T]) -> Alike[T]:
        return Alike(table, [name for field in fields for name in names[field]], lambda row: make(entry(row)))

    abouts, packages = alike(_OF_VULNERABILITY, sysdig_rows.about), alike(_OF_PACKAGE, sysdig_rows.package)
    places = alike(_OF_PLACE, lambda cells: sysdig_rows.where(cells, evidence))
    count = 0
    for count, row in enumerate(_rows(accumulator, table), 1):  # noqa: B007 - the last one is the answer
        sysdig_rows.add(accumulator, abouts.of(row), packages.of(row), places.of(row), f"line {row.line}")
    return count


def _rows(accumulator: ScanAccumulator, table: csv.CsvTable) -> Iterator[csv.CsvRow]:
    """Every row. Where the first one is shifted, or the header lacks the last columns of all rows, as in reports of running
    containers of the legacy scanner, rows are not as wide as the header and cannot be compared with it."""
    first = next(table.rows(), None)
    rows = table.rows() if first and (_is_shifted(first) or _are_wider(table, first)) else whole_rows(table, accumulator)
    for row in rows:
        yield csv.CsvRow(row.line, ("", *row.cells), row.columns) if _is_shifted(row) else row


def _are_wider(table: csv.CsvTable, first: csv.CsvRow) -> bool:
    """Are all rows of one width, and wider than the header? The columns up to the last of both are in their places where a yes
    or no stands in that of the exploit."""
    width = len(first.cells)
    exploit = table.columns.get("Public Exploit", 0)
    return width > len(table.header) and all(
        len(row.cells) == width and row.at(exploit).lower() in _YES_OR_NO for row in table.rows()
    )


def _is_shifted(row: csv.CsvRow) -> bool:
    """Is the first cell missing? A severity in its place belongs to the second column."""
    return "-" not in row.cells[0] and severity(row.cells[0]) is not Severity.UNKNOWN
