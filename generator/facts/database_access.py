"""Databases by their images, and what leads to them from outside: open Services, published ports, routes, ports of nodes.

A database belongs behind the application (NIST SP 800-53 Rev. 5, SC-7(b): subnetworks for publicly accessible components).
The image's name says what a workload runs; one that is built under another name is not recognized.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from generator.facts.entry_points import unseen
from generator.facts.managed import runs
from generator.model.database_access import DatabaseAccess, OutsideWay
from generator.model.facts import SystemFacts
from generator.model.images import parse_reference
from generator.model.inventory import MANAGED_KIND, PRODUCT, ClusterService, Workload
from generator.model.settings.base import ClusterConfiguration
from generator.model.settings.isolation import PodIsolation
from generator.model.settings.routes import RouteSetting

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
_KEPT = frozenset(
    "rds aurora postgres postgresql psql mysql mariadb redis valkey elasticache memcached mongodb documentdb docdb "
    "elasticsearch opensearch sqlserver mssql database databases".split()
)
"""Words of the services of platforms and clouds that are databases."""
_BY_PATH = (("mssql/server", "SQL Server"), ("mssql/rhel/server", "SQL Server"), ("database/express", "Oracle Database"))


def database_access(facts: SystemFacts) -> tuple[DatabaseAccess, ...]:
    """Every workload that runs a database, sorted by (cluster, key)."""
    unknown = unseen(facts.clusters)
    running = {view.name: view.running for view in facts.clusters}
    configurations = {configuration.cluster: configuration for configuration in facts.configurations}
    return tuple(
        DatabaseAccess(
            cluster=workload.cluster,
            workload=workload.key,
            product=product,
            image=image,
            ways=tuple(sorted(_ways(workload, facts.services, configurations.get(workload.cluster)))),
            known=workload.cluster not in unknown,
            running=running.get(workload.cluster, False),
            sources=workload.sources,
        )
        for workload in facts.workloads
        for product, image in _products(workload)
    )


def product_of(image: str) -> str:
    """The database that an image is; empty where its name says none."""
    reference = parse_reference(image)
    if reference is None:
        return ""
    by_path = next((product for path, product in _BY_PATH if reference.repository.endswith(path)), "")
    return by_path or PRODUCTS.get(reference.repository.rpartition("/")[2], "")


def kept_databases(facts: SystemFacts) -> tuple[Workload, ...]:
    """Databases that a platform keeps and a file declares, by what they are (`aws-rds medium-gp-psql`); sorted.

    Those that the API of a cloud lists are assets.
    """
    declared = (each for each in runs(facts) if each.kind == MANAGED_KIND)
    return tuple(each for each in declared if _KEPT & set(re.findall(r"[a-z]+", dict(each.labels).get(PRODUCT, "").casefold())))


def _products(workload: Workload) -> Iterator[tuple[str, str]]:
    """The first container that runs one: sidecars beside a database are none."""
    found = ((product_of(each.image), each.image) for each in workload.containers if not each.init)
    yield from [(product, image) for product, image in found if product][:1]


def _ways(
    workload: Workload, services: Sequence[ClusterService], configuration: ClusterConfiguration | None
) -> Iterator[OutsideWay]:
    own = [each for each in services if each.cluster == workload.cluster and workload.key in each.workloads]
    for service in own:
        numbers = tuple(sorted({port.outside or port.number for port in service.open_ports if not port.outside_unknown}))
        if service.open_ports:
            kind = "published port of" if service.on_host else f"{service.type} service"
            name = f"{kind} {service.namespace}/{service.name}"
            yield OutsideWay(name=name, ports=numbers, source=service.source, on_host=service.on_host)
    if configuration is None:
        return
    names = {(service.namespace, service.name) for service in own}
    for way in configuration.of(RouteSetting):
        led = [each for each in way.says.backends if (each.namespace, each.name) in names]
        if led and way.says.leads_in:
            ports = tuple(sorted({each.port for each in led if each.port}))
            yield OutsideWay(name=f"{way.kind} {way.namespace}/{way.name}", ports=ports, source=way.source)
    for pods in configuration.of(PodIsolation):
        numbers = tuple(sorted({port for container in pods.says.containers for port in container.host_ports}))
        if pods.key == workload.key and numbers:
            yield OutsideWay(name="port of the node", ports=numbers, source=pods.source)
