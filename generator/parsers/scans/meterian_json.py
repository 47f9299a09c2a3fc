"""Meterian's report of dependencies: `meterian-client --report-json`.

https://docs.meterian.io/: security, stability and licenses; findings are the advices of security.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, ResultKind, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.code_results import ABSENT, Scalar, entries, fold_entries, part, repository, text, titled
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import ResultLink, affected, aliases, cves, result_of, unique
from generator.parsers.scans.outline import keys_of
from generator.parsers.scans.tally import EMPTY_ENTRY, ScanAccumulator


class _MeterianDependency(msgspec.Struct, gc=False):
    name: str | None = None
    version: str | None = None


class _MeterianSafe(msgspec.Struct, gc=False):
    patch: str | None = msgspec.field(name="latestPatch", default=None)
    minor: str | None = msgspec.field(name="latestMinor", default=None)
    major: str | None = msgspec.field(name="latestMajor", default=None)


class _MeterianAdvice(msgspec.Struct, gc=False):
    id: str | None = None
    cve: str | None = None
    cwe: str | None = None
    severity: str | None = None
    cvss: Scalar = None
    description: str | None = None
    links: tuple[ResultLink | None, ...] | None = None
    excluded: bool | None = None


class _MeterianPackage(msgspec.Struct, gc=False):
    dependency: _MeterianDependency | None = None
    advices: msgspec.Raw = ABSENT
    safe: _MeterianSafe | None = msgspec.field(name="safeVersions", default=None)


class _MeterianLanguage(msgspec.Struct, gc=False):
    language: str | None = None
    reports: msgspec.Raw = ABSENT


class _MeterianSecurity(msgspec.Struct, gc=False):
    reports: msgspec.Raw = ABSENT


class _MeterianReports(msgspec.Struct, gc=False):
    security: _MeterianSecurity | None = None


def recognizes(document: Document) -> bool:
    members = document.members
    keys = keys_of(document, members.get("reports"))
    return "security" in keys and ("scores" in members or "stability" in keys or "licensing" in keys)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    members, accumulator = document.members, ScanAccumulator(evidence, "Meterian")
    target = accumulator.target(repository(evidence))
    security = document.decode(members["reports"], _MeterianReports, place="/reports").security or _MeterianSecurity()
    pointer = "/reports/security/reports"
    for place, language in entries(document, accumulator, security.reports, _MeterianLanguage, pointer):
        raw = language.reports if language else ABSENT
        for inner, package in entries(document, accumulator, raw, _MeterianPackage, f"{place}/reports"):
            if package is None:
                accumulator.drop(EMPTY_ENTRY)
                continue
            about = _affected(package)

            def result(advice: _MeterianAdvice, place: str, about: AffectedPackage | None = about) -> ScanResult | None:
                return _result(advice, about, target, place)

            fold_entries(document, accumulator, package.advices, _MeterianAdvice, f"{inner}/advices", result)
    return accumulator.finish(moment(part(document, members.get("timestamp"), str, "")))


def _affected(package: _MeterianPackage) -> AffectedPackage | None:
    named, safe = package.dependency or _MeterianDependency(), package.safe or _MeterianSafe()
    return affected(named.name, named.version, safe.patch or safe.minor or safe.major)


def _result(advice: _MeterianAdvice, package: AffectedPackage | None, target: ScanTarget, place: str) -> ScanResult | None:
    links = tuple(link.url for link in advice.links or () if link and link.url)
    identifier = advice.cve or advice.id
    return result_of(
        ResultKind.VULNERABILITY,
        identifier,
        target,
        place,
        word=advice.severity,
        package=package,
        title=titled(f"{identifier} in {package.name}" if package else identifier, advice.cwe),
        description=advice.description,
        cves=cves(advice.cve),
        aliases=aliases(identifier, *(link for link in links if link.startswith("GHSA-"))),
        cvss=cvss_scores.scores((("meterian", "3.1", None, cvss_scores.number(text(advice.cvss))),)),
        references=unique(*(link for link in links if link.startswith("http"))),
    )
