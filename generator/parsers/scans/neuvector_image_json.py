"""NeuVector's report of one image: vulnerabilities, secrets, permissions and CIS checks.

https://open-docs.neuvector.com, "Scanning", `GET /v1/scan/registry/NAME/image/ID`. `created_at` is when the image was built:
the report does not say when it was scanned. The text of a secret is not read.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, Scanner, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import (
    affected,
    aliases,
    cves,
    digest,
    digests,
    fold,
    fold_placed,
    result_of,
    vulnerability_of,
)
from generator.parsers.scans.neuvector_checks import NeuvectorCheck
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

E = TypeVar("E")
_ACCEPTED = "accepted"
_LISTS = {"vulnerabilities", "checks", "setid_perms"}
_ENTRY = {"name", "severity", "package_name", "score_v3"}
_NO_REPORT = "NeuVector gives no report of the image"
_NO_DATABASE = "the report does not name a vulnerability database, and found nothing"
_HUB = ("registry.hub.docker.com", "registry-1.docker.io", "index.docker.io", "docker.io")


class _NeuvectorImageEntry(msgspec.Struct):
    name: str | None = None
    severity: str | None = None
    description: str | None = None
    file_name: str | None = None
    package_name: str | None = None
    package_version: str | None = None
    fixed_version: str | None = None
    score: float | None = None
    vectors: str | None = None
    score_v3: float | None = None
    vectors_v3: str | None = None
    cves: tuple[str | None, ...] | None = None
    tags: tuple[str | None, ...] | None = None


class _NeuvectorImageFound(msgspec.Struct, gc=False):
    """A secret, or a file with the setuid or setgid bit."""

    type: str | None = None
    path: str | None = None
    suggestion: str | None = None

    @property
    def is_blank(self) -> bool:
        """Does it say nothing? NeuVector writes one such object where a list has no entries."""
        return not (self.type or self.path or self.suggestion)


class _NeuvectorImageReport(msgspec.Struct):
    image_id: str | None = None
    registry: str | None = None
    repository: str | None = None
    tag: str | None = None
    digest: str | None = None
    base_os: str | None = None
    cvedb_version: str | None = None
    cvedb_create_time: str | None = None
    vulnerabilities: tuple[_NeuvectorImageEntry | None, ...] | None = None
    checks: tuple[NeuvectorCheck | None, ...] | None = None
    secrets: tuple[_NeuvectorImageFound | None, ...] | None = None
    setid_perms: tuple[_NeuvectorImageFound | None, ...] | None = None


class _NeuvectorImageAnswer(msgspec.Struct):
    error_message: str | None = None
    report: _NeuvectorImageReport | None = None


def recognizes(document: Document) -> bool:
    """The answer has an error's message, or its report names NeuVector's database, or has what only NeuVector writes."""
    members = document.members
    if "report" not in members:
        return False
    report = document.members_of(members["report"])
    if "error_message" in members or "cvedb_version" in report or _LISTS.issubset(report):
        return True
    return _ENTRY.issubset(document.first_keys(report.get("vulnerabilities")))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    answer = document.decode(document.data, _NeuvectorImageAnswer)
    report = answer.report or _NeuvectorImageReport()
    scanner = Scanner(name="NeuVector", database_updated=moment(report.cvedb_create_time))
    accumulator = ScanAccumulator(evidence, scanner)
    target = accumulator.target(_target(report, evidence))
    fold(accumulator, report.vulnerabilities, "/report/vulnerabilities", lambda entry, place: _result(entry, target, place))
    checks = _entries(report.checks, "/report/checks", lambda entry: not entry.is_heading)
    fold_placed(accumulator, checks, lambda entry, place: entry.result(target, place))
    secrets = _entries(report.secrets, "/report/secrets", lambda entry: not entry.is_blank)
    fold_placed(accumulator, secrets, partial(_found, kind=ResultKind.SECRET, target=target))
    permissions = _entries(report.setid_perms, "/report/setid_perms", lambda entry: not entry.is_blank)
    fold_placed(accumulator, permissions, partial(_found, kind=ResultKind.MISCONFIGURATION, target=target))
    return accumulator.finish(None, failure=_not_assessed(answer))


def _not_assessed(answer: _NeuvectorImageAnswer) -> str | None:
    if answer.error_message or answer.report is None:
        return answer.error_message or _NO_REPORT
    looked = answer.report.cvedb_version or answer.report.vulnerabilities
    return None if looked else _NO_DATABASE


def _target(report: _NeuvectorImageReport, evidence: EvidenceFile) -> ScanTarget:
    if not report.repository:
        return from_evidence(evidence, TargetKind.IMAGE)
    host = (report.registry or "").rpartition("//")[2].strip("/")
    name = report.repository if not host or host in _HUB else f"{host}/{report.repository}"
    return ScanTarget(
        name=f"{name}:{report.tag}" if report.tag else name,
        kind=TargetKind.IMAGE,
        digests=digests(report.digest),
        image_id=digest(report.image_id),
        os_name=(report.base_os or "").replace(":", " ", 1) or None,
    )


def _result(entry: _NeuvectorImageEntry, target: ScanTarget, place: str) -> ScanResult | None:
    accepted = _ACCEPTED in (entry.tags or ())
    return vulnerability_of(
        entry.name,
        target,
        place,
        word=entry.severity,
        disposition=Disposition.SUPPRESSED if accepted else Disposition.OPEN,
        native_status=_ACCEPTED if accepted else "",
        package=affected(entry.package_name, entry.package_version, entry.fixed_version, path=entry.file_name),
        description=entry.description,
        cves=cves(entry.name, *(entry.cves or ())),
        aliases=aliases(entry.name, *(entry.cves or ())),
        cvss=cvss_scores.scores(_scores(entry)),
    )


def _scores(entry: _NeuvectorImageEntry) -> Iterator[cvss_scores.Raw]:
    """NeuVector's database takes scores from NVD and from vendors without saying which, so they count as its own."""
    yield "neuvector", "2.0", entry.vectors, entry.score
    yield "neuvector", "3.0", entry.vectors_v3, entry.score_v3


def _entries(listed: Iterable[E | None] | None, pointer: str, counts: Callable[[E], bool]) -> Iterator[tuple[str, E | None]]:
    """Entries of one list with their places, without what is no entry."""
    return ((f"{pointer}/{index}", entry) for index, entry in enumerate(listed or ()) if entry is None or counts(entry))


def _found(entry: _NeuvectorImageFound, place: str, *, kind: ResultKind, target: ScanTarget) -> ScanResult | None:
    return result_of(
        kind,
        entry.type,
        target,
        place,
        scope=entry.path or "",
        title=f"{entry.type} in {entry.path}" if entry.path else entry.type,
        solution=entry.suggestion or "",
    )
