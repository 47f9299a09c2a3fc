"""Where credentials come from, how they reach containers, and certificates."""

import json
from typing import Any

import pytest
from prerequisites import needs

from generator.checks.base import Check
from generator.checks.change import certificates_valid, secret_stores, secrets_in_environment
from generator.model.posture import PostureState
from generator.model.settings.secrets import StoredSecret
from tests.checks.cluster_evidence import CASES, declared, listing, of_case, posture, snapshot, verdicts
from tests.checks.manifests import empty, namespace, refused, thing
from tests.checks.operation_manifests import pod

STORES, ENVIRONMENT, CERTIFICATES = secret_stores.CHECK, secrets_in_environment.CHECK, certificates_valid.CHECK
CART, DB, FRONT = "shop/Deployment/cart", "shop/Secret/db", "shop/Certificate/front"


def container(*env: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"name": "cart", "image": "cart:1", "env": list(env), **members}


def workload(*containers: dict[str, Any], kind: str = "Deployment", version: str = "apps/v1", **pod_spec: Any) -> str:
    spec = {"template": {"spec": {"containers": list(containers) or [container()], **pod_spec}}}
    return thing(kind, version, "cart", "shop", spec=spec)


KEY = {"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db", "key": "p"}}}
WHOLE = {"envFrom": [{"secretRef": {"name": "db"}}]}
IN_MANIFEST = "fails (observed): holds a credential in its manifest (cart: {})"
PASSES = "passes (observed)"


@pytest.mark.parametrize(
    ("made_of", "expected"),
    [
        pytest.param(container(), PASSES, id="no credential"),
        pytest.param(
            container(KEY),
            "fails (observed): gets credentials through environment variables (cart: DB_PASSWORD)",
            id="from a Secret",
        ),
        pytest.param(
            container(**WHOLE),
            "fails (observed): gets credentials through environment variables (cart: all of Secret db)",
            id="all of a Secret",
        ),
        pytest.param(
            container({"name": "TOKEN", "value": "x1y2"}, KEY),
            "fails (observed): holds a credential in its manifest (cart: TOKEN); "
            "gets credentials through environment variables (cart: DB_PASSWORD)",
            id="both",
        ),
        pytest.param(
            container(envFrom=[{"configMapRef": {"name": "settings"}}]),
            "unknown: keys of ConfigMap settings were not collected",
            id="all of a ConfigMap",
        ),
        pytest.param(
            container({"name": "HOME_PAGE", "value": "[redacted]"}),
            "unknown: values were redacted (cart: HOME_PAGE)",
            id="redacted",
        ),
        *(
            pytest.param(container({"name": name, "value": "x1y2"}), IN_MANIFEST.format(name), id=name)
            for name in "API_KEY PGPASSWORD MYSQL_PWD db_password SECRET AWS_SECRET_ACCESS_KEY KEYSTORE_PASSPHRASE".split()
        ),
        *(
            pytest.param(container({"name": name, "value": "x1y2"}), PASSES, id=name)
            for name in "PWD MONKEY TOKEN_URL SECRET_NAME KEYBOARD".split()
        ),
        *(
            pytest.param(container({"name": "DB_PASSWORD", "value": value}), PASSES, id=f"no value: {value}")
            for value in (
                "$(P)",
                "${P}",
                "{{ p }}",
                "/run/secrets/p",
                "./p.txt",
                "https://vault.example/v1",
                "true",
                "",
                "None",
            )
        ),
        *(
            pytest.param(container({"name": "DB_PASSWORD", "value": value}), IN_MANIFEST.format("DB_PASSWORD"), id=value)
            for value in ("hunter2", "wJalr/K7MDENG/bPx=", "/abc+def==", "[redacted]")
        ),
        pytest.param(
            container({"name": "DB_URL", "value": "postgres://u:hunter2@db/x"}),
            IN_MANIFEST.format("DB_URL (password in a URL)"),
            id="in an address",
        ),
        pytest.param(container({"name": "DB_URL", "value": "postgres://u:$(P)@db/x"}), PASSES, id="filled into an address"),
        pytest.param(container({"name": "DB_URL", "value": "postgres://u@db:5432/x"}), PASSES, id="an address without one"),
        pytest.param(container(args=["--password=hunter2"]), IN_MANIFEST.format("argument password"), id="an argument"),
        pytest.param(container(command=["x", "--db-api-key=k1"]), IN_MANIFEST.format("argument db-api-key"), id="a command"),
        pytest.param(container(args=["--password=$(P)", "--token-file=/x", "--verbose"]), PASSES, id="arguments without one"),
        pytest.param(
            container(args=["postgres://u:hunter2@db/x"]),
            IN_MANIFEST.format("argument 1 (password in a URL)"),
            id="an address as argument",
        ),
    ],
)
def test_the_environment(made_of: dict[str, Any], expected: str) -> None:
    state = posture(ENVIRONMENT, workload(made_of))
    assert verdicts(state) == {CART: expected}
    assert not {"hunter2", "x1y2"} & set(repr(state).replace('"', " ").replace("'", " ").split()), "a value is never kept"


