"""Credentials in clear text are found by name, URL and connection string; what is filled in later is none."""

import pytest
from replacing import replace

from generator.model.settings.base import Setting
from generator.model.settings.secrets import SecretUse
from generator.parsers.cluster.plain_credentials import (
    filled_in,
    in_arguments,
    in_environment,
    placeholders,
    placeholders_in_arguments,
    unclear_in_arguments,
    use_of,
)
from tests.checks.cluster_evidence import snapshot

CLEAR = "not-a-real-secret"


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("DB_PASSWORD", CLEAR, ["DB_PASSWORD"]),
        ("RABBITMQ_DEFAULT_PASS", CLEAR, ["RABBITMQ_DEFAULT_PASS"]),
        ("DJANGO_SECRET_KEY", CLEAR, ["DJANGO_SECRET_KEY"]),
        ("api_key", CLEAR, ["api_key"]),
        ("DB_PASSWORD", "${PW:-postgres}", ["DB_PASSWORD"]),
        ("BROKER", f"amqp://user:{CLEAR}@queue:5672/", ["BROKER (password in a URL)"]),
        ("DATABASE_URL", f"postgres://:{CLEAR}@db/x", ["DATABASE_URL (password in a URL)"]),
        ("DSN", f"Server=db;User Id=sa;Password={CLEAR};", ["DSN (password in a connection string)"]),
        ("DSN", f"host=db password={CLEAR} dbname=x", ["DSN (password in a connection string)"]),
        ("DB_PASSWORD", "${PW}", []),
        ("DB_PASSWORD", "$(PW)", []),
        ("DB_PASSWORD", "{{ .Values.password }}", []),
        ("DB_PASSWORD", "((password))", []),
        ("DB_PASSWORD", "", []),
        ("DB_PASSWORD", "/run/secrets/db", []),
        ("DB_PASSWORD_FILE", "/run/secrets/db", []),
        ("ALLOW_EMPTY_PASSWORD", "yes", []),
        ("BROKER", "amqp://user:${PW}@queue:5672/", []),
        ("BROKER", "amqp://queue:5672/", []),
        ("SITE", "https://example.gov:8443/@team", []),
        ("COMPASS", CLEAR, []),
    ],
)
def test_by_name_and_form(name: str, value: str, found: list[str]) -> None:
    assert list(in_environment([(name, value)])) == found


def test_arguments_are_named_by_their_place() -> None:
    words = ["serve", f"--db=postgres://app:{CLEAR}@db/x", "--port=80"]
    assert list(in_arguments(words)) == ["argument 2 (password in a URL)"]


COMPOSE = f"""
services:
  web:
    image: web:1
    environment: {{DB_PASSWORD: {CLEAR}, BROKER: "amqp://u:{CLEAR}@queue", PORT: 80}}
    command: ["serve", "--db=postgres://app:{CLEAR}@db/x"]
  db: {{image: "postgres:16", secrets: [pw]}}
"""
APP = f"""
applications:
  - name: shop
    memory: 64M
    env: {{API_KEY: {CLEAR}, LEVEL: info}}
"""
DEPLOYMENT = f"""
apiVersion: apps/v1
kind: Deployment
metadata: {{name: cart, namespace: shop}}
spec:
  selector: {{matchLabels: {{app: cart}}}}
  template:
    metadata: {{labels: {{app: cart}}}}
    spec:
      containers:
        - {{name: cart, image: "cart:1", args: ["--db", "mysql://u:{CLEAR}@db/x"], env: [{{name: REDIS, value: "redis://:{CLEAR}@r"}}]}}
"""


def uses(text: str, name: str) -> dict[str, SecretUse]:
    settings: tuple[Setting[object], ...] = snapshot(text, name).settings  # type: ignore[assignment]
    assert CLEAR not in repr(settings)
    return {each.key: each.says for each in settings if isinstance(each.says, SecretUse)}


def test_compose_services_cloud_foundry_apps_and_pod_templates() -> None:
    assert uses(COMPOSE, "compose.yaml") == {
        "default/ComposeService/web": SecretUse(
            literal=("web: BROKER (password in a URL)", "web: DB_PASSWORD", "web: argument 2 (password in a URL)")
        ),
        "default/ComposeService/db": SecretUse(files=True),
    }
    assert uses(APP, "manifest.yml") == {"default/CloudFoundryApp/shop": SecretUse(literal=("shop: API_KEY",))}
    assert uses(DEPLOYMENT, "cart.yaml") == {
        "shop/Deployment/cart": SecretUse(literal=("cart: REDIS (password in a URL)", "cart: argument 2 (password in a URL)"))
    }


def test_keys_that_sign_and_placeholders() -> None:
    assert list(in_environment([("SECRET_KEY_BASE", "yYrECL4q"), ("RAILS_MASTER_KEY", "a1b2")])) == [
        "SECRET_KEY_BASE",
        "RAILS_MASTER_KEY",
    ]
    values = [("RAILS_MASTER_KEY", "((rails_master_key))"), ("HOST", "((host))"), ("DB_PASSWORD", "x((y))")]
    assert list(placeholders(values)) == ["RAILS_MASTER_KEY", "DB_PASSWORD"]
    assert list(filled_in(values)) == ["HOST"]


