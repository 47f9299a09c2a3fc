"""Aqua's older list of CVEs of one image: `GET /api/v1/scanner/registry/NAME/image/REPOSITORY/scan_result`.

https://docs.aquasec.com. The score's version stands beside it, its vector does not. `digest` is not part of it.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import cvss_scores
from generator.parsers.scans.aqua_wire import ACKNOWLEDGED
from generator.parsers.scans.entries import affected, cves, fold, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator

_DONE = {None, "", "scanned"}
_STATUS = "Aqua says that the scan is {status!r}"
_VERSIONS = {"cvss v2": "2.0", "cvss v3": "3.0"}


class _AquaCvesEntry(msgspec.Struct):
    name: str | None = None
    file: str | None = None
    description: str | None = None
    score: float | None = None
    score_version: str | None = None
    severity: str | None = None
    acknowledged: bool | None = None
    solution: str | None = None
    fix_version: str | None = None


class _AquaCvesCounts(msgspec.Struct):
    total: int | None = None


class _AquaCvesReport(msgspec.Struct):
    status: str | None = None
    image_name: str | None = None
    cves_counts: _AquaCvesCounts | None = None
    cves: tuple[_AquaCvesEntry | None, ...] | None = None
    error: str | None = msgspec.field(name="errorMsg", default=None)


def recognizes(document: Document) -> bool:
    members = document.members
    if {"image_name", "cves", "cves_counts"}.issubset(members):
        return True
    return {"name", "file", "score"}.issubset(document.first_keys(members.get("cves")))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, _AquaCvesReport)
    accumulator = ScanAccumulator(evidence, "Aqua")
    target = accumulator.named(report.image_name, TargetKind.IMAGE)
    fold(accumulator, report.cves, "/cves", lambda entry, place: _result(entry, target, place))
    stated = (report.cves_counts or _AquaCvesCounts()).total
    accumulator.counts.compare("CVE", stated=stated, listed=len(report.cves or ()), target=target)
    return accumulator.finish(None, failure=_not_assessed(report))


def _not_assessed(report: _AquaCvesReport) -> str | None:
    if report.error:
        return report.error
    status = report.status.lower() if report.status else report.status
    return None if status in _DONE else _STATUS.format(status=report.status)


def _result(entry: _AquaCvesEntry, target: ScanTarget, place: str) -> ScanResult | None:
    file, version = entry.file or "", _VERSIONS.get((entry.score_version or "").lower())
    return vulnerability_of(
        entry.name,
        target,
        place,
        word=entry.severity,
        disposition=Disposition.SUPPRESSED if entry.acknowledged else Disposition.OPEN,
        native_status=ACKNOWLEDGED if entry.acknowledged else "",
        package=affected(file, fixed=entry.fix_version, path=file),
        scope=file,
        description=entry.description,
        solution=entry.solution or "",
        cves=cves(entry.name),
        cvss=cvss_scores.scores([("aqua", version, None, entry.score)] if version else ()),
    )
