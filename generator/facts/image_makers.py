"""Who makes an image, and what its software does: by its labels, its SBOM, and a table of images that everybody uses.

The maker is not the registry: `docker.io` hands out PostgreSQL and does not make it. FedRAMP Integrated Inventory Workbook
v3.1, guidance of "Software/ Database Vendor": the vendor, or "Open Source" where there is none. The names are facts of the
publishers' pages at their registries; an image of another name is left to people.
"""

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

import msgspec

from generator.model.images import ImageReference, parse_reference

OPEN_SOURCE = "Open Source"
"""FedRAMP's word where no vendor stands behind the software."""
_IRON_BANK = "registry1.dso.mil/"
_MIRRORS = (
    "docker.io/",
    "docker-hub/",
    "dockerhub/",
    "quay.io/",
    "ghcr.io/",
    "registry.k8s.io/",
    "gcr.io/",
    "mcr.microsoft.com/",
)
"""First parts of the path under which a registry keeps copies of another: `registry.example/quay.io/cilium/cilium`."""


class KnownImage(msgspec.Struct, frozen=True, kw_only=True):
    """Images of one maker."""

    patterns: tuple[str, ...]
    """Of registry and repository, `docker.io/library/postgres`."""
    maker: str
    function: str = ""
    """What the software does; empty where the images do many things, as those of operating systems and languages do: what runs
    in them decides."""


def _known(maker: str, patterns: str, function: str = "") -> KnownImage:
    return KnownImage(patterns=tuple(patterns.split()), maker=maker, function=function)


def _official(maker: str, names: str, function: str = "") -> KnownImage:
    return _known(maker, " ".join(f"docker.io/library/{name}" for name in names.split()), function)


KNOWN_IMAGES = (
    _known("PostgreSQL Global Development Group", "docker.io/library/postgres", "Relational database"),
    _known("Oracle", "docker.io/library/mysql container-registry.oracle.com/mysql/*", "Relational database"),
    _official("MariaDB Foundation", "mariadb", "Relational database"),
    _known("Microsoft", "mcr.microsoft.com/mssql/*", "Relational database"),
    _official("MongoDB", "mongo", "Document database"),
    _known("Apache Software Foundation", "docker.io/library/couchdb docker.io/apache/couchdb", "Document database"),
    _official("Apache Software Foundation", "cassandra", "Wide-column database"),
    _official("InfluxData", "influxdb", "Time series database"),
    _official("InfluxData", "telegraf", "Collects metrics"),
    _official("Neo4j", "neo4j", "Graph database"),
    _official("Redis", "redis", "In-memory data store"),
    _known("Redis", "docker.io/redis/*", "In-memory data store"),
    _known(OPEN_SOURCE, "docker.io/valkey/valkey* ghcr.io/valkey-io/valkey", "In-memory data store"),
    _official(OPEN_SOURCE, "memcached", "In-memory cache"),
    _known("Broadcom", "docker.io/library/rabbitmq", "Message broker"),
    _known("Broadcom", "docker.io/bitnami/* docker.io/bitnamilegacy/*"),
    _known("Apache Software Foundation", "docker.io/apache/kafka* docker.io/apache/activemq*", "Message broker"),
    _known("Confluent", "docker.io/confluentinc/*"),
    _known(OPEN_SOURCE, "quay.io/strimzi/*", "Message broker"),
    _known("Synadia", "docker.io/library/nats docker.io/natsio/*", "Message broker"),
    _official("Apache Software Foundation", "zookeeper", "Coordinates distributed services"),
    _known(OPEN_SOURCE, "quay.io/coreos/etcd registry.k8s.io/etcd", "Key-value store of the cluster"),
    _known("F5", "docker.io/library/nginx docker.io/nginxinc/* docker.io/nginx/*", "Web server and reverse proxy"),
    _official("Apache Software Foundation", "httpd", "Web server"),
    _official("Apache Software Foundation", "tomcat", "Application server"),
    _known("Apache Software Foundation", "docker.io/apache/*"),
    _official("HAProxy Technologies", "haproxy", "Load balancer"),
    _official("Traefik Labs", "traefik", "Reverse proxy"),
    _known(OPEN_SOURCE, "docker.io/envoyproxy/*", "Proxy between services"),
    _official(OPEN_SOURCE, "caddy", "Web server and reverse proxy"),
    _known("Elastic", "docker.io/library/elasticsearch docker.elastic.co/elasticsearch/*", "Search engine"),
    _known("Elastic", "docker.io/library/kibana docker.elastic.co/kibana/*", "Shows what the search engine holds"),
    _known("Elastic", "docker.io/library/logstash docker.elastic.co/*"),
    _known(OPEN_SOURCE, "docker.io/opensearchproject/opensearch", "Search engine"),
    _known(OPEN_SOURCE, "docker.io/opensearchproject/*"),
    _known("Grafana Labs", "docker.io/grafana/grafana*", "Dashboards of metrics and logs"),
    _known("Grafana Labs", "docker.io/grafana/loki", "Stores logs"),
    _known("Grafana Labs", "docker.io/grafana/*"),
    _known(OPEN_SOURCE, "quay.io/prometheus/prometheus docker.io/prom/prometheus", "Collects metrics and raises alerts"),
    _known(OPEN_SOURCE, "quay.io/prometheus/* docker.io/prom/*"),
    _known(OPEN_SOURCE, "docker.io/jaegertracing/*", "Stores and shows traces"),
    _known(OPEN_SOURCE, "docker.io/otel/* ghcr.io/open-telemetry/opentelemetry-collector*", "Collects telemetry"),
    _known(OPEN_SOURCE, "ghcr.io/open-telemetry/* ghcr.io/open-feature/*"),
    _known(OPEN_SOURCE, "docker.io/fluent/* cr.fluentbit.io/* docker.io/timberio/vector", "Forwards logs"),
    _known("Datadog", "gcr.io/datadoghq/* docker.io/datadog/*"),
    _known("HashiCorp", "docker.io/hashicorp/vault docker.io/library/vault", "Keeps secrets"),
    _known("HashiCorp", "docker.io/hashicorp/* docker.io/library/consul"),
    _known("Red Hat", "registry.access.redhat.com/* registry.redhat.io/*"),
    _known(OPEN_SOURCE, "quay.io/keycloak/*", "Identity provider"),
    _known(OPEN_SOURCE, "quay.io/oauth2-proxy/*", "Signs users in before a web application"),
    _known(OPEN_SOURCE, "docker.io/istio/* gcr.io/istio-release/*", "Service mesh"),
    _known("Buoyant", "cr.l5d.io/linkerd/*", "Service mesh"),
    _known(OPEN_SOURCE, "quay.io/cilium/*", "Network of the cluster"),
    _known("Tigera", "docker.io/calico/* quay.io/calico/*", "Network of the cluster"),
    _known(OPEN_SOURCE, "ghcr.io/kyverno/* reg.kyverno.io/kyverno/*", "Admission control"),
    _known(OPEN_SOURCE, "docker.io/openpolicyagent/*", "Policy engine"),
    _known(OPEN_SOURCE, "quay.io/jetstack/cert-manager-*", "Issues and renews certificates"),
    _known(OPEN_SOURCE, "quay.io/argoproj/* ghcr.io/fluxcd/*", "Deploys from a repository"),
    _known(OPEN_SOURCE, "docker.io/falcosecurity/*", "Runtime sensor"),
    _known("Aqua Security", "docker.io/aquasec/* ghcr.io/aquasecurity/*"),
    _known(OPEN_SOURCE, "quay.io/kiwigrid/k8s-sidecar", "Loads ConfigMaps into its neighbor"),
    _known(OPEN_SOURCE, "registry.k8s.io/coredns/* docker.io/coredns/*", "Resolves names in the cluster"),
    _known(OPEN_SOURCE, "registry.k8s.io/* k8s.gcr.io/*"),
    _known("SonarSource", "docker.io/library/sonarqube", "Analyzes source code"),
    _known("GitLab", "docker.io/gitlab/* registry.gitlab.com/gitlab-org/*"),
    _known("Amazon Web Services", "public.ecr.aws/eks/* public.ecr.aws/amazonlinux/* docker.io/library/amazonlinux"),
    _known("Google", "gcr.io/distroless/* gke.gcr.io/* docker.io/library/golang"),
    _known("Microsoft", "mcr.microsoft.com/*"),
    _known("NVIDIA", "nvcr.io/nvidia/*"),
    _known("Chainguard", "cgr.dev/*"),
    _official("Canonical", "ubuntu"),
    _official("Oracle", "oraclelinux"),
    _official("SUSE", "opensuse"),
    _official(OPEN_SOURCE, "busybox alpine debian fedora rockylinux almalinux"),
    _official("Python Software Foundation", "python"),
    _official("OpenJS Foundation", "node"),
    _official("Eclipse Foundation", "eclipse-temurin"),
    _official(OPEN_SOURCE, "php ruby rust perl openjdk"),
)
"""The first that fits counts."""


