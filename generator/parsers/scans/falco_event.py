"""One alert of Falco, as a result.

https://falco.org/docs/concepts/outputs/ and https://falco.org/docs/reference/rules/rule-fields/ (priorities). An alert is an
event, no vulnerability. Rules named `Falco internal: …` are about the sensor itself: what it lost, not what it saw. What
follows the first sentence of an alert holds command lines of users, which may hold passwords, and is left in the file.
"""

import re

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanResult, ScanTarget, Severity, TargetKind
from generator.parsers.scans.dates import seen_day
from generator.parsers.scans.entries import digests
from generator.parsers.scans.target import from_evidence

PRIORITIES = {
    "emergency": Severity.CRITICAL,
    "alert": Severity.CRITICAL,
    "critical": Severity.CRITICAL,
    "error": Severity.HIGH,
    "warning": Severity.MODERATE,
    "notice": Severity.LOW,
    "informational": Severity.INFORMATIONAL,
    "debug": Severity.INFORMATIONAL,
}
_INTERNAL = "Falco internal:"
_METRICS = "Falco internal: metrics snapshot"
_ABSENT = {"", "<NA>", "<nil>"}
_STAMP = re.compile(r"[0-9T:.+Z-]{8,40}: (?:[A-Z][a-z]+ )?", re.ASCII)
_DETAILS = re.compile(r" ?\(| \| ")


def _field(name: str) -> object:
    return msgspec.field(name=name, default=None)


class Fields(msgspec.Struct, gc=False):
    """What an alert's rule put into `output_fields`: keys hold dots, values may be anything."""

    namespace: object = _field("k8s.ns.name")
    pod: object = _field("k8s.pod.name")
    container: object = _field("container.id")
    image: object = _field("container.image.repository")
    tag: object = _field("container.image.tag")
    digest: object = _field("container.image.digest")
    audit_namespace: object = _field("ka.target.namespace")
    audit_resource: object = _field("ka.target.resource")
    audit_name: object = _field("ka.target.name")


class Event(msgspec.Struct):
    """One alert."""

    output: str | None = None
    priority: str | None = None
    rule: str | None = None
    time: str | None = None
    hostname: str | None = None
    source: str | None = None
    output_fields: Fields | None = None

    @property
    def is_loss(self) -> bool:
        """Does it say that the sensor missed something?"""
        return (self.rule or "").startswith(_INTERNAL) and self.rule != _METRICS

    @property
    def disposition(self) -> Disposition:
        """What the sensor says of itself is no alert."""
        if self.rule == _METRICS:
            return Disposition.NOT_APPLICABLE
        return Disposition.ERROR if self.is_loss else Disposition.OPEN

    def result(self, evidence: EvidenceFile, place: str) -> ScanResult | None:
        """The alert as a result; None where it names no rule."""
        if not self.rule:
            return None
        priority = self.priority or ""
        fields = self.output_fields or Fields()
        return ScanResult(
            kind=ResultKind.EVENT,
            identifier=self.rule,
            target=_target(self, fields, evidence),
            severity=PRIORITIES.get(priority.lower(), Severity.UNKNOWN),
            native_severity=priority,
            disposition=self.disposition,
            native_status=self.source or "",
            scope=" ".join(part for part in (_image(fields), _text(fields.container)) if part),
            title=self.rule,
            description=sentence(self.output or ""),
            first_seen=seen_day(self.time),
            place=place,
        )


def sentence(output: str) -> str:
    """The words of an alert without its time, its priority and its details."""
    words = _STAMP.sub("", output, count=1) if _STAMP.match(output) else output
    return _DETAILS.split(words, maxsplit=1)[0].strip()


def _text(value: object) -> str:
    """A field as text; empty where Falco knows none."""
    return value if isinstance(value, str) and value not in _ABSENT else ""


def _image(fields: Fields) -> str:
    return ":".join(part for part in (_text(fields.image), _text(fields.tag)) if part) if _text(fields.image) else ""


def _target(event: Event, fields: Fields, evidence: EvidenceFile) -> ScanTarget:
    """The pod, the Kubernetes object, the image of a container, the host: the closest that is known."""
    if _text(fields.pod):
        return _pod(_text(fields.namespace), _text(fields.pod))
    audited = _audited(fields)
    if audited:
        return audited
    image = _image(fields)
    if image:
        return ScanTarget(name=image, kind=TargetKind.IMAGE, digests=digests(_text(fields.digest)))
    if event.hostname:
        return ScanTarget(name=event.hostname, kind=TargetKind.HOST)
    return from_evidence(evidence, TargetKind.CLUSTER)


def _audited(fields: Fields) -> ScanTarget | None:
    """What a request to the Kubernetes API was about; its plural resource is no kind, so only a pod is a workload's key."""
    namespace, resource, name = _text(fields.audit_namespace), _text(fields.audit_resource), _text(fields.audit_name)
    if not (resource and name):
        return None
    if resource == "pods":
        return _pod(namespace, name)
    return ScanTarget(name="/".join(part for part in (namespace, resource, name) if part), kind=TargetKind.WORKLOAD)


def _pod(namespace: str, name: str) -> ScanTarget:
    key = "/".join(part for part in (namespace, "Pod", name) if part)
    return ScanTarget(name=key, kind=TargetKind.WORKLOAD, workload=key if namespace else None)
