"""The vulnerability report of Clair 4, of its API, of clair-action and of `clairctl report -o json`.

https://quay.github.io/clair, `VulnerabilityReport`: tables that refer to each other. An entry is one vulnerability of one
package (`package_vulnerabilities`). The image is named by its manifest's digest only. A name such as `CVE-2026-1 tar` (Debian)
is the CVE with the source package behind it.
"""

from collections.abc import Iterator, Mapping

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, Cvss, ResultKind, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.clair_wire import (
    ClairCvssEnrichment,
    ClairReportedVulnerability,
    ClairScannedPackage,
    ClairVulnerabilityReport,
)
from generator.parsers.scans.entries import affected, cves, digests, escaped
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.target import named

_DANGLING = "refers to a vulnerability that the file does not describe"
_UNUSED = "a vulnerability that no package of the image is said to have"
_NO_FIX = {"", "0:0", "0"}
_NOTHING = "Clair found no package in the image"
_CVSS = "enricher=clair.cvss"


def recognizes(document: Document) -> bool:
    return {"manifest_hash", "package_vulnerabilities"}.issubset(document.members)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, ClairVulnerabilityReport)
    accumulator = ScanAccumulator(evidence, "Clair")
    target = accumulator.target(_target(report, evidence))
    scores = dict(_scores(document, report))
    used: set[str] = set()
    for package_id, ids in (report.package_vulnerabilities or {}).items():
        for vulnerability_id in ids or ():
            used.add(vulnerability_id)
            result = _result(report, package_id, vulnerability_id, target, scores)
            if isinstance(result, ScanResult):
                accumulator.add(result)
            else:
                accumulator.drop(result, lost=True)
    unused = len((report.vulnerabilities or {}).keys() - used)
    if unused:
        accumulator.drop(_UNUSED, unused)
    return accumulator.finish(None, failure=None if bool(report.packages) or bool(used) else _NOTHING)


def _target(report: ClairVulnerabilityReport, evidence: EvidenceFile) -> ScanTarget:
    name = evidence.target or report.manifest_hash
    systems = [system for system in (report.distributions or {}).values() if system]
    os_name = f"{systems[0].did or ''} {systems[0].version_id or ''}".strip() if len(systems) == 1 else ""
    return named(name, TargetKind.IMAGE, evidence, digests=digests(report.manifest_hash), os_name=os_name or None)


def _result(
    report: ClairVulnerabilityReport,
    package_id: str,
    vulnerability_id: str,
    target: ScanTarget,
    scores: Mapping[str, tuple[Cvss, ...]],
) -> ScanResult | str:
    """The entry, or the reason to drop it."""
    entry = (report.vulnerabilities or {}).get(vulnerability_id)
    if entry is None:
        return _DANGLING
    if not entry.name:
        return NO_IDENTIFIER
    native = entry.severity or entry.normalized_severity or ""
    return ScanResult(
        kind=ResultKind.VULNERABILITY,
        identifier=_identifier(entry.name),
        target=target,
        severity=severity(entry.normalized_severity or native),
        native_severity=native,
        package=_package((report.packages or {}).get(package_id), entry),
        description=entry.description or "",
        cves=cves(entry.name),
        cvss=scores.get(vulnerability_id, ()),
        place=f"/vulnerabilities/{escaped(vulnerability_id)}",
    )


def _identifier(name: str) -> str:
    first = name.partition(" ")[0]
    return first if cves(first) == (first,) else name


def _package(package: ClairScannedPackage | None, entry: ClairReportedVulnerability) -> AffectedPackage | None:
    fixed = entry.fixed_in_version if entry.fixed_in_version not in _NO_FIX else None
    return affected(package.name, package.version, fixed) if package else None


def _scores(document: Document, report: ClairVulnerabilityReport) -> Iterator[tuple[str, tuple[Cvss, ...]]]:
    for key, raw in (report.enrichments or {}).items():
        if _CVSS in key:
            place = f"/enrichments/{key}"
            for part in document.decode(raw, tuple[dict[str, tuple[ClairCvssEnrichment | None, ...] | None], ...], place=place):
                for vulnerability_id, enrichments in part.items():
                    yield (
                        vulnerability_id,
                        cvss_scores.scores(
                            ("nvd", enrichment.version or "3.0", enrichment.vector_string, enrichment.base_score)
                            for enrichment in enrichments or ()
                            if enrichment
                        ),
                    )
