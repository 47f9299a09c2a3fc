"""Trivy Operator's custom resources as far as they are read.

https://aquasecurity.github.io/trivy-operator/latest/docs/crds/ and `pkg/apis/aquasecurity/v1alpha1`. The `match` of an exposed
secret is not named here, so it is never decoded.
"""

import re

import msgspec

from generator.model.scan import ScanTarget, TargetKind
from generator.parsers.late_patterns import late_re
from generator.parsers.scans import kubernetes_object
from generator.parsers.scans.entries import digests, joined
from generator.parsers.scans.trivy_wire import TrivyScore

_LABEL = "trivy-operator.resource."
_CONTAINER = "trivy-operator.container.name"
_TEMPLATE_HASH = late_re(r"-[bcdfghjklmnpqrstvwxz2456789]{6,10}", re.ASCII)
"""What a Deployment puts behind the name of each of its ReplicaSets, in Kubernetes' alphabet without vowels."""


class TrivyOperatorOwner(msgspec.Struct, gc=False):
    """`ownerReferences` of a report: what it is about."""

    kind: str | None = None
    name: str | None = None


class TrivyOperatorMeta(msgspec.Struct, rename="camel"):
    """`metadata`."""

    name: str | None = None
    namespace: str | None = None
    creation_timestamp: str | None = None
    labels: dict[str, str | None] | None = None
    annotations: dict[str, str | None] | None = None
    owner_references: tuple[TrivyOperatorOwner | None, ...] | None = None

    def container(self) -> str:
        """The container whose image was scanned."""
        return (self.labels or {}).get(_CONTAINER) or ""

    def resource(self) -> tuple[str | None, str | None, str | None]:
        """Namespace, kind and name of the object that the report is about, as it is called in every release.

        Names that do not fit a label are annotations. A ReplicaSet with a pod template's hash is its Deployment's, under
        a new name after each roll-out.
        """
        owner = next((owner for owner in self.owner_references or () if owner), TrivyOperatorOwner())
        kind = self._note("kind") or owner.kind
        name = self._note("name") or owner.name or self.name
        namespace = self._note("namespace") or self.namespace
        if kind == "ReplicaSet" and name:
            match = _TEMPLATE_HASH.fullmatch(name, max(name.rfind("-"), 1))
            return (namespace, "Deployment", name[: match.start()]) if match else (namespace, kind, name)
        return namespace, kind, name

    def _note(self, key: str) -> str | None:
        return (self.labels or {}).get(_LABEL + key) or (self.annotations or {}).get(_LABEL + key)


class TrivyOperatorVulnerability(msgspec.Struct, rename="camel", gc=False):
    """An entry of a `VulnerabilityReport`."""

    identifier: str | None = msgspec.field(name="vulnerabilityID", default=None)
    resource: str | None = None
    installed_version: str | None = None
    fixed_version: str | None = None
    purl: str | None = msgspec.field(name="packagePURL", default=None)
    path: str | None = msgspec.field(name="packagePath", default=None)
    target: str | None = None
    severity: str | None = None
    score: float | None = None
    score_source: str | None = msgspec.field(name="cvsssource", default=None)
    cvss: dict[str, TrivyScore | None] | None = None
    title: str | None = None
    description: str | None = None


class TrivyOperatorSecret(msgspec.Struct, gc=False):
    """An entry of an `ExposedSecretReport`, without the secret."""

    identifier: str | None = msgspec.field(name="ruleID", default=None)
    category: str | None = None
    severity: str | None = None
    target: str | None = None
    title: str | None = None


class TrivyOperatorCheck(msgspec.Struct, gc=False):
    """An entry of a configuration, RBAC or infrastructure report, and of a control in a detailed compliance report."""

    identifier: str | None = msgspec.field(name="checkID", default=None)
    id: str | None = None
    title: str | None = None
    description: str | None = None
    messages: tuple[str | None, ...] | None = None
    remediation: str | None = None
    severity: str | None = None
    success: bool | None = None
    target: str | None = None


