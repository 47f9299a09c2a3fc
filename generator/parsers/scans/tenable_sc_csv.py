"""CSV exports of Tenable Security Center (SecurityCenter, Tenable.sc): vulnerability details, and the summary by plug-in.

The summary counts hosts and names none, so that its rows need a target from outside.

https://docs.tenable.com/tenablesc/director/Content/VulnerabilityAnalysisFilters.htm names its fields. An address belongs to a
repository: the same address in two repositories is two hosts.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.tenable_rows import TenableColumns, read
from generator.parsers.scans.whole_rows import has_table, table_of

_HEADER = ("Plugin", "Plugin Name", "Severity", "IP Address")
_SUMMARY = ("Plugin", "Plugin Name", "Severity", "Total")
_COLUMNS = TenableColumns(
    plugin=("Plugin",),
    host=("IP Address", "DNS Name", "NetBIOS Name"),
    identity=("Repository",),
    names=("MAC Address",),
    level=("Severity",),
    accepted=("Accept Risk Comment",),
    title=("Plugin Name",),
    description=("Description", "Synopsis"),
    solution=("Solution", "Steps to Remediate"),
    output=("Plugin Output", "Plugin Text"),
    cve=("CVE",),
    cross=("Cross References",),
    score_2=(("CVSS V2 Vector",), ("CVSS V2 Base Score",)),
    score_3=(("CVSS V3 Vector",), ("CVSS V3 Base Score",)),
    first_seen=("First Discovered",),
    last_seen=("Last Observed",),
    port="Port",
    protocol="Protocol",
)


def recognizes(document: Document) -> bool:
    return has_table(document, _HEADER) or has_table(document, _SUMMARY)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    header = _HEADER if has_table(document, _HEADER) else _SUMMARY
    return read(table_of(document, header), _COLUMNS, evidence, Scanner(name="Nessus"))
