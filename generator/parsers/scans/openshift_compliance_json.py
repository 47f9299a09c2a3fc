"""Results of the OpenShift Compliance Operator: the ConfigMaps that its scan pods leave, and its `ComplianceCheckResult`s.

https://github.com/ComplianceAsCode/compliance-operator, `doc/crds.md`. A ConfigMap holds one node's XCCDF test result, as it is
or (annotation `openscap-scan-result/compressed`) as base64 of bzip2. Three files hold them: what `oc get configmaps -o json`
and `oc get compliancecheckresults -o json` print, and a collection by cloud, account and cluster (compliance-trestle's `osco`).
"""

import base64
import binascii
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

import msgspec

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.code_results import is_object
from generator.parsers.scans.dates import latest_of, moment
from generator.parsers.scans.entries import fold_placed, misconfiguration_of
from generator.parsers.scans.inflation import inflate
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.xccdf_fold import XccdfFold

_DISPOSITIONS = {
    "PASS": Disposition.PASSED,
    "FAIL": Disposition.OPEN,
    "INFO": Disposition.MANUAL,
    "MANUAL": Disposition.MANUAL,
    "ERROR": Disposition.ERROR,
    "NOT-APPLICABLE": Disposition.NOT_APPLICABLE,
    "SKIP": Disposition.NOT_APPLICABLE,
    "INCONSISTENT": Disposition.OPEN,
    "": Disposition.ERROR,
}
"""`INCONSISTENT`: the nodes of a pool differ, so that at least one may fail."""
_TESTED = {"PASS", "FAIL", "INCONSISTENT"}
_SCAN = "compliance.openshift.io/scan-name"
_SCANNED = "compliance.openshift.io/last-scanned-timestamp"
T = TypeVar("T")
_MARKS = (b"openscap-scan-result/", b"compliance.openshift.io/scan-result")
_COMPRESSED = "openscap-scan-result/compressed"
_NODE = "openscap-scan-result/node"
_VERDICT = "compliance.openshift.io/scan-result"
_FAILURE = "compliance.openshift.io/scan-error-msg"
_NO_RESULTS = "ConfigMap without results"
_CHECK = "ComplianceCheckResult"
_NEXT = "collect the ConfigMap again"


class _OpenshiftCheckMetadata(msgspec.Struct):
    """Of a check result: its labels name the scan."""

    name: str = ""
    labels: dict[str, str | None] | None = None
    annotations: dict[str, str | None] | None = None
    creation_timestamp: str | None = msgspec.field(name="creationTimestamp", default=None)


class _OpenshiftCheckResult(msgspec.Struct):
    """One check result. The status stands at the top of the object."""

    id: str | None = None
    status: str | None = None
    severity: str | None = None
    description: str | None = None
    instructions: str | None = None
    metadata: _OpenshiftCheckMetadata | None = None

    def identifier(self) -> str:
        """The rule's XCCDF id, else the object's own name."""
        return self.id or (self.metadata.name if self.metadata else "")

    def verdict(self) -> str:
        """The status in upper case."""
        return (self.status or "").upper()

    def label(self, name: str) -> str:
        """A label; empty where it is not there."""
        return ((self.metadata and self.metadata.labels) or {}).get(name) or ""

    def scanned(self) -> datetime | None:
        """When the rule was last tested; operators before 1.6 say only when the object was made."""
        annotations = (self.metadata and self.metadata.annotations) or {}
        return moment(annotations.get(_SCANNED)) or moment(self.metadata.creation_timestamp if self.metadata else None)


class _OpenshiftMetadata(msgspec.Struct):
    name: str = ""
    annotations: dict[str, str | None] | None = None


class _OpenshiftData(msgspec.Struct):
    results: str | None = None


class _OpenshiftConfigMap(msgspec.Struct):
    kind: str = ""
    metadata: _OpenshiftMetadata | None = None
    data: _OpenshiftData | None = None

    def note(self, name: str) -> str:
        """An annotation; empty where it is not there."""
        annotations = self.metadata.annotations if self.metadata else None
        return (annotations or {}).get(name) or ""

    def compressed(self) -> bool:
        return bool(self.metadata and self.metadata.annotations and _COMPRESSED in self.metadata.annotations)


class _OpenshiftCluster(msgspec.Struct):
    resources: tuple[_OpenshiftConfigMap | None, ...]


class _OpenshiftKind(msgspec.Struct):
    kind: str = ""


_Collection = dict[str, dict[str, tuple[_OpenshiftCluster, ...]]]


_Outline = dict[str, dict[str, tuple[dict[str, msgspec.Raw], ...]]]


