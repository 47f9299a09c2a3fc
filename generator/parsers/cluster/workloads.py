"""Controllers: what is declared to run.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/
"""

import msgspec

from generator.model.evidence import Source
from generator.model.inventory import WorkloadSpec
from generator.parsers.cluster.containers import PodSpec, declared
from generator.parsers.cluster.objects import KubernetesObject, Metadata, Reader, our_annotations, pairs

KINDS = (
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "ReplicaSet",
    "Job",
    "CronJob",
    "ReplicationController",
    "DeploymentConfig",
    "Rollout",
)
"""Kinds with a pod template: those of Kubernetes, OpenShift's DeploymentConfig and Argo's Rollout."""

_WITHOUT_REPLICAS = ("DaemonSet", "Job", "CronJob")


class _Template(msgspec.Struct, frozen=True):
    metadata: Metadata | None = None
    spec: PodSpec | None = None


class _JobSpec(msgspec.Struct, frozen=True):
    template: _Template | None = None


class _JobTemplate(msgspec.Struct, frozen=True):
    spec: _JobSpec | None = None


class _ControllerSpec(msgspec.Struct, frozen=True, rename="camel"):
    replicas: int | None = None
    template: _Template | None = None
    job_template: _JobTemplate | None = None

    def pod_template(self) -> _Template:
        """The template, which a CronJob holds inside the template of its Jobs."""
        nested = self.job_template.spec.template if self.job_template and self.job_template.spec else None
        return self.template or nested or _Template()


def read(reader: Reader, kind: str, head: KubernetesObject, source: Source) -> WorkloadSpec:
    """One controller. Replicas that are not written are 1, as the API fills them in."""
    spec = reader.typed(head.spec, _ControllerSpec, place=f"{source.place}/spec")
    template = spec.pod_template()
    meta, inner = head.meta, template.metadata or Metadata()
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


def template_of(reader: Reader, head: KubernetesObject, source: Source) -> tuple[PodSpec | None, int | None]:
    """What its pods are made from, and how many are meant; None where that is not written."""
    spec = reader.typed(head.spec, _ControllerSpec, place=f"{source.place}/spec")
    return spec.pod_template().spec, spec.replicas
