"""Databases that can be reached from outside."""

import json

from replacing import replace

from generator.checks.reporting import failing_subjects
from generator.checks.traffic import database_open_to_users
from generator.model.cloud import CloudSnapshot, ResourceKind
from generator.model.scan import PackageList, ScanSnapshot
from tests.checks.cluster_evidence import declared, listing, posture, reply, resource, snapshot, verdicts, without_each
from tests.checks.image_evidence import scan
from tests.checks.manifests import deployment, empty, thing

CHECK = database_open_to_users.CHECK
DB = "shop/Deployment/db"
CLOSED = "and nothing that was collected leads to it from outside"
NO_INGRESS = empty("Ingress", "networking.k8s.io/v1")
NOT_COLLECTED = "unknown: the Services or Ingresses of its cluster were not collected"
NOT_WHOLE = "unknown: the Services and Ingresses of its cluster were not listed whole"


def database(image: str = "postgres:16") -> str:
    return deployment({"name": "db", "image": image}, name="db")


def service(kind: str) -> str:
    spec = {"type": kind, "selector": {"app": "db"}, "ports": [{"port": 5432}]}
    return thing("Service", "v1", "db", "shop", spec=spec)


def rds(*, public: bool | None) -> CloudSnapshot:
    return reply(replace(resource(ResourceKind.DATABASE, "orders"), public=public), operation="rds describe-db-instances")


def test_a_database_inside_the_cluster_passes_and_an_open_service_fails() -> None:
    inside = posture(CHECK, database(), service("ClusterIP"), NO_INGRESS)
    assert verdicts(inside) == {
        DB: "passes (observed): runs PostgreSQL, and nothing that was collected leads to it from outside"
    }
    opened = posture(CHECK, database(), service("LoadBalancer"), NO_INGRESS)
    assert verdicts(opened) == {
        DB: "fails (observed): runs PostgreSQL and can be reached from outside: LoadBalancer service shop/db (5432)"
    }
    (failing,) = opened.failing
    shown = [(each.kind, each.name, each.source.path) for each in failing.citations]
    runs, way = ("PostgreSQL", DB, "evidence/cluster/file0.yaml"), "evidence/cluster/file1.yaml"
    assert runs in shown, "what runs there is shown beside what leads to it"
    assert way in {path for kind, _, path in shown if kind == "WayIn"}


def test_manifests_declare_only() -> None:
    files = [declared(each) for each in (database(), service("ClusterIP"))]
    route = declared(thing("Ingress", "networking.k8s.io/v1", "web", "shop", spec={"rules": []}))
    assert posture(CHECK, *files, route).label == "configured, not seen at work"
    assert verdicts(posture(CHECK, *files)) == {DB: NOT_COLLECTED}


def test_without_whole_lists_no_way_is_no_answer() -> None:
    assert verdicts(posture(CHECK, database())) == {DB: NOT_COLLECTED}
    in_part = snapshot(service("ClusterIP"), "s.yaml", real=True)
    assert verdicts(posture(CHECK, database(), in_part, NO_INGRESS)) == {DB: NOT_WHOLE}
    assert not without_each(CHECK, database(), service("ClusterIP"), NO_INGRESS)


def test_a_published_port_of_a_compose_file_is_declared() -> None:
    published = "services:\n  db: {image: 'postgres:16', ports: ['5432:5432']}\n"
    (verdict,) = verdicts(posture(CHECK, published)).values()
    text = "runs PostgreSQL and publishes its port on its host, beyond its own project"
    assert verdict == f"fails (declared): {text}: published port of default/db (5432)"
    (failing,) = posture(CHECK, published).failing
    assert [each.kind for each in failing.citations] == ["PostgreSQL", "WayIn"]
    (discrepancy,) = failing_subjects([posture(CHECK, published)])
    assert discrepancy.title == "PostgreSQL db publishes its port on the host"
    assert discrepancy.detail.endswith("Whether the host is reached from outside is not stated.")
    loopback = published.replace("5432:5432", "127.0.0.1:5432:5432")
    assert set(verdicts(posture(CHECK, loopback)).values()) == {
        "passes (declared): runs PostgreSQL, and nothing that was collected leads to it from outside"
    }


def test_databases_of_the_cloud_by_their_public_address() -> None:
    assert verdicts(posture(CHECK, rds(public=False))) == {"orders": "passes (observed): has no public address"}
    assert verdicts(posture(CHECK, rds(public=True))) == {"orders": "fails (observed): has a public address"}
    assert "unknown" in verdicts(posture(CHECK, rds(public=None)))["orders"]


def test_jobs_with_a_databases_image_are_clients() -> None:
    pods = {"template": {"spec": {"containers": [{"name": "dump", "image": "postgres:16"}]}}}
    backup = thing("Job", "batch/v1", "dump", "shop", spec=pods)
    assert posture(CHECK, backup).label == "not collected"
    assert posture(CHECK, deployment()).label == "not collected"


def test_none_is_found_where_pods_and_accounts_were_listed() -> None:
    pods = listing("Pod", "v1")
    assert posture(CHECK, pods).label == "not collected"
    assert posture(CHECK, pods, reply(operation="rds describe-db-instances")).label == "none found"


