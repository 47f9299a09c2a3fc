"""OSV-Scanner's report: `osv-scanner --format json`, version 1 and 2.

https://google.github.io/osv-scanner/output/; the vulnerabilities are OSV records, https://ossf.github.io/osv-schema/. Call
analysis that finds a vulnerability uncalled is shown as the status and closes nothing: a path that no analysis saw is still
a path.
"""

from collections.abc import Iterator, Sequence

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, ResultKind, ScanResult, ScanSnapshot, ScanTarget, Severity, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.cvss_scores import Raw, scores
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.entries import affected, aliases, cves, not_null
from generator.parsers.scans.severity import band, severity
from generator.parsers.scans.tally import NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.target import from_evidence

_SCANNER = "OSV-Scanner"
_KINDS = {"docker": TargetKind.IMAGE, "git": TargetKind.REPOSITORY}
_LICENSE = "license not allowed"
_NOTHING = "the report names no lock file, package list or image that OSV-Scanner looked at"


class _OsvPackage(msgspec.Struct, gc=False):
    name: str | None = None
    version: str | None = None
    commit: str | None = None
    purl: str | None = None


class _OsvEvent(msgspec.Struct, gc=False):
    fixed: str | None = None


class _OsvRange(msgspec.Struct):
    events: tuple[_OsvEvent | None, ...] | None = None


class _OsvSpecific(msgspec.Struct):
    severity: object = None
    """Each database its own: GitHub's word, a list, a number."""
    cwe_ids: object = None
    cwes: object = None


class _OsvAffected(msgspec.Struct):
    package: _OsvPackage | None = None
    ranges: tuple[_OsvRange | None, ...] | None = None
    database_specific: _OsvSpecific | None = None


class _OsvScore(msgspec.Struct, gc=False):
    type: str | None = None
    score: str | None = None


class _OsvVulnerability(msgspec.Struct):
    id: str | None = None
    aliases: tuple[str, ...] | None = None
    summary: str | None = None
    details: str | None = None
    severity: tuple[_OsvScore | None, ...] | None = None
    affected: tuple[_OsvAffected | None, ...] | None = None
    database_specific: _OsvSpecific | None = None


class _OsvCall(msgspec.Struct, gc=False):
    called: bool | None = None


class _OsvGroup(msgspec.Struct):
    ids: tuple[str, ...] | None = None
    aliases: tuple[str, ...] | None = None
    max_severity: str | None = None
    experimental_analysis: dict[str, _OsvCall] | None = None
    legacy_analysis: dict[str, _OsvCall] | None = msgspec.field(name="experimentalAnalysis", default=None)


class _OsvFound(msgspec.Struct):
    package: _OsvPackage | None = None
    vulnerabilities: tuple[_OsvVulnerability | None, ...] | None = None
    groups: tuple[_OsvGroup | None, ...] | None = None
    license_violations: tuple[str | None, ...] | None = None


class _OsvOrigin(msgspec.Struct, gc=False):
    path: str | None = None
    type: str | None = None


class _OsvSource(msgspec.Struct):
    source: _OsvOrigin | None = None
    packages: tuple[_OsvFound | None, ...] | None = None


class _OsvImage(msgspec.Struct):
    """Stands in reports of images alone, whatever it holds."""


class _OsvReport(msgspec.Struct):
    results: tuple[_OsvSource | None, ...] | None = None
    image_metadata: _OsvImage | None = None


def recognizes(document: Document) -> bool:
    """A report that found nothing is known by the configuration it repeats."""
    members = document.members
    if "results" not in members or bytes(members["results"])[:1] != b"[":
        return False
    if "experimental_config" in members or "image_metadata" in members:
        return True
    return {"source", "packages"} <= set(document.first_keys(members["results"]))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, _OsvReport)
    accumulator = ScanAccumulator(evidence, _SCANNER)
    for index, source in enumerate(report.results or ()):
        if source:
            target, scope = _target(report, source, evidence)
            accumulator.target(target)
            _source(accumulator, source, target, scope, f"/results/{index}/packages")
    looked = any(report.results or ())
    if not looked:
        accumulator.stated(TargetKind.FILESYSTEM)
    return accumulator.finish(None, failure=None if looked else _NOTHING)


def _target(report: _OsvReport, source: _OsvSource, evidence: EvidenceFile) -> tuple[ScanTarget, str]:
    """A lock file is its own target. The parts of an image are files of one image, which the report does not name."""
    origin = source.source or _OsvOrigin()
    if report.image_metadata is not None or not origin.path:
        kind = TargetKind.IMAGE if report.image_metadata is not None else TargetKind.FILESYSTEM
        return from_evidence(evidence, kind), origin.path or ""
    return ScanTarget(name=origin.path, kind=_KINDS.get(origin.type or "", TargetKind.FILESYSTEM)), ""


