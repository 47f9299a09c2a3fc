import json
from typing import Any

import hypothesis
import msgspec
import pytest
from bench.pods import pods
from collecting import rules
from hypothesis import strategies

from generator.collectors.kubernetes_redaction import read_rules
from generator.collectors.kubernetes_sieve import Sieve
from generator.collectors.kubernetes_wanted import SecretTreatment
from generator.errors import ConfigError

RULES = rules()
KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIEHUNTER2\n-----END RSA PRIVATE KEY-----"
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJodW50ZXIyIn0.aHVudGVyMg-hunter2"  # noqa: S105 - invented
Json = dict[str, Any]


def sieved(value: Json, treatment: SecretTreatment = SecretTreatment.WORKLOAD, kind: str = "Pod") -> tuple[Json, Json]:
    """What is written, and what the sidecar says: (rule, field) -> places."""
    sieve = Sieve(RULES, treatment, kind)
    text = sieve.take(msgspec.Raw(msgspec.json.encode(value)))
    assert text is not None
    said = {(each.rule, each.field): list(each.places) for each in sieve.redactions()}
    return msgspec.json.decode(text), said


def pod(**container: Any) -> Json:
    spec = {"containers": [{"name": "app", "image": "cart:1", **container}]}
    return {"metadata": {"name": "cart-1", "namespace": "shop"}, "spec": spec, "status": {"phase": "Running"}}


def env(variables: Json) -> list[Json]:
    return [{"name": name, "value": value} for name, value in variables.items()]


def test_what_holds_no_secret_stays_byte_for_byte() -> None:
    value = next(pods(1))
    del value["metadata"]["managedFields"]  # type: ignore[attr-defined]
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
    sieve = Sieve(RULES, SecretTreatment.WORKLOAD, "Pod")
    assert sieve.take(msgspec.Raw(text)) == text
    assert sieve.redactions() == ()


def test_environment_values_by_name_and_by_looks() -> None:
    value = pod(
        env=[
            *env(
                {
                    "DB_PASSWORD": "hunter2",
                    "SECRET_KEY_BASE": "hunter2",
                    "DATABASE_URL": "postgres://app:hunter2@postgres.data:5432/app",
                    "STARTUP": KEY,
                    "OPTIONS": "-Xmx1g -Dpassword=hunter2 -Durl=http://cart:8080",
                    "TOKEN_URL": "http://sign-in:8080/token",
                    "PASSWORD_FILE": "/run/secrets/password",
                    "AUTH_ADDR": "token-service:8080",
                    "CACHE": "redis:6379",
                    "API_TOKEN": "$(OTHER)",
                    "PASSWORD": "",
                }
            ),
            {"name": "FROM_SECRET", "valueFrom": {"secretKeyRef": {"name": "cart", "key": "password"}}},
        ]
    )
    written, said = sieved(value)
    assert "hunter2" not in json.dumps(written).lower()
    found = {each["name"]: each.get("value") for each in written["spec"]["containers"][0]["env"]}
    assert [found[name] for name in ("DB_PASSWORD", "SECRET_KEY_BASE")] == ["[redacted]"] * 2
    assert found["DATABASE_URL"] == "postgres://redacted@postgres.data:5432/app"
    assert found["OPTIONS"] == "-Xmx1g -Dpassword=[redacted] -Durl=http://cart:8080"
    given = {each["name"]: each.get("value") for each in value["spec"]["containers"][0]["env"]}
    for name in ("TOKEN_URL", "PASSWORD_FILE", "AUTH_ADDR", "CACHE", "API_TOKEN", "PASSWORD", "FROM_SECRET"):
        assert found[name] == given[name]
    assert said["secret name", "env[]"] == [
        "shop/Pod/cart-1 container app DB_PASSWORD",
        "shop/Pod/cart-1 container app SECRET_KEY_BASE",
    ]
    assert said["password in an address", "env[]"] == ["shop/Pod/cart-1 container app DATABASE_URL"]
    assert set(said) == {(rule, "env[]") for rule in ("secret name", "password in an address", "private key", "assignment")}


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("DB_PASS", "hunter2", "[redacted]"),
        ("PGPASS", "hunter2", "[redacted]"),
        ("REDIS_AUTH", "hunter2", "[redacted]"),
        ("STRIPE_KEY", "hunter2", "[redacted]"),
        ("tls.key", "hunter2", "[redacted]"),
        ("SESSION_JWT", "hunter2", "[redacted]"),
        ("QUEUE", "amqp://app:hun@ter2@queue:5672/x", "amqp://redacted@queue:5672/x"),
        ("GIT", "https://hunter2hunter2hunter2@git.example/x", "https://redacted@git.example/x"),
        ("DB", "app:hunter2@tcp(db:3306)/cart", "redacted@tcp(db:3306)/cart"),
        ("PUBLIC_KEY", "ssh-ed25519 AAAA", "ssh-ed25519 AAAA"),
        ("PARTITION_KEY", "day", "day"),
        ("KEY", "app", "app"),
        ("COMPASS", "true", "true"),
        ("MAIL", "https://app@mail.example/x", "https://app@mail.example/x"),
        ("CONTACT", "mail: a@b.example", "mail: a@b.example"),
    ],
)
def test_what_people_call_their_secrets(name: str, value: str, written: str) -> None:
    found, _ = sieved(pod(env=env({name: value})))
    assert found["spec"]["containers"][0]["env"][0]["value"] == written


