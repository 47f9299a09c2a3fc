"""Qualys's CSV of a PCI scan: rated by CVSS in words, with Qualys's own level beside it.

A requested false positive is open until it is approved.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.qualys_rows import QualysColumns, read
from generator.parsers.scans.whole_rows import has_table, table_of

_HEADER = ("IP", "QID", "VULN TITLE", "SEVERITY", "IS_PCI")
_COLUMNS = QualysColumns(
    host=("IP", "HOSTNAME"),
    system=("OPERATING SYSTEM",),
    title=("VULN TITLE",),
    level=("SEVERITY", "Q_SEVERITY"),
    kind=("TYPE",),
    ignored=(("FALSE POSITIVE STATUS", "approved", "false positive approved"),),
    port="PORT",
    protocol="PROTOCOL",
    last_seen=("LAST SCAN",),
    cve=("CVEID",),
    description=("THREAT",),
    solution=("SOLUTION",),
    scores=(("2.0", "CVSS_BASE", "qualys"),),
)


def recognizes(document: Document) -> bool:
    return has_table(document, _HEADER)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    return read(table_of(document, _HEADER), _COLUMNS, evidence)
