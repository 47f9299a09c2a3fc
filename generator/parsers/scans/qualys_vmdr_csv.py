"""Qualys VMDR's list of vulnerabilities, downloaded by QID or by CVE, with or without three lines about the account above.

By CVE there is a row for every CVE of a QID: rows that say the same
otherwise are duplicates, and their CVEs are joined. The CVSS columns of that variant are NVD's by their own heading.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.qualys_rows import QualysColumns, read
from generator.parsers.scans.whole_rows import has_table, table_of

_HEADER = ("QID", "Title", "KB Severity", "Asset Name", "Status")
_COLUMNS = QualysColumns(
    host=("Asset Name", "Asset IPV4", "Asset IPV6"),
    identity=("Asset Id",),
    system=("Operating System",),
    title=("Title",),
    level=("Severity",),
    original=("KB Severity",),
    kind=("Type Detected",),
    status=("Status",),
    ignored=(("Ignored", "yes", "ignored"), ("Disabled", "yes", "disabled")),
    port="Port",
    protocol="Protocol",
    first_seen=("First Detected",),
    last_seen=("Last Detected",),
    cve=("CVE",),
    description=("CVE-Description", "Threat"),
    solution=("Solution",),
    scores=(("3.1", "CVSSv3.1 Base (nvd)", "nvd"), ("2.0", "CVSSv2 Base (nvd)", "nvd")),
)


def recognizes(document: Document) -> bool:
    return has_table(document, _HEADER)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    return read(table_of(document, _HEADER), _COLUMNS, evidence)
