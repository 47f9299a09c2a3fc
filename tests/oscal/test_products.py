"""Products are in the component definition only where the evidence shows them, and with the version that it shows."""

import json
import re
from pathlib import Path

import pytest
from replacing import replace

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.facts.sensors import PRODUCTS
from generator.ids import UuidFactory
from generator.model.crypto import CryptoArea, CryptoModule, CryptoUse
from generator.model.evidence import EvidenceSource
from generator.model.facts import SystemFacts
from generator.model.posture import ObjectCitation
from generator.oscal.common import NS, Citations
from generator.oscal.crypto_components import crypto_components
from generator.oscal.products import SIGNS, content, product_component, recognized
from generator.resources import data
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import AS_OF, facts, snapshot
from tests.facts.scans_made import day, pods, scan

SYSTEM = read("", folder="x")
FOLDER = Path(str(data("oscal"))) / "component-definitions"
POLICY = """
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: require-labels}
spec:
  validationFailureAction: Enforce
  rules:
    - {name: a, match: {any: [{resources: {kinds: [Pod]}}]}, validate: {message: m, pattern: {spec: {hostPID: false}}}}
"""


def titles(of: SystemFacts) -> set[str]:
    return {one.content.title for one in recognized(of)}


def made(*snapshots: object) -> SystemFacts:
    return facts_of(History.of(snapshots), SYSTEM, AS_OF)  # type: ignore[arg-type]


def cites(of: SystemFacts) -> Citations:
    return Citations(UuidFactory("x"), {file.sha256: file for file in of.evidence})


def test_nothing_is_recognized_without_evidence() -> None:
    assert recognized(facts()) == ()


def test_a_scanner_is_recognized_by_its_reports_with_its_version() -> None:
    of = made(pods("c/pods.json", day(19), {"a": "a:1"}), scan("s/a.json", "a:1", ["CVE-1"], day(18)))
    (one,) = [each for each in recognized(of) if each.scanner]
    assert one.content.title == of.scanners[0].name
    assert one.versions == tuple(sorted({each.version for each in of.scanners if each.version}))
    assert [seen.source.path for seen in one.seen if seen.source] == ["s/a.json"]


@pytest.mark.parametrize(
    ("image", "title", "version"),
    [
        ("docker.io/falcosecurity/falco-no-driver:0.39.2", "Falco", "0.39.2"),
        ("quay.io/argoproj/argocd:v2.13.1", "Argo CD", "v2.13.1"),
        ("registry.example/mirror/kyverno/kyverno:v1.13.0", "Kyverno", "v1.13.0"),
        ("ghcr.io/sigstore/policy-controller/policy-controller@sha256:" + "a" * 64, "policy-controller", None),
    ],
)
def test_a_product_is_recognized_by_the_image_that_runs(image: str, title: str, version: str | None) -> None:
    of = made(pods("c/pods.json", day(19), {"a": image}))
    (one,) = recognized(of)
    assert one.content.title == title
    assert one.versions == ((version,) if version else ())


def test_a_name_that_only_sounds_alike_is_not_the_product() -> None:
    assert titles(made(pods("c/pods.json", day(19), {"a": "shop/not-falco:1", "b": "shop/falco-rules:2"}))) == set()


def test_a_product_is_recognized_by_its_objects_and_registry() -> None:
    assert titles(facts(snapshot(POLICY))) == {"Kyverno"}
    ecr = "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com/shop/web:1"
    assert titles(made(pods("c/pods.json", day(19), {"a": ecr}))) == {"Amazon ECR"}


def test_a_component_says_what_shows_it_and_keeps_no_marks() -> None:
    of = made(pods("c/pods.json", day(19), {"a": "falcosecurity/falco:0.39.2"}))
    (one,) = recognized(of)
    part = product_component(one, "11111111-1111-5111-8111-111111111111", cites(of))
    assert "Shown by image falco of " in part.description
    assert not any(prop.name.startswith("recognized-by") for prop in part.props)
    assert [prop.value for prop in part.props if prop.name == "software-version"] == ["0.39.2"]
    assert {each.control_id for each in part.control_implementations[0].implemented_requirements} == {"si-4", "si-7", "au-12"}
    assert [link.rel for link in part.links] == ["evidence"]


