"""Sysdig's vulnerability report as JSON: `data` of the older reports, `panels` of those since 2025.

https://docs.sysdig.com/en/docs/sysdig-secure/vulnerabilities/reporting
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.scans.sysdig_rows import NOTHING, SCANNER, SysdigEntry, fold
from generator.parsers.scans.tally import ScanAccumulator

_OLD = {"vulnName", "vulnSeverity", "packageName", "imageId"}
_NEW = {"vuln_id", "vuln_severity", "scan_package_name"}
_SECONDS = late_re(r"[1-9]\d{8,9}", re.ASCII)
"""From 1973 to 2286."""


class _SysdigReportOldEntry(SysdigEntry, rename="camel", gc=False):
    identifier: str | None = msgspec.field(name="vulnName", default=None)
    severity: str | None = msgspec.field(name="vulnSeverity", default=None)
    link: str | None = msgspec.field(name="vulnLink", default=None)
    cvss_version: str | None = msgspec.field(name="vulnCvssVersion", default=None)
    cvss_score: float | None = msgspec.field(name="vulnCvssScore", default=None)
    cvss_vector: str | None = msgspec.field(name="vulnCvssVector", default=None)
    fixed: str | None = msgspec.field(name="vulnFixVersion", default=None)
    package: str | None = msgspec.field(name="packageName", default=None)
    version: str | None = msgspec.field(name="packageVersion", default=None)
    path: str | None = msgspec.field(name="packagePath", default=None)
    image: str | None = msgspec.field(name="imagePullString", default=None)
    image_id: str | None = None
    system: str | None = msgspec.field(name="osName", default=None)
    cluster: str | None = msgspec.field(name="k8sClusterName", default=None)
    namespace: str | None = msgspec.field(name="k8sNamespaceName", default=None)
    workload_type: str | None = msgspec.field(name="k8sWorkloadType", default=None)
    workload: str | None = msgspec.field(name="k8sWorkloadName", default=None)
    container: str | None = msgspec.field(name="k8sPodContainerName", default=None)
    accepted: bool | str | None = msgspec.field(name="riskAccepted", default=None)
    due: str | None = msgspec.field(name="cisaKevDueDate", default=None)


class _SysdigReportNewEntry(SysdigEntry, gc=False):
    identifier: str | None = msgspec.field(name="vuln_id", default=None)
    severity: str | None = msgspec.field(name="vuln_severity", default=None)
    link: str | None = msgspec.field(name="vuln_link", default=None)
    cvss_version: str | None = msgspec.field(name="vuln_cvss_version", default=None)
    cvss_score: float | None = msgspec.field(name="vuln_cvss_score", default=None)
    cvss_vector: str | None = msgspec.field(name="vuln_cvss_vector", default=None)
    fixed: str | None = msgspec.field(name="vuln_fixed_in_version", default=None)
    package: str | None = msgspec.field(name="scan_package_name", default=None)
    version: str | None = msgspec.field(name="scan_package_version", default=None)
    path: str | None = msgspec.field(name="scan_package_path", default=None)
    image: str | None = msgspec.field(name="container_image", default=None)
    image_id: str | None = msgspec.field(name="container_image_id", default=None)
    system: str | None = msgspec.field(name="container_image_distro", default=None)
    cluster: str | None = msgspec.field(name="kubernetes_cluster_name", default=None)
    namespace: str | None = msgspec.field(name="kubernetes_namespace_name", default=None)
    workload_type: str | None = msgspec.field(name="kubernetes_workload_type", default=None)
    workload: str | None = msgspec.field(name="kubernetes_workload_name", default=None)
    container: str | None = msgspec.field(name="kubernetes_pod_container_name", default=None)
    accepted: bool | str | None = msgspec.field(name="vuln_risk_accepted", default=None)
    due: str | None = msgspec.field(name="vuln_cisa_kev_due_date", default=None)


class _SysdigReportFilter(msgspec.Struct):
    name: str | None = None
    values: tuple[str | None, ...] | str | None = None


class _SysdigReportPanel(msgspec.Struct):
    data: tuple[_SysdigReportNewEntry | None, ...] | None = None
    filters: tuple[_SysdigReportFilter | None, ...] | None = None


class _SysdigReportReport(msgspec.Struct):
    data: tuple[_SysdigReportOldEntry | None, ...] | None = None
    panels: tuple[_SysdigReportPanel | None, ...] | None = None


def recognizes(document: Document) -> bool:
    """A panel without rows is known by the filter that every report of this kind has."""
    members = document.members
    if "panels" in members:
        panel = document.first_keys(members["panels"])
        rows = document.first_keys(panel.get("data"))
        return _NEW.issubset(rows) if rows else "data" in panel and b"VulnSeverity" in bytes(panel.get("filters", b""))
    return "data" in members and _OLD.issubset(document.first_keys(members["data"]))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, _SysdigReportReport)
    accumulator = ScanAccumulator(evidence, SCANNER)
    fold(accumulator, _rows(report), evidence)
    empty = next(_rows(report), None) is None
    panels = [panel for panel in report.panels or () if panel]
    return accumulator.finish(_until(panels), failure=NOTHING if empty else None)


def _rows(report: _SysdigReportReport) -> Iterator[tuple[str, SysdigEntry | None]]:
    for index, old in enumerate(report.data or ()):
        yield f"/data/{index}", old
    for number, panel in enumerate(report.panels or ()):
        for index, new in enumerate(panel.data or () if panel else ()):
            yield f"/panels/{number}/data/{index}", new


def _until(panels: list[_SysdigReportPanel]) -> datetime | None:
    """The end of the time that the report covers, in seconds since 1970: it says how things stood then."""
    filters = [filter_ for panel in panels for filter_ in panel.filters or () if filter_ and filter_.name == "EndTime"]
    ends = [
        int(filter_.values) for filter_ in filters if isinstance(filter_.values, str) and _SECONDS.fullmatch(filter_.values)
    ]
    return datetime.fromtimestamp(max(ends), UTC) if ends else None
