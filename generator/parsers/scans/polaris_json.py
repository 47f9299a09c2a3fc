"""Polaris: best practices of workloads in a cluster or in manifests.

https://polaris.docs.fairwinds.com and `pkg/validator/output.go`. Checks stand at the object, at its pod and at each of its
containers. `danger` fails a build, `warning` does not; an exempted check leaves no trace in the file.
"""

from collections.abc import Mapping

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, ScanTarget, Severity, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans import kubernetes_object
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import fold_placed, joined, misconfiguration_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import named

_SEVERITIES = {"danger": Severity.HIGH, "warning": Severity.MODERATE, "ignore": Severity.INFORMATIONAL}
_NOTHING = "the audit looked at no object"


class _PolarisCheck(msgspec.Struct, gc=False):
    identifier: str | None = msgspec.field(default=None, name="ID")
    message: str | None = msgspec.field(default=None, name="Message")
    details: tuple[str | None, ...] | None = msgspec.field(default=None, name="Details")
    success: bool | None = msgspec.field(default=None, name="Success")
    severity: str | None = msgspec.field(default=None, name="Severity")
    category: str | None = msgspec.field(default=None, name="Category")

    def description(self) -> str:
        """The message, and each detail on its own line."""
        return joined("\n", self.message, *(self.details or ()))


_Checks = dict[str, _PolarisCheck | None]


class _PolarisPart(msgspec.Struct, rename="pascal"):
    """A pod or one of its containers."""

    name: str | None = None
    results: _Checks | None = None


class _PolarisPod(_PolarisPart, rename="pascal"):
    container_results: tuple[_PolarisPart | None, ...] | None = None


class _PolarisObject(msgspec.Struct, rename="pascal"):
    name: str | None = None
    namespace: str | None = None
    kind: str | None = None
    results: _Checks | None = None
    pod_result: _PolarisPod | None = None


class _PolarisReport(msgspec.Struct, rename="pascal"):
    audit_time: str | None = None
    source_type: str | None = None
    source_name: str | None = None
    results: tuple[_PolarisObject | None, ...] | None = None


def recognizes(document: Document) -> bool:
    members = document.members
    if "PolarisOutputVersion" in members:
        return "Results" in members
    return {"Kind", "PodResult"}.issubset(document.first_keys(members.get("Results")))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, _PolarisReport)
    accumulator = ScanAccumulator(evidence, "Polaris")
    for index, object_ in enumerate(report.results or ()):
        if object_:
            _fold_object(accumulator, object_, _target(object_, report, evidence), f"/Results/{index}")
    return accumulator.finish(moment(report.audit_time), failure=None if any(report.results or ()) else _NOTHING)


def _target(object_: _PolarisObject, report: _PolarisReport, evidence: EvidenceFile) -> ScanTarget:
    known = kubernetes_object.target(object_.namespace, object_.kind, object_.name)
    if known:
        return known
    kind = TargetKind.CLUSTER if report.source_type == "Cluster" else TargetKind.FILESYSTEM
    return named(report.source_name if (report.source_name or "").strip() else None, kind, evidence)


def _fold_object(accumulator: ScanAccumulator, object_: _PolarisObject, target: ScanTarget, place: str) -> None:
    accumulator.target(target)
    _fold(accumulator, object_.results, target, "", f"{place}/Results")
    pod = object_.pod_result
    if pod is None:
        return
    _fold(accumulator, pod.results, target, "pod", f"{place}/PodResult/Results")
    for index, container in enumerate(pod.container_results or ()):
        if container:
            scope = f"container {container.name or index}"
            _fold(accumulator, container.results, target, scope, f"{place}/PodResult/ContainerResults/{index}/Results")


def _fold(
    accumulator: ScanAccumulator, checks: Mapping[str, _PolarisCheck | None] | None, target: ScanTarget, scope: str, place: str
) -> None:
    def result(check: _PolarisCheck, where: str) -> ScanResult | None:
        identifier, native = check.identifier or where.removeprefix(f"{place}/"), check.severity or ""
        return misconfiguration_of(
            identifier,
            target,
            where,
            severity=_SEVERITIES.get(native.lower(), Severity.UNKNOWN),
            word=native,
            disposition=Disposition.PASSED if check.success else Disposition.OPEN,
            native_status="" if check.success is None else str(check.success).lower(),
            scope=scope,
            title=joined(": ", check.category, identifier),
            description=check.description(),
        )

    fold_placed(accumulator, ((f"{place}/{key}", check) for key, check in (checks or {}).items()), result)
