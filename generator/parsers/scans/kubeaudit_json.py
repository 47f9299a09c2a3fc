"""kubeaudit: checks of a cluster's or a manifest's workloads, one JSON object a line.

https://github.com/Shopify/kubeaudit, "Audit Results" and "Override Errors". Levels: `error` is a security issue, `warning` a
best practice, `info` needs nothing done. A finding that a label allows keeps its line; its name then ends with `Allowed`.
Lines of the tool's own log stand among the results.
"""

from itertools import islice

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, Severity, TargetKind
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans import kubernetes_object
from generator.parsers.scans.dates import earliest_of, moment
from generator.parsers.scans.entries import fold_placed, joined, misconfiguration_of
from generator.parsers.scans.outline import records
from generator.parsers.scans.tally import ScanAccumulator
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
    if document.container is not FileContainer.JSON_LINES:
        return _KEY in document.members or _KEY in document.first_members
    if _KEY in document.members:
        return True
    lines = (line for line in islice(document.lines(), _FIRST_LINES) if _KEY.encode() in line)
    return {"level", "msg"}.issubset(document.members) and any(_KEY in document.members_of(line) for line in lines)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, lines = ScanAccumulator(evidence, "kubeaudit"), list(records(document, _KubeauditLine))
    fold_placed(accumulator, lines, lambda line, place: _result(line, evidence, place), unnamed=_LOG)
    times = (moment(line.time) for _, line in lines if line)
    return accumulator.finish(earliest_of(times))


def _result(line: _KubeauditLine, evidence: EvidenceFile, place: str) -> ScanResult | None:
    name = line.audit_result_name or ""
    allowed = line.override_reason is not None or name.endswith(_ALLOWED)
    target = kubernetes_object.target(line.resource_namespace, line.resource_kind, line.resource_name)
    reason = f"Allowed because: {line.override_reason}" if line.override_reason else None
    return misconfiguration_of(
        name,
        target or from_evidence(evidence, TargetKind.CLUSTER),
        place,
        severity=_LEVELS.get((line.level or "").lower(), Severity.UNKNOWN),
        word=line.level,
        disposition=Disposition.SUPPRESSED if allowed else Disposition.OPEN,
        native_status=_ALLOWED if allowed else "",
        scope=line.container or "",
        title=name,
        description=joined("\n", line.msg, reason),
    )