def recognizes(document: Document) -> bool:
    members = document.members
    if "kind" in members or "items" in members:
        return _of_operator(document)
    if not members or not all(map(is_object, members.values())) or not any(mark in document.data for mark in _MARKS):
        return False
    try:
        outline = document.decode(document.data, _Outline)
    except ParseError:
        return False
    return all("resources" in cluster for accounts in outline.values() for of in accounts.values() for cluster in of)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    if _kinds(document) == {_CHECK}:
        return _fold_checks(list(_items(document, _OpenshiftCheckResult)), evidence)
    fold = XccdfFold(evidence)
    for pointer, resource in _config_maps(document):
        _read(fold, resource, pointer)
    return fold.finish()


def _of_operator(document: Document) -> bool:
    """Check results, and nothing else; or ConfigMaps of scan pods, and nothing else: a mixed list is an inventory."""
    if _CHECK.encode() not in document.data and not any(mark in document.data for mark in _MARKS):
        return False
    try:
        kinds = _kinds(document)
        if kinds != {"ConfigMap"}:
            return kinds == {_CHECK}
        return all(
            bool(item and (item.note(_NODE) or item.note(_VERDICT))) for _, item in _items(document, _OpenshiftConfigMap)
        )
    except ParseError:
        return False


def _kinds(document: Document) -> set[str]:
    return {item.kind if item else "" for _, item in _items(document, _OpenshiftKind)}


def _config_maps(document: Document) -> Iterator[tuple[str, _OpenshiftConfigMap | None]]:
    if "kind" in document.members or "items" in document.members:
        yield from _items(document, _OpenshiftConfigMap)
        return
    for cloud, accounts in document.decode(document.data, _Collection).items():
        for account, clusters in accounts.items():
            for index, cluster in enumerate(clusters):
                for number, resource in enumerate(cluster.resources):
                    yield f"/{cloud}/{account}/{index}/resources/{number}", resource


def _items(document: Document, type_: type[T]) -> Iterator[tuple[str, T | None]]:
    """The objects of a list; the object itself where it is one."""
    raw = document.members.get("items")
    if raw is None:
        yield "", document.decode(document.data, type_)
        return
    for number, item in enumerate(document.decode(raw, list[msgspec.Raw], place="/items")):
        place = f"/items/{number}"
        yield place, None if bytes(item) == b"null" else document.decode(item, type_, place=place)


def _read(fold: XccdfFold, resource: _OpenshiftConfigMap | None, pointer: str) -> None:
    results = resource.data.results if resource and resource.data else None
    name = resource.metadata.name if resource and resource.metadata else ""
    if resource is None or not results:
        verdict = resource.note(_VERDICT) if resource else ""
        fold.drop(_NO_RESULTS)
        fold.refuse(f"the ConfigMap {name or pointer} holds no results (the operator's verdict: {verdict or 'none'})")
        return
    if resource.note(_FAILURE):
        fold.refuse(f"the scan of {resource.note(_NODE) or name} failed: {resource.note(_FAILURE)}")
    node = resource.note(_NODE)
    fallback = ScanTarget(name=node, kind=TargetKind.HOST) if node else None
    place = f"{pointer}/data/results"
    try:
        fold.read(_inflated(results) if resource.compressed() else results.encode(), where=place, fallback=fallback)
    except ParseError as error:
        where = f"{place}, {error.where}" if error.where else place
        raise ParseError(error.what, where=where, next_step=_NEXT) from error


def _inflated(results: str) -> bytes:
    try:
        return inflate(base64.b64decode(results))
    except (binascii.Error, ValueError) as error:
        raise ParseError(f"the compressed results are not base64: {error}", next_step=_NEXT) from error


def _fold_checks(checks: Sequence[tuple[str, _OpenshiftCheckResult | None]], evidence: EvidenceFile) -> ScanSnapshot:
    """The snapshot of a list of check results with their places. The cluster's name is in none of them."""
    accumulator = ScanAccumulator(evidence, "OpenShift Compliance Operator")
    target = accumulator.stated(TargetKind.CLUSTER)
    fold_placed(accumulator, checks, lambda check, place: _result(check, target, place))
    present = [check for _, check in checks if check]
    tested = any(check.verdict() in _TESTED for check in present)
    failure = None if tested else f"none of the {len(checks)} checks was tested"
    taken = latest_of(check.scanned() for check in present)
    return accumulator.finish(taken, failure=failure)


def _result(check: _OpenshiftCheckResult, target: ScanTarget, place: str) -> ScanResult | None:
    title, _, text = (check.description or "").strip().partition("\n")
    return misconfiguration_of(
        check.identifier(),
        target,
        place,
        word=check.severity,
        disposition=_DISPOSITIONS.get(check.verdict(), Disposition.OPEN),
        native_status=check.status or "",
        scope=check.label(_SCAN),
        title=title,
        description=text.strip() or title,
        solution=check.instructions or "",
    )
