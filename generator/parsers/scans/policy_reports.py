"""Policy reports of a cluster as findings: what Kyverno, Kubewarden, kube-bench, Trivy, Falco and others write into objects.

https://github.com/kubernetes-sigs/wg-policy-prototypes (`wgpolicyk8s.io`, `policy.kubernetes.io` before it and
`reports.x-k8s.io` after it) and https://openreports.io (`openreports.io`). The
objects stay what a cluster holds, and are read as that; their results are read a second time, as those of a scan of the objects
that they name. One entry for each result. A result is named by its policy and rule; where the policy is empty, by the
vulnerability.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.cluster.dump_text import json_values
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans import kubernetes_object
from generator.parsers.scans.code_results import OTHER_SHAPE, Scalar, text
from generator.parsers.scans.dates import epoch_moment, moment
from generator.parsers.scans.entries import affected, aliases, cves, fold_placed, joined, not_null, result_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import from_evidence

R = TypeVar("R")
_KINDS = {"PolicyReport", "ClusterPolicyReport"}
_OPEN_KINDS = {"Report", "ClusterReport"}
_GROUPS = ("wgpolicyk8s.io/", "openreports.io/")
"""Of other groups, which the format has had too, are those with results."""
_MARKS = (b"PolicyReport", b"openreports.io/")
_TEXTS = {FileContainer.JSON, FileContainer.JSON_LINES, FileContainer.JSON_STREAM, FileContainer.YAML}
_ENDED = {
    "pass": Disposition.PASSED,
    "error": Disposition.ERROR,
    "skip": Disposition.NOT_APPLICABLE,
}
_SENSORS = ("falco", "kubearmor", "tracee")
"""Tools that report what happened, and not how something is set."""
_VULNERABILITY = ("VulnerabilityID", "vulnerabilityID", "vulnerabilityId")
_PACKAGE = ("pkgName", "PkgName", "package")
_INSTALLED = ("installedVersion", "InstalledVersion")
_FIXED = ("fixedVersion", "FixedVersion")
_LARGEST = 64 << 20
"""Bytes of a file that is read a second time."""


class _PolicyObject(msgspec.Struct, rename="camel"):
    kind: str | None = None
    namespace: str | None = None
    name: str | None = None


class _PolicyMetadata(msgspec.Struct, rename="camel"):
    name: str | None = None
    namespace: str | None = None
    creation_timestamp: Scalar = None
    labels: dict[str, Any] | None = None
    owner_references: tuple[_PolicyObject | None, ...] | None = None


class _PolicyTime(msgspec.Struct):
    seconds: float | None = None


class _PolicyResult(msgspec.Struct):
    policy: Scalar = None
    rule: Scalar = None
    category: str | None = None
    message: str | None = None
    description: str | None = None
    result: str | None = None
    status: str | None = None
    severity: str | None = None
    source: str | None = None
    timestamp: _PolicyTime | None = None
    resources: tuple[_PolicyObject | None, ...] | None = None
    subjects: tuple[_PolicyObject | None, ...] | None = None
    properties: dict[str, Any] | None = None
    data: dict[str, Any] | None = None


class _PolicyReport(msgspec.Struct):
    metadata: _PolicyMetadata | None = None
    scope: _PolicyObject | None = None
    source: str | None = None
    results: list[Any] | None = None


def findings_of(document: Document, evidence: EvidenceFile) -> ScanSnapshot | None:
    """The results of all policy reports in a cluster's file; None where it holds no such report.

    Archives are not looked into. `evidence` is that of the cluster's snapshot, so that both are of one file and one day.
    """
    if document.container not in _TEXTS or not any(mark in document.data for mark in _MARKS) or len(document.data) > _LARGEST:
        return None
    reports = [(place, value) for place, value in _objects(document) if _is_report(value)]
    if not reports:
        return None
    accumulator = ScanAccumulator(evidence, "Policy reports")
    latest: float = 0
    for place, value in reports:
        report = _converted(accumulator, value, _PolicyReport)
        if report is not None:
            latest = max(latest, _fold(accumulator, report, evidence, place))
    return accumulator.finish(epoch_moment(latest or None) or evidence.collected)


def _objects(document: Document) -> Iterator[tuple[str, Any]]:
    """Every object of the file with its place; of a list its items."""
    for place, value in _values(document):
        items = value.get("items") if isinstance(value, dict) else value
        if isinstance(items, list):
            inside = f"{place}/items" if isinstance(value, dict) else place
            yield from ((f"{inside}/{index}", item) for index, item in enumerate(items))
        else:
            yield place, value


def _values(document: Document) -> Iterator[tuple[str, Any]]:
    if document.container is FileContainer.YAML:
        yield from ((f"document {number}", value) for number, value in enumerate(document.yaml_documents, 1))
    elif document.container is FileContainer.JSON:
        yield "", document.decode(document.data, object)
    elif document.container is FileContainer.JSON_LINES:
        lines = ((number, line) for number, line in enumerate(document.data.splitlines(), 1) if line.strip())
        yield from ((f"line {number}", document.decode(line, object)) for number, line in lines)
    else:
        yield from ((f"byte {place}#", document.decode(value, object)) for place, value in json_values(document.data))


def _is_report(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    kind, of_group = value.get("kind"), str(value.get("apiVersion")).startswith(_GROUPS)
    return (of_group and kind in _KINDS | _OPEN_KINDS) or (kind in _KINDS and isinstance(value.get("results"), list))


def _converted(accumulator: ScanAccumulator, value: object, type_: type[R]) -> R | None:
    try:
        return msgspec.convert(value, type_, strict=False)
    except (msgspec.ValidationError, RecursionError):
        accumulator.drop(OTHER_SHAPE, lost=True)
        return None


def _fold(accumulator: ScanAccumulator, report: _PolicyReport, evidence: EvidenceFile, place: str) -> float:
    """Every result. Answers when the latest was written, in seconds; 0 where none says."""
    latest = 0.0
    metadata = report.metadata or _PolicyMetadata()
    if not report.results:
        accumulator.target(_target(report, _PolicyResult(), evidence))
    for index, value in not_null(accumulator, enumerate(report.results or ())):
        result = _converted(accumulator, value, _PolicyResult)
        if result is None:
            continue
        latest = max(latest, (result.timestamp or _PolicyTime()).seconds or 0)
        entry = ((f"{place}/results/{index}", result),)
        fold_placed(accumulator, entry, lambda found, where: _result(report, found, _target(report, found, evidence), where))
    created = moment(text(metadata.creation_timestamp))
    return latest or (created.timestamp() if created else 0)


def _target(report: _PolicyReport, result: _PolicyResult, evidence: EvidenceFile) -> ScanTarget:
    """The object that the result names, else the report's own, else the owner of the report; else the cluster."""
    metadata = report.metadata or _PolicyMetadata()
    objects = (*(result.resources or ()), *(result.subjects or ()), report.scope)
    owners = [owner for owner in metadata.owner_references or () if owner and owner.kind in kubernetes_object.WORKLOADS]
    for named in (*objects, *owners):
        if named is None:
            continue
        namespace = named.namespace or (metadata.namespace if named in owners else None)
        known = kubernetes_object.target(namespace, named.kind, named.name)
        if known:
            return known
    return from_evidence(evidence, TargetKind.CLUSTER)


