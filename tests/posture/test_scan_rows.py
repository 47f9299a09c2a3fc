"""Rows about benchmarks that were run, and about programs that scan what runs."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.model.evidence import EvidenceFile
from generator.model.facts import SystemFacts
from generator.model.posture import Posture, PostureState
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import hadolint_json, kube_bench_json, trivy_json
from generator.posture.registry import judge_all
from generator.workspace.system_yaml import read
from tests.posture.ground import AS_OF, problems, snapshot
from tests.posture.manifests import thing
from tests.posture.operation_manifests import pod

BENCHMARKS, WATCHED = "benchmark-results", "running-images-watched"


def evidence(name: str, day: date) -> EvidenceFile:
    taken = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return EvidenceFile(
        path=f"evidence/scans/{name}", sha256=name.encode().hex().ljust(64, "0")[:64], size=1, media_type="x", collected=taken
    )


def bench(*states: str, day: date = AS_OF) -> ScanSnapshot:
    results = ",".join(f'{{"test_number":"1.{at}","test_desc":"t","status":"{state}"}}' for at, state in enumerate(states))
    text = f'{{"Controls":[{{"version":"cis-1.12","node_type":"node","tests":[{{"results":[{results}]}}]}}],"Totals":{{}}}}'
    return kube_bench_json.parse(Document("bench.json", text.encode()), evidence("bench.json", day))


def trivy(image: str, day: date) -> ScanSnapshot:
    result = f'"Results":[{{"Target":"{image}","Class":"os-pkgs","Type":"debian","Vulnerabilities":[]}}]'
    stamp = f'"CreatedAt":"{day.isoformat()}T00:00:00Z"'
    text = f'{{"SchemaVersion":2,{stamp},"ArtifactName":"{image}","ArtifactType":"container_image",{result}}}'
    return trivy_json.parse(Document("trivy.json", text.encode()), evidence("trivy.json", day))


def facts(*files: str, scans: tuple[ScanSnapshot, ...] = ()) -> SystemFacts:
    read_files = [snapshot(text, f"file{number}.yaml") for number, text in enumerate(files)]
    return facts_of(History.of([*read_files, *scans]), read("", folder="x"), AS_OF)


def judged(row: str, found: SystemFacts) -> Posture:
    return next(each for each in judge_all(read("", folder="x"), found) if each.requirement.id == row)


ON_BENCH = "kube-bench on evidence/scans/bench.json"


@pytest.mark.parametrize(
    ("scans", "state", "wrong"),
    [
        pytest.param((), PostureState.NOT_COLLECTED, {}, id="no scan"),
        pytest.param((trivy("cart:1", AS_OF),), PostureState.NONE_FOUND, {}, id="no benchmark"),
        pytest.param((bench("PASS", "WARN"),), PostureState.ENFORCING, {}, id="passed"),
        pytest.param(
            (bench("PASS", "FAIL"),),
            PostureState.NOT_ENFORCING,
            {ON_BENCH: "fails 1 check of 2; each is in the list of weaknesses"},
            id="failed",
        ),
        pytest.param(
            (bench("PASS", day=AS_OF - timedelta(31)),),
            PostureState.NOT_ENFORCING,
            {ON_BENCH: "was run 31 days ago"},
            id="too old",
        ),
    ],
)
def test_benchmarks(scans: tuple[ScanSnapshot, ...], state: PostureState, wrong: dict[str, str]) -> None:
    found = judged(BENCHMARKS, facts(scans=scans))
    assert (found.state, problems(found)) == (state, wrong)


def test_reports_of_several_nodes_count_together_and_older_ones_do_not() -> None:
    first, second = bench("PASS"), bench("FAIL")
    second = replace(second, evidence=replace(second.evidence, path="evidence/scans/other.json", sha256="1" * 64))
    old = bench("FAIL", "FAIL", day=AS_OF - timedelta(60))
    old = replace(old, evidence=replace(old.evidence, path="evidence/scans/old.json", sha256="2" * 64))
    found = judged(BENCHMARKS, facts(scans=(first, second, old)))
    assert found.summary == "2 runs of kube-bench: 1 check passed, 1 failed."


def test_what_a_person_has_to_check_is_told() -> None:
    assert "1 check that a person has to make" in judged(BENCHMARKS, facts(scans=(bench("PASS", "WARN"),))).missing


LISTED = "; the report says where"


def hadolint(*findings: tuple[str, str, str], name: str = "hadolint.json", day: date = AS_OF) -> ScanSnapshot:
    """A report; a finding is a Dockerfile, a rule and its level."""
    entries = [
        {"file": file, "code": rule, "level": level, "line": at, "column": 1, "message": "m"}
        for at, (file, rule, level) in enumerate(findings, start=1)
    ]
    return hadolint_json.parse(Document(name, json.dumps(entries).encode()), evidence(name, day))


@pytest.mark.parametrize(
    ("scans", "state", "wrong"),
    [
        pytest.param((), PostureState.NOT_COLLECTED, {}, id="no report"),
        pytest.param((bench("PASS"),), PostureState.NOT_COLLECTED, {}, id="another scanner"),
        pytest.param((hadolint(("cart/Dockerfile", "DL1000", "error")),), PostureState.NOT_COLLECTED, {}, id="not parsed"),
        pytest.param((hadolint(),), PostureState.ENFORCING, {}, id="clean"),
        pytest.param((hadolint(("cart/Dockerfile", "DL3059", "info")),), PostureState.ENFORCING, {}, id="a hint"),
        pytest.param(
            (
                hadolint(
                    ("cart/Dockerfile", "DL3008", "warning"),
                    ("shop/Dockerfile", "DL3008", "warning"),
                    ("cart/Dockerfile", "DL4000", "error"),
                    ("shop/Dockerfile", "SC2086", "warning"),
                ),
            ),
            PostureState.NOT_ENFORCING,
            {"DL3008": f"is broken 2 times{LISTED}", **dict.fromkeys(("DL4000", "SC2086"), f"is broken 1 time{LISTED}")},
            id="warnings",
        ),
        pytest.param(
            (hadolint(("a/Dockerfile", "DL3008", "warning"), day=AS_OF - timedelta(9)), hadolint(name="new-hadolint.json")),
            PostureState.ENFORCING,
            {},
            id="mended since",
        ),
        pytest.param(
            (hadolint(("a/Dockerfile", "DL3008", "warning")), hadolint(name="other-hadolint.json")),
            PostureState.NOT_ENFORCING,
            {"DL3008": f"is broken 1 time{LISTED}"},
            id="two reports of a day",
        ),
    ],
)
def test_linted_dockerfiles(scans: tuple[ScanSnapshot, ...], state: PostureState, wrong: dict[str, str]) -> None:
    found = judged("dockerfile-lint", facts(scans=scans))
    assert (found.state, problems(found)) == (state, wrong)


def test_what_a_linter_could_not_parse_is_told_beside_what_it_found() -> None:
    report = hadolint(("a/Dockerfile", "DL1000", "error"), ("b/Dockerfile", "DL3059", "info"))
    found = judged("dockerfile-lint", facts(scans=(report,)))
    assert found.state is PostureState.ENFORCING
    assert "Dockerfiles that the linter could not parse (evidence/scans/hadolint.json)" in found.missing
    assert found.summary == "1 report of Hadolint: 0 errors and warnings of 0 rules, beside 1 lesser hint."


CART = pod("cart", ("cart", "registry.example/cart:1"))
OPERATOR = pod("trivy-operator", ("operator", "ghcr.io/aquasecurity/trivy-operator:0.24"), where="trivy")
BOTH = ("registry.example/cart:1", "ghcr.io/aquasecurity/trivy-operator:0.24")


def scanned(day: date) -> SystemFacts:
    scans = tuple(
        replace(one, evidence=replace(one.evidence, sha256=f"{at:064d}", path=f"evidence/scans/{at}.json"))
        for at, one in enumerate(trivy(image, day) for image in BOTH)
    )
    return facts(CART, OPERATOR, scans=scans)


def test_running_images_and_who_scans_them() -> None:
    assert judged(WATCHED, facts()).state is PostureState.NOT_COLLECTED
    assert judged(WATCHED, facts(CART)).state is PostureState.NONE_FOUND
    right = judged(WATCHED, scanned(AS_OF - timedelta(30)))
    assert (right.state, problems(right)) == (PostureState.ENFORCING, {})
    late = judged(WATCHED, scanned(AS_OF - timedelta(31)))
    text = "leaves 2 of 2 running images without a report of the last 30 days: "
    assert late.state is PostureState.NOT_ENFORCING
    assert problems(late)["Trivy Operator (trivy/Deployment/trivy-operator)"].startswith(text)


def test_an_image_without_any_scan_is_left_out() -> None:
    found = judged(WATCHED, facts(CART, OPERATOR, thing("Namespace", "v1", "shop")))
    assert found.state is PostureState.NOT_ENFORCING
    assert "registry.example/cart:1" in found.problems[0].text
