"""TruffleHog's findings: `trufflehog git|docker|filesystem … --json`, version 3, one a line, or collected in a list.

https://github.com/trufflesecurity/trufflehog, `pkg/output/json.go`; the log lines that its standard error adds where both
streams went into one file are distinguished, and its "finished scanning" is what proves a run without findings. TruffleHog does
not rate: a finding's severity is unknown, its status says whether the secret was tried and works.
"""

from collections.abc import Mapping

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import outline
from generator.parsers.scans.dates import day
from generator.parsers.scans.entries import digests, not_null, secret_of
from generator.parsers.scans.secret_place import address, history, scope
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

_SCANNER = "TruffleHog"
_LOG_KEYS = {"level", "ts", "msg"}
_FINISHED = "finished scanning"
_KINDS = {"Docker": TargetKind.IMAGE, "Filesystem": TargetKind.FILESYSTEM, "S3": TargetKind.CLOUD, "GCS": TargetKind.CLOUD}
_REPOSITORIES = {"Git", "Github", "Gitlab", "Bitbucket", "AzureRepos", "Gerrit", "Huggingface"}
_UNFINISHED = "the file holds TruffleHog's log only, and the log does not say that the scan finished"
_ERRORS = "errors in TruffleHog's log: {count}; what they are about was not looked at"


class _TrufflehogPlace(msgspec.Struct, gc=False):
    """`SourceMetadata.Data` of every kind of source, as far as it is read."""

    repository: str | None = None
    image: str | None = None
    tag: str | None = None
    layer: str | None = None
    bucket: str | None = None
    file: str | None = None
    path: str | None = None
    commit: str | None = None
    line: int | None = None
    timestamp: str | None = None


class _TrufflehogSource(msgspec.Struct):
    data: dict[str, _TrufflehogPlace | None] | None = msgspec.field(name="Data", default=None)

    def place(self) -> tuple[str, _TrufflehogPlace]:
        """The kind of source, and the place in it."""
        return next(((kind, place) for kind, place in (self.data or {}).items() if place), ("", _TrufflehogPlace()))


class _TrufflehogEntry(msgspec.Struct):
    source: _TrufflehogSource | None = msgspec.field(name="SourceMetadata", default=None)
    detector: str | None = msgspec.field(name="DetectorName", default=None)
    verified: bool | None = msgspec.field(name="Verified", default=None)
    failure: object = msgspec.field(name="VerificationError", default=None)
    level: str | None = None
    message: str | None = msgspec.field(name="msg", default=None)
    version: str | None = msgspec.field(name="trufflehog_version", default=None)

    def is_log(self) -> bool:
        """A line of the log, not a finding."""
        return self.message is not None and self.source is None and self.detector is None

    def status(self) -> str:
        """Does the secret work, as far as TruffleHog tried?"""
        if self.verified is None:
            return ""
        if self.verified:
            return "verified"
        return "unverified, verification failed" if self.failure else "unverified"


def recognizes(document: Document) -> bool:
    members = document.members or document.first_members
    return {"SourceMetadata", "DetectorName"}.issubset(members) or _is_log(members)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    entries = tuple(outline.records(document, _TrufflehogEntry))
    log = [entry for _, entry in entries if entry and entry.is_log()]
    version = next((line.version for line in log if line.version), None)
    accumulator = ScanAccumulator(evidence, Scanner(name=_SCANNER, version=version))
    for place, entry in not_null(accumulator, entries):
        if not entry.is_log():
            accumulator.take(_result(entry, evidence, place))
    looked = len(log) < len(entries) or any(line.message == _FINISHED for line in log)
    if not any(entry and not entry.is_log() for _, entry in entries):
        accumulator.stated(TargetKind.UNKNOWN)
    return accumulator.finish(None, failure=None if looked else _UNFINISHED, because=_errors(log))


def _is_log(members: Mapping[str, msgspec.Raw]) -> bool:
    return _LOG_KEYS.issubset(members) and bytes(members.get("logger", b"")) == b'"trufflehog"'


def _errors(log: list[_TrufflehogEntry]) -> str | None:
    count = sum((line.level or "").startswith("error") for line in log)
    return _ERRORS.format(count=count) if count else None


def _result(entry: _TrufflehogEntry, evidence: EvidenceFile, pointer: str) -> ScanResult | None:
    kind, place = (entry.source or _TrufflehogSource()).place()
    return secret_of(
        entry.detector,
        _target(kind, place, evidence),
        pointer,
        native_status=entry.status(),
        scope=scope(place.file or place.path, place.line, place.commit or place.layer),
        title=f"Secret found by the detector {entry.detector}",
        description=history(place.commit, day(place.timestamp)),
    )


def _target(kind: str, place: _TrufflehogPlace, evidence: EvidenceFile) -> ScanTarget:
    if kind == "Docker" and place.image:
        tag = place.tag or ""
        reference = f"{place.image}{'@' if tag.startswith('sha256:') else ':'}{tag}" if tag else place.image
        return ScanTarget(name=reference, kind=TargetKind.IMAGE, digests=digests(reference))
    repository = address(place.repository)
    if repository:
        return ScanTarget(name=repository, kind=TargetKind.REPOSITORY)
    if place.bucket:
        return ScanTarget(name=place.bucket, kind=TargetKind.CLOUD)
    return from_evidence(evidence, TargetKind.REPOSITORY if kind in _REPOSITORIES else _KINDS.get(kind, TargetKind.UNKNOWN))
