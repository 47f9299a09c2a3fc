"""tfsec's report of Terraform code: `tfsec --format json`, versions 0 and 1.

https://aquasecurity.github.io/tfsec/latest/guides/usage/. Old versions say ERROR, WARNING and INFO where later ones say
CRITICAL to LOW. tfsec is part of Trivy now. A clean report is `{"results": null}`, which any tool may write: it is known by
its name.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, ScanTarget, Severity
from generator.parsers.document import Document
from generator.parsers.scans.code_results import Scalar, at, fold_entries, repository, text
from generator.parsers.scans.entries import aliases, misconfiguration_of
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import ScanAccumulator

_RESULT = {"location", "severity", "rule_description", "resolution", "impact"}
_OLD = {"ERROR": Severity.HIGH, "WARNING": Severity.MODERATE, "INFO": Severity.LOW}
_ENDED = {"passed": Disposition.PASSED, "ignored": Disposition.SUPPRESSED}
_NUMBERS = ("failed", "passed", "ignored")
"""Status as a number (`pkg/scan/status.go` of Aqua's defsec, which tfsec is built on)."""


class _TfsecLocation(msgspec.Struct, gc=False):
    filename: str | None = None
    start_line: Scalar = None


class _TfsecEntry(msgspec.Struct, gc=False):
    rule_id: str | None = None
    long_id: str | None = None
    legacy_rule_id: str | None = None
    rule_description: str | None = None
    description: str | None = None
    resolution: str | None = None
    severity: str | None = None
    passed: bool | None = None
    status: Scalar = None
    resource: str | None = None
    location: _TfsecLocation | None = None


def recognizes(document: Document) -> bool:
    members = document.members
    keys = document.first_keys(members.get("results"))
    if not {"rule_id", "long_id"}.isdisjoint(keys) and len(_RESULT.intersection(keys)) >= 2:
        return True
    named = any("tfsec" in part.lower() for part in document.name.split("/")[-2:])
    return named and set(members) == {"results"} and bytes(members["results"]) in {b"null", b"[]"}


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "tfsec")
    target = accumulator.target(repository(evidence))
    results = document.members.get("results")
    fold_entries(document, accumulator, results, _TfsecEntry, "/results", lambda entry, place: _result(entry, target, place))
    return accumulator.finish(None)


def _result(entry: _TfsecEntry, target: ScanTarget, place: str) -> ScanResult | None:
    location, word = entry.location or _TfsecLocation(), entry.severity or ""
    status = _status(entry)
    identifier = entry.rule_id or entry.long_id
    return misconfiguration_of(
        identifier,
        target,
        place,
        severity=_OLD.get(word) or severity(word),
        word=word,
        disposition=_ENDED.get(status, Disposition.OPEN),
        native_status=status,
        scope=at(location.filename, location.start_line, entry.resource or _resource(entry.description)),
        title=entry.rule_description,
        description=entry.description,
        solution=entry.resolution or "",
        aliases=aliases(identifier, entry.long_id, entry.legacy_rule_id),
    )


def _resource(description: str | None) -> str | None:
    """The resource, which only the description names: `Resource 'aws_vpc.shop' …`."""
    return next(iter((description or "").split("'")[1:2]), None)


def _status(entry: _TfsecEntry) -> str:
    if isinstance(entry.status, int) and 0 <= entry.status < len(_NUMBERS):
        return _NUMBERS[entry.status]
    return text(entry.status) or ("passed" if entry.passed else "failed")
