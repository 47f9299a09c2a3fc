"""ScoutSuite's results of a cloud account: `scoutsuite_results_PROVIDER-ACCOUNT.js`, and the same as plain JSON.

https://github.com/nccgroup/ScoutSuite/wiki: a finding is a rule with the items that it flags, by their paths in the
collected configuration. A rule that checked items and flagged none passed; one without items checked nothing. `danger`
and `warning` are its levels.
"""

from collections.abc import Iterator
from typing import Any

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, Scanner, ScanResult, ScanSnapshot, ScanTarget, Severity, TargetKind
from generator.parsers import json
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.late_patterns import late_re
from generator.parsers.scans.dates_spelled import any_moment
from generator.parsers.scans.entries import controls, misconfiguration_of
from generator.parsers.scans.json_entry import JsonEntry
from generator.parsers.scans.plain_text import plain
from generator.parsers.scans.tally import ScanAccumulator

_START = late_re(rb"\s*scoutsuite_results\s*=\s*")
_LEVELS = {"danger": Severity.HIGH, "warning": Severity.MODERATE}
_MARKS = {"services", "last_run", "provider_code"}


def recognizes(document: Document) -> bool:
    if document.container is FileContainer.TEXT:
        return _START.match(document.start) is not None
    return _MARKS.issubset(document.members)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    content = JsonEntry(json.decode(_START.sub(b"", document.data, count=1), dict[str, Any]))
    version = content.get("last_run.version")
    accumulator = ScanAccumulator(evidence, Scanner(name="ScoutSuite", version=version or None))
    account = content.get("account_id", "project_id", "organization_id")
    target = accumulator.named(account, TargetKind.CLOUD)
    services = content.within("services")
    for service in services.members:
        findings = services.within(service).within("findings")
        for rule in findings.members:
            for result in _results(rule, findings.within(rule), target, f"/services/{service}/findings/{rule}"):
                accumulator.take(result)
    return accumulator.finish(any_moment(content.get("last_run.time")))


def _results(rule: str, finding: JsonEntry, target: ScanTarget, place: str) -> Iterator[ScanResult | None]:
    """One for each item that is flagged; one for a rule that flags none."""
    items = finding.members.get("items")
    flagged = [str(item) for item in items] if isinstance(items, list) else []
    level, checked = finding.get("level"), finding.number("checked_items")
    unflagged = Disposition.PASSED if checked else Disposition.NOT_APPLICABLE
    for index, item in enumerate(flagged or [""]):
        yield misconfiguration_of(
            rule,
            target,
            f"{place}/items/{index}" if item else place,
            word=level,
            severity=_LEVELS.get(level, Severity.UNKNOWN),
            title=finding.get("description"),
            description=plain(finding.get("rationale")),
            solution=plain(finding.get("remediation")),
            scope=item,
            disposition=Disposition.OPEN if item else unflagged,
            native_status="flagged" if item else "good" if checked else "nothing checked",
            controls=controls(finding.get("compliance.reference")) if "800-53" in finding.get("compliance.name") else (),
        )