@pytest.mark.parametrize(
    ("image", "title"),
    [
        ("aquasec/tracee:0.22", "Tracee"),
        ("602401143452.dkr.ecr.us-gov-west-1.amazonaws.com/eks/aws-guardduty-agent:v1.9", "Amazon GuardDuty agent"),
        ("registry.example/mirror/stackrox-io/collector:3.20", "StackRox collector"),
        ("quay.io/sysdig/agent-slim-fips:13", "Sysdig agent"),
    ],
)
def test_a_sensor_is_recognized_as_the_table_of_sensors_knows_it(image: str, title: str) -> None:
    assert title in titles(made(pods("c/pods.json", day(19), {"a": image})))


def test_every_sensor_and_every_pipeline_system_that_is_known_is_a_product() -> None:
    marks = {(prop.name, prop.value) for one in content() for prop in one.props}
    for product in PRODUCTS:
        known = ("recognized-by-sensor", product.name) in marks or all(
            ("recognized-by-image", end) in marks for end in product.images
        )
        assert known or product.images == ("enforcer",), product.name
    systems = set()
    for path in (Path(__file__).parents[2] / "generator/parsers/pipelines").glob("*.py"):
        systems |= set(re.findall(r'system="([^"]+)"', path.read_text()))
    files = {"Dockerfile", "Iron Bank"}  # of an image: what it is made from, and no system that runs anything
    assert {("recognized-by-pipeline", one) for one in systems - files} <= marks


def test_no_two_files_share_an_id() -> None:
    uuids = [one for path in FOLDER.glob("*.json") for one in re.findall(r'"uuid": "([^"]+)"', path.read_text())]
    assert len(uuids) == len(set(uuids))


def test_every_file_holds_one_product_that_can_be_recognized() -> None:
    named = [json.loads(path.read_bytes())["component-definition"]["components"] for path in sorted(FOLDER.glob("*.json"))]
    assert all(len(parts) == 1 for parts in named)
    assert [parts[0]["title"] for parts in named] == [one.title for one in content()]
    assert len({one.title for one in content()}) == len(content())
    for one in content():
        marks = {prop.name.removeprefix("recognized-by-") for prop in one.props if prop.name.startswith("recognized-by-")}
        assert marks, one.title
        assert marks <= set(SIGNS), one.title
        for implementation in one.control_implementations:
            assert all(each.description.endswith(".") for each in implementation.implemented_requirements)


def _use(id_: str, area: CryptoArea, module: CryptoModule | None, of: SystemFacts) -> CryptoUse:
    file = snapshot(POLICY).evidence
    cited = ObjectCitation(kind="PeerAuthentication", name="default", source=EvidenceSource(file.sha256, file.path))
    return CryptoUse(id=id_, area=area, where="w", mechanism="m", module=module, citations=(cited,) if of.evidence else ())


def _module(certificate: int | None, *, approved: bool | None) -> CryptoModule:
    return CryptoModule(
        module="Example Module",
        vendor="Example Corp",
        certificate=certificate,
        origin=None,
        fips_mode=approved,
        uses=("*",),
        usage="TLS 1.3",
        encryption_type="",
        notes="",
        place="line 1",
    )


def test_a_certified_module_is_a_validation_with_its_uses() -> None:
    of = facts(snapshot(POLICY))
    module = _module(4321, approved=True)
    uses = (_use("mesh/prod", CryptoArea.TRANSIT, module, of), _use("volumes/prod/gp3", CryptoArea.REST, module, of))
    (part,) = crypto_components(replace(of, crypto=uses), SYSTEM, cites(of))
    said = {(prop.name, prop.value) for prop in part.props}
    assert part.type == "validation"
    assert {("validation-reference", "4321"), ("cryptographic-module-usage", "data-in-transit")} <= said
    assert {("cryptographic-module-usage", "data-at-rest"), ("approved-mode", "stated"), ("protects", "mesh/prod")} <= said
    assert [link.href.rsplit("/", 1)[-1] for link in part.links if link.rel == "validation-details"] == ["4321"]


def test_a_module_without_certificate_is_no_validation_and_unnamed_uses_have_none() -> None:
    of = facts(snapshot(POLICY))
    uses = (
        _use("mesh/prod", CryptoArea.TRANSIT, _module(None, approved=None), of),
        _use("api/prod", CryptoArea.TRANSIT, None, of),
    )
    (part,) = crypto_components(replace(of, crypto=uses), SYSTEM, cites(of))
    assert part.type == "software"
    assert "does not count as validated" in part.description
    assert [(prop.value, prop.ns) for prop in part.props if prop.name == "protects"] == [("mesh/prod", NS)]
    assert not any(prop.name == "validation-reference" for prop in part.props)