class TrivyOperatorArtifact(msgspec.Struct, gc=False):
    """The image, without its registry."""

    repository: str | None = None
    digest: str | None = None
    tag: str | None = None


class TrivyOperatorRegistry(msgspec.Struct, gc=False):
    """Where the image comes from."""

    server: str | None = None


class TrivyOperatorOs(msgspec.Struct, gc=False):
    family: str | None = None
    name: str | None = None
    eosl: bool | None = None


class TrivyOperatorTool(msgspec.Struct, gc=False):
    """The scanner that the operator ran."""

    version: str | None = None


class TrivyOperatorCounts(msgspec.Struct, rename="camel", gc=False):
    """`summary`: how many findings there are of each severity; of checks, those that failed."""

    critical_count: int | None = None
    high_count: int | None = None
    medium_count: int | None = None
    low_count: int | None = None
    unknown_count: int | None = None
    none_count: int | None = None

    def all(self) -> int | None:
        """Of every severity; None where nothing is counted."""
        each = [getattr(self, name) for name in self.__struct_fields__]
        known = [count for count in each if count is not None]
        return sum(known) if known else None


class TrivyOperatorReport(msgspec.Struct, rename="camel"):
    """`report` of every kind; each kind fills its own list."""

    update_timestamp: str | None = None
    scanner: TrivyOperatorTool | None = None
    artifact: TrivyOperatorArtifact | None = None
    registry: TrivyOperatorRegistry | None = None
    os: TrivyOperatorOs | None = None
    summary: TrivyOperatorCounts | None = None
    vulnerabilities: tuple[TrivyOperatorVulnerability | None, ...] | None = None
    secrets: tuple[TrivyOperatorSecret | None, ...] | None = None
    checks: tuple[TrivyOperatorCheck | None, ...] | None = None


class TrivyOperatorControl(msgspec.Struct, rename="camel"):
    """A control of a compliance report: counted in the summary, with its checks in the detail."""

    id: str | None = None
    name: str | None = None
    description: str | None = None
    severity: str | None = None
    total_fail: int | None = None
    checks: tuple[TrivyOperatorCheck | None, ...] | None = None


class TrivyOperatorSummary(msgspec.Struct, rename="camel"):
    """`status.summaryReport`."""

    id: str | None = None
    control_check: tuple[TrivyOperatorControl | None, ...] | None = None


class TrivyOperatorDetail(msgspec.Struct):
    """`status.detailReport`."""

    id: str | None = None
    results: tuple[TrivyOperatorControl | None, ...] | None = None


class TrivyOperatorStatus(msgspec.Struct, rename="camel"):
    """`status` of a `ClusterComplianceReport`."""

    summary_report: TrivyOperatorSummary | None = None
    detail_report: TrivyOperatorDetail | None = None
    update_timestamp: str | None = None


class TrivyOperatorResource(msgspec.Struct):
    kind: str | None = None
    metadata: TrivyOperatorMeta | None = None
    report: TrivyOperatorReport | None = None
    status: TrivyOperatorStatus | None = None

    @property
    def meta(self) -> TrivyOperatorMeta:
        """`metadata`, empty where it is missing."""
        return self.metadata or TrivyOperatorMeta()

    def key(self) -> str:
        """`namespace/Kind/name` of what the report is about."""
        return kubernetes_object.key(*self.meta.resource())

    def image(self) -> ScanTarget | None:
        """The image that the report is about; None where it names none."""
        report = self.report or TrivyOperatorReport()
        artifact = report.artifact or TrivyOperatorArtifact()
        if not artifact.repository:
            return None
        server = report.registry.server if report.registry else None
        name = joined("/", server, artifact.repository)
        pinned = digests(artifact.digest)
        version = f":{artifact.tag}" if artifact.tag else f"@{pinned[0]}" if pinned else ""
        system = report.os or TrivyOperatorOs()
        return ScanTarget(
            name=name + version,
            kind=TargetKind.IMAGE,
            digests=pinned,
            os_name=joined(" ", system.family, system.name) or None,
            end_of_life=system.eosl,
            workload=self.key() or None,
        )