@pytest.mark.parametrize(
    ("words", "written"),
    [
        (["--password", "hunter2", "--port", "80"], ["--password", "[redacted]", "--port", "80"]),
        (["--password=hunter2", "--user=app"], ["--password=[redacted]", "--user=app"]),
        (["sh", "-c", "PGPASSWORD=hunter2 psql -h db"], ["sh", "-c", "PGPASSWORD=[redacted] psql -h db"]),
        (["--token-ttl", "5m", "--secret-name", "cart"], ["--token-ttl", "5m", "--secret-name", "cart"]),
        (["--encryption-provider-config=/etc/e.yaml"], ["--encryption-provider-config=/etc/e.yaml"]),
        (["--upstream=http://ledger:8080/v1", "-v"], ["--upstream=http://ledger:8080/v1", "-v"]),
    ],
)
@pytest.mark.parametrize("member", ["args", "command"])
def test_command_lines(member: str, words: list[str], written: list[str]) -> None:
    found, said = sieved(pod(**{member: words}))
    assert found["spec"]["containers"][0][member] == written
    assert bool(said) == (words != written)


def test_arguments_are_read_behind_the_client_of_the_command() -> None:
    left, said = sieved(pod(command=["mysql"], args=["-h", "db", "-phunter2", "app"]))
    assert left["spec"]["containers"][0]["args"] == ["-h", "db", "-p[redacted]", "app"]
    assert said == {("option of a client", "args"): ["shop/Pod/cart-1 container app word 3"]}
    left, _ = sieved(pod(command=["serve"], args=["-phunter2"]))
    assert left["spec"]["containers"][0]["args"] == ["-phunter2"]


def test_probes_hooks_init_containers_and_templates() -> None:
    probe = {"httpGet": {"path": "/", "httpHeaders": [{"name": "Authorization", "value": "Basic aHVudGVyMjpodW50ZXIy"}]}}
    hook = {"preStop": {"exec": {"command": ["curl", "-u", "x", "http://a:hunter2@b/"]}}}
    spec = {
        "containers": [{"name": "app", "livenessProbe": probe, "readinessProbe": probe, "lifecycle": hook}],
        "initContainers": [{"name": "init", "env": env({"TOKEN": "hunter2"})}],
    }
    for template in (
        {"spec": {"template": {"spec": spec}}},
        {"spec": {"jobTemplate": {"spec": {"template": {"spec": spec}}}}},
        {"spec": {**spec, "ephemeralContainers": [{"name": "debug", "args": ["--token=hunter2"]}]}},
    ):
        written, said = sieved({"metadata": {"name": "cart"}, **template}, kind="CronJob")
        assert "hunter2" not in json.dumps(written)
        assert "aHVudGVyMj" not in json.dumps(written)
        assert any(places == ["CronJob/cart container init TOKEN"] for places in said.values())


