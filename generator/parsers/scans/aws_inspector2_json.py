"""Amazon Inspector's findings: `aws inspector2 list-findings` or its findings report (JSON).

https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListFindings.html. The list says what was found, not what was
looked at: an empty one is no proof of a clean scan.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import aws_resource, outline
from generator.parsers.scans.aws_inspector2_fold import SCANNER, fold
from generator.parsers.scans.aws_inspector2_wire import InspectorFinding
from generator.parsers.scans.tally import ScanAccumulator

_NOTHING = "the list of findings is empty, and Inspector does not say in it which resources it looked at"


class _InspectorPage(msgspec.Struct, rename="camel"):
    findings: tuple[InspectorFinding | None, ...] | None = None
    next_token: str | None = None


def recognizes(document: Document) -> bool:
    """An empty list names no tool: its folder or file name has to."""
    members = document.members
    if "findings" not in members:
        return "findingArn" in document.first_members
    first = aws_resource.first_entry(document, members["findings"])
    if first is None:
        return False
    return "findingArn" in first or (
        not first and set(members) <= {"findings", "nextToken"} and aws_resource.is_named(document, "inspector")
    )


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    findings, token = _read(document)
    accumulator = ScanAccumulator(evidence, SCANNER)
    for place, finding in findings:
        fold(accumulator, finding, evidence, place)
    taken = aws_resource.exported(evidence, (aws_resource.when(finding.updated_at) for _, finding in findings if finding))
    because = aws_resource.MORE_PAGES if token else None if findings else _NOTHING
    return accumulator.finish(taken, assessed=bool(findings), because=because)


def _read(document: Document) -> tuple[list[tuple[str, InspectorFinding | None]], str | None]:
    """Findings with their places, and the token of the next page."""
    if document.items:
        return list(outline.records(document, InspectorFinding)), None
    page = document.decode(document.data, _InspectorPage)
    return [(f"/findings/{index}", finding) for index, finding in enumerate(page.findings or ())], page.next_token
