"""Lines of a Falco log, alerts as JSON or as text among the program's own messages, and the account of what the sensor lost.

https://falco.org/docs/concepts/outputs/formatting/. Text, Falco's default, is time, priority and the alert's words, without the
name of the rule: the first words stand for it. The program's own messages are passed over; a line of any other form is dropped.
"""

import re
from collections.abc import Iterable
from datetime import datetime

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanSnapshot, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.dates import moment
from generator.parsers.scans.falco_event import Event, sentence
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.target import from_evidence

_OTHER = "neither an alert nor a message of Falco itself"
_LOSS = "Falco reports {count} times that the sensor itself failed or lost events, so there may be events that it did not see"
_ONLY_LOSS = "the file holds only what Falco says about its own losses, and nothing that it saw"
_WORDS = "Emergency|Alert|Critical|Error|Warning|Notice|Informational|Debug"
_ALERT = re.compile(
    rf"(?P<time>(?:\d{{4}}-\d\d-\d\dT)?\d\d:\d\d:\d\d\.\d{{9}}(?:Z|[+-]\d{{4}})?): (?P<priority>{_WORDS}) (?P<words>.*)",
    re.ASCII,
)
_OWN = re.compile(
    r"(?:[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}): ", re.ASCII
)
_STARTED = re.compile(rf"{_OWN.pattern}Falco version: (?P<version>[0-9A-Za-z.+-]{{1,40}})", re.ASCII)


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
            self.add(document.decode(line.encode(), Event, place=place), place)
        elif alert:
            words = sentence(alert["words"])
            rule = words.partition(". ")[0]
            self.add(Event(output=words, priority=alert["priority"], rule=rule, time=alert["time"]), place)
        elif line == "null":
            self.add(None, place)
        else:
            self._accumulator.drop(_OTHER)

    def add(self, event: Event | None, place: str) -> None:
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
        taken = max(_moments(self._times), default=None)
        if not self._times:
            self._accumulator.target(from_evidence(self._evidence, TargetKind.CLUSTER))
        if not self._lost:
            return self._accumulator.finish(taken)
        because = _LOSS.format(count=self._lost) if self._alerts else _ONLY_LOSS
        return self._accumulator.finish(taken, assessed=self._alerts > 0, because=because)


def _moments(times: Iterable[str]) -> Iterable[datetime]:
    return (found for time in times if (found := moment(time)))