TERRAFORM = """
data "cloudfoundry_service" "rds" { name = "aws-rds" }
data "cloudfoundry_service" "s3" { name = "s3" }
resource "cloudfoundry_service_instance" "db" {
  name = "orders-db"
  service_plan = data.cloudfoundry_service.rds.service_plans["small-psql"]
}
resource "cloudfoundry_service_instance" "files" {
  name = "orders-files"
  service_plan = data.cloudfoundry_service.s3.service_plans["basic"]
}
"""


def test_a_database_that_a_file_orders_from_a_platform_is_a_subject() -> None:
    state = posture(CHECK, snapshot(TERRAFORM, "main.tf"))
    reason = "a service that the platform keeps: from where it can be reached was not collected"
    assert verdicts(state) == {"default/ManagedService/orders-db": f"unknown: {reason}"}


DIGEST = "sha256:" + "a7" * 32
API, IMAGE = "shop/Deployment/api", "reg.example/shop/api:1"


def own(*ports: int, name: str = "api", **labels: str) -> str:
    opened = [{"containerPort": port} for port in ports]
    made = json.loads(deployment({"name": name, "image": f"{IMAGE}@{DIGEST}", "ports": opened}, name=name))
    made["spec"]["template"]["metadata"]["labels"] |= labels
    return json.dumps(made)


def listed(*databases: str, digest: str = DIGEST) -> ScanSnapshot:
    packages = PackageList(count=9, os_name="debian 12", databases=databases)
    return scan(target=IMAGE, digests=(digest,), packages=packages, path="evidence/scans/api.json")


def way(target: int, kind: str = "LoadBalancer") -> str:
    spec = {"type": kind, "selector": {"app": "api"}, "ports": [{"port": 443, "targetPort": target}]}
    return thing("Service", "v1", "api", "shop", spec=spec)


def test_an_image_of_ones_own_with_a_database_in_it_is_a_subject() -> None:
    held = "holds Redis by the packages of its image"
    inside = verdicts(posture(CHECK, own(8080), listed("Redis"), way(8080, "ClusterIP"), NO_INGRESS))
    assert inside == {API: f"passes (declared): {held}, {CLOSED}"}, "the digest is what the reference asks for"
    other = posture(CHECK, own(8080), listed("Redis"), way(8080), NO_INGRESS)
    why = "can be reached from outside (LoadBalancer service shop/api (443)); which of its programs answers there is not known"
    assert verdicts(other) == {API: f"unknown: it {held} and {why}"}
    assert {each.path for each in other.subjects[0].contested_by} == {"evidence/scans/api.json"}
    opened = verdicts(posture(CHECK, own(6379, 8080), listed("Redis"), way(6379), NO_INGRESS))
    assert opened == {API: f"fails (declared): {held} and can be reached from outside: LoadBalancer service shop/api (443)"}
    beside = verdicts(posture(CHECK, own(6379, 8080), listed("Redis"), way(8080), NO_INGRESS))
    assert beside[API].startswith("passes"), "the way leads to the port of another program"


def test_lists_count_by_the_digest_that_runs() -> None:
    assert posture(CHECK, own(8080), listed("Redis", digest="sha256:" + "b8" * 32), NO_INGRESS).label == "not collected"


def test_a_label_and_a_port_declare() -> None:
    named = own(**{"app.kubernetes.io/name": "redis"})
    state = verdicts(posture(CHECK, named, way(8080), NO_INGRESS))
    assert state[API].startswith("fails (declared): is Redis by its label app.kubernetes.io/name and can be reached")
    by_port = verdicts(posture(CHECK, own(5432), way(5432, "ClusterIP"), NO_INGRESS))
    assert by_port == {API: f"passes (declared): declares 5432, the port of PostgreSQL, {CLOSED}"}
    assert verdicts(posture(CHECK, own(5432), way(5432), NO_INGRESS))[API].startswith("fails (declared): declares 5432")


def test_where_packages_were_not_listed_nothing_shows_that_there_is_no_database() -> None:
    accounts = reply(operation="rds describe-db-instances")
    pods = listing("Pod", "v1", own_pod())
    state = posture(CHECK, pods, accounts)
    assert (state.label, state.absence.needs) == (  # type: ignore[union-attr]
        "not collected",
        "databases: what runs, the databases of the cloud accounts, and the packages of 1 image that run",
    )
    assert posture(CHECK, pods, accounts, listed()).label == "none found"
    assert "other image" not in posture(CHECK, own(5432), NO_INGRESS, service("ClusterIP")).notes[0], "it is one itself"
    beside = posture(CHECK, database(), own(8080), NO_INGRESS, service("ClusterIP"))
    assert "1 other image without a list of packages may hold one that nothing names." in beside.notes[0]


def own_pod() -> str:
    status = {"phase": "Running", "containerStatuses": [{"name": "api", "image": IMAGE, "imageID": f"{IMAGE}@{DIGEST}"}]}
    spec = {"containers": [{"name": "api", "image": IMAGE}]}
    return thing("Pod", "v1", "api", "shop", spec=spec, status=status)
