"""cfn-nag's report of CloudFormation templates: `cfn_nag_scan --output-format json`.

https://github.com/stelligent/cfn_nag, `lib/cfn-nag/violation.rb`: FAIL and WARN. One entry for each logical resource that a
violation names, as cfn-nag's own `failure_count` counts.
"""

from collections.abc import Iterator
from functools import partial

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot, ScanTarget, Severity
from generator.parsers.document import Document
from generator.parsers.scans.code_results import ABSENT, Scalar, at, entries, is_clean_list, repository
from generator.parsers.scans.entries import fold_placed, misconfiguration_of, not_null
from generator.parsers.scans.tally import ScanAccumulator

_LEVELS = {"FAIL": Severity.HIGH, "WARN": Severity.MODERATE}


class _CfnViolation(msgspec.Struct, gc=False):
    id: str | None = None
    name: str | None = None
    type: str | None = None
    message: str | None = None
    resources: tuple[str | None, ...] | None = msgspec.field(name="logical_resource_ids", default=None)
    lines: tuple[Scalar, ...] | None = msgspec.field(name="line_numbers", default=None)


class _CfnResults(msgspec.Struct, gc=False):
    violations: msgspec.Raw = ABSENT


class _CfnFile(msgspec.Struct, gc=False):
    filename: str | None = None
    results: _CfnResults | None = msgspec.field(name="file_results", default=None)


class _CfnPlace(msgspec.Struct, gc=False):
    """One violation at one of its resources."""

    violation: _CfnViolation
    resource: str | None
    line: Scalar


def recognizes(document: Document) -> bool:
    return {"filename", "file_results"}.issubset(document.first_members) or is_clean_list(document, "cfn_nag", "cfn-nag")


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "cfn-nag")
    target = accumulator.target(repository(evidence))
    for place, file in not_null(accumulator, entries(document, accumulator, document.data, _CfnFile)):
        raw, result = (file.results or _CfnResults()).violations, partial(_result, name=file.filename, target=target)
        violations = entries(document, accumulator, raw, _CfnViolation, f"{place}/file_results/violations")
        fold_placed(accumulator, ((where, each) for where, entry in violations for each in _places(entry)), result)
    return accumulator.finish(None)


def _places(violation: _CfnViolation | None) -> Iterator[_CfnPlace | None]:
    if violation is None:
        yield None
        return
    resources, lines = violation.resources or (None,), violation.lines or ()
    for index, resource in enumerate(resources):
        yield _CfnPlace(violation, resource, lines[index] if index < len(lines) else None)


def _result(found: _CfnPlace, place: str, *, name: str | None, target: ScanTarget) -> ScanResult | None:
    violation = found.violation
    return misconfiguration_of(
        violation.id,
        target,
        place,
        severity=_LEVELS.get(violation.type or "", Severity.UNKNOWN),
        word=violation.type,
        scope=at(name, found.line, found.resource),
        title=violation.message or violation.name,
    )
