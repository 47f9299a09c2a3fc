"""AWS Security Finding Format: Security Hub's export, and what other tools write to be imported there.

https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html. `aws securityhub get-findings`
gives an object with `Findings`, some tools write `findings`, Prowler and others a plain list, one finding, or one a line.
"""

from collections.abc import Collection

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import aws_resource, outline
from generator.parsers.scans.asff_fold import disposition, fold
from generator.parsers.scans.asff_wire import AsffFinding
from generator.parsers.scans.tally import ScanAccumulator

_LISTS = ("Findings", "findings")
_NAMES = ("asff", "securityhub", "security-hub", "security_hub")
_SURE = {"ProductArn", "GeneratorId"}
"""Of what the format requires of every finding, what nothing else has."""
_MARKS = {"ProductArn", "GeneratorId", "AwsAccountId", "SchemaVersion", "Resources", "FindingProviderFields", "RecordState"}
"""Of what the format requires of every finding, what hardly anything else has."""
_LEAST = 4
"""How many of them there are at least: scripts leave out what they do not need."""
_NO_VERDICT = {Disposition.NOT_APPLICABLE, Disposition.ERROR, Disposition.MANUAL}
_NOTHING = "the list of findings is empty, and nothing in it says what was looked at"
_ALL_WITHOUT = "no finding holds a verdict: all are unavailable, not applicable or left to a person"


class _AsffPage(msgspec.Struct):
    capital: tuple[AsffFinding | None, ...] | None = msgspec.field(name="Findings", default=None)
    small: tuple[AsffFinding | None, ...] | None = msgspec.field(name="findings", default=None)
    token: str | None = msgspec.field(name="NextToken", default=None)


def recognizes(document: Document) -> bool:
    """An empty `findings` names no tool: its folder or file name has to."""
    members = document.members
    key = next((key for key in _LISTS if key in members), None)
    if key is None:
        return _is_finding((document.first_members or members).keys())
    first = aws_resource.first_entry(document, members[key])
    if first is None:
        return False
    if first:
        return _is_finding(first.keys())
    return set(members) <= {key, "NextToken"} and (key == "Findings" or aws_resource.is_named(document, *_NAMES))


def _is_finding(keys: Collection[str]) -> bool:
    return _SURE.issubset(keys) or len(_MARKS.intersection(keys)) >= _LEAST


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "AWS Security Hub")
    findings, token = _read(document)
    for place, finding in findings:
        fold(accumulator, finding, evidence, place)
    there = [finding for _, finding in findings if finding]
    taken = aws_resource.exported(evidence, (aws_resource.when(entry.updated_at or entry.created_at) for entry in there))
    return accumulator.finish(taken, failure=_failure(there), because=aws_resource.MORE_PAGES if token else None)


def _read(document: Document) -> tuple[list[tuple[str, AsffFinding | None]], str | None]:
    """Findings with their places, and the token of the next page."""
    if not any(key in document.members for key in _LISTS):
        return list(outline.records(document, AsffFinding)), None
    page = document.decode(document.data, _AsffPage)
    key, listed = ("Findings", page.capital) if page.capital is not None else ("findings", page.small or ())
    return [(f"/{key}/{index}", finding) for index, finding in enumerate(listed)], page.token


def _failure(findings: list[AsffFinding]) -> str | None:
    if not findings:
        return _NOTHING
    return _ALL_WITHOUT if all(disposition(finding) in _NO_VERDICT for finding in findings) else None
