"""WhiteSource SAST's report of a project (XML), now of `Mend`: the findings of each type follow it.

Described in its documentation under "SAST reports". Results are nested by language; a type without findings was looked for.
A report is `reportsWithProject` with `Findings`, or `ReportModel` with `Vulnerability`.
"""

from collections.abc import Iterator

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot, ScanTarget
from generator.parsers import xml
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.scans.code_results import at, repository, titled
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.entries import fold_placed, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.xml_entry import XmlEntry

_Finding = tuple[str, str, str, XmlEntry]
"""Name, risk and kind of weakness of its type, and the finding."""


_ENTRIES = {"reportsWithProject": "Findings", "ReportModel": "Vulnerability"}
"""Name of an entry by that of the root."""
_LISTS = late_re(rb"<Results\b")


def recognizes(document: Document) -> bool:
    """The second root could be of other programs' reports as well, so that its lists are asked for."""
    root = document.xml_root
    if root is None or root.name not in _ENTRIES:
        return False
    return root.name != "ReportModel" or _LISTS.search(document.start) is not None


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "WhiteSource SAST")
    target = accumulator.target(repository(evidence))
    fold_placed(accumulator, _findings(document), lambda finding, place: _result(finding, target, place))
    return accumulator.finish(None)


def _findings(document: Document) -> Iterator[tuple[str, _Finding]]:
    number, name, risk, weakness = 0, "", "", ""
    root = document.xml_root
    for element in document.xml_elements("Type", _ENTRIES[root.name] if root else ""):
        entry, tag = XmlEntry(element), xml.local(element.tag)
        if tag == "Type":
            name, risk, weakness = entry.get("@Name", "Name"), entry.get("@Risk", "Risk"), entry.get("CWE/ID")
            continue
        number += 1
        yield f"{tag}[{number}]", (name, risk, weakness, entry)


def _result(finding: _Finding, target: ScanTarget, place: str) -> ScanResult | None:
    name, risk, weakness, entry = finding
    return vulnerability_of(
        name,
        target,
        place,
        word=entry.get("Severity", "@Risk") or risk,
        scope=at(entry.get("SharedStep/File", "Sink/File", "SinkFile"), entry.get("SharedStep/Line", "Sink/Line") or None),
        title=titled(name, weakness),
        cwes=cwes(weakness),
        description=entry.get("Description"),
    )
