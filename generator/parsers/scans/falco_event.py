"""Alerts of Falco, each a result, and the log that holds them.

https://falco.org/docs/concepts/outputs/ and https://falco.org/docs/reference/rules/rule-fields/ (priorities). An alert is an
event, no vulnerability. Rules named `Falco internal: …` are about the sensor itself: what it lost, not what it saw. What
follows the first sentence of an alert holds command lines of users, which may hold passwords, and is left in the file.

A log has alerts as JSON or as text (https://falco.org/docs/concepts/outputs/formatting/) among the program's own messages,
which are passed over. Text, Falco's default, is time, priority and the alert's words, without the name of the rule: the first
words stand for it. A line of any other form is dropped.
"""

import re

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, Scanner, ScanResult, ScanSnapshot, ScanTarget, Severity, TargetKind
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.scans.dates import latest_of, moment, seen_day
from generator.parsers.scans.entries import digests, joined, result_of
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.target import from_evidence

_OTHER = "neither an alert nor a message of Falco itself"
_LOSS = "Falco reports {count} times that the sensor itself failed or lost events, so there may be events that it did not see"
_ONLY_LOSS = "the file holds only what Falco says about its own losses, and nothing that it saw"
_WORDS = "Emergency|Alert|Critical|Error|Warning|Notice|Informational|Debug"
_ALERT = late_re(
    rf"(?P<time>(?:\d{{4}}-\d\d-\d\dT)?\d\d:\d\d:\d\d\.\d{{9}}(?:Z|[+-]\d{{4}})?): (?P<priority>{_WORDS}) (?P<words>.*)",
    re.ASCII,
)
_OWN = late_re(
    r"(?:[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}): ", re.ASCII
)
_STARTED = late_re(rf"{_OWN.pattern}Falco version: (?P<version>[0-9A-Za-z.+-]{{1,40}})", re.ASCII)
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
_STAMP = late_re(r"[0-9T:.+Z-]{8,40}: (?:[A-Z][a-z]+ )?", re.ASCII)
_DETAILS = late_re(r" ?\(| \| ")


def _field(name: str) -> object:
    return msgspec.field(name=name, default=None)


class FalcoFields(msgspec.Struct, gc=False):
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


class FalcoEvent(msgspec.Struct):
    output: str | None = None
    priority: str | None = None
    rule: str | None = None
    time: str | None = None
    hostname: str | None = None
    source: str | None = None
    output_fields: FalcoFields | None = None

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
        priority = self.priority or ""
        fields = self.output_fields or FalcoFields()
        return result_of(
            ResultKind.EVENT,
            self.rule,
            _target(self, fields, evidence),
            place,
            severity=PRIORITIES.get(priority.lower(), Severity.UNKNOWN),
            word=priority,
            disposition=self.disposition,
            native_status=self.source or "",
            scope=joined(" ", _image(fields), _text(fields.container)),
            title=self.rule,
            description=sentence(self.output or ""),
            first_seen=seen_day(self.time),
        )


class AlertReader:
    """Folds alerts, and remembers what the sensor lost and when it last spoke."""

    __slots__ = ("_accumulator", "_alerts", "_evidence", "_lost", "_times")

    def __init__(self, evidence: EvidenceFile, version: str | None = None) -> None:
        self._accumulator = ScanAccumulator(evidence, Scanner(name="Falco", version=version))
        self._evidence = evidence
        self._alerts = 0
        self._lost = 0
        self._times: set[str] = set()

    def line(self, document: Document, line: str, place: str) -> None:
        """One line that is not the program's own message."""
        alert = _ALERT.fullmatch(line)
        if line.startswith("{"):
            self.add(document.decode(line.encode(), FalcoEvent, place=place), place)
        elif alert:
            words = sentence(alert["words"])
            rule = words.partition(". ")[0]
            self.add(FalcoEvent(output=words, priority=alert["priority"], rule=rule, time=alert["time"]), place)
        elif line == "null":
            self.add(None, place)
        else:
            self._accumulator.drop(_OTHER)

    def add(self, event: FalcoEvent | None, place: str) -> None:
        """One alert; None where `null` stands for one."""
        result = event.result(self._evidence, place) if event else None
        if event is None or result is None:
            self._accumulator.drop(NO_IDENTIFIER if event else EMPTY_ENTRY)
            return
        self._accumulator.add(result)
        self._alerts += not event.is_loss
        self._lost += event.is_loss
        self._times.add(event.time or "")

    def finish(self) -> ScanSnapshot:
        """The snapshot, as of the last alert; with what the sensor lost."""
        taken = latest_of(map(moment, self._times))
        if not self._times:
            self._accumulator.stated(TargetKind.CLUSTER)
        if not self._lost:
            return self._accumulator.finish(taken)
        because = _LOSS.format(count=self._lost) if self._alerts else _ONLY_LOSS
        return self._accumulator.finish(taken, assessed=self._alerts > 0, because=because)


def sentence(output: str) -> str:
    """The words of an alert without its time, its priority and its details."""
    words = _STAMP.sub("", output, count=1) if _STAMP.match(output) else output
    return _DETAILS.split(words, maxsplit=1)[0].strip()


def _text(value: object) -> str:
    """A field as text; empty where Falco knows none."""
    return value if isinstance(value, str) and value not in _ABSENT else ""


def _image(fields: FalcoFields) -> str:
    return joined(":", _text(fields.image), _text(fields.tag)) if _text(fields.image) else ""


def _target(event: FalcoEvent, fields: FalcoFields, evidence: EvidenceFile) -> ScanTarget:
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


def _audited(fields: FalcoFields) -> ScanTarget | None:
    """What a request to the Kubernetes API was about; its plural resource is no kind, so only a pod is a workload's key."""
    namespace, resource, name = _text(fields.audit_namespace), _text(fields.audit_resource), _text(fields.audit_name)
    if not (resource and name):
        return None
    if resource == "pods":
        return _pod(namespace, name)
    return ScanTarget(name=joined("/", namespace, resource, name), kind=TargetKind.WORKLOAD)


def _pod(namespace: str, name: str) -> ScanTarget:
    key = joined("/", namespace, "Pod", name)
    return ScanTarget(name=key, kind=TargetKind.WORKLOAD, workload=key if namespace else None)


def begins(line: str) -> bool:
    """Is this how a log in text begins: with an alert, or with the start of the program?"""
    return bool(_ALERT.match(line) or _STARTED.match(line))


def read(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    """Every line of a log.

    Raises:
        ParseError: a line that begins as JSON and is none, or is no alert; names the line.
    """
    started = _STARTED.search(document.text)
    reader = AlertReader(evidence, started["version"] if started else None)
    for number, line in enumerate(document.text.split("\n"), 1):
        line = line.strip()
        if line and not _OWN.match(line):
            reader.line(document, line, f"line {number}")
    return reader.finish()
