"""JFrog Xray's vulnerabilities by component: a list below `data`, with `total_count`.

https://jfrog.com/help, "Search vulnerabilities" of the REST API. An entry names the component with the version that was found
(`source_comp_id`), the versions that are fixed, and the CVEs of the issue; its own `id` is often empty, so that the CVE names
it.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ResultKind, ScanResult, ScanSnapshot, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import jfrog_issues
from generator.parsers.scans.entries import cves, fold, result_of
from generator.parsers.scans.tally import ScanAccumulator

_ENTRY = {"component_versions", "source_comp_id"}
_AT_LEAST = "\N{GREATER-THAN OR EQUAL TO}"


class _XrayMoreDetails(msgspec.Struct):
    cves: tuple[jfrog_issues.XrayCve | None, ...] | None = None
    description: str | None = None


class _XrayVersions(msgspec.Struct):
    fixed_versions: tuple[str | None, ...] | None = None
    more_details: _XrayMoreDetails | None = None


class _XrayComponentEntry(msgspec.Struct):
    id: str | None = None
    severity: str | None = None
    summary: str | None = None
    issue_type: str | None = None
    source_comp_id: str | None = None
    component_versions: _XrayVersions | None = None


class _XrayComponents(msgspec.Struct):
    total_count: int | None = None
    data: tuple[_XrayComponentEntry | None, ...] | None = None


def recognizes(document: Document) -> bool:
    members = document.members
    return "data" in members and _ENTRY.issubset(document.first_keys(members["data"]))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, _XrayComponents)
    accumulator = ScanAccumulator(evidence, "JFrog Xray")
    target = accumulator.stated(TargetKind.UNKNOWN)

    def result(entry: _XrayComponentEntry, place: str) -> ScanResult | None:
        versions = entry.component_versions or _XrayVersions()
        details = versions.more_details or _XrayMoreDetails()
        fixed = ((text or "").replace(_AT_LEAST, "").strip() for text in versions.fixed_versions or ())
        component = entry.source_comp_id
        return result_of(
            ResultKind.LICENSE if entry.issue_type == "license" else ResultKind.VULNERABILITY,
            entry.id or next(jfrog_issues.names(details.cves), None),
            target,
            place,
            severity=jfrog_issues.severity(entry.severity),
            word=entry.severity,
            package=jfrog_issues.component(component, fixed) if component else None,
            title=entry.summary,
            description=details.description,
            cves=cves(*jfrog_issues.names(details.cves)),
            cwes=jfrog_issues.kinds(details.cves),
            cvss=jfrog_issues.scores(details.cves),
        )

    fold(accumulator, report.data, "/data", result)
    accumulator.counts.compare("row", stated=report.total_count, listed=len(report.data or ()))
    return accumulator.finish(None)