def _from_map(variable: str, key: str = "k", name: str = "settings") -> dict[str, Any]:
    return {"name": variable, "valueFrom": {"configMapKeyRef": {"name": name, "key": key}}}


ALL_OF_IT = container(envFrom=[{"configMapRef": {"name": "settings"}}])
IN_THE_MAP = "fails (observed): takes a credential that stands in ConfigMap settings ({})"


@pytest.mark.parametrize(
    ("made_of", "data", "expected"),
    [
        (container(_from_map("DB_PASSWORD")), {"k": "hunter2"}, IN_THE_MAP.format("cart: DB_PASSWORD")),
        (container(_from_map("PW", "DB_PASSWORD")), {"DB_PASSWORD": "hunter2"}, IN_THE_MAP.format("cart: PW")),
        (container(_from_map("DB")), {"k": "postgres://u:hunter2@db/x"}, IN_THE_MAP.format("cart: DB")),
        (container(_from_map("DB_PASSWORD")), {"k": "true", "other": "x"}, PASSES),
        (container(_from_map("DB_PASSWORD")), None, "unknown: keys of ConfigMap settings were not collected"),
        (container(_from_map("LEVEL")), None, PASSES),
        (ALL_OF_IT, {"DB_PASSWORD": "hunter2", "LEVEL": "info"}, IN_THE_MAP.format("DB_PASSWORD")),
        (ALL_OF_IT, {"LEVEL": "info"}, PASSES),
    ],
    ids=["variable", "key", "address", "a switch", "not collected", "no credential", "all of it", "none in it"],
)
def test_credentials_in_config_maps(made_of: dict[str, Any], data: dict[str, str] | None, expected: str) -> None:
    maps = [thing("ConfigMap", "v1", "settings", "shop", data=data)] if data is not None else []
    state = posture(ENVIRONMENT, workload(made_of), *maps, thing("ConfigMap", "v1", "settings", "mail", data={"TOKEN": "x1y2"}))
    assert verdicts(state) == {CART: expected}
    assert "hunter2" not in repr(state), "a value is never kept"


def test_jobs_pods_and_init_containers() -> None:
    job = workload(container(KEY), kind="Job", version="batch/v1")
    assert list(verdicts(posture(ENVIRONMENT, job))) == ["shop/Job/cart"]
    first = workload(container(), initContainers=[container(KEY)])
    assert verdicts(posture(ENVIRONMENT, first))[CART].startswith("fails")
    seen = posture(ENVIRONMENT, pod("cart", ("cart", "cart:1")), workload())
    assert verdicts(seen) == {CART: PASSES}
    assert len(seen.notes) == 1


def _pod(*containers: dict[str, Any], **spec: Any) -> str:
    """A pod of the Deployment cart."""
    made = json.loads(pod("cart", ("cart", "cart:1")))
    made["spec"] = {"containers": list(containers) or [container()], **spec}
    return json.dumps(made)


BY_VARIABLE = "fails (observed): gets credentials through environment variables (cart: {})"
IN_PODS = "fails (observed): holds a credential in the specification of its pods (cart: {})"
TOKEN = {"name": "TOKEN", "value": "x1y2"}