def test_the_same_environment_in_two_containers() -> None:
    spec = {"containers": [{"name": name, "env": env({"TOKEN": "hunter2"})} for name in ("a", "b", "c")]}
    written, said = sieved({"metadata": {"name": "cart"}, "spec": spec})
    assert "hunter2" not in json.dumps(written)
    assert len(said["secret name", "env[]"]) == 3


def test_metadata_without_whole_objects_and_field_sets() -> None:
    managed = {
        "manager": "kubectl-edit",
        "operation": "Update",
        "apiVersion": "v1",
        "time": "2026-11-01T00:00:00Z",
        "subresource": "status",
        "fieldsType": "FieldsV1",
        "fieldsV1": {"f:data": {"f:hunter2": {}}},
    }
    annotations = {
        "kubectl.kubernetes.io/last-applied-configuration": '{"env":[{"name":"A","value":"hunter2"}]}',
        "vault.hashicorp.com/agent-inject-secret-db": "secret/data/db",
        "example.com/hook": f"Bearer {TOKEN}",
    }
    meta = {"name": "cart", "namespace": "shop", "annotations": annotations, "managedFields": [managed]}
    for treatment in (
        SecretTreatment.METADATA,
        SecretTreatment.WORKLOAD,
        SecretTreatment.VALUES,
        SecretTreatment.CONFIGURATION,
    ):
        written, said = sieved({"metadata": meta}, treatment, "Service")
        assert written["metadata"]["managedFields"] == [
            {key: each for key, each in managed.items() if key not in ("fieldsType", "fieldsV1")}
        ]
        kept = written["metadata"]["annotations"]
        assert set(kept) == {"vault.hashicorp.com/agent-inject-secret-db", "example.com/hook"}
        assert kept["vault.hashicorp.com/agent-inject-secret-db"] == "secret/data/db"
        assert "hunter2" not in json.dumps(written)
        assert said["managed fields", "metadata.managedFields[].fieldsV1"] == []
        places = [each for (rule, _), each in said.items() if rule in ("signed token", "sign-in header")]
        assert places == [["shop/Service/cart example.com/hook"]]


def test_annotations_of_a_template() -> None:
    template = {"metadata": {"annotations": {"note": KEY}, "name": "x"}, "spec": {"containers": []}}
    written, said = sieved({"metadata": {"name": "cart"}, "spec": {"template": template}}, kind="Deployment")
    assert "HUNTER2" not in json.dumps(written)
    assert [rule for rule, _ in said] == ["private key"]


def test_text_that_the_api_would_not_write_is_taken_apart() -> None:
    sieve = Sieve(RULES, SecretTreatment.WORKLOAD, "Pod")
    value = pod(env=env({"TOKEN": "hunter2"}), args=["--password=hunter2"])
    value["metadata"]["managedFields"] = [{"manager": "m", "fieldsV1": {"f:hunter2": {}}}]
    pretty = json.dumps(value, indent=2).encode()
    text = sieve.take(msgspec.Raw(pretty))
    assert text is not None
    assert b"hunter2" not in text
    assert msgspec.json.decode(text)["metadata"]["name"] == "cart-1"
    assert {each.rule for each in sieve.redactions()} == {"managed fields", "secret name", "assignment"}


@pytest.mark.parametrize(
    "spec",
    [
        {"containers": {"odd": {"env": env({"TOKEN": "hunter2"})}}},
        {"containers": [], "template": [{"name": "TOKEN", "value": "hunter2"}]},
        {"containers": [{"name": 7, "env": env({"TOKEN": "hunter2"})}]},
        {"containers": [], "volumes": [{"name": "v", "csi": {"volumeAttributes": {"password": "hunter2"}}}]},
    ],
)
def test_objects_of_another_shape_are_looked_through_whole(spec: Json) -> None:
    written, said = sieved({"metadata": {"name": "cart"}, "spec": spec})
    assert "hunter2" not in json.dumps(written)
    assert said


