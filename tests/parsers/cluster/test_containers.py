"""Digests, owners and host names."""

import pytest

from generator.model.inventory import CalledHost
from generator.parsers.cluster import calls
from generator.parsers.cluster.containers import ContainerSpec, ContainerStatus, build, identify
from generator.parsers.cluster.objects import ObjectMetadata, OwnerReference
from generator.parsers.cluster.pods import PodSpec, owner_of

_HEX = "ab" * 32
_D = f"sha256:{_HEX}"


@pytest.mark.parametrize(
    ("image_id", "digest", "local"),
    [
        (f"docker-pullable://registry.example/a@{_D}", _D, None),
        (f"registry.example:5000/a/b@{_D}", _D, None),
        (f"containerd://registry.example/a@{_D}", _D, None),
        (f"cri-o://{_D}", None, _D),
        (f"docker://{_D}", None, _D),
        (_D, None, _D),
        (_HEX, None, _D),
        ("a@sha512:" + "cd" * 64, "sha512:" + "cd" * 64, None),
        ("", None, None),
        (None, None, None),
        ("registry.example/a:1", None, None),
        ("38a6c80a", None, None),
        ("a@sha256:short", None, None),
        ("@", None, None),
        (f"docker.io/library/import-2026-11-19@{_D}", None, _D),
        ("docker.io/library/import-2026-11-19@sha256:short", None, None),
        (f"docker.io/library/important@{_D}", _D, None),
    ],
)
def test_image_ids(image_id: str | None, digest: str | None, local: str | None) -> None:
    assert identify(image_id) == (digest, local)


def test_what_runs_beats_what_is_written() -> None:
    other = "sha256:" + "cd" * 32
    spec = ContainerSpec(name="a", image=f"registry.example/a@{_D}")
    pinned = build(spec, None, init=False)
    running = build(spec, ContainerStatus(name="a", image_id=f"registry.example/a@{other}"), init=False)
    waiting = build(spec, ContainerStatus(name="a", image_id=""), init=False)
    assert [each.digest for each in (pinned, running, waiting) if each] == [_D, other, _D]
    assert [each.only_requested for each in (pinned, running, waiting) if each] == [True, None, True]
    by_tag = build(ContainerSpec(name="a", image="a:1"), None, init=False)
    assert by_tag is not None
    assert (by_tag.digest, by_tag.only_requested) == (None, None)


def test_an_image_is_taken_from_the_status_only_where_the_spec_has_none() -> None:
    status = ContainerStatus(name="a", image="docker.io/library/a:1")
    found = build(ContainerSpec(name="a"), status, init=True)
    assert found is not None
    assert (found.image, found.init) == ("docker.io/library/a:1", True)
    assert build(ContainerSpec(name="a"), None, init=False) is None


