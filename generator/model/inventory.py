"""What runs in a cluster: the objects read from a dump, and the workloads they roll up to.

Kubernetes words throughout. Objects keep only what the package needs; Secrets' data is never read.
"""

from datetime import datetime
from enum import StrEnum

import msgspec

from generator.model.container_settings import FipsSetting, ServedPort
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.settings.base import GroupKind, Setting, Settings


class ContainerPort(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A port a container declares or a service exposes."""

    number: int
    protocol: str = "TCP"
    name: str = ""
    target: str = ""
    """Of a service's port: number or name of the container's port behind it, where it differs or is written."""
    protocol_name: str = ""
    """Of a service's port: the protocol, as `appProtocol` states it."""
    outside: int = 0
    """Of a service's port: the port of the host or node by which outsiders reach it, where it is another; else 0."""
    outside_unknown: bool = False
    """The port by which outsiders reach it is not written: the host chooses one when it starts, or a variable says it."""


class CalledHost(msgspec.Struct, frozen=True):
    """A host that a container's configuration names, as something it calls."""

    host: str
    """`cart`, `cart.shop`; outside the cluster `api.bank.example`, `203.0.113.7`."""
    port: int | None = None
    scheme: str = ""
    """Of a URL, lower case: `https`, `postgres`."""
    tls: bool | None = None
    """Where a URL's options say it (`sslmode=require`)."""
    key: str = ""
    """The key of the file that names it, where it is neither an environment value nor an argument: `services`."""

    @property
    def order(self) -> tuple[str, int, str, str, str]:
        """What calls are sorted by."""
        return self.host, self.port or 0, self.scheme, str(self.tls), self.key


class StartDependency(msgspec.Struct, frozen=True, order=True):
    """Another service that starts first, or by whose name it can be found. Nothing says that it is called.

    https://github.com/compose-spec/compose-spec/blob/main/05-services.md, `depends_on` and `links`.
    """

    service: str
    key: str
    """Of the file: `depends_on`, `links`."""


class Container(msgspec.Struct, frozen=True, kw_only=True):
    """One container of a workload or pod."""

    name: str
    image: str
    """As written in the spec (or status where the spec is not known)."""
    digest: str | None = None
    """Registry digest of what runs, from `status.imageID`, else from a pinned reference."""
    only_requested: bool | None = None
    """True where the digest is only what the reference asks for, and nothing reports what runs."""
    image_id: str | None = None
    """Local image id (`docker://sha256:…`): not a registry digest."""
    init: bool = False
    ports: tuple[ContainerPort, ...] = ()
    peers: tuple[str, ...] = ()
    """Host names found in env and args (`http://cart:8080` -> `cart`), sorted; values themselves are not kept."""
    calls: tuple[CalledHost, ...] = ()
    """The same hosts with ports and schemes, and those outside the cluster; sorted."""
    needs: tuple[StartDependency, ...] = ()
    """What a file says of other services without saying that they are called; sorted."""
    serves: tuple[ServedPort, ...] = ()
    """Ports that its environment, arguments or mounted configuration open; sorted."""
    fips: tuple[FipsSetting, ...] = ()
    """What switches the approved mode of a cryptographic module in it; sorted."""


class WorkloadSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A controller as declared: Deployment, StatefulSet, DaemonSet, Job, CronJob, or a bare ReplicaSet."""

    namespace: str
    kind: str
    name: str
    containers: tuple[Container, ...]
    replicas: int | None = None
    """Desired; None where the kind has none."""
    owner: tuple[str, str] | None = None
    """(kind, name) of the controlling owner: a ReplicaSet's Deployment, a Job's CronJob."""
    labels: tuple[tuple[str, str], ...] = ()
    """Of the pod template, sorted: what services select."""
    annotations: tuple[tuple[str, str], ...] = ()
    """Only keys under `atopack.io/`."""
    profiles: tuple[str, ...] = ()
    """Of a Compose service: one of these has to be asked for before it starts, and none is; sorted."""
    uid: str | None = None
    source: EvidenceSource


class PodGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Pods of one owner with equal containers, counted. The random pod name is never kept."""

    namespace: str
    owner: tuple[str, str]
    """(kind, name) of the controlling owner; ("Pod", name) for a pod without an owner."""
    containers: tuple[Container, ...]
    instances: int
    labels: tuple[tuple[str, str], ...] = ()
    """Without the hashes controllers add (pod-template-hash, controller-revision-hash, …)."""
    annotations: tuple[tuple[str, str], ...] = ()
    nodes: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    """IP addresses of the pods, sorted; not of those in their node's network."""
    phases: tuple[tuple[str, int], ...] = ()
    source: EvidenceSource
    """Of the first pod of the group."""


MANAGED_SERVICE = "Managed"
"""Type of a service that the platform keeps for the system (a database, a bucket) and that has no pods."""
MANAGED_KIND = "ManagedService"
"""The kind such services are counted under."""
PRODUCT = "product"
"""Label of such a service: what it is, `aws-rds medium-gp-psql`."""
KEPT_BY_CLOUD = "cloud"
"""Namespace of such services that a cloud's own API lists; their names resolve in every namespace."""


class ServiceObject(msgspec.Struct, frozen=True, kw_only=True):
    """A Service: a name that workloads are reached by."""

    namespace: str
    name: str
    type: str = "ClusterIP"
    selector: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    """Further names by which the same is reached, sorted: in a Compose file `container_name`, `hostname`, network aliases."""
    ports: tuple[ContainerPort, ...] = ()
    external_name: str | None = None
    addresses: tuple[str, ...] = ()
    """Its IP address inside the cluster."""
    reached_at: tuple[str, ...] = ()
    """Addresses and host names of its load balancer, sorted; empty where there is none or it is not known."""
    inside_only: bool | None = None
    """Of a load balancer: does an annotation keep it inside? None where none says."""
    inside_ports: tuple[ContainerPort, ...] = ()
    """Of an open one those ports that are not: in a Compose file what is not published, or on the loopback alone."""
    product: str | None = None
    """Of a managed service: what it is, `aws-rds medium-gp-psql`."""
    diagram_label: str | None = None
    """Of a managed service: its label in the diagram, from a tag."""
    source: EvidenceSource


class ClusterService(msgspec.Struct, frozen=True, kw_only=True):
    """A service with what answers for it. Built in `facts.services`."""

    cluster: str
    namespace: str
    name: str
    type: str
    aliases: tuple[str, ...] = ()
    """See `ServiceObject.aliases`."""
    ports: tuple[ContainerPort, ...] = ()
    inside_ports: tuple[ContainerPort, ...] = ()
    """See `ServiceObject.inside_ports`."""
    inside_only: bool | None = None
    """See `ServiceObject.inside_only`."""
    external_name: str | None = None
    addresses: tuple[str, ...] = ()
    workloads: tuple[str, ...] = ()
    """Keys of the workloads that answer, sorted."""
    source: EvidenceSource

    @property
    def is_open(self) -> bool:
        """Does it open ports by itself, beyond what it runs beside?"""
        return self.type in (*FROM_OUTSIDE, ON_HOST) and self.inside_only is not True

    @property
    def on_host(self) -> bool:
        """Does it publish ports on its host, and no more? Whether the host is reached from outside is not stated then."""
        return self.type == ON_HOST

    @property
    def open_ports(self) -> tuple[ContainerPort, ...]:
        """Those that it opens, to outsiders or on its host."""
        return tuple(port for port in self.ports if port not in self.inside_ports) if self.is_open else ()


FROM_OUTSIDE = ("LoadBalancer", "NodePort")
"""Types of services that outsiders reach."""
ON_HOST = "Published"
"""Type of a service of Compose with ports that are published on an address of its host other than the loopback.

https://github.com/compose-spec/compose-spec/blob/main/05-services.md, `ports`. Who reaches the host, no file of Compose says.
"""


DEFAULT_ROUTE = "DefaultRoute"
"""Type of a service of Cloud Foundry whose manifest leaves it to `cf push` whether a route leads to it.

https://docs.cloudfoundry.org/devguide/deploy-apps/manifest-attributes.html, `no-route` and `default-route`: without `routes`
and `no-route` an app gets a route of its name below the default domain, unless it is pushed with `--no-route`.
"""
CONDITIONAL = (ON_HOST, DEFAULT_ROUTE)
"""Types of services of which it is not stated whether anybody outside gets there."""


class IngressObject(msgspec.Struct, frozen=True, kw_only=True):
    """An Ingress: hosts that lead from outside to services."""

    namespace: str
    name: str
    hosts: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    tls: bool = False
    reached_at: tuple[str, ...] = ()
    """Addresses and host names of what answers for it, sorted."""
    inside_only: bool | None = None
    """Does an annotation keep it inside? None where none says."""
    source: EvidenceSource


class NodeObject(msgspec.Struct, frozen=True, kw_only=True):
    """A Node, with what its kubelet reports."""

    name: str
    os_image: str | None = None
    kernel: str | None = None
    kubelet: str | None = None
    runtime: str | None = None
    architecture: str | None = None
    addresses: tuple[str, ...] = ()
    """Internal and external IPs, sorted."""
    provider_id: str | None = None
    """How the cloud calls the machine: `aws:///us-gov-west-1a/i-0a1b2c`."""
    zone: str | None = None
    """From the label `topology.kubernetes.io/zone`."""
    annotations: tuple[tuple[str, str], ...] = ()
    """Only keys under `atopack.io/`."""
    source: EvidenceSource


class NamespaceObject(msgspec.Struct, frozen=True, kw_only=True):
    """A Namespace."""

    name: str
    labels: tuple[tuple[str, str], ...] = ()
    source: EvidenceSource


ClusterObject = WorkloadSpec | PodGroup | ServiceObject | IngressObject | NodeObject | NamespaceObject


class ClusterEvidenceKind(StrEnum):
    """Running state proves what runs; a manifest only what is meant to run."""

    RUNNING = "running"
    DECLARED = "declared"


class ListPage(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One answer of the API to a list request: the whole list, or one page of it.

    Pages of one list have equal kinds and resource versions (Kubernetes API concepts, "Retrieving large results sets in
    chunks"), and all but the last continue.
    """

    kind: str
    resource_version: str
    items: int
    continues: bool
    remaining: int | None = None
    """Objects on later pages, where the server says so."""


class ClusterSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """One cluster file, read."""

    evidence: EvidenceFile
    cluster: str
    """Name of the cluster: the folder below `evidence/cluster/`, else `cluster`."""
    taken: datetime | None
    nature: ClusterEvidenceKind
    kinds: tuple[tuple[str, int], ...]
    """(kind, objects), sorted: every kind in the file, read or not. A kind that was listed and is empty has 0."""
    objects: tuple[ClusterObject, ...]
    not_collected: tuple[str, ...] = ()
    """Kinds that were refused or failed, where the file says so; of a file inside an archive without a known kind, its name."""
    pages: tuple[ListPage, ...] = ()
    """The lists in the file that have a resource version, so that pages in several files can be distinguished from copies."""
    settings: tuple[Setting[Settings], ...] = ()
    """What configures something, in the order of the file: what `posture` judges."""
    listed: tuple[GroupKind, ...] = ()
    """Every kind of `kinds`, with its API group: Calico has a NetworkPolicy, too."""
    lists: tuple[GroupKind, ...] = ()
    """Those of them of which the file holds a list, if only an empty one: a single object says nothing of the others."""
    refused: tuple[GroupKind, ...] = ()
    """(group, plural name) of what the API refused to list."""
    not_read: tuple[str, ...] = ()
    """Parts of the file that may describe what runs and are not read, sorted: `module.web`, `aws_instance.web`."""
    parts: tuple[EvidenceFile, ...] = ()
    """Further files that were read as part of it, sorted by path: variables and configuration that a Compose file names."""
    not_rendered: tuple[str, ...] = ()
    """Helm charts and Kustomize overlays in it that are read as they declare themselves, sorted: the command that renders
    them was not at hand, and values of the deployment may change what runs.
    """


class Workload(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader of the package knows as one thing that runs. Built in `facts.rollup`."""

    cluster: str
    namespace: str
    kind: str
    name: str
    containers: tuple[Container, ...]
    """Union over spec and pods, with the digests that run; sorted by (init, name, image, digest)."""
    instances: int | None
    """Running pods; None where only manifests were collected."""
    waiting: bool = False
    """Does it have pods, none of which had started when they were listed (phase Pending)?"""
    labels: tuple[tuple[str, str], ...] = ()
    annotations: tuple[tuple[str, str], ...] = ()
    """Only keys under `atopack.io/`; a controller's own before its pods', what runs before what is declared."""
    diagram_label: str | None = None
    """From the annotation `atopack.io/diagram-label`, else system.yaml."""
    services: tuple[str, ...] = ()
    """Names of services that select it."""
    public: bool | None = False
    """Reached from outside: through an Ingress, a route, a LoadBalancer or NodePort service, or what a cloud opens. None where
    ports are published on a host, of which it is not known who reaches it, or a route is made by default."""
    addresses: tuple[str, ...] = ()
    """IP addresses of its pods, by which flow logs know it; sorted."""
    profiles: tuple[str, ...] = ()
    """See `WorkloadSpec.profiles`; empty where one of the files starts it."""
    sources: tuple[EvidenceSource, ...] = ()

    @property
    def key(self) -> str:
        """`namespace/Kind/name`, as the commands print it."""
        return f"{self.namespace}/{self.kind}/{self.name}"


def without_cluster(key: str) -> str:
    """The plain key of a workload that may have its cluster before it: `prod/web/Deployment/cart`."""
    return "/".join(key.split("/")[-3:])