def test_last_words_of_a_container() -> None:
    value = pod()
    ended = {"terminated": {"exitCode": 1, "message": "cannot open postgres://app:hunter2@db/app"}}
    value["status"] = {"containerStatuses": [{"name": "app", "lastState": ended}]}
    written, _ = sieved(value)
    assert "hunter2" not in json.dumps(written)
    assert "redacted@db/app" in json.dumps(written)


def test_config_maps_keep_their_keys() -> None:
    data = {
        "password": "hunter2",
        "application.yaml": "db:\n  user: app\n  password: hunter2\n  url: jdbc:postgresql://app:hunter2@db/app\n",
        "settings.json": '{"apiKey": "hunter2", "port": 80}',
        "script.sh": "export DB_PASSWORD='hunter2 and more'\necho done\n",
        "large.txt": "x" * 20_000,
        "encryption": "enable-wireguard: true",
        "tls.key": KEY,
    }
    value = {"metadata": {"name": "c", "namespace": "shop"}, "data": data, "binaryData": {"store.jks": "aHVudGVyMg=="}}
    written, said = sieved(value, SecretTreatment.CONFIGURATION, "ConfigMap")
    assert set(written["data"]) == set(data)
    assert "hunter2" not in json.dumps(written).lower()
    assert written["data"]["application.yaml"].startswith("db:\n  user: app\n  password: [redacted]\n")
    assert json.loads(written["data"]["settings.json"]) == {"apiKey": "[redacted]", "port": 80}
    assert written["data"]["script.sh"] == "export DB_PASSWORD='[redacted]'\necho done\n"
    assert written["data"]["large.txt"] == "[20000 characters left out]"
    assert written["data"]["encryption"] == "enable-wireguard: true"
    assert written["binaryData"] == {"store.jks": "[12 characters of base64 left out]"}
    assert said["long text", "data"] == ["shop/ConfigMap/c large.txt"]
    assert said["binary value", "binaryData"] == ["shop/ConfigMap/c store.jks"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("password: hunter2 with words # note", "password: [redacted]"),
        ("cmd: run --password=hunter2 --port=80", "cmd: run --password=[redacted] --port=80"),
        ("OPTS=-Dtoken=hunter2", "OPTS=-Dtoken=[redacted]"),
        ("db:\n  password: |\n    hunter2\n\n    more\n  user: app\n", "db:\n  password: |\n[redacted]\n  user: app\n"),
        ('{"token": 12345, "port": 80}', '{"token": [redacted], "port": 80}'),
        ('{"token":"hun\\"ter2","a":1}', '{"token":"[redacted]","a":1}'),
        ("password: ${DB_PASSWORD}", "password: ${DB_PASSWORD}"),
        ("automountServiceAccountToken: false", "automountServiceAccountToken: false"),
        ("passwordFile: /run/x\ntokenUrl: http://a", "passwordFile: /run/x\ntokenUrl: http://a"),
        ("password:\nuser: app", "password:\nuser: app"),
        ("https://token-service:8080/secret", "https://token-service:8080/secret"),
        ("https://cart/cb?token=hunter2&x=1", "https://cart/cb?token=[redacted]&x=1"),
    ],
)
def test_secrets_beside_their_name_in_a_longer_text(text: str, written: str) -> None:
    said, rule = RULES.text(text)
    assert said == written
    assert rule == ("assignment" if text != written else None)
    assert RULES.text(said) == (said, None)


def test_custom_objects_everywhere() -> None:
    value = {
        "kind": "Application",
        "metadata": {"name": "cart"},
        "spec": {
            "source": {"helm": {"values": "admin:\n  password: hunter2\n", "parameters": env({"adminPassword": "hunter2"})}},
            "destination": {"server": "https://kubernetes.default.svc"},
            "clientSecret": "hunter2",
            "secretName": "cart-tls",
            "files": [{"contents": {"source": "data:text/plain;base64,aHVudGVyMmh1bnRlcjI="}}],
            "on": True,
            "replicas": 3,
        },
    }
    written, said = sieved(value, SecretTreatment.VALUES, "Application")
    assert "hunter2" not in json.dumps(written)
    assert "aHVudGVy" not in json.dumps(written)
    assert written["spec"]["destination"] == {"server": "https://kubernetes.default.svc"}
    assert (written["spec"]["secretName"], written["spec"]["on"], written["spec"]["replicas"]) == ("cart-tls", True, 3)
    assert said["secret name", "spec.clientSecret"] == ["Application/cart clientSecret"]


