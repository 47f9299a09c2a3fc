"""Controllers: what is declared to run.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/
"""

import msgspec

from generator.model.evidence import EvidenceSource
from generator.model.inventory import WorkloadSpec
from generator.parsers.cluster.containers import PodSpec, declared
from generator.parsers.cluster.objects import KubernetesObject, ObjectMetadata, ObjectReader, our_annotations, pairs

KINDS = tuple("Deployment StatefulSet DaemonSet ReplicaSet Job CronJob ReplicationController DeploymentConfig Rollout".split())
"""Kinds with a pod template: those of Kubernetes, OpenShift's DeploymentConfig and Argo's Rollout."""

_WITHOUT_REPLICAS = ("DaemonSet", "Job", "CronJob")


class WorkloadTemplate(msgspec.Struct, frozen=True):
    """What pods are made from."""

    metadata: ObjectMetadata | None = None
    spec: PodSpec | None = None


class _WorkloadJobSpec(msgspec.Struct, frozen=True):
    template: WorkloadTemplate | None = None


class _WorkloadJobTemplate(msgspec.Struct, frozen=True):
    spec: _WorkloadJobSpec | None = None


class _ClaimTemplate(msgspec.Struct, frozen=True):
    metadata: ObjectMetadata | None = None


class _ControllerSpec(msgspec.Struct, frozen=True, rename="camel"):
    replicas: int | None = None
    template: WorkloadTemplate | None = None
    job_template: _WorkloadJobTemplate | None = None
    volume_claim_templates: tuple[_ClaimTemplate, ...] | None = None

    def pod_template(self) -> WorkloadTemplate:
        """The template, which a CronJob holds inside the template of its Jobs."""
        nested = self.job_template.spec.template if self.job_template and self.job_template.spec else None
        return self.template or nested or WorkloadTemplate()


def read(reader: ObjectReader, kind: str, head: KubernetesObject, source: EvidenceSource) -> WorkloadSpec:
    """One controller. Replicas that are not written are 1, as the API fills them in."""
    spec = reader.typed(head.spec, _ControllerSpec, place=f"{source.place}/spec")
    template = spec.pod_template()
    meta, inner = head.meta, template.metadata or ObjectMetadata()
    replicas = 1 if spec.replicas is None else spec.replicas
    return WorkloadSpec(
        namespace=meta.place,
        kind=kind,
        name=meta.called,
        containers=declared(template.spec or PodSpec()),
        replicas=None if kind in _WITHOUT_REPLICAS else replicas,
        owner=meta.owner,
        labels=pairs(inner.stable_labels),
        annotations=our_annotations(inner, meta),
        uid=meta.uid,
        source=source,
    )


def template_of(
    reader: ObjectReader, head: KubernetesObject, source: EvidenceSource
) -> tuple[WorkloadTemplate, int | None, tuple[str, ...]]:
    """What its pods are made from, how many are meant, and the claims that each gets, as patterns: `data-cart-*`."""
    spec = reader.typed(head.spec, _ControllerSpec, place=f"{source.place}/spec")
    named = (each.metadata.name for each in spec.volume_claim_templates or () if each.metadata and each.metadata.name)
    return spec.pod_template(), spec.replicas, tuple(f"{name}-{head.meta.called}-*" for name in named)