def known_image(name: str) -> KnownImage | None:
    """The row of an image, by its registry and repository; copies in other registries by the path of what they copy."""
    reference = parse_reference(name)
    if reference is None:
        return None
    names = tuple(_names(reference))
    return next(
        (row for row in KNOWN_IMAGES if any(fnmatchcase(each, pattern) for pattern in row.patterns for each in names)), None
    )


def maker_of(name: str, label: str | None, suppliers: Iterable[str]) -> str | None:
    """Who makes an image: its label, else the one supplier that its SBOMs name, else Iron Bank or the table."""
    named = {supplier for supplier in suppliers if supplier}
    if label:
        return label
    if len(named) == 1:
        return named.pop()
    if name.startswith(_IRON_BANK):
        return "Iron Bank"
    row = known_image(name)
    return row.maker if row else None


def kubernetes_maker(version: str | None) -> str | None:
    """Of a distribution of Kubernetes by the end of its version, which its makers mark: `v1.31.4-eks-2d5f260`."""
    if not version:
        return None
    marked = next((maker for mark, maker in _DISTRIBUTIONS.items() if mark in version), None)
    return marked or (OPEN_SOURCE if _UPSTREAM.fullmatch(version) else None)


_DISTRIBUTIONS = {
    "-eks-": "Amazon Web Services",
    "-gke.": "Google",
    "+rke2": "SUSE",
    "+k3s": "SUSE",
    "+vmware": "Broadcom",
}
_UPSTREAM = re.compile(r"v\d+\.\d+\.\d+")


def _names(reference: ImageReference) -> Iterator[str]:
    yield f"{reference.registry}/{reference.repository}"
    for mirror in _MIRRORS:
        start = reference.repository.find(mirror)
        if start == 0 or (start > 0 and reference.repository[start - 1] == "/"):
            path = reference.repository[start + len(mirror) :]
            yield f"docker.io/{path}" if mirror.startswith(("docker-hub", "dockerhub")) else f"{mirror}{path}"