@pytest.mark.parametrize(
    ("name", "value", "gets_one", "filled"),
    [
        ("DB_PASSWORD", "${PW}", True, False),
        ("DB_PASSWORD", "$PW", True, False),
        ("DB_PASSWORD", "${PW:?no password}", True, False),
        ("DB_PASSWORD", "${PW:-}", True, False),
        ("SPRING_DATASOURCE", "${DB_PASSWORD}", True, False),
        ("DSN", "((db-password))", True, False),
        ("BROKER", "amqp://user:${PW}@queue:5672/", True, False),
        ("DSN", "host=db password=$PW dbname=x", True, False),
        ("DATA_SOURCE_NAME", "((db_uri))", False, True),
        ("LEVEL", "${LEVEL}", False, True),
        ("LEVEL", "${LEVEL:-info}", False, False),
        ("LEVEL", "$$LEVEL", False, False),
        ("DB_PASSWORD", CLEAR, False, False),
    ],
)
def test_what_is_filled_in_reaches_the_container_all_the_same(name: str, value: str, gets_one: bool, filled: bool) -> None:
    assert bool(list(placeholders([(name, value)]))) is gets_one
    assert bool(list(filled_in([(name, value)]))) is filled


@pytest.mark.parametrize(
    ("words", "held", "filled"),
    [
        (["redis-server", "--requirepass", CLEAR], ["argument requirepass"], []),
        (["redis-server", "--requirepass", "${PW:-x1y2}"], ["argument requirepass"], ["argument requirepass"]),
        (["redis-server", "--requirepass", "${PW}"], [], ["argument requirepass"]),
        (["serve", "--api-key=${KEY}"], [], ["argument api-key"]),
        (["serve", "--password", "--verbose"], [], []),
        (["serve", "--tls-secret", "front"], [], []),
        (["serve", "--token", "Zq8vX2mN"], ["argument token"], []),
        (["serve", "--client-secret", "q1w2e3r4t5y6u7i8"], ["argument client-secret"], []),
        (["serve", "--token", "${API_TOKEN}"], [], ["argument token"]),
        (["serve", "--token", "${PW:-Zq8vX2mN}"], ["argument token"], []),
        (["serve", "--token", "/run/secrets/api"], [], []),
        (["sh", "-c", f"serve --admin-password '{CLEAR}' --port 80"], ["argument admin-password"], []),
        (["serve", "--password-file", "/run/secrets/db"], [], []),
    ],
)
def test_options_whose_value_is_the_next_word(words: list[str], held: list[str], filled: list[str]) -> None:
    assert list(in_arguments(words)) == held
    assert list(placeholders_in_arguments(words)) == filled


@pytest.mark.parametrize(
    ("words", "unclear"),
    [
        (["serve", "--secret", "registry-login"], ["argument secret"]),
        (["serve", "--token", "${NAME}"], ["argument token"]),
        (["serve", "--token", "prod/Db2"], ["argument token"]),
        (["serve", "--token", "Zq8vX2mN"], []),
        (["serve", "--token", "${API_TOKEN}"], []),
        (["serve", "--secret", "id=npm,src=.npmrc"], []),
        (["serve", "--token", "--verbose"], []),
        (["serve", "--password", "hunter"], []),
    ],
)
def test_a_word_that_may_be_the_name_of_a_credential(words: list[str], unclear: list[str]) -> None:
    assert list(unclear_in_arguments(words)) == unclear


BOUND = """
applications:
  - name: shop
    memory: 64M
    services: [db, {name: queue}, ((cache))]
    command: serve --api-key q1w2 --secret front
    processes: [{type: web}, {type: worker, command: "work --token ((worker_token))"}]
"""


def test_an_app_of_cloud_foundry_gets_the_credentials_of_its_services() -> None:
    says = SecretUse(
        literal=("shop: argument api-key",),
        variables=("shop: argument token",),
        unclear=("shop: argument secret",),
        bound=("((cache))", "db", "queue"),
    )
    assert uses(BOUND, "manifest.yml") == {"default/CloudFoundryApp/shop": says}
    alone = BOUND.replace("processes:", "x-processes:")
    assert uses(alone, "manifest.yml") == {"default/CloudFoundryApp/shop": replace(says, variables=())}
    files = BOUND.replace("memory: 64M", "features: {file-based-vcap-services: true}")
    assert uses(files, "manifest.yml") == {"default/CloudFoundryApp/shop": replace(says, bound=(), files=True)}


TERRAFORM = """
resource "cloudfoundry_app" "shop" {
  name        = "shop"
  environment = { DB_PASSWORD = "not-a-real-secret", API = var.api_token }
  service_binding { service_instance = cloudfoundry_service_instance.db.id }
  service_binding { service_instance = cloudfoundry_user_provided_service.mail.id }
}
resource "cloudfoundry_service_instance" "db" { name = "shop-db" }
resource "cloudfoundry_user_provided_service" "mail" { name = "shop-mail" }
"""


def test_apps_of_terraform_are_read_like_those_of_manifests() -> None:
    assert uses(TERRAFORM, "main.tf") == {
        "default/CloudFoundryApp/shop": SecretUse(
            literal=("shop: DB_PASSWORD",), variables=("shop: API",), bound=("shop-db", "shop-mail")
        )
    }


def test_an_option_that_is_given_twice_is_named_once() -> None:
    says = use_of("shop", [("DB_PASSWORD", CLEAR)], [["--api-key", "q1w2", "--api-key", "q1w3"], ["--api-key", "q1w4"]])
    assert says == SecretUse(literal=("shop: DB_PASSWORD", "shop: argument api-key"))
