"""kube-linter: checks of Kubernetes manifests and Helm charts.

https://docs.kubelinter.io and `pkg/lintcontext` of stackrox/kube-linter. It knows no severities, and lists failures only: the
checks that ran stand beside them.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import kubernetes_object
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import fold, misconfiguration_of
from generator.parsers.scans.scan_quality import configuration, setting
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

_KEYS = {"Checks", "Reports"}
_ENTRY = {"Diagnostic", "Check", "Object"}
_NOTHING = "no check ran"


class _KubeLinterCheck(msgspec.Struct):
    name: str | None = None
    description: str | None = None
    template: Any = None
    params: Any = None

    def setting(self) -> tuple[str, str, str]:
        """What is checked, and how."""
        return self.name or "", setting(self.template), setting(self.params)


class _KubeLinterDiagnostic(msgspec.Struct, gc=False):
    message: str | None = msgspec.field(default=None, name="Message")


class _KubeLinterKind(msgspec.Struct, rename="pascal", gc=False):
    kind: str | None = None


class _KubeLinterK8sObject(msgspec.Struct, rename="pascal"):
    namespace: str | None = None
    name: str | None = None
    group_version_kind: _KubeLinterKind | None = None


class _KubeLinterMetadata(msgspec.Struct, rename="pascal", gc=False):
    file_path: str | None = None


class _KubeLinterObject(msgspec.Struct):
    metadata: _KubeLinterMetadata | None = msgspec.field(default=None, name="Metadata")
    k8s_object: _KubeLinterK8sObject | None = msgspec.field(default=None, name="K8sObject")

    def path(self) -> str | None:
        """The manifest's file."""
        return self.metadata.file_path if self.metadata else None

    def target(self) -> ScanTarget | None:
        """The object in the manifest, else the file."""
        object_ = self.k8s_object or _KubeLinterK8sObject()
        kind = object_.group_version_kind.kind if object_.group_version_kind else None
        path = self.path()
        fallback = ScanTarget(name=path, kind=TargetKind.FILESYSTEM) if path else None
        return kubernetes_object.target(object_.namespace, kind, object_.name) or fallback


class _KubeLinterFailure(msgspec.Struct, rename="pascal"):
    check: str | None = None
    diagnostic: _KubeLinterDiagnostic | None = None
    remediation: str | None = None
    object: _KubeLinterObject | None = None


class _KubeLinterSummary(msgspec.Struct, gc=False):
    ended: str | None = msgspec.field(default=None, name="CheckEndTime")
    version: str | None = msgspec.field(default=None, name="KubeLinterVersion")


class _KubeLinterReport(msgspec.Struct, rename="pascal"):
    checks: tuple[_KubeLinterCheck | None, ...] | None = None
    reports: tuple[_KubeLinterFailure | None, ...] | None = None
    summary: _KubeLinterSummary | None = None


def recognizes(document: Document) -> bool:
    """A report without the checks that ran is known by its entries."""
    members = document.members
    return _KEYS.issubset(members) or not _ENTRY.isdisjoint(document.first_keys(members.get("Reports")))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, _KubeLinterReport)
    summary = report.summary or _KubeLinterSummary()
    accumulator = ScanAccumulator(evidence, Scanner(name="KubeLinter", version=summary.version or None))
    titles = {check.name: check.description or check.name for check in report.checks or () if check and check.name}
    fold(accumulator, report.reports, "/Reports", lambda failure, at: _result(failure, titles, evidence, at))
    ran = bool(titles or report.reports)
    settings = configuration(check.setting() for check in report.checks or () if check)
    return accumulator.finish(moment(summary.ended), failure=None if ran else _NOTHING, configuration=settings)


def _result(failure: _KubeLinterFailure, titles: Mapping[str, str], evidence: EvidenceFile, place: str) -> ScanResult | None:
    if not failure.check:
        return None
    about = failure.object or _KubeLinterObject()
    return misconfiguration_of(
        failure.check,
        about.target() or from_evidence(evidence, TargetKind.WORKLOAD),
        place,
        scope=about.path() or "",
        title=titles.get(failure.check, failure.check),
        description=(failure.diagnostic.message if failure.diagnostic else None) or "",
        solution=failure.remediation or "",
    )