@pytest.mark.parametrize(
    ("made_of", "expected"),
    [
        pytest.param(_pod(), PASSES, id="no credential"),
        pytest.param(_pod(container(KEY)), BY_VARIABLE.format("DB_PASSWORD"), id="from a Secret"),
        pytest.param(_pod(container(**WHOLE)), BY_VARIABLE.format("all of Secret db"), id="all of a Secret"),
        pytest.param(_pod(container(TOKEN)), IN_PODS.format("TOKEN"), id="written out"),
        pytest.param(_pod(container(args=["--password=hunter2"])), IN_PODS.format("argument password"), id="an argument"),
        pytest.param(_pod(initContainers=[container(KEY)]), BY_VARIABLE.format("DB_PASSWORD"), id="init"),
        pytest.param(_pod(ephemeralContainers=[container(KEY)]), BY_VARIABLE.format("DB_PASSWORD"), id="ephemeral"),
        pytest.param(_pod(ALL_OF_IT), "unknown: keys of ConfigMap settings were not collected", id="a ConfigMap"),
        pytest.param(
            _pod(container({"name": "HOME_PAGE", "value": "[redacted]"})),
            "unknown: values were redacted (cart: HOME_PAGE)",
            id="redacted",
        ),
    ],
)
def test_pods_are_read_as_templates_are(made_of: str, expected: str) -> None:
    state = posture(ENVIRONMENT, made_of)
    assert verdicts(state) == {CART: expected}
    assert not {"hunter2", "x1y2"} & set(repr(state).replace('"', " ").replace("'", " ").split()), "a value is never kept"
    assert all(cited.source.path == "evidence/cluster/file0.yaml" for each in state.subjects for cited in each.citations)


def test_a_workload_is_judged_by_its_pods_and_its_template() -> None:
    """Admission adds variables to pods; a template is what the next pod is made from."""
    added = posture(ENVIRONMENT, workload(), _pod(container(KEY)))
    assert verdicts(added) == {CART: BY_VARIABLE.format("DB_PASSWORD")}
    assert [cited.source.path for cited in added.failing[0].citations] == ["evidence/cluster/file1.yaml"]
    meant = posture(ENVIRONMENT, workload(container(TOKEN)), _pod())
    assert verdicts(meant) == {CART: IN_MANIFEST.format("TOKEN")}
    both = posture(ENVIRONMENT, workload(container(KEY)), _pod(container(KEY)))
    assert verdicts(both) == {CART: BY_VARIABLE.format("DB_PASSWORD")}


def test_a_manifest_that_shows_what_the_pods_hide_contests_it() -> None:
    hidden = _pod(container({"name": "HOME_PAGE", "value": "[redacted]"}))
    shown = snapshot(declared(workload(container({"name": "HOME_PAGE", "value": "https://a.example"}))), "manifest.yaml")
    (subject,) = posture(ENVIRONMENT, hidden, shown).subjects
    assert (subject.outcome, subject.reason) == ("unknown", "values were redacted (cart: HOME_PAGE)")
    assert {each.path for each in subject.contested_by} == {"evidence/cluster/file0.yaml", "evidence/cluster/manifest.yaml"}
    also = snapshot(declared(workload(container({"name": "HOME_PAGE", "value": "[redacted]"}))), "manifest.yaml")
    assert posture(ENVIRONMENT, hidden, also).subjects[0].contested_by == ()
    assert posture(ENVIRONMENT, hidden).subjects[0].contested_by == ()


def test_two_pods_that_differ_in_where_a_variable_comes_from_alone() -> None:
    by_map = {"name": "DB_PASSWORD", "valueFrom": {"configMapKeyRef": {"name": "settings", "key": "p"}}}
    pods = [json.loads(_pod(container(by_map))), json.loads(_pod(container(KEY)))]
    for number, each in enumerate(pods):
        each["metadata"] |= {"name": f"cart-5d4f-{number}", "uid": f"u-{number}"}
    listed = listing("Pod", "v1", *(json.dumps(each) for each in pods))
    assert verdicts(posture(ENVIRONMENT, listed)) == {CART: BY_VARIABLE.format("DB_PASSWORD")}


def test_what_a_workload_made_speaks_for_it_only_where_nothing_else_does() -> None:
    old = json.loads(workload(container(KEY), kind="Job", version="batch/v1"))
    old["metadata"] |= {
        "name": "cart-1",
        "uid": "u-1",
        "ownerReferences": [{"kind": "CronJob", "name": "cart", "controller": True}],
    }
    job = json.dumps(old)
    template = {"spec": {"template": {"spec": {"containers": [container()]}}}}
    cron = thing("CronJob", "batch/v1", "cart", "shop", spec={"jobTemplate": template})
    assert verdicts(posture(ENVIRONMENT, job, cron)) == {"shop/CronJob/cart": PASSES}
    assert verdicts(posture(ENVIRONMENT, job)) == {"shop/CronJob/cart": BY_VARIABLE.format("DB_PASSWORD")}


