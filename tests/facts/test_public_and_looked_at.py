"""What is public is reached by a way in; what a scan states of an image is true of the digest that it names."""

import pytest
from msgspec import structs

from generator.facts.coverage import looked_at
from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.facts.scanner_functions import ScannerFunction, scanner_functions
from generator.model.facts import SystemFacts
from generator.model.scan import ResultKind
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import AS_OF, facts
from tests.facts.scans_made import day, pods, scan

SYSTEM = read("", folder="x")
DIGEST, OTHER = "sha256:" + "1" * 64, "sha256:" + "2" * 64
SERVICE = """
apiVersion: v1
kind: Service
metadata: {name: shop, namespace: web}
spec: {type: LoadBalancer, selector: {app: shop}, ports: [{port: 80}]}
"""


def made(*snapshots: object) -> SystemFacts:
    return facts_of(History.of(snapshots), SYSTEM, AS_OF)  # type: ignore[arg-type]


def job(ports: str) -> str:
    return f"""
apiVersion: batch/v1
kind: Job
metadata: {{name: migrate, namespace: web}}
spec:
  template:
    metadata: {{labels: {{app: shop}}}}
    spec: {{restartPolicy: Never, containers: [{{name: main, image: "reg.example/shop/migrate:1"{ports}}}]}}
"""


@pytest.mark.parametrize(("ports", "public"), [("", False), (", ports: [{containerPort: 80}]", True)])
def test_a_job_that_opens_no_port_is_not_public_whatever_a_service_selects(ports: str, public: bool) -> None:
    found = facts(f"{SERVICE}---{job(ports)}")
    assert [(workload.name, workload.public) for workload in found.workloads] == [("migrate", public)]
    assert [image.public is True for image in found.images] == [public], "not known where Ingresses were not listed"


def test_an_init_container_has_ended_before_anything_reaches_its_pod() -> None:
    deployment = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: web}
spec:
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      initContainers: [{name: wait, image: "busybox:latest"}]
      containers: [{name: main, image: "reg.example/shop/web:1"}]
"""
    found = {image.asset_id: image.public for image in facts(f"{SERVICE}---{deployment}").images}
    assert found == {"busybox:latest": None, "reg.example/shop/web:1": True}, "not known where Ingresses were not listed"


@pytest.mark.parametrize(
    ("running", "scanned", "known"),
    [(DIGEST, (DIGEST,), True), (DIGEST, (OTHER,), False), (DIGEST, (), False), (None, (), False), (None, (OTHER,), False)],
)
def test_a_scan_speaks_of_the_digest_that_it_names(running: str | None, scanned: tuple[str, ...], known: bool) -> None:
    report = scan("s/a.json", "busybox:latest", ["CVE-1"], day(18), digests=scanned)
    target = structs.replace(report.targets[0], os_name="debian 12")
    found = made(
        pods("c/pods.json", day(19), {"a": "busybox:latest"}, digest=running), structs.replace(report, targets=(target,))
    )
    (image,) = [image for image in found.images if image.running]
    assert image.os_name == ("debian 12" if known else None)
    assert any(looked_at(image, each) for each in image.scans) is known


def test_a_scanner_does_what_its_reports_hold() -> None:
    cluster = pods("c/pods.json", day(19), {"a": "a:1"}, digest=DIGEST)
    report = scan("s/a.json", "a:1", ["CVE-1"], day(18), digests=(DIGEST,))
    assert scanner_functions(made(cluster, report)) == {"Trivy": (ScannerFunction.VULNERABILITIES,)}
    rule = scan("s/b.json", "a:1", ["RULE-1"], day(18), digests=(DIGEST,), kind=ResultKind.MISCONFIGURATION)
    benchmark = structs.replace(rule, scanner=structs.replace(rule.scanner, name="OpenSCAP"))
    assert ScannerFunction.VULNERABILITIES not in scanner_functions(made(cluster, benchmark)).get("OpenSCAP", ())
