"""Trustwave DbProtect's "Check Results Details" and "Findings Detail" in XML: a table whose columns are named in its head.

The result of a check is a finding, none (`Not A Finding`), a fact to look at (`Fact`), or was not reached (`Failed`,
`Skipped`). The second report has no results, since it lists findings only.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanSnapshot
from generator.parsers import xml
from generator.parsers.csv import Columns, CsvRow
from generator.parsers.document import Document
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.hosts import HostTargets
from generator.parsers.scans.tally import ScanAccumulator

_CHECK = FieldMap(
    identifier=("Check ID",),
    kind=ResultKind.MISCONFIGURATION,
    title=("Check",),
    description=("Details",),
    level=("Risk DV", "Risk"),
    status=("Result Status",),
    dispositions={
        "not a finding": Disposition.PASSED,
        "fact": Disposition.MANUAL,
        "failed": Disposition.ERROR,
        "skipped": Disposition.ERROR,
    },
    cve=("Check", "Details"),
    scope=("IP Address, Port, Instance", "Details"),
)
_MARKS = (b'name="Check ID"', b'name="Check"', b'name="Policy"')
_NOTHING = "the report has no rows: it does not say which databases were scanned"


def recognizes(document: Document) -> bool:
    return document.root_name == "dataset" and all(mark in document.start for mark in _MARKS)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, hosts = ScanAccumulator(evidence, "DbProtect"), HostTargets(evidence)
    names, columns = dict[str, None](), Columns()
    dates: dict[str, None] = {}
    number = 0
    for element in document.xml_elements("item", "row"):
        if xml.local(element.tag) == "item":
            names[element.get("name", "")] = None
            columns = Columns(names)
            continue
        number += 1
        row = CsvRow(number, ["".join(value.itertext()) for value in element if xml.local(value.tag) == "value"], columns)
        address = row.get("IP Address, Port, Instance")
        target = hosts.target(row.get("Asset") or address.partition(",")[0], others=[address.partition(",")[0]])
        dates[row.get("Date")] = None
        accumulator.take(_CHECK.result(row, target, f"row[{number}]"))
    return accumulator.finish(newest(dates), failure=None if number else _NOTHING)