def _result(report: _PolicyReport, found: _PolicyResult, target: ScanTarget, place: str) -> ScanResult | None:
    properties = found.properties or found.data or {}
    vulnerability = _property(properties, *_VULNERABILITY)
    named = text(found.policy) or vulnerability
    identifier = joined("/", named, text(found.rule)) if named else ""
    word = found.severity or _property(properties, "severity")
    ended = found.result or found.status or ""
    others = [each.name for each in (found.resources or ())[1:] if each]
    package = _property(properties, *_PACKAGE) or (found.category if vulnerability else None)
    return result_of(
        _kind(report, found, vulnerability or text(found.policy)),
        identifier,
        target,
        place,
        word=word,
        disposition=_ENDED.get(ended.lower(), Disposition.OPEN),
        native_status=ended,
        package=affected(package, _property(properties, *_INSTALLED), _property(properties, *_FIXED)),
        scope=joined(" ", found.source or report.source, _property(properties, "index"), *others),
        title=found.message or found.description or found.category,
        cves=cves(identifier, vulnerability),
        aliases=aliases(identifier, vulnerability),
    )


def _kind(report: _PolicyReport, found: _PolicyResult, identifier: str) -> ResultKind:
    labels = (report.metadata or _PolicyMetadata()).labels or {}
    source = joined(" ", found.source, report.source, text(labels.get("policy.kubernetes.io/engine"))).lower()
    if any(sensor in source for sensor in _SENSORS):
        return ResultKind.EVENT
    vulnerable = cves(identifier) or "vulnerab" in (found.category or "").lower()
    return ResultKind.VULNERABILITY if vulnerable or "trivy" in source else ResultKind.MISCONFIGURATION


def _property(properties: Mapping[str, Any], *names: str) -> str:
    return next((value for name in names if isinstance(value := properties.get(name), str) and value), "")