@pytest.mark.parametrize(
    ("metadata", "node", "owner"),
    [
        (
            ObjectMetadata(
                name="cart-5d4f8-x",
                owner_references=(OwnerReference("ReplicaSet", "cart-5d4f8", True),),
                labels={"pod-template-hash": "5d4f8"},
            ),
            "n",
            ("Deployment", "cart"),
        ),
        (
            ObjectMetadata(
                name="cart-5d4f8-x",
                owner_references=(OwnerReference("ReplicaSet", "cart-5d4f8", True),),
                labels={"pod-template-hash": "other"},
            ),
            "n",
            ("ReplicaSet", "cart-5d4f8"),
        ),
        (
            ObjectMetadata(
                name="cart-x", owner_references=(OwnerReference("ReplicaSet", "cart", True),), labels={"app": "cart"}
            ),
            "n",
            ("ReplicaSet", "cart"),
        ),
        (
            ObjectMetadata(
                name="c",
                owner_references=(OwnerReference("ReplicaSet", "c-545bc4bfd4", True),),
                labels={"pod-template-hash": "1016706980"},
            ),
            "n",
            ("Deployment", "c"),
        ),
        (
            ObjectMetadata(
                name="c",
                owner_references=(OwnerReference("ReplicaSet", "c-77f", True),),
                labels={"rollouts-pod-template-hash": "77f"},
            ),
            "n",
            ("Rollout", "c"),
        ),
        (
            ObjectMetadata(
                name="a-1", owner_references=(OwnerReference("SparkApplication", "a", None), OwnerReference("Job", "a", True))
            ),
            "n",
            ("Job", "a"),
        ),
        (ObjectMetadata(name="a-1", owner_references=(OwnerReference("SparkApplication", "a", None),)), "n", ("Pod", "a-1")),
        (
            ObjectMetadata(name="etcd-node-1", owner_references=(OwnerReference("Node", "node-1", True),)),
            "node-1",
            ("Pod", "etcd"),
        ),
        (ObjectMetadata(name="etcd-node-1", owner_references=(OwnerReference("Node", "node-1", True),)), None, ("Pod", "etcd")),
        (ObjectMetadata(name="etcd-node-1", annotations={"kubernetes.io/config.source": "file"}), "node-1", ("Pod", "etcd")),
        (ObjectMetadata(name="shell", annotations={"kubernetes.io/config.source": "api"}), "node-1", ("Pod", "shell")),
        (ObjectMetadata(name="run-x7k2p", generate_name="run-"), "n", ("Pod", "run")),
        (ObjectMetadata(name="shell"), None, ("Pod", "shell")),
    ],
)
def test_owners(metadata: ObjectMetadata, node: str | None, owner: tuple[str, str]) -> None:
    assert owner_of(metadata, PodSpec(node_name=node)) == owner


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("URL", "http://cart:8080", {"cart"}),
        ("URL", "https://Cart.Shop:443/path?x=1", {"cart.shop"}),
        ("URL", "http://ledger.money.svc.cluster.local:8080/v1", {"ledger.money"}),
        ("URL", "http://db-0.db.money.svc:5432", {"db.money"}),
        ("ADDR", "redis:6379", {"redis"}),
        ("BROKERS", "kafka-0.kafka:9092, kafka-1.kafka:9092", {"kafka-0.kafka", "kafka-1.kafka"}),
        ("MONGO", "mongodb://u:p@m-0.m,m-1.m:27017/db", {"m-0.m", "m-1.m"}),
        ("JDBC", "jdbc:postgresql://orders-db:5432/orders", {"orders-db"}),
        ("PGHOST", "pgsql", {"pgsql"}),
        ("JDBC", "jdbc:sqlserver://orders-db:1433;databaseName=orders;encrypt=true", {"orders-db"}),
        ("JDBC", "jdbc:oracle:thin:@//orders-db:1521/orders", {"orders-db"}),
        ("JDBC", "jdbc:oracle:thin:scott/tiger@orders-db:1521:orders", set()),
        ("REACTIVE", "vertx-reactive:postgresql://orders-db:5432/orders", {"orders-db"}),
        ("SPRING_R2DBC_URL", "r2dbc:pool:mysql://orders-db/orders", {"orders-db"}),
        ("ConnectionStrings__Orders", "Data Source=tcp:orders-db,1433;Initial Catalog=orders;Password=abc:1234", {"orders-db"}),
        ("ConnectionStrings__Orders", "Server=orders-db\\sql;User Id=sa;Password=abc:1234", {"orders-db"}),
        ("services__cart__http__0", "http://cart:8080", {"cart"}),
        ("spring.kafka.bootstrap-servers", "kafka:9092", {"kafka"}),
        ("quarkus.mongodb.hosts", "fights-db:27017", {"fights-db"}),
        ("quarkus.stork.heroes.service-discovery.application", "rest-heroes", {"rest-heroes"}),
        ("QUARKUS_STORK_HEROES_SERVICE_DISCOVERY_APPLICATION", "rest-heroes", {"rest-heroes"}),
        ("quarkus.rest-client.heroes.url", "stork://heroes/api", set()),
        ("CELERY_BROKER_URL", "amqp://guest:guest@queue:5672//", {"queue"}),
        ("MERLIN_URL", "http://aerie_merlin:27183", {"aerie_merlin"}),
        ("DSN", "host=orders-db port=5432 password=abc:1234", {"orders-db"}),
        ("DSN", "Server=mssql;Password=abc:1234", {"mssql"}),
        ("OTEL", "$(NODE_IP):4317", set()),
        ("X", "ledger.money.svc", {"ledger.money"}),
        ("CONFIG", "password: abc:1234", set()),
        ("CONFIG", '{"password": "abc:1234", "url": "http://cart:80"}', {"cart"}),
        ("MODE", "production", set()),
        ("LISTEN", ":8080", set()),
        ("LISTEN", "0.0.0.0:8080", set()),
        ("SELF", "localhost:8080", set()),
        ("IMAGE", "redis:7", set()),
        ("VERSION", "1.2.3:80", set()),
        ("URL", "https://api.bank.example/v1", set()),
        ("DEBUG_HOST", "true", set()),
        ("API_TOKEN", "abc:1234", set()),
        ("DB_PASSWORD", "http://abc:1234", set()),
        ("REDIS_AUTH", "abc:1234", set()),
        ("AUTHORIZATION", "http://abc:1234", set()),
        ("AUTH_SERVICE_URL", "http://auth-service:8080", {"auth-service"}),
        ("OAUTH_TOKEN_ENDPOINT", "http://login:8080/token", {"login"}),
        ("AUTHOR_API", "http://authors:8080", {"authors"}),
        ("AUTHORITY_URL", "http://identity:80", {"identity"}),
        ("KEYCLOAK", "http://keycloak:8080", {"keycloak"}),
        ("KEY_FILE", "http://keycloak:8080", set()),
        ("DB_HOST", "postgres-auth", {"postgres-auth"}),
        ("DB_HOST", "postgres-auth:5432", {"postgres-auth"}),
        ("DB_HOST", "orders password=hunter", set()),
        ("DB", "postgres-auth:5432", set()),
        ("URL", "postgres://user:pa/ss@db:5432/x", set()),
        ("URL", "postgres://user:p@ss,word@db:5432/x", {"db"}),
        ("URL", "postgres://user:p#ss@db:5432/x", set()),
        ("URL", "http://" + "a" * 300, set()),
        ("URL", "", set()),
    ],
)
def test_hosts_in_the_environment(name: str, value: str, found: set[str]) -> None:
    assert calls.inside(calls.in_environment([(name, value)])) == found


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["--upstream=http://cart:8080"], {"cart"}),
        (["--redis-host", "redis:6379"], {"redis"}),
        (["--password", "abc:1234", "--db", "orders:5432"], {"orders"}),
        (["--api-key=abc:1234"], set()),
        (["--auth-server", "login:8080", "--auth", "abc:1234"], {"login"}),
        (["--token-url=http://login:8080", "--token=abc:1234"], {"login"}),
        (["sh", "-c", "until wget -q http://ledger:8080/ready; do sleep 1; done"], {"ledger"}),
        (["--listen=:8080", "--level", "info"], set()),
        ([], set()),
    ],
)
def test_hosts_in_arguments(arguments: list[str], found: set[str]) -> None:
    assert calls.inside(calls.in_arguments(arguments)) == found


