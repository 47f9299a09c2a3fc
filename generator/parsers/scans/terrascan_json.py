"""Terrascan's report of infrastructure as code: `terrascan scan -o json`.

https://runterrascan.io/docs/usage/command_line_mode/; severities HIGH, MEDIUM, LOW. `--show-passed` adds the rules that passed,
which name no resource.
"""

from functools import partial

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans.code_results import ABSENT, Scalar, at, fold_entries, length, repository
from generator.parsers.scans.dates import spaced_moment
from generator.parsers.scans.entries import misconfiguration_of
from generator.parsers.scans.tally import ScanAccumulator

_LISTS = (
    ("violations", "violated", Disposition.OPEN),
    ("skipped_violations", "skipped", Disposition.SUPPRESSED),
    ("passed_rules", "passed", Disposition.PASSED),
)


class _TerrascanEntry(msgspec.Struct, gc=False):
    rule_name: str | None = None
    description: str | None = None
    rule_id: str | None = None
    severity: str | None = None
    resource_name: str | None = None
    resource_type: str | None = None
    file: str | None = None
    line: Scalar = None
    comment: str | None = msgspec.field(name="skip_comment", default=None)


class _TerrascanSummary(msgspec.Struct, gc=False):
    scanned: str | None = msgspec.field(name="scanned_at", default=None)
    policies: int | None = msgspec.field(name="policies_validated", default=None)
    violated: int | None = msgspec.field(name="violated_policies", default=None)


class _TerrascanResults(msgspec.Struct, gc=False):
    violations: msgspec.Raw = ABSENT
    skipped_violations: msgspec.Raw = ABSENT
    passed_rules: msgspec.Raw = ABSENT
    scan_summary: _TerrascanSummary | None = None


def recognizes(document: Document) -> bool:
    keys = document.members_of(document.members.get("results"))
    if {"rule_id", "rule_name"}.issubset(document.first_keys(keys.get("violations"))):
        return True
    return "violations" in keys and (
        "scan_summary" in keys or {"low", "total"}.issubset(document.members_of(keys.get("count")))
    )


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    results = document.decode(document.members["results"], _TerrascanResults, place="/results")
    summary = results.scan_summary or _TerrascanSummary()
    accumulator = ScanAccumulator(evidence, "Terrascan")
    target = accumulator.target(repository(evidence))
    for key, word, disposition in _LISTS:
        result = partial(_result, word=word, disposition=disposition, target=target)
        fold_entries(document, accumulator, getattr(results, key), _TerrascanEntry, f"/results/{key}", result)
    accumulator.counts.compare("violation", stated=summary.violated, listed=length(document, results.violations))
    failure = "Terrascan applied no policy" if summary.policies == 0 else None
    return accumulator.finish(spaced_moment(summary.scanned), failure=failure)


def _result(
    entry: _TerrascanEntry, place: str, *, word: str, disposition: Disposition, target: ScanTarget
) -> ScanResult | None:
    resource = "/".join(filter(None, (entry.resource_type, entry.resource_name)))
    return misconfiguration_of(
        entry.rule_id or entry.rule_name,
        target,
        place,
        word=entry.severity,
        disposition=disposition,
        native_status=word,
        scope=at(entry.file, entry.line, resource),
        title=entry.description or entry.rule_name,
        description=f"Skipped: {entry.comment}" if entry.comment else "",
    )
