"""Reports of Sonatype's OSS Index: AuditJS and the plain answer of its API, DevAudit, and nancy.

https://ossindex.sonatype.org/doc/rest and https://github.com/sonatype-nexus-community/nancy. A score and no word for severity:
the band of CVSS decides. nancy lists what is vulnerable apart from all it audited, which repeats it.
"""

from collections.abc import Iterator

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, Disposition, ResultKind, Scanner, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores, purl
from generator.parsers.scans.code_results import ABSENT, Scalar, entries, fold_entries, part, repository, text, titled
from generator.parsers.scans.entries import affected, aliases, cves, joined, result_of, unique
from generator.parsers.scans.severity import band
from generator.parsers.scans.tally import EMPTY_ENTRY, ScanAccumulator
from generator.text import counted


class _OssVulnerability(msgspec.Struct, gc=False):
    id: str | None = None
    title: str | None = None
    description: str | None = None
    score: Scalar = msgspec.field(name="cvssScore", default=None)
    vector: str | None = msgspec.field(name="cvssVector", default=None)
    cve: str | None = None
    cwe: str | None = None
    reference: str | None = None
    excluded: bool | None = None


class _NancyVulnerability(msgspec.Struct, rename="pascal", gc=False):
    id: str | None = None
    title: str | None = None
    description: str | None = None
    score: Scalar = msgspec.field(name="CvssScore", default=None)
    vector: str | None = msgspec.field(name="CvssVector", default=None)
    cve: str | None = None
    cwe: str | None = None
    reference: str | None = None
    excluded: bool | None = None


class _OssComponent(msgspec.Struct, gc=False):
    coordinates: str | None = None
    vulnerabilities: msgspec.Raw = ABSENT


class _NancyComponent(msgspec.Struct, rename="pascal", gc=False):
    coordinates: str | None = None
    vulnerabilities: msgspec.Raw = ABSENT


class _DevAuditPackage(msgspec.Struct, gc=False):
    group: str | None = None
    name: str | None = None
    version: str | None = None


class _DevAuditComponent(msgspec.Struct, gc=False):
    package: _DevAuditPackage | None = msgspec.field(name="Package", default=None)
    vulnerabilities: msgspec.Raw = msgspec.field(name="Vulnerabilities", default=ABSENT)


def recognizes(document: Document) -> bool:
    members = document.members
    return (
        {"coordinates", "vulnerabilities"}.issubset(document.first_members)
        or {"audited", "vulnerable"}.issubset(members)
        or {"Packages Audited", "Packages"}.issubset(members)
    )


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    members = document.members
    tool = "nancy" if "audited" in members else "DevAudit" if members else "OSS Index"
    version = part(document, members.get("version"), str, "") if tool == "nancy" else ""
    accumulator = ScanAccumulator(evidence, Scanner(name=tool, version=version or None))
    target = accumulator.target(repository(evidence))
    for place, package, raw in _components(document, accumulator):

        def result(
            entry: _OssVulnerability | _NancyVulnerability, place: str, package: AffectedPackage | None = package
        ) -> ScanResult | None:
            return _result(entry, package, target, place)

        if tool == "nancy":
            fold_entries(document, accumulator, raw, _NancyVulnerability, place, result)
        else:
            fold_entries(document, accumulator, raw, _OssVulnerability, place, result)
    invalid = len(part(document, members.get("invalid"), list[msgspec.Raw], [])) if tool == "nancy" else 0
    because = f"nancy could not look up {counted(invalid, 'package')}" if invalid else None
    return accumulator.finish(None, because=because)


def _components(document: Document, accumulator: ScanAccumulator) -> Iterator[tuple[str, AffectedPackage | None, msgspec.Raw]]:
    """Each component: place of its vulnerabilities, the package, the list."""
    members = document.members
    for place, nancy in entries(document, accumulator, members.get("vulnerable"), _NancyComponent, "/vulnerable"):
        if nancy is None:
            accumulator.drop(EMPTY_ENTRY)
        else:
            yield f"{place}/Vulnerabilities", _of_purl(nancy.coordinates), nancy.vulnerabilities
    for place, audited in entries(document, accumulator, members.get("Packages"), _DevAuditComponent, "/Packages"):
        if audited is None:
            accumulator.drop(EMPTY_ENTRY)
        else:
            named = audited.package or _DevAuditPackage()
            yield (
                f"{place}/Vulnerabilities",
                affected(joined("/", named.group, named.name), named.version),
                audited.vulnerabilities,
            )
    if not members:
        yield from _answered(document, accumulator)


def _answered(document: Document, accumulator: ScanAccumulator) -> Iterator[tuple[str, AffectedPackage | None, msgspec.Raw]]:
    """The same of the API's answer, which AuditJS writes as it is."""
    for place, component in entries(document, accumulator, document.data, _OssComponent):
        if component is None:
            accumulator.drop(EMPTY_ENTRY)
        else:
            yield f"{place}/vulnerabilities", _of_purl(component.coordinates), component.vulnerabilities


def _of_purl(coordinates: str | None) -> AffectedPackage | None:
    parsed = purl.parse(coordinates)
    return parsed.package() if parsed else affected(coordinates)


def _result(
    entry: _OssVulnerability | _NancyVulnerability, package: AffectedPackage | None, target: ScanTarget, place: str
) -> ScanResult | None:
    score = cvss_scores.number(text(entry.score))
    cvss = cvss_scores.scores((("oss index", "3.0", entry.vector, score),))
    identifier = entry.cve or entry.id
    return result_of(
        ResultKind.VULNERABILITY,
        identifier,
        target,
        place,
        severity=band(score, cvss[0].version if cvss else "3.0"),
        word=text(entry.score),
        disposition=Disposition.SUPPRESSED if entry.excluded else Disposition.OPEN,
        native_status="excluded" if entry.excluded else "",
        package=package,
        title=titled(entry.title, entry.cwe),
        description=entry.description,
        cves=cves(entry.cve, entry.id),
        aliases=aliases(identifier, f"sonatype-{entry.id}" if entry.id and entry.id != identifier else None),
        cvss=cvss,
        references=unique(entry.reference),
    )
