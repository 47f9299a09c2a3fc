"""`ComplianceCheckResult` of the OpenShift Compliance Operator: one rule on a cluster, or on all nodes of a pool together."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, Scanner, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.scans import target as targets
from generator.parsers.scans.dates import moment
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator

_DISPOSITIONS = {
    "PASS": Disposition.PASSED,
    "FAIL": Disposition.OPEN,
    "INFO": Disposition.MANUAL,
    "MANUAL": Disposition.MANUAL,
    "ERROR": Disposition.ERROR,
    "NOT-APPLICABLE": Disposition.NOT_APPLICABLE,
    "SKIP": Disposition.NOT_APPLICABLE,
    "INCONSISTENT": Disposition.OPEN,
    "": Disposition.ERROR,
}
"""`INCONSISTENT`: the nodes of a pool differ, so that at least one may fail."""
_TESTED = {"PASS", "FAIL", "INCONSISTENT"}
_SCAN = "compliance.openshift.io/scan-name"
_SCANNED = "compliance.openshift.io/last-scanned-timestamp"


class Metadata(msgspec.Struct):
    """Of a check result: its labels name the scan."""

    name: str = ""
    labels: dict[str, str | None] | None = None
    annotations: dict[str, str | None] | None = None
    creation_timestamp: str | None = msgspec.field(name="creationTimestamp", default=None)


class CheckResult(msgspec.Struct):
    """One check result. The status stands at the top of the object."""

    id: str | None = None
    status: str | None = None
    severity: str | None = None
    description: str | None = None
    instructions: str | None = None
    metadata: Metadata | None = None

    def identifier(self) -> str:
        """The rule's XCCDF id, else the object's own name."""
        return self.id or (self.metadata.name if self.metadata else "")

    def verdict(self) -> str:
        """The status in upper case."""
        return (self.status or "").upper()

    def label(self, name: str) -> str:
        """A label; empty where it is not there."""
        return ((self.metadata and self.metadata.labels) or {}).get(name) or ""

    def scanned(self) -> datetime | None:
        """When the rule was last tested; operators before 1.6 say only when the object was made."""
        annotations = (self.metadata and self.metadata.annotations) or {}
        return moment(annotations.get(_SCANNED)) or moment(self.metadata.creation_timestamp if self.metadata else None)


def fold_checks(checks: Sequence[tuple[str, CheckResult | None]], evidence: EvidenceFile) -> ScanSnapshot:
    """The snapshot of a list of check results with their places. The cluster's name is in none of them."""
    accumulator = ScanAccumulator(evidence, Scanner(name="OpenShift Compliance Operator"))
    target = targets.from_evidence(evidence, TargetKind.CLUSTER)
    accumulator.target(target)
    for place, check in checks:
        if check is None:
            accumulator.drop(EMPTY_ENTRY)
        elif not check.identifier():
            accumulator.drop(NO_IDENTIFIER)
        else:
            accumulator.add(_result(check, target, place))
    present = [check for _, check in checks if check]
    tested = any(check.verdict() in _TESTED for check in present)
    because = None if tested else f"none of the {len(checks)} checks was tested"
    taken = max((time for time in (check.scanned() for check in present) if time), default=None)
    return accumulator.finish(taken, assessed=tested, because=because)


def _result(check: CheckResult, target: ScanTarget, place: str) -> ScanResult:
    title, _, text = (check.description or "").strip().partition("\n")
    return ScanResult(
        kind=ResultKind.MISCONFIGURATION,
        identifier=check.identifier(),
        target=target,
        severity=severity(check.severity or ""),
        native_severity=check.severity or "",
        disposition=_DISPOSITIONS.get(check.verdict(), Disposition.OPEN),
        native_status=check.status or "",
        scope=check.label(_SCAN),
        title=title,
        description=text.strip() or title,
        solution=check.instructions or "",
        place=place,
    )