def test_the_token_for_the_api_is_no_credential_of_the_pods() -> None:
    mounted = [{"name": "v", "secret": {"secretName": "default-token-x7k2p"}}, {"name": "w", "secret": {"secretName": "db"}}]
    assert list(verdicts(posture(STORES, _pod(volumes=mounted), NO_STORE))) == [DB]


def test_a_manifest_is_declared() -> None:
    made = json.loads(workload(container(KEY)))
    del made["metadata"]["uid"], made["metadata"]["resourceVersion"]
    assert verdicts(posture(ENVIRONMENT, json.dumps(made)))[CART].startswith("fails (declared)")


COMPOSE = """
services:
  kept: {image: "web:1", environment: [LEVEL=info]}
  filled: {image: "db:1", environment: ["DB_PASSWORD=${PW}", TOKEN]}
  option: {image: "redis:8", command: ["redis-server", "--requirepass", "${PW}"]}
  file: {image: "web:1", env_file: ../.env}
  later: {image: "web:1", environment: {DATA_SOURCE: "${SOURCE}"}}
"""


def test_what_compose_fills_in_is_no_better_than_what_stands_there() -> None:
    state = posture(ENVIRONMENT, snapshot(COMPOSE, "compose.yaml"))
    key = "default/ComposeService"
    assert verdicts(state) == {
        f"{key}/kept": "passes (declared)",
        f"{key}/filled": "fails (declared): gets credentials through environment variables "
        "(filled: DB_PASSWORD and filled: TOKEN)",
        f"{key}/option": "fails (declared): gets credentials through arguments (option: argument requirepass)",
        f"{key}/file": "unknown: files with its variables were not collected (../.env)",
        f"{key}/later": "unknown: values are filled in when it is deployed (later: DATA_SOURCE)",
    }


def test_apps_of_cloud_foundry() -> None:
    text = """
applications:
  - {name: bound, memory: 64M, services: [db]}
  - {name: clear, memory: 64M, services: [db], env: {API_KEY: q1w2e3}}
  - {name: files, memory: 64M, services: [db], features: {file-based-vcap-services: true}}
  - {name: filled, memory: 64M, env: {DATA_SOURCE: ((uri))}}
  - {name: named, memory: 64M, command: serve --secret front}
  - {name: plain, memory: 64M, env: {LEVEL: info}}
  - {name: replaced, memory: 64M, services: [db, ((database)), ((cache))]}
"""
    state = posture(ENVIRONMENT, snapshot(text, "manifest.yml"))
    by_hand = "variables that `cf set-env` sets stand in no manifest, and those of the running app were not collected"
    gets = "gets the credentials of bound services through VCAP_SERVICES (db)"
    assert {key.rpartition("/")[2]: verdict for key, verdict in verdicts(state).items()} == {
        "bound": f"fails (declared): {gets}",
        "clear": f"fails (declared): holds a credential in its manifest (clear: API_KEY); {gets}",
        "files": f"unknown: {by_hand}",
        "filled": "unknown: values are filled in when it is deployed (filled: DATA_SOURCE)",
        "named": "unknown: whether credentials or their names stand in its arguments is not known (named: argument secret)",
        "plain": f"unknown: {by_hand}",
        "replaced": f"fails (declared): {gets[:-1]} and 2 named when it is pushed)",
    }


def test_without_workloads() -> None:
    assert posture(ENVIRONMENT, namespace()).state is PostureState.NOT_COLLECTED
    assert posture(ENVIRONMENT, empty("Pod", "v1")).state is PostureState.NONE_FOUND
    assert posture(ENVIRONMENT, refused("deployments", "apps")).summary == "The API refused to list workloads or their pods."


@needs(CASES)
def test_online_boutique() -> None:
    """Twelve Deployments; no variable of theirs is named like a credential."""
    assert set(verdicts(of_case(ENVIRONMENT, "online-boutique.yaml")).values()) == {"passes (declared)"}


def external(ready: str | None = "True", **spec: Any) -> str:
    status = {"conditions": [{"type": "Ready", "status": ready}]} if ready else {}
    whole = {"secretStoreRef": {"kind": "ClusterSecretStore", "name": "vault"}, **spec}
    return thing("ExternalSecret", "external-secrets.io/v1", "db", "shop", spec=whole, status=status)