def test_what_is_no_object_is_left_out_and_depth_is_bounded() -> None:
    sieve = Sieve(RULES, SecretTreatment.VALUES, "Pod")
    assert sieve.take(msgspec.Raw(b'"text"')) is None
    deep: Json = {"password": "hunter2"}
    for _ in range(300):
        deep = {"a": deep}
    written, said = sieved({"metadata": {"name": "x"}, "spec": deep}, SecretTreatment.VALUES)
    assert "hunter2" not in json.dumps(written)
    assert [rule for rule, _ in said] == ["nested too deeply to be looked through"]


TEXTS = strategies.sampled_from(["", "cart", "ü"])
LEAVES = strategies.none() | strategies.booleans() | strategies.integers(-(2**53), 2**53) | TEXTS
NAMES = strategies.sampled_from(["a", "spec", "containers", "env", "metadata", "template"])
VALUES = strategies.recursive(
    LEAVES,
    lambda inner: strategies.lists(inner, max_size=3) | strategies.dictionaries(NAMES, inner, max_size=3),
    max_leaves=20,
)
OBJECTS = strategies.dictionaries(strategies.sampled_from(["a", "metadata", "spec", "status"]), VALUES)


@hypothesis.given(OBJECTS, strategies.sampled_from(SecretTreatment))
def test_any_object_without_secrets_stays_what_it_is(value: Json, treatment: SecretTreatment) -> None:
    assert sieved(value, treatment)[0] == value


@hypothesis.given(VALUES, VALUES)
def test_a_marked_variable_never_comes_through(before: Any, after: Any) -> None:
    container = {"name": "app", "command": before, "env": env({"API_TOKEN": "hunter2"}), "lifecycle": after}
    value = {"metadata": {"name": "x", "labels": before}, "spec": {"containers": [container], "volumes": after}}
    assert "hunter2" not in json.dumps(sieved(value)[0])


def test_rules_of_ones_own() -> None:
    own = read_rules(b"secret-words: [colour]\nlargest-value: 5\n", where="own")
    sieve = Sieve(own, SecretTreatment.CONFIGURATION, "ConfigMap")
    text = sieve.take(msgspec.Raw(b'{"metadata":{"name":"x"},"data":{"colour":"red","password":"long text","size":"1"}}'))
    assert text is not None
    assert msgspec.json.decode(text)["data"] == {"colour": "[redacted]", "password": "[9 characters left out]", "size": "1"}


@pytest.mark.parametrize("text", [b"secret-words: ['(']", b"unknown: 1", b"[]", b"secret-words: {", b"\xff"])
def test_rules_that_cannot_be_read(text: bytes) -> None:
    with pytest.raises(ConfigError, match="redaction rules") as caught:
        read_rules(text, where="mine.yaml")
    assert caught.value.where == "mine.yaml"


@pytest.mark.parametrize(
    "text",
    [
        "a=" * 100_000,
        "password" * 25_000,
        "x://" * 50_000,
        "://" + ":" * 200_000,
        "://" + "a:" * 100_000,
        "a:b" * 70_000,
        "a:b@tcp" * 30_000,
        "-----BEGIN PRIVATE KEY-----" * 7_000,
        "eyJ." * 50_000,
        "'\"" * 100_000,
        "token: |\n" * 30_000,
        "token: " * 50_000,
        'token="' * 30_000,
        "a.b-" * 50_000,
    ],
)
def test_hostile_texts_cost_no_more_than_their_length(text: str) -> None:
    """A pattern that tries every way to divide such a text would not come back within the life of this test."""
    said, _ = RULES.text(text)
    assert isinstance(said, str)