def test_a_long_value_is_looked_through_in_no_time() -> None:
    hostile = ["a." * 500_000, "http://" * 100_000, "a:1" * 300_000, "=" * 500_000, "a@" * 300_000, "-" * 500_000]
    assert set(calls.in_environment(("X_HOST", each) for each in hostile)) == set()
    assert set(calls.in_file("\n".join(hostile))) == set()


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("URL", "https://Cart.Shop:443/path?x=1", CalledHost("cart.shop", 443, "https")),
        ("URL", "https://api.bank.example/v1", CalledHost("api.bank.example", None, "https")),
        ("DSN", "host=db user=u password=p dbname=x sslmode=disable", CalledHost("db", None, "postgres", False)),
        ("DSN", "host=db port=5433 dbname=x sslmode=verify-full", CalledHost("db", 5433, "postgres", True)),
        ("DSN", "host=db dbname=x sslmode=prefer", CalledHost("db", None, "postgres")),
        ("DB", "postgres://u:p@db:5432/x?sslmode=require", CalledHost("db", 5432, "postgres", True)),
        ("DB", "postgres://u:p@db:5432/x?sslmode=disable", CalledHost("db", 5432, "postgres", False)),
        ("DB", "jdbc:sqlserver://db:1433;encrypt=true", CalledHost("db", 1433, "sqlserver", True)),
        ("DB", "Server=tcp:db,1433;Encrypt=True", CalledHost("db", 1433, "", True)),
        ("DB", "postgres://u:p@db:5432/x?sslmode=prefer", CalledHost("db", 5432, "postgres")),
        ("DB", "jdbc:mysql://db:3306/x?useSSL=true", CalledHost("db", 3306, "mysql")),
        ("DB", "jdbc:mysql://db:3306/x?useSSL=true&requireSSL=true", CalledHost("db", 3306, "mysql", True)),
        ("DB", "jdbc:mysql://db:3306/x?useSSL=false", CalledHost("db", 3306, "mysql", False)),
        ("SMTP_HOST", "mail.agency.example", CalledHost("mail.agency.example")),
        ("PEER", "203.0.113.7:8443", CalledHost("203.0.113.7", 8443)),
        ("URL", "redis://203.0.113.7", CalledHost("203.0.113.7", None, "redis")),
    ],
)
def test_calls_have_ports_schemes_and_hosts_outside(name: str, value: str, found: CalledHost) -> None:
    assert list(calls.in_environment([(name, value)])) == [found]