def sealed(synced: str = "True") -> str:
    status = {"conditions": [{"type": "Synced", "status": synced}]}
    return thing("SealedSecret", "bitnami.com/v1alpha1", "db", "shop", spec={}, status=status)


def secret(name: str = "db", kind: str = "Opaque", owner: str = "") -> str:
    made = json.loads(thing("Secret", "v1", name, "shop", type=kind, data={"p": "aHVudGVyMg=="}))
    if owner:
        made["metadata"]["ownerReferences"] = [{"kind": owner, "name": "x"}]
    return json.dumps(made)


NO_STORE = empty("ExternalSecret", "external-secrets.io/v1")
FETCHED = "passes (reported): External Secrets fetches it again from time to time"
BY_HAND = "fails (observed): comes from no store: nothing that was listed fills it"
NO_ROTATION = "unknown: nothing shows rotation"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param((external(),), {DB: FETCHED}, id="arrives"),
        pytest.param((external(), secret()), {DB: FETCHED}, id="arrives and is listed"),
        pytest.param((external(refreshInterval="1h"),), {DB: FETCHED}, id="every hour"),
        pytest.param((external(refreshInterval="0"),), {DB: NO_ROTATION}, id="once"),
        pytest.param((external(refreshInterval="0s"),), {DB: NO_ROTATION}, id="once, in seconds"),
        pytest.param((external(refreshPolicy="CreatedOnce"),), {DB: NO_ROTATION}, id="by policy once"),
        pytest.param((external(refreshPolicy="Periodic"),), {DB: FETCHED}, id="by policy again"),
        pytest.param((external("False"),), {DB: "fails (reported): does not arrive: it is not synced"}, id="not synced"),
        pytest.param((external(None),), {DB: "unknown: arrival was not collected"}, id="no status"),
        pytest.param((external(target={"name": "other"}),), {"shop/Secret/other": FETCHED}, id="under another name"),
        pytest.param((sealed(),), {DB: NO_ROTATION}, id="sealed"),
        pytest.param((sealed("False"),), {DB: "fails (reported): does not arrive: it is not synced"}, id="sealed, not synced"),
        pytest.param((secret(),), {DB: "unknown: where it comes from was not collected"}, id="stores not listed"),
        pytest.param((secret(), NO_STORE), {DB: BY_HAND}, id="by hand"),
        pytest.param(
            (secret(owner="Postgresql"), NO_STORE),
            {DB: "unknown: a controller made it (Postgresql), and whether it comes from a store is not known"},
            id="of a controller",
        ),
        pytest.param((secret(owner="Postgresql"), external()), {DB: FETCHED}, id="of a controller, and a store fills it"),
        pytest.param(
            (secret(), NO_STORE, refused("externalsecrets", "external-secrets.io")),
            {DB: "unknown: where it comes from was not collected"},
            id="stores listed in part",
        ),
        pytest.param((workload(container(KEY)), NO_STORE), {DB: BY_HAND}, id="used in a variable"),
        pytest.param((workload(container(**WHOLE)), NO_STORE), {DB: BY_HAND}, id="used as a whole"),
        pytest.param(
            (workload(volumes=[{"name": "v", "secret": {"secretName": "db"}}]), NO_STORE), {DB: BY_HAND}, id="mounted"
        ),
        pytest.param(
            (workload(volumes=[{"name": "v", "projected": {"sources": [{"secret": {"name": "db"}}]}}]), NO_STORE),
            {DB: BY_HAND},
            id="projected",
        ),
        pytest.param(
            (secret(), secret("t", "kubernetes.io/service-account-token"), secret("h", "helm.sh/release.v1"), NO_STORE),
            {DB: BY_HAND},
            id="what the cluster makes is left out",
        ),
        pytest.param((secret(), secret("c", "kubernetes.io/tls", "Certificate"), NO_STORE), {DB: BY_HAND}, id="cert-manager's"),
        pytest.param(
            (
                thing("Certificate", "cert-manager.io/v1", "front", "shop", spec={"secretName": "tls"}),
                secret(),
                secret("tls", "kubernetes.io/tls"),
                NO_STORE,
            ),
            {DB: BY_HAND},
            id="what a certificate names",
        ),
        pytest.param(
            (thing("SecretProviderClass", "secrets-store.csi.x-k8s.io/v1", "c", "shop", spec={"provider": "aws"}),),
            {"shop/SecretProviderClass/c": NO_ROTATION},
            id="a class",
        ),
    ],
)
def test_stores(files: tuple[str, ...], expected: dict[str, str]) -> None:
    state = posture(STORES, *files)
    assert verdicts(state) == expected
    assert "aHVudGVyMg" not in repr(state)


