"""Popeye: a look through a cluster for what is misconfigured or unused.

https://popeyecli.io and `internal/report/builder.go` of derailed/popeye. Up to 0.11 `sanitizers`, then `sections` with
`linter`. Levels: 0 fine, 1 info, 2 warning, 3 error. An object without issues is listed, or not, by version. A section that
counts an error and lists nothing could not be read, most often for want of a permission.
"""

import re
from collections.abc import Iterator

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, ScanTarget, Severity, TargetKind
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re
from generator.parsers.scans import kubernetes_object
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import escaped, fold, misconfiguration_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.target import named

_CODE = late_re(r"\[(POP-\d{1,6})\]\s*", re.ASCII)
_LEVELS = {0: Severity.INFORMATIONAL, 1: Severity.INFORMATIONAL, 2: Severity.LOW, 3: Severity.HIGH}
_ROOT = "__root__"
_KINDS = {
    "clusterrolebindings": "ClusterRoleBinding",
    "clusterroles": "ClusterRole",
    "configmaps": "ConfigMap",
    "cronjobs": "CronJob",
    "daemonsets": "DaemonSet",
    "deployments": "Deployment",
    "horizontalpodautoscalers": "HorizontalPodAutoscaler",
    "ingresses": "Ingress",
    "jobs": "Job",
    "namespaces": "Namespace",
    "networkpolicies": "NetworkPolicy",
    "nodes": "Node",
    "persistentvolumeclaims": "PersistentVolumeClaim",
    "persistentvolumes": "PersistentVolume",
    "poddisruptionbudgets": "PodDisruptionBudget",
    "pods": "Pod",
    "podsecuritypolicies": "PodSecurityPolicy",
    "replicasets": "ReplicaSet",
    "rolebindings": "RoleBinding",
    "roles": "Role",
    "secrets": "Secret",
    "serviceaccounts": "ServiceAccount",
    "services": "Service",
    "statefulsets": "StatefulSet",
}
_WARNING = 2
"""Levels: 1 information, 2 warning, 3 error."""
_NOTHING = "Popeye could look at no kind of object"
_PART = "Popeye could not look at: {kinds}"


class _PopeyeIssue(msgspec.Struct, gc=False):
    group: str | None = None
    level: int | None = None
    message: str | None = None


class _PopeyeTally(msgspec.Struct, gc=False):
    error: int | None = None
    warning: int | None = None


class _PopeyeSection(msgspec.Struct):
    sanitizer: str | None = None
    linter: str | None = None
    gvr: str | None = None
    tally: _PopeyeTally | None = None
    issues: dict[str, tuple[_PopeyeIssue | None, ...] | None] | None = None

    @property
    def title(self) -> str:
        """`pods`: the plural of a kind; `cluster` for what is no object's."""
        return (self.gvr or "").rpartition("/")[2] or self.linter or self.sanitizer or ""

    def counted(self) -> tuple[int, int]:
        """Objects with an error or a warning: by the tally, and by what is listed."""
        tally = self.tally or _PopeyeTally()
        listed = sum(
            any(issue and (issue.level or 0) >= _WARNING for issue in found or ()) for found in (self.issues or {}).values()
        )
        return (tally.error or 0) + (tally.warning or 0), listed

    @property
    def failed(self) -> bool:
        """Counts an error, and lists none."""
        return bool(self.tally and self.tally.error and not self.issues)


class _PopeyeFindings(msgspec.Struct):
    report_time: str | None = None
    sanitizers: tuple[_PopeyeSection | None, ...] | None = None
    sections: tuple[_PopeyeSection | None, ...] | None = None

    def parts(self) -> Iterator[tuple[str, _PopeyeSection]]:
        """Every section with its pointer."""
        for key, sections in (("sanitizers", self.sanitizers), ("sections", self.sections)):
            for index, section in enumerate(sections or ()):
                if section:
                    yield f"/popeye/{key}/{index}", section


class _PopeyeReport(msgspec.Struct):
    popeye: _PopeyeFindings
    cluster: str | None = msgspec.field(default=None, name="ClusterName")


def recognizes(document: Document) -> bool:
    inner = document.members_of(document.members["popeye"]) if "popeye" in document.members else {}
    return "score" in inner and bool({"sanitizers", "sections", "grade"} & set(inner))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    report = document.decode(document.data, _PopeyeReport)
    accumulator = ScanAccumulator(evidence, "Popeye")
    cluster = named(report.cluster, TargetKind.CLUSTER, evidence)
    sections = list(report.popeye.parts())
    for place, section in sections:
        _fold(accumulator, section, cluster, place)
    for _, section in sections:
        if not section.failed:
            stated, listed = section.counted()
            accumulator.counts.compare(
                "object with an error or a warning", many="objects with an error or a warning", stated=stated, listed=listed
            )
    failed = sorted({section.title for _, section in sections if section.failed})
    assessed = any(not section.failed for _, section in sections)
    because = _PART.format(kinds=", ".join(failed)) if failed else None
    return accumulator.finish(
        moment(report.popeye.report_time), assessed=assessed, because=because if assessed else because or _NOTHING
    )


def _fold(accumulator: ScanAccumulator, section: _PopeyeSection, cluster: ScanTarget, place: str) -> None:
    for resource, issues in (section.issues or {}).items():
        target = accumulator.target(_target(section.title, resource, cluster))
        pointer = f"{place}/issues/{escaped(resource)}"
        fold(accumulator, issues, pointer, lambda issue, at, target=target: _result(issue, target, at))  # type: ignore[misc]


def _target(plural: str, resource: str, cluster: ScanTarget) -> ScanTarget:
    if plural == "cluster" or not resource:
        return cluster
    namespace, _, name = resource.rpartition("/")
    return kubernetes_object.target(namespace, _KINDS.get(plural, plural), name) or cluster


def _result(issue: _PopeyeIssue, target: ScanTarget, place: str) -> ScanResult | None:
    message = issue.message or ""
    code = _CODE.match(message)
    text = message[code.end() :] if code else message
    identifier = code[1] if code else text
    return misconfiguration_of(
        identifier,
        target,
        place,
        severity=_LEVELS.get(-1 if issue.level is None else issue.level, Severity.UNKNOWN),
        word="" if issue.level is None else str(issue.level),
        disposition=Disposition.PASSED if issue.level == 0 else Disposition.OPEN,
        scope="" if issue.group in (None, _ROOT) else str(issue.group),
        title=text or identifier,
    )
