"""Nessus's CSV export, and the classic one of Tenable Vulnerability Management (Tenable.io), which adds columns to it.

Nessus writes one row for every CVE of a plug-in: rows that say the same are duplicates, and their CVEs are joined.
https://docs.tenable.com/tenableio/Content/Analysis/CSVVulnExportFields.htm
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.tenable_rows import TenableColumns, read
from generator.parsers.scans.whole_rows import has_table, table_of

_HEADER = ("Plugin ID", "Risk", "Host", "Name")
_COLUMNS = TenableColumns(
    plugin=("Plugin ID",),
    host=("Host", "FQDN", "IP Address"),
    identity=("Asset UUID",),
    names=("NetBios", "NetBIOS", "NetBIOS Name", "MAC Address"),
    system=("OS",),
    level=("Severity", "Risk"),
    original=("Original Severity",),
    state=("Vulnerability State",),
    modification=("Modification",),
    title=("Name",),
    description=("Description", "Synopsis"),
    solution=("Solution",),
    output=("Plugin Output",),
    cve=("CVE",),
    cross=("XREF", "Cross References"),
    score_2=(("CVSS Vector",), ("CVSS Base Score", "CVSS v2.0 Base Score", "CVSS")),
    score_3=(("CVSS3 Vector",), ("CVSS3 Base Score", "CVSS v3.0 Base Score")),
    first_seen=("First Found",),
    last_seen=("Last Found", "Host End"),
    port="Port",
    protocol="Protocol",
)


def recognizes(document: Document) -> bool:
    return has_table(document, _HEADER)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    return read(table_of(document, _HEADER), _COLUMNS, evidence, Scanner(name="Nessus"))
