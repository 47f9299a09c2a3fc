"""kubeaudit: checks of a cluster's or a manifest's workloads, one JSON object a line.

https://github.com/Shopify/kubeaudit, "Audit Results" and "Override Errors". Levels: `error` is a security issue, `warning` a
best practice, `info` needs nothing done. A finding that a label allows keeps its line; its name then ends with `Allowed`.
Lines of the tool's own log stand among the results.
"""

from itertools import islice

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanResult, ScanSnapshot, Severity, TargetKind
from generator.parsers.document import Container, Document
from generator.parsers.scans import kubernetes_object
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import joined
from generator.parsers.scans.outline import records
from generator.parsers.scans.tally import EMPTY_ENTRY, ScanAccumulator
from generator.parsers.scans.target import from_evidence

_LEVELS = {"error": Severity.HIGH, "warning": Severity.MODERATE, "info": Severity.INFORMATIONAL}
_KEY = "AuditResultName"
_ALLOWED = "Allowed"
_LOG = "line of the tool's log"
_FIRST_LINES = 50


class _KubeauditLine(msgspec.Struct, rename="pascal", gc=False):
    audit_result_name: str | None = None
    container: str | None = None
    resource_kind: str | None = None
    resource_name: str | None = None
    resource_namespace: str | None = None
    override_reason: str | None = None
    level: str | None = msgspec.field(default=None, name="level")
    msg: str | None = msgspec.field(default=None, name="msg")
    time: str | None = msgspec.field(default=None, name="time")


def recognizes(document: Document) -> bool:
    if document.container is not Container.JSON_LINES:
        return _KEY in document.members or _KEY in document.first_members
    if _KEY in document.members:
        return True
    lines = (line for line in islice(document.lines(), _FIRST_LINES) if _KEY.encode() in line)
    return {"level", "msg"}.issubset(document.members) and any(_KEY in document.members_of(line) for line in lines)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "kubeaudit")
    taken = []
    for place, line in records(document, _KubeauditLine):
        when = moment(line.time) if line else None
        if when:
            taken.append(when)
        _fold(accumulator, line, evidence, place)
    return accumulator.finish(min(taken, default=None))


def _fold(accumulator: ScanAccumulator, line: _KubeauditLine | None, evidence: EvidenceFile, place: str) -> None:
    if line is None:
        accumulator.drop(EMPTY_ENTRY)
    elif not line.audit_result_name:
        accumulator.drop(_LOG)
    else:
        accumulator.add(_result(line, line.audit_result_name, evidence, place))


def _result(line: _KubeauditLine, name: str, evidence: EvidenceFile, place: str) -> ScanResult:
    allowed = line.override_reason is not None or name.endswith(_ALLOWED)
    target = kubernetes_object.target(line.resource_namespace, line.resource_kind, line.resource_name)
    reason = f"Allowed because: {line.override_reason}" if line.override_reason else None
    return ScanResult(
        kind=ResultKind.MISCONFIGURATION,
        identifier=name,
        target=target or from_evidence(evidence, TargetKind.CLUSTER),
        severity=_LEVELS.get((line.level or "").lower(), Severity.UNKNOWN),
        native_severity=line.level or "",
        disposition=Disposition.SUPPRESSED if allowed else Disposition.OPEN,
        native_status=_ALLOWED if allowed else "",
        scope=line.container or "",
        title=name,
        description=joined("\n", line.msg, reason),
        place=place,
    )
