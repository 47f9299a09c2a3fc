"""Qualys's CSV of a scan or of a scan report: lines about the report, then a header, then a row for every detection.

https://docs.qualys.com/en/vm/latest/scans/win_scan_results.htm. Scan results also have rows without QID, for hosts on which
nothing was found and for hosts that did not answer. Copies of one machine image share a NetBIOS name, so the address names
the host.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.qualys_rows import QualysColumns, read
from generator.parsers.scans.whole_rows import has_table, table_of

_HEADER = ("IP", "QID", "Title", "Severity")
_COLUMNS = QualysColumns(
    host=("IP", "IPV6", "DNS", "NetBIOS"),
    identity=("Network",),
    system=("OS",),
    names=("FQDN",),
    title=("Title",),
    level=("Severity",),
    kind=("Type",),
    status=("Vuln Status",),
    port="Port",
    protocol="Protocol",
    first_seen=("First Detected",),
    last_seen=("Last Detected",),
    cve=("CVE ID",),
    vendor=("Vendor Reference",),
    description=("Threat",),
    solution=("Solution",),
    scores=(("3.1", "CVSS3.1 Base", "qualys"), ("3.0", "CVSS3 Base", "qualys"), ("2.0", "CVSS Base", "qualys")),
    host_status=("IP Status",),
)


def recognizes(document: Document) -> bool:
    return has_table(document, _HEADER)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    return read(table_of(document, _HEADER), _COLUMNS, evidence)
