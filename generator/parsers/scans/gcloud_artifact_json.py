"""Google Artifact Analysis: occurrences of vulnerabilities in images.

`gcloud artifacts docker images describe IMAGE --show-package-vulnerability --format json`, `gcloud artifacts
vulnerabilities list` and the API's `occurrences` (https://cloud.google.com/artifact-analysis/docs). `effectiveSeverity`
is the distribution's, where it rates.
"""

from collections.abc import Iterator

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import AffectedPackage, ScanResult, ScanSnapshot, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.cloud_targets import CloudTargets, last_part
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.entries import affected, cves, fold_placed
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.json_entry import JsonEntry, records, report
from generator.parsers.scans.tally import ScanAccumulator

_OCCURRENCE = FieldMap(
    identifier=("noteName",),
    title=("vulnerability.shortDescription",),
    description=("vulnerability.longDescription",),
    level=("vulnerability.effectiveSeverity", "vulnerability.severity"),
    score=("vulnerability.cvssv3.baseScore", "vulnerability.cvssScore"),
    vector=("vulnerability.cvssVersionVector",),
    cvss_source="google",
    cvss_version="3.0",
    first_seen=("createTime",),
)
_MARKS = {"noteName", "resourceUri"}
_DISCOVERED = "FINISHED_SUCCESS"
_NOT_ENDED = "the analysis of the image did not end: {status}"
_NOTHING = "the answer names no image and no vulnerability"
_SCHEME = "https://"


def recognizes(document: Document) -> bool:
    members = document.members
    if "image_summary" in members:
        return not {"package_vulnerability_summary", "discovery_summary", "vulnerability_summary"}.isdisjoint(members)
    if "package_vulnerability_summary" in members:
        return True
    first = document.first_keys(members["occurrences"]) if "occurrences" in members else document.first_members
    return _MARKS.issubset(first)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, images = ScanAccumulator(evidence, "Google Artifact Analysis"), CloudTargets(evidence)
    content = JsonEntry({}) if document.items else report(document)
    found = list(records(document)) if document.items else list(_occurrences(content))
    discovered = [entry for _, entry in found if entry and entry.get("kind") == "DISCOVERY"]
    discovered += [entry for _, entry in content.within("discovery_summary").listed("discovery", "") if entry]
    named = content.get("image_summary.fully_qualified_digest")
    if named:
        accumulator.target(images.target(named, kind=TargetKind.IMAGE))

    def result(entry: JsonEntry, place: str) -> ScanResult | None:
        address = entry.get("resourceUri").removeprefix(_SCHEME)
        target = images.target(address or named, kind=TargetKind.IMAGE)
        identifier = last_part(entry.get("noteName"))
        packages = [_package(issue) for _, issue in entry.within("vulnerability").listed("packageIssue", place) if issue]
        known = [package for package in packages if package]
        made = _OCCURRENCE.result(
            entry, target, place, package=known[0] if known else None, more_packages=tuple(known[1:]), cves=cves(identifier)
        )
        return msgspec.structs.replace(made, identifier=identifier) if made and identifier else None

    fold_placed(accumulator, [pair for pair in found if pair[1] is None or pair[1].get("kind") != "DISCOVERY"], result)
    states = {entry.get("discovery.analysisStatus", "discovered.analysisStatus") for entry in discovered} - {"", _DISCOVERED}
    looked = bool(named or discovered or found)
    if not looked:
        accumulator.stated(TargetKind.IMAGE)
    because = _NOT_ENDED.format(status=", ".join(sorted(states))) if states else None if looked else _NOTHING
    dates = [entry.get("discovery.lastScanTime", "discovered.lastScanTime", "updateTime") for entry in discovered]
    return accumulator.finish(newest(dates), assessed=because is None, because=because)


def _occurrences(content: JsonEntry) -> Iterator[tuple[str, JsonEntry | None]]:
    """Occurrences of the API, or by severity below the summary of an image."""
    yield from content.listed("occurrences")
    summary = content.sections("package_vulnerability_summary").sections("vulnerabilities")
    for level in summary.members:
        yield from summary.listed(level, "/package_vulnerability_summary/vulnerabilities")


def _package(issue: JsonEntry) -> AffectedPackage | None:
    return affected(
        issue.get("affectedPackage", "affectedLocation.package"),
        issue.get("affectedVersion.fullName", "affectedLocation.version.fullName"),
        issue.get("fixedVersion.fullName", "fixedLocation.version.fullName") or None,
        path=issue.get("fileLocation.filePath"),
    )