@pytest.mark.parametrize(
    ("variables", "found"),
    [
        ({"DB_HOST": "orders", "DB_PORT": "5432"}, [CalledHost("orders", 5432)]),
        ({"DB_PORT": "5432", "DB_HOST": "orders"}, [CalledHost("orders", 5432)]),
        ({"db.server": "orders", "db.port": "5432"}, [CalledHost("orders", 5432)]),
        ({"DB_HOST": "orders:5433", "DB_PORT": "5432"}, [CalledHost("orders", 5433)]),
        ({"DB_HOST": "http://orders", "DB_PORT": "5432"}, [CalledHost("orders", None, "http")]),
        ({"DB_HOST": "orders", "CACHE_PORT": "6379"}, [CalledHost("orders")]),
        ({"DB_HOST": "orders", "PORT": "8080"}, [CalledHost("orders")]),
        ({"DB_HOST": "orders", "DB_PORT": "${PORT}"}, [CalledHost("orders")]),
        ({"DB_HOST": "orders", "DB_PORT": "99999"}, [CalledHost("orders")]),
    ],
    ids=str,
)
def test_a_host_and_its_port_in_two_variables(variables: dict[str, str], found: list[CalledHost]) -> None:
    assert list(calls.in_environment(variables.items())) == found
    assert list(calls.in_file("\n".join(f"{key}={value}" for key, value in variables.items()))) == found


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("URL", "http://127.0.0.1:80"),
        ("X", "169.254.169.254:80"),
        ("VERSION", "1.2.3"),
        ("CLASS", "org.example.Main"),
        ("A", "9.9.9.999:1"),
    ],
)
def test_what_is_no_call(name: str, value: str) -> None:
    assert list(calls.in_environment([(name, value)])) == []


def test_a_configuration_file_is_read_by_lines() -> None:
    text = "# http://old:1\nstore:\n  host: redis\n  password: p:6379\n  url: 'amqps://queue.shop:5671'\ntoken=abc:1234\n"
    assert set(calls.in_file(text)) == {CalledHost("redis"), CalledHost("queue.shop", 5671, "amqps")}