def test_without_credentials() -> None:
    assert posture(STORES, namespace()).state is PostureState.NOT_COLLECTED
    assert posture(STORES, empty("Secret", "v1")).state is PostureState.NONE_FOUND
    assert posture(STORES, refused("secrets", "")).summary.startswith("The API refused to list Secrets by name and type")
    (setting,) = [each for each in snapshot(secret()).settings if isinstance(each.says, StoredSecret)]
    assert setting.says == StoredSecret(type="Opaque")


def certificate(ends: str | None, renews: str | None = None, ready: str | None = "True") -> str:
    dates = {key: value for key, value in (("notAfter", ends), ("renewalTime", renews)) if value}
    conditions = {"conditions": [{"type": "Ready", "status": ready}]} if ready else {}
    spec = {"dnsNames": ["a.example"]}
    return thing("Certificate", "cert-manager.io/v1", "front", "shop", spec=spec, status={**conditions, **dates})


OLD = "unknown: status is older than its renewal time"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(certificate("2027-01-31T00:00:00Z"), "passes (reported): valid until 2027-01-31", id="valid"),
        pytest.param(
            certificate("2026-11-22T00:00:00Z", "2026-11-21T00:00:00Z"),
            "passes (reported): valid until 2026-11-22",
            id="a short life",
        ),
        pytest.param(certificate("2026-11-18T00:00:00Z"), "fails (reported): ended on 2026-11-18", id="ended"),
        pytest.param(certificate("2026-11-19T00:00:00Z"), OLD, id="ended on the day of the evidence"),
        pytest.param(certificate("2026-11-20T00:00:00Z"), OLD, id="ended after the evidence"),
        pytest.param(certificate("2026-12-20T00:00:00Z", "2026-11-20T00:00:00Z"), OLD, id="renewal after the evidence"),
        pytest.param(certificate("2026-12-20T00:00:00Z", "2026-11-19T00:00:00Z"), OLD, id="renewal on its day"),
        pytest.param(
            certificate("2026-12-20T00:00:00Z", "2026-11-18T00:00:00Z"),
            "fails (reported): was to be renewed on 2026-11-18 and was not",
            id="not renewed",
        ),
        pytest.param(certificate(None, ready="False"), "fails (reported): is not ready", id="not ready"),
        pytest.param(certificate(None), "unknown: no status was collected", id="no end"),
        pytest.param(certificate("2027-01-31T00:00:00Z", ready=None), "unknown: no status was collected", id="no readiness"),
        pytest.param(certificate("0001-01-01T00:00:00+10:00"), "unknown: no status was collected", id="no moment at all"),
    ],
)
def test_certificates(text: str, expected: str) -> None:
    assert verdicts(posture(CERTIFICATES, text)) == {FRONT: expected}


def test_undated_evidence_is_read_as_of_the_day() -> None:
    text = certificate("2026-12-20T00:00:00Z", "2026-11-19T00:00:00Z")
    undated = snapshot(text, taken=None)
    assert verdicts(posture(CERTIFICATES, undated))[FRONT].startswith("fails (reported): was to be renewed")


def test_without_certificates() -> None:
    assert posture(CERTIFICATES, namespace()).state is PostureState.NOT_COLLECTED
    assert posture(CERTIFICATES, empty("Certificate", "cert-manager.io/v1")).state is PostureState.NONE_FOUND
    state = posture(CERTIFICATES, refused("certificates", "cert-manager.io"))
    assert state.summary == "The API refused to list certificates of cert-manager."
    assert posture(CERTIFICATES, certificate("2027-01-31T00:00:00Z")).notes


@pytest.mark.parametrize("check", [STORES, ENVIRONMENT, CERTIFICATES], ids=lambda check: check.id)
def test_less_evidence_never_proves_more(check: Check) -> None:
    files = (workload(container(KEY)), external("False"), secret(), NO_STORE, certificate("2026-11-18T00:00:00Z"), sealed())
    before = {each.name for each in posture(check, *files).passing}
    for number in range(len(files)):
        rest = [each for at, each in enumerate(files) if at != number]
        assert {each.name for each in posture(check, *rest).passing} <= before, f"without file {number}"
