"""Turns Trivy's entries into scan results, for its report and its Kubernetes report alike."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from generator.model.scan import AffectedPackage, Disposition, ResultKind, ScanResult, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans.entries import affected
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.trivy_vulnerabilities import VulnerabilityFold
from generator.parsers.scans.trivy_wire import (
    TrivyLicense,
    TrivyMisconfiguration,
    TrivyModified,
    TrivyResult,
    TrivySecret,
    TrivyVulnerability,
)

_UNKNOWN_TYPE = "suppressed entry of an unknown type"
_CHECK_STATUS = {"PASS": Disposition.PASSED, "EXCEPTION": Disposition.SUPPRESSED}
_Standing = tuple[Disposition, str]


class _TrivyEntry(Protocol):
    @property
    def identifier(self) -> str: ...

    severity: str


_E = TypeVar("_E", bound=_TrivyEntry)


class ResultFold:
    """Adds the entries of one `Result` to the accumulator.

    `scope` names the part of the target, `pointer` is the JSON pointer of the result.
    """

    __slots__ = ("_accumulator", "_document", "_pointer", "_scope", "_target", "_vulnerabilities")

    def __init__(
        self, accumulator: ScanAccumulator, document: Document, *, target: ScanTarget, scope: str, pointer: str
    ) -> None:
        self._accumulator = accumulator
        self._document = document
        self._target = target
        self._scope = scope
        self._pointer = pointer
        self._vulnerabilities = VulnerabilityFold(accumulator, target, scope)

    def fold(self, result: TrivyResult) -> None:
        """Every entry, suppressed ones included.

        Raises:
            ParseError: a suppressed entry has another shape than its type promises.
        """
        self._accumulator.target(self._target)
        self._vulnerabilities.each(result.vulnerabilities or (), f"{self._pointer}/Vulnerabilities")
        self._compare(result)
        self._each(result.misconfigurations, "Misconfigurations", self._misconfiguration)
        self._each(result.secrets, "Secrets", self._secret)
        self._each(result.licenses, "Licenses", self._license)
        for index, modified in enumerate(result.modified or ()):
            self._modified(modified, f"{self._pointer}/ExperimentalModifiedFindings/{index}")

    def _compare(self, result: TrivyResult) -> None:
        """Hold the summary of the checks against those that are listed."""
        listed = sum(check is not None and check.status not in _CHECK_STATUS for check in result.misconfigurations or ())
        stated = result.misconfiguration_counts.failures if result.misconfiguration_counts else None
        self._accumulator.counts.compare("failed check", stated=stated, listed=listed, target=self._target)

    def _each(self, entries: Iterable[_E | None] | None, key: str, add: Callable[[_E, str, _Standing | None], None]) -> None:
        pointer = f"{self._pointer}/{key}/"
        for index, entry in enumerate(entries or ()):
            self._one(entry, f"{pointer}{index}", add, None)

    def _one(
        self, entry: _E | None, pointer: str, add: Callable[[_E, str, _Standing | None], None], standing: _Standing | None
    ) -> None:
        if entry is None:
            self._accumulator.drop(EMPTY_ENTRY)
        elif not entry.identifier:
            self._accumulator.drop(NO_IDENTIFIER)
        else:
            add(entry, pointer, standing)

    def _modified(self, modified: TrivyModified | None, pointer: str) -> None:
        if modified is None or bytes(modified.finding) in {b"", b"null"}:
            self._accumulator.drop(EMPTY_ENTRY)
            return
        raw, decode = modified.finding, self._document.decode
        inside, standing = f"{pointer}/Finding", (Disposition.SUPPRESSED, modified.status)
        if modified.type == "vulnerability":
            self._one(decode(raw, TrivyVulnerability, place=inside), inside, self._vulnerability, standing)
        elif modified.type == "misconfiguration":
            self._one(decode(raw, TrivyMisconfiguration, place=inside), inside, self._misconfiguration, standing)
        elif modified.type == "secret":
            self._one(decode(raw, TrivySecret, place=inside), inside, self._secret, standing)
        elif modified.type == "license":
            self._one(decode(raw, TrivyLicense, place=inside), inside, self._license, standing)
        else:
            self._accumulator.drop(_UNKNOWN_TYPE, lost=True)

    def _vulnerability(self, entry: TrivyVulnerability, pointer: str, standing: _Standing | None) -> None:
        status = standing[1] if standing else entry.status
        self._vulnerabilities.suppressed(entry, pointer, status)

    def _misconfiguration(self, entry: TrivyMisconfiguration, pointer: str, standing: _Standing | None) -> None:
        known = standing or (_CHECK_STATUS.get(entry.status, Disposition.OPEN), entry.status)
        about, solution = entry.description or entry.message, entry.resolution
        kind = ResultKind.MISCONFIGURATION
        self._add(kind, entry, pointer, known, title=entry.title, description=about, solution=solution)

    def _secret(self, entry: TrivySecret, pointer: str, standing: _Standing | None) -> None:
        self._add(ResultKind.SECRET, entry, pointer, standing, title=entry.title, description=entry.category)

    def _license(self, entry: TrivyLicense, pointer: str, standing: _Standing | None) -> None:
        package, title = affected(entry.pkg_name, path=entry.file_path), entry.identifier
        self._add(ResultKind.LICENSE, entry, pointer, standing, title=title, description=entry.category, package=package)

    def _add(
        self,
        kind: ResultKind,
        entry: _TrivyEntry,
        pointer: str,
        standing: _Standing | None,
        *,
        title: str,
        description: str,
        solution: str = "",
        package: AffectedPackage | None = None,
    ) -> None:
        disposition, status = standing or (Disposition.OPEN, "")
        self._accumulator.add(
            ScanResult(
                kind=kind,
                identifier=entry.identifier,
                target=self._target,
                severity=severity(entry.severity),
                native_severity=entry.severity,
                disposition=disposition,
                native_status=status,
                package=package,
                scope=self._scope,
                title=title,
                description=description,
                solution=solution,
                place=pointer,
            )
        )
