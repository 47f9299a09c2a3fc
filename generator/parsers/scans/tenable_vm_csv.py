"""CSV export of findings from Tenable Vulnerability Management's newer pages: columns named like the fields of its API.

https://docs.tenable.com/vulnerability-management/Content/Settings/data-stream/findings-properties.htm names most of the
fields. A person chooses the columns; the delimiter follows the language of the browser.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.tenable_rows import TenableColumns, read
from generator.parsers.scans.whole_rows import has_table, table_of

_HEADER = ("definition.id", "severity")
_COLUMNS = TenableColumns(
    plugin=("definition.id",),
    host=("asset.name", "asset.host_name", "asset.display_fqdn", "asset.display_ipv4_address", "asset.display_ipv6_address"),
    identity=("asset.id",),
    names=("asset.netbios_name", "asset.display_mac_address"),
    system=("asset.operating_system",),
    level=("severity",),
    original=("definition.severity",),
    state=("state",),
    modification=("risk_modified",),
    title=("definition.name",),
    description=("definition.description", "definition.synopsis"),
    solution=("definition.solution",),
    output=("output",),
    cve=("definition.cve",),
    cross=("definition.references",),
    weakness=("definition.cwe",),
    notices=("definition.iava", "definition.iavb", "definition.iavm", "definition.iavt"),
    score_2=(("definition.cvss2.base_vector",), ("definition.cvss2.base_score",)),
    score_3=(("definition.cvss3.base_vector",), ("definition.cvss3.base_score",)),
    first_seen=("first_observed",),
    last_seen=("last_seen",),
    port="port",
    protocol="protocol",
)


def recognizes(document: Document) -> bool:
    return has_table(document, _HEADER)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    return read(table_of(document, _HEADER), _COLUMNS, evidence, Scanner(name="Nessus"))
