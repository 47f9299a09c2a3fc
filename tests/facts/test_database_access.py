"""Databases by what tells of them, and what leads to them from outside."""

import pytest

from generator.facts.database_access import database_access
from generator.facts.database_kinds import HeldDatabases, product_of
from generator.model.database_access import DatabaseAccess, KnownBy
from generator.model.database_packages import database_server
from generator.model.evidence import EvidenceSource
from generator.model.identifiers import AssetId
from generator.model.posture import Certainty
from tests.checks.cluster_evidence import facts
from tests.checks.manifests import deployment, thing


@pytest.mark.parametrize(
    ("image", "product"),
    [
        ("postgres:16", "PostgreSQL"),
        ("docker.io/bitnami/postgresql:15", "PostgreSQL"),
        ("reg.example/shop/redis@sha256:" + "ab" * 32, "Redis"),
        ("mcr.microsoft.com/mssql/server:2022-latest", "SQL Server"),
        ("docker.elastic.co/elasticsearch/elasticsearch:8.1", "Elasticsearch"),
        ("oliver006/redis_exporter:v1", ""),
        ("mongo-express:1", ""),
        ("reg.example/shop/cart:1", ""),
        ("", ""),
    ],
)
def test_the_name_of_the_image_tells_the_product(image: str, product: str) -> None:
    assert product_of(image) == product


def _database(**more: object) -> str:
    return deployment({"name": "db", "image": "postgres:16", **more}, name="db")


def _service(kind: str, *numbers: int, **metadata: object) -> str:
    ports = [{"port": number, "name": f"p{number}"} for number in numbers]
    return thing("Service", "v1", "db", "shop", spec={"type": kind, "selector": {"app": "db"}, "ports": ports}, **metadata)


def _found(*files: str) -> DatabaseAccess:
    (one,) = database_access(facts(*files))
    return one


def _ways(*files: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(way.name, way.ports) for way in _found(*files).ways]


def test_services_that_are_open_lead_to_it() -> None:
    assert _ways(_database(), _service("NodePort", 5432)) == [("NodePort service shop/db", (5432,))]
    assert _ways(_database(), _service("LoadBalancer", 5432)) == [("LoadBalancer service shop/db", (5432,))]
    assert _ways(_database(), _service("ClusterIP", 5432)) == []


def test_a_route_to_its_service_leads_to_it() -> None:
    backend = {"service": {"name": "db", "port": {"number": 5432}}}
    rules = [{"host": "db.example", "http": {"paths": [{"backend": backend}]}}]
    ingress = thing("Ingress", "networking.k8s.io/v1", "front", "shop", spec={"rules": rules})
    assert _ways(_database(), _service("ClusterIP", 5432), ingress) == [("Ingress shop/front", (5432,))]


def test_a_port_of_the_node_leads_to_it() -> None:
    opened = _database(ports=[{"containerPort": 5432, "hostPort": 15432}])
    assert _ways(opened, _service("ClusterIP", 5432)) == [("port of the node", (15432,))]


def test_published_ports_of_a_compose_file() -> None:
    def compose(ports: str) -> str:
        return f"services:\n  db: {{image: 'postgres:16', expose: [9187], ports: {ports}}}\n"

    assert _ways(compose("['5432:5432']")) == [("published port of default/db", (5432,))]
    assert _ways(compose("['127.0.0.1:5432:5432']")) == []
    assert _ways(compose("[{target: 5432, published: 5432, host_ip: 127.0.0.1}]")) == []
    assert _ways(compose("[]")) == []
    assert _found(compose("[]")).known
    assert not _found(compose("[]")).running


def test_without_services_and_ingresses_no_way_is_no_answer() -> None:
    assert not _found(_database()).known


def test_what_is_no_database_is_left_out() -> None:
    assert database_access(facts(deployment({"name": "cart", "image": "cart:1"}, name="cart"))) == ()


OWN = "reg.example/shop/api:1"
LIST = EvidenceSource("e" * 64, "evidence/scans/api.json")
HELD = {AssetId(OWN): HeldDatabases(products=("Redis",), certainty=Certainty.REPORTED, lists=(LIST,))}


def _kind(*, held: bool = False, labels: dict[str, str] | None = None, **container: object) -> tuple[str, str] | None:
    own = deployment({"name": "api", "image": OWN, **container}, name="api")
    if labels:
        own = own.replace('"labels": {', '"labels": {' + "".join(f'"{key}": "{value}", ' for key, value in labels.items()))
    access = database_access(facts(own), HELD if held else {})
    return (access[0].known_by, access[0].shown) if access else None


def test_what_tells_of_a_database_the_surest_first() -> None:
    assert _kind() is None
    assert _kind(ports=[{"containerPort": 8080}]) is None
    assert _kind(ports=[{"containerPort": 6379}]) == (KnownBy.PORT, "declares 6379, the port of Redis or Valkey")
    held = (KnownBy.PACKAGES, "holds Redis by the packages of its image")
    assert _kind(held=True, ports=[{"containerPort": 5432}]) == held
    chart = {"helm.sh/chart": "postgresql-12.5.8"}
    assert _kind(held=True, labels=chart) == (KnownBy.LABEL, "is PostgreSQL by its label helm.sh/chart")
    assert _kind(labels={"app.kubernetes.io/name": "prometheus-postgres-exporter"}) is None
    assert _found(_database(ports=[{"containerPort": 6379}])).known_by is KnownBy.IMAGE


@pytest.mark.parametrize(
    ("name", "purl", "product"),
    [
        ("postgresql-16", "pkg:deb/debian/postgresql-16@16.1", "PostgreSQL"),
        ("postgresql-client-16", "pkg:deb/debian/postgresql-client-16@16.1", ""),
        ("postgresql", "pkg:rpm/redhat/postgresql@13", ""),
        ("postgresql-server", "pkg:rpm/redhat/postgresql-server@13", "PostgreSQL"),
        ("postgresql16", "pkg:apk/alpine/postgresql16@16.1", "PostgreSQL"),
        ("postgresql16-client", "pkg:apk/alpine/postgresql16-client@16.1", ""),
        ("redis", "pkg:generic/redis@7.2", "Redis"),
        ("redis", "pkg:pypi/redis@5.0", ""),
        ("redis", "pkg:npm/redis@4.6", ""),
        ("redis", None, ""),
        ("redis-server", None, "Redis"),
        ("redis-tools", "pkg:deb/debian/redis-tools@7", ""),
        ("mysql", "pkg:generic/mysql@8", ""),
        ("mysql-server", "pkg:npm/mysql-server@1", ""),
        ("mysql-server-core-8.0", "pkg:deb/ubuntu/mysql-server-core-8.0@8.0.3", "MySQL"),
        ("mariadb-server", "pkg:rpm/redhat/mariadb-server@10", "MariaDB"),
        ("etcd-client", "pkg:deb/debian/etcd-client@3", ""),
        ("x" * 500, None, ""),
    ],
)
def test_servers_and_not_clients_or_libraries(name: str, purl: str | None, product: str) -> None:
    assert database_server(name, purl) == product
