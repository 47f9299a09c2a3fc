"""Turns Trivy's entries into scan results, for its report and its Kubernetes report alike."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from generator.model.scan import AffectedPackage, Cvss, Disposition, ResultKind, ScanResult, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans.dates import day
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.trivy_wire import License, Misconfiguration, Modified, Result, Score, Secret, Vulnerability

_UNKNOWN_TYPE = "suppressed entry of an unknown type"
_CHECK_STATUS = {"PASS": Disposition.PASSED, "EXCEPTION": Disposition.SUPPRESSED}
_VULNERABILITY_STATUS = {"not_affected": Disposition.NOT_AFFECTED}
"""All others are open: `fixed` means that a fixed version exists, not that it is installed."""

_Standing = tuple[Disposition, str]


class _Entry(Protocol):
    @property
    def identifier(self) -> str: ...


_E = TypeVar("_E", bound=_Entry)


class ResultFold:
    """Adds the entries of one `Result` to the accumulator.

    `scope` names the part of the target, `pointer` is the JSON pointer of the result.
    """

    __slots__ = ("_accumulator", "_document", "_pointer", "_scope", "_target")

    def __init__(
        self, accumulator: ScanAccumulator, document: Document, *, target: ScanTarget, scope: str, pointer: str
    ) -> None:
        self._accumulator = accumulator
        self._document = document
        self._target = target
        self._scope = scope
        self._pointer = pointer

    def fold(self, result: Result) -> None:
        """Every entry, suppressed ones included.

        Raises:
            ParseError: a suppressed entry has another shape than its type promises.
        """
        self._accumulator.target(self._target)
        self._each(result.vulnerabilities, "Vulnerabilities", self._vulnerability)
        self._each(result.misconfigurations, "Misconfigurations", self._misconfiguration)
        self._each(result.secrets, "Secrets", self._secret)
        self._each(result.licenses, "Licenses", self._license)
        for index, modified in enumerate(result.modified or ()):
            self._modified(modified, f"{self._pointer}/ExperimentalModifiedFindings/{index}")

    def _each(
        self, entries: Iterable[_E | None] | None, key: str, to_result: Callable[[_E, str, _Standing | None], ScanResult]
    ) -> None:
        pointer = f"{self._pointer}/{key}/"
        for index, entry in enumerate(entries or ()):
            self._one(entry, f"{pointer}{index}", to_result, None)

    def _one(
        self,
        entry: _E | None,
        pointer: str,
        to_result: Callable[[_E, str, _Standing | None], ScanResult],
        standing: _Standing | None,
    ) -> None:
        if entry is None:
            self._accumulator.drop(EMPTY_ENTRY)
        elif not entry.identifier:
            self._accumulator.drop(NO_IDENTIFIER)
        else:
            self._accumulator.add(to_result(entry, pointer, standing))

    def _modified(self, modified: Modified | None, pointer: str) -> None:
        if modified is None or bytes(modified.finding) in {b"", b"null"}:
            self._accumulator.drop(EMPTY_ENTRY)
            return
        raw, decode = modified.finding, self._document.decode
        inside, standing = f"{pointer}/Finding", (Disposition.SUPPRESSED, modified.status)
        if modified.type == "vulnerability":
            self._one(decode(raw, Vulnerability, place=inside), inside, self._vulnerability, standing)
        elif modified.type == "misconfiguration":
            self._one(decode(raw, Misconfiguration, place=inside), inside, self._misconfiguration, standing)
        elif modified.type == "secret":
            self._one(decode(raw, Secret, place=inside), inside, self._secret, standing)
        elif modified.type == "license":
            self._one(decode(raw, License, place=inside), inside, self._license, standing)
        else:
            self._accumulator.drop(_UNKNOWN_TYPE)

    def _vulnerability(self, entry: Vulnerability, pointer: str, standing: _Standing | None) -> ScanResult:
        disposition, status = standing or (_VULNERABILITY_STATUS.get(entry.status, Disposition.OPEN), entry.status)
        new = self._accumulator.is_new(ResultKind.VULNERABILITY, entry.identifier, self._target, disposition)
        return ScanResult(
            kind=ResultKind.VULNERABILITY,
            identifier=entry.identifier,
            target=self._target,
            severity=severity(entry.severity),
            native_severity=entry.severity,
            disposition=disposition,
            native_status=status,
            package=_package(entry),
            scope=self._scope,
            title=entry.title,
            description=entry.description,
            cves=_cves(entry) if new else (),
            cvss=_scores(entry.cvss) if new and entry.cvss else (),
            references=_references(entry.primary_url, entry.references) if new else (),
            published=day(entry.published_date) if new else None,
            place=pointer,
        )

    def _misconfiguration(self, entry: Misconfiguration, pointer: str, standing: _Standing | None) -> ScanResult:
        disposition, status = standing or (_CHECK_STATUS.get(entry.status, Disposition.OPEN), entry.status)
        return ScanResult(
            kind=ResultKind.MISCONFIGURATION,
            identifier=entry.identifier,
            target=self._target,
            severity=severity(entry.severity),
            native_severity=entry.severity,
            disposition=disposition,
            native_status=status,
            scope=self._scope,
            title=entry.title,
            description=entry.description or entry.message,
            solution=entry.resolution,
            references=_references(entry.primary_url, entry.references),
            place=pointer,
        )

    def _secret(self, entry: Secret, pointer: str, standing: _Standing | None) -> ScanResult:
        disposition, status = standing or (Disposition.OPEN, "")
        return ScanResult(
            kind=ResultKind.SECRET,
            identifier=entry.identifier,
            target=self._target,
            severity=severity(entry.severity),
            native_severity=entry.severity,
            disposition=disposition,
            native_status=status,
            scope=self._scope,
            title=entry.title,
            description=entry.category,
            place=pointer,
        )

    def _license(self, entry: License, pointer: str, standing: _Standing | None) -> ScanResult:
        disposition, status = standing or (Disposition.OPEN, "")
        return ScanResult(
            kind=ResultKind.LICENSE,
            identifier=entry.identifier,
            target=self._target,
            severity=severity(entry.severity),
            native_severity=entry.severity,
            disposition=disposition,
            native_status=status,
            package=AffectedPackage(name=entry.pkg_name, path=entry.file_path or None) if entry.pkg_name else None,
            scope=self._scope,
            title=entry.identifier,
            description=entry.category,
            references=_references(entry.link, None),
            place=pointer,
        )


def _package(entry: Vulnerability) -> AffectedPackage:
    return AffectedPackage(
        name=entry.pkg_name,
        version=entry.installed_version or None,
        fixed_version=entry.fixed_version or None,
        purl=(entry.pkg_identifier.purl or None) if entry.pkg_identifier else None,
        path=entry.pkg_path or None,
    )


def _cves(entry: Vulnerability) -> tuple[str, ...]:
    """Trivy's own id where it is a CVE, and those among the vendor's ids."""
    own = (entry.identifier,) if entry.identifier.startswith("CVE-") else ()
    others = [name for name in entry.vendor_ids or () if name.startswith("CVE-")]
    return tuple(sorted({*own, *others})) if others else own


def _scores(by_source: dict[str, Score | None]) -> tuple[Cvss, ...]:
    found = []
    for source, score in sorted(by_source.items()):
        if score is not None:
            of_source = source.lower()
            if score.v2_vector or score.v2_score is not None:
                found.append(Cvss(source=of_source, version="2.0", vector=score.v2_vector or None, score=score.v2_score))
            if score.v3_vector or score.v3_score is not None:
                minor = score.v3_vector[5:8] if score.v3_vector else "3.0"
                found.append(Cvss(source=of_source, version=minor, vector=score.v3_vector or None, score=score.v3_score))
            if score.v40_vector or score.v40_score is not None:
                found.append(Cvss(source=of_source, version="4.0", vector=score.v40_vector or None, score=score.v40_score))
    return tuple(found)


def _references(primary: str, others: tuple[str, ...] | None) -> tuple[str, ...]:
    if not others:
        return (primary,) if primary else ()
    return others if not primary or primary in others else (primary, *others)
