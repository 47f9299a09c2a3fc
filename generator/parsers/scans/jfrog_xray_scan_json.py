"""JFrog Xray's answer to a scan on demand: `jf scan` and `jf docker scan` with `--format=json`.

https://jfrog.com/help, "On-demand binary scan". Each scan names what it scanned by component id. Violations of watches repeat
vulnerabilities, so they are read only where the scan lists no vulnerabilities.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import jfrog_issues
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

_FAILED = "Xray says that the scan of {name} is {status!r}"
_DONE = {None, "", "completed"}
_ISSUES = {"vulnerabilities", "violations"}


class _XrayScanScan(msgspec.Struct):
    vulnerabilities: tuple[jfrog_issues.XrayIssue | None, ...] | None = None
    violations: tuple[jfrog_issues.XrayIssue | None, ...] | None = None
    component_id: str | None = None
    status: str | None = None


def recognizes(document: Document) -> bool:
    first = document.first_members
    return {"scan_id", "component_id"}.issubset(first) or ("scan_id" in first and not _ISSUES.isdisjoint(first))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "JFrog Xray")
    failed = []
    scans = [
        (index, scan) for index, scan in enumerate(document.decode(document.data, tuple[_XrayScanScan | None, ...])) if scan
    ]
    for index, scan in scans:
        target = _target(scan, evidence)
        if scan.status in _DONE:
            accumulator.target(target)
        else:
            failed.append(_FAILED.format(name=target.name, status=scan.status))
        key = "vulnerabilities" if scan.vulnerabilities else "violations"
        jfrog_issues.fold(accumulator, scan.vulnerabilities or scan.violations, target, f"/{index}/{key}")
    return accumulator.finish(None, assessed=len(failed) < len(scans), because="; ".join(failed) or None)


def _target(scan: _XrayScanScan, evidence: EvidenceFile) -> ScanTarget:
    if not scan.component_id:
        return from_evidence(evidence, TargetKind.IMAGE)
    kind = TargetKind.IMAGE if scan.component_id.startswith("docker://") else TargetKind.FILESYSTEM
    return ScanTarget(name=jfrog_issues.image(scan.component_id), kind=kind)
