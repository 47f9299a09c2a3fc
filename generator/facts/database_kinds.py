"""What tells that a workload runs a database: the name of its image, labels, packages of the digest that runs, ports."""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import msgspec

from generator.model.database_access import KnownBy
from generator.model.evidence import EvidenceSource
from generator.model.identifiers import AssetId
from generator.model.images import parse_reference
from generator.model.inventory import Container, Workload
from generator.model.posture import Certainty

PRODUCTS: Mapping[str, str] = MappingProxyType(
    {
        name: product
        for product, names in (
            ("PostgreSQL", "postgres postgresql postgresql-repmgr postgis timescaledb timescaledb-ha pgvector postgresql-ha"),
            ("MySQL", "mysql mysql-server percona percona-server percona-xtradb-cluster"),
            ("MariaDB", "mariadb mariadb-galera"),
            ("MongoDB", "mongo mongodb mongodb-community-server mongodb-enterprise-server"),
            ("Redis", "redis redis-stack redis-stack-server redis-cluster"),
            ("Valkey", "valkey"),
            ("Memcached", "memcached"),
            ("Elasticsearch", "elasticsearch"),
            ("OpenSearch", "opensearch"),
            ("Cassandra", "cassandra scylla"),
            ("CouchDB", "couchdb"),
            ("CockroachDB", "cockroach"),
            ("ClickHouse", "clickhouse clickhouse-server"),
            ("InfluxDB", "influxdb"),
            ("Neo4j", "neo4j"),
            ("etcd", "etcd"),
            ("DynamoDB local", "dynamodb-local"),
        )
        for name in names.split()
    }
)
"""Last part of a repository's name to the product. Exporters, operators and clients have other names."""
_BY_PATH = (("mssql/server", "SQL Server"), ("mssql/rhel/server", "SQL Server"), ("database/express", "Oracle Database"))
_LABELS = ("app.kubernetes.io/name", "helm.sh/chart", "app", "k8s-app")
"""https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/, and two that older manifests use."""
_CHART_VERSION = re.compile(r"-v?\d.*$")
_PORTS: Mapping[int, str] = MappingProxyType(
    {
        1433: "SQL Server",
        1521: "Oracle Database",
        2379: "etcd",
        3306: "MySQL or MariaDB",
        5432: "PostgreSQL",
        5984: "CouchDB",
        6379: "Redis or Valkey",
        7687: "Neo4j",
        9042: "Cassandra",
        9200: "Elasticsearch or OpenSearch",
        11211: "Memcached",
        26257: "CockroachDB",
        27017: "MongoDB",
    }
)
"""Ports that a product documents as its own, and that little else uses: no 8080, 9000 or 8086."""


class HeldDatabases(msgspec.Struct, frozen=True, kw_only=True):
    """Servers of databases that lists of packages of the digests that run name."""

    products: tuple[str, ...]
    """Sorted, at least one."""
    certainty: Certainty
    """Of the lists, and of the digest that they are joined by."""
    lists: tuple[EvidenceSource, ...]
    """Sorted."""


class DatabaseKind(msgspec.Struct, frozen=True, kw_only=True):
    """Which database a workload runs, and what tells it."""

    product: str
    known_by: KnownBy
    shown: str
    """To follow the name of the workload."""
    certainty: Certainty
    lists: tuple[EvidenceSource, ...] = ()


def kind_of(workload: Workload, held: Mapping[AssetId, HeldDatabases]) -> DatabaseKind | None:
    """The surest; None where nothing tells of a database. Containers that only prepare the pod are none."""
    return next(_kinds(workload, held), None)


def declared_ports(workload: Workload) -> tuple[int, ...]:
    """Ports of databases that its containers declare, sorted."""
    return tuple(sorted({port.number for each in _serving(workload) for port in each.ports if port.number in _PORTS}))


def product_of(image: str) -> str:
    """The database that an image is; empty where its name says none."""
    reference = parse_reference(image)
    if reference is None:
        return ""
    by_path = next((product for path, product in _BY_PATH if reference.repository.endswith(path)), "")
    return by_path or PRODUCTS.get(reference.repository.rpartition("/")[2], "")


def _kinds(workload: Workload, held: Mapping[AssetId, HeldDatabases]) -> Iterator[DatabaseKind]:
    containers = _serving(workload)
    for product in filter(None, (product_of(each.image) for each in containers)):
        yield DatabaseKind(product=product, known_by=KnownBy.IMAGE, shown=f"runs {product}", certainty=Certainty.OBSERVED)
    labels = dict(workload.labels)
    for label in _LABELS:
        product = PRODUCTS.get(_CHART_VERSION.sub("", labels.get(label, "")).casefold(), "")
        if product:
            shown = f"is {product} by its label {label}"
            yield DatabaseKind(product=product, known_by=KnownBy.LABEL, shown=shown, certainty=Certainty.DECLARED)
    for each in containers:
        reference = parse_reference(each.image)
        inside = held.get(reference.asset_id) if reference else None
        if inside:
            product = " and ".join(inside.products)
            shown = f"holds {product} by the packages of its image"
            yield DatabaseKind(
                product=product, known_by=KnownBy.PACKAGES, shown=shown, certainty=inside.certainty, lists=inside.lists
            )
    for number in declared_ports(workload):
        shown = f"declares {number}, the port of {_PORTS[number]}"
        yield DatabaseKind(product=_PORTS[number], known_by=KnownBy.PORT, shown=shown, certainty=Certainty.DECLARED)


def _serving(workload: Workload) -> Sequence[Container]:
    return [each for each in workload.containers if not each.init]
