"""Lynis's report of a host (`/var/log/lynis-report.dat`): warnings and suggestions.

https://cisofy.com/documentation/lynis/: `warning[]=TEST|text|details|solution|`. Lynis rates neither; a suggestion is an
advice to harden. A report without its end was cut off. That a host was scanned with the rights of root is not written.
"""

from collections.abc import Iterator

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanResult, ScanSnapshot, ScanTarget, Severity
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import misconfiguration_of
from generator.parsers.scans.hosts import HostTargets
from generator.parsers.scans.tally import ScanAccumulator

_MARKS = (b"report_version_major=", b"lynis_version=")
_KINDS = {"warning[]": Severity.UNKNOWN, "suggestion[]": Severity.INFORMATIONAL}
_NONE = {"", "-"}
_NOT_ENDED = "the report has no end: Lynis was stopped before its last test"


def recognizes(document: Document) -> bool:
    return document.container is FileContainer.TEXT and all(mark in document.start for mark in _MARKS)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    pairs = list(_pairs(document.text))
    known = {key: value for _, key, value in reversed(pairs)}
    accumulator = ScanAccumulator(evidence, Scanner(name="Lynis", version=known.get("lynis_version") or None))
    target = accumulator.target(
        HostTargets(evidence).target(
            known.get("hostname", ""),
            os_name=known.get("os_fullname", "") or " ".join((known.get("os_name", ""), known.get("os_version", ""))),
            others=[value for _, key, value in pairs if key == "network_ipv4_address[]"],
        )
    )
    for line, key, value in pairs:
        if key in _KINDS:
            accumulator.take(_result(key, value, target, f"line {line}"))
    ended = known.get("report_datetime_end", "")
    taken = moment(ended or known.get("report_datetime_start"))
    return accumulator.finish(taken, failure=None if ended else _NOT_ENDED)


def _pairs(text: str) -> Iterator[tuple[int, str, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        key, mark, value = line.partition("=")
        if mark and not line.startswith("#"):
            yield number, key.strip(), value.strip()


def _result(key: str, value: str, target: ScanTarget, place: str) -> ScanResult | None:
    identifier, title, details, solution = (*value.split("|"), "", "", "", "")[:4]
    return misconfiguration_of(
        identifier.strip(),
        target,
        place,
        word=key.removesuffix("[]"),
        severity=_KINDS[key],
        title=title,
        scope="" if details in _NONE else details,
        solution="" if solution in _NONE else solution.removeprefix("text:"),
    )