def _source(accumulator: ScanAccumulator, source: _OsvSource, target: ScanTarget, scope: str, pointer: str) -> None:
    for index, package in enumerate(source.packages or ()):
        if package is None:
            continue
        place = f"{pointer}/{index}"
        for number, vulnerability in not_null(accumulator, enumerate(package.vulnerabilities or ())):
            if not vulnerability.id:
                accumulator.drop(NO_IDENTIFIER)
            else:
                accumulator.add(_result(package, vulnerability, target, scope, f"{place}/vulnerabilities/{number}"))
        for number, name in enumerate(package.license_violations or ()):
            accumulator.add(_license(package, name or "UNKNOWN", target, scope, f"{place}/license_violations/{number}"))


def _result(package: _OsvFound, vulnerability: _OsvVulnerability, target: ScanTarget, scope: str, place: str) -> ScanResult:
    identifier = vulnerability.id or ""
    group = _group(package.groups or (), identifier)
    word, level = _severity(vulnerability, group)
    names = (*(vulnerability.aliases or ()), *(group.ids or ()), *(group.aliases or ()))
    return ScanResult(
        kind=ResultKind.VULNERABILITY,
        identifier=identifier,
        target=target,
        severity=level,
        native_severity=word,
        native_status="not called" if _is_uncalled(group, identifier) else "",
        package=_package(package.package or _OsvPackage(), _fixed(vulnerability, package.package or _OsvPackage())),
        scope=scope,
        title=vulnerability.summary or "",
        description=vulnerability.details or "",
        cves=cves(identifier, *names),
        aliases=aliases(identifier, *names),
        cwes=cwes(*_kinds(vulnerability)),
        cvss=scores(_scores(vulnerability)),
        place=place,
    )


def _kinds(vulnerability: _OsvVulnerability) -> Iterator[str]:
    """Kinds of weakness: GitHub lists their ids, others objects, here or with what is affected."""
    of_databases = [vulnerability.database_specific, *(each.database_specific for each in vulnerability.affected or () if each)]
    for specific in filter(None, of_databases):
        for stated in (specific.cwe_ids, specific.cwes):
            for each in stated if isinstance(stated, list) else ():
                name = each.get("cweId") if isinstance(each, dict) else each
                if isinstance(name, str):
                    yield name


def _license(package: _OsvFound, name: str, target: ScanTarget, scope: str, place: str) -> ScanResult:
    return ScanResult(
        kind=ResultKind.LICENSE,
        identifier=name,
        target=target,
        severity=Severity.UNKNOWN,
        package=_package(package.package or _OsvPackage(), ""),
        scope=scope,
        title=_LICENSE,
        place=place,
    )


def _package(package: _OsvPackage, fixed: str) -> AffectedPackage | None:
    name = package.name or package.commit
    return affected(name, package.version, fixed, purl=package.purl)


def _fixed(vulnerability: _OsvVulnerability, package: _OsvPackage) -> str:
    """Every version that fixes the package, in the order of the record: each branch of a package has its own."""
    versions = (
        event.fixed
        for affected in vulnerability.affected or ()
        if affected and affected.package and affected.package.name == package.name
        for range_ in affected.ranges or ()
        for event in (range_.events if range_ else None) or ()
        if event and event.fixed
    )
    return ", ".join(dict.fromkeys(versions))


def _group(groups: Sequence[_OsvGroup | None], identifier: str) -> _OsvGroup:
    """Aliases of one vulnerability, which OSV-Scanner rates together."""
    return next((group for group in groups if group and identifier in (group.ids or ())), _OsvGroup())


def _severity(vulnerability: _OsvVulnerability, group: _OsvGroup) -> tuple[str, Severity]:
    """The database's own word, else the score that OSV-Scanner computed."""
    word = (vulnerability.database_specific or _OsvSpecific()).severity
    if isinstance(word, str) and word:
        return word, severity(word)
    text = group.max_severity or ""
    try:
        score = float(text)
    except ValueError:
        return text, severity(text)
    return text, band(score)


def _is_uncalled(group: _OsvGroup, identifier: str) -> bool:
    analysis = group.experimental_analysis or group.legacy_analysis or {}
    return analysis.get(identifier, _OsvCall()).called is False


def _scores(vulnerability: _OsvVulnerability) -> Iterator[Raw]:
    for rating in vulnerability.severity or ():
        if rating and rating.score and (rating.type or "").startswith("CVSS_V"):
            yield "osv", (rating.type or "")[6:] + ".0", rating.score, None
