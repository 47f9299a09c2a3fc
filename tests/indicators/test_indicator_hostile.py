"""Tried as an assessor would who wants to disprove an indicator: what people do to make one look better, and what comes of
it."""

import hashlib
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from generator.model.evidence import GapKind
from generator.model.indicator import IndicatorResult, MethodResult
from generator.model.posture import Outcome, PostureState
from generator.pipeline.assess import Assessed
from generator.pipeline.stages import assessed
from generator.workspace.folder import Workspace

SAMPLE = Path(__file__).parents[2] / "samples" / "parcel-tracker"
AS_OF = date(2026, 11, 20)
NAMESPACES = "evidence/cluster/prod"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The sample on the 20x path; its cluster was listed by a program the day before."""
    folder = tmp_path / "system"
    shutil.copytree(SAMPLE, folder)
    (folder / "system.yaml").chmod(0o644)
    text = (folder / "system.yaml").read_text()
    (folder / "system.yaml").write_text(f"{text}\nframeworks: [fedramp-rev5, fedramp-20x]\nclass: c\n")
    shutil.rmtree(folder / NAMESPACES / "2026-10-20")
    for path in sorted((folder / NAMESPACES).glob("*.json*")):
        if not path.name.endswith(".sidecar.json"):
            _collected(path)
    (folder / NAMESPACES / "collection.sidecar.json").write_text("{}")
    return folder


def _collected(path: Path, *, name: str = "atopack collect kubernetes", day: str = "2026-11-19", sha256: str = "") -> None:
    sidecar = {
        "collector": {"name": name, "version": "1"},
        "collected": f"{day}T06:00:00Z",
        "command": "GET",
        "source": "https://cluster.example",
        "sha256": sha256 or hashlib.sha256(path.read_bytes()).hexdigest(),
    }
    path.with_name(f"{path.name}.sidecar.json").write_text(json.dumps(sidecar))


def _judged(root: Path) -> Assessed:
    return assessed(Workspace.open(root), AS_OF, lambda *_: None)


def _indicator(result: Assessed, name: str) -> IndicatorResult:
    assert result.indicators is not None
    return next(each for each in result.indicators.results if each.id == name)


def _method(root: Path, name: str = "image-not-pinned", indicator: str = "KSI-CMT-RMV") -> MethodResult:
    return next(each for each in _indicator(_judged(root), indicator).methods if each.method.name == name)


def _each_file(root: Path) -> list[Path]:
    return [path for path in sorted((root / NAMESPACES).glob("*.json*")) if not path.name.endswith(".sidecar.json")]


def test_collected_by_a_program_yesterday_it_is_a_method(root: Path) -> None:
    assert _method(root).automated
    assert _method(root).sources == ("Kubernetes API",)


def test_a_file_that_was_edited_after_it_was_collected_takes_the_method_away(root: Path) -> None:
    path = root / NAMESPACES / "pods.json"
    path.write_text(path.read_text() + "\n")
    assert "by hand" in _method(root).against


def test_a_copy_by_hand_takes_the_method_away(root: Path) -> None:
    _collected(root / NAMESPACES / "pods.json", name="atopack collect file")
    assert not _method(root).automated


def test_evidence_that_is_four_days_old_takes_the_method_away(root: Path) -> None:
    for path in _each_file(root):
        _collected(path, day="2026-11-16")
    assert "older than 3 days" in _method(root).against


def test_many_methods_on_one_list_of_the_cluster_are_one(root: Path) -> None:
    indicator = _indicator(_judged(root), "KSI-IAM-SNU")
    alone = [method for method in indicator.methods if method.sources == ("Kubernetes API",)]
    assert len(alone) > 1
    assert len(indicator.counted) <= 1


def test_what_people_state_is_no_automated_method(root: Path) -> None:
    for indicator in _judged(root).indicators.results:  # type: ignore[union-attr]
        for method in indicator.methods:
            if method.method.name == "service-authorization":
                assert not method.automated


def test_stating_it_as_implemented_does_not_make_it_so(root: Path) -> None:
    (root / "decisions/indicators.yaml").write_text(
        "- id: KSI-CMT-RMV\n  status: implemented\n  implementation: We redeploy.\n"
        "  by: A. Lovelace\n  role: ISSO\n  date: 2026-11-02\n"
    )
    result = _judged(root)
    assert _indicator(result, "KSI-CMT-RMV").posture.state is PostureState.NOT_ENFORCED
    (gap,) = (each for each in result.gaps if each.path == "decisions/indicators.yaml")
    assert gap.kind is GapKind.CONTRADICTED
    assert "A. Lovelace" in gap.reason


def test_a_person_who_states_a_failing_indicator_away_changes_no_subject(root: Path) -> None:
    before = {each.name: each.outcome for each in _indicator(_judged(root), "KSI-CMT-RMV").posture.subjects}
    (root / "decisions/indicators.yaml").write_text(
        "- id: KSI-CMT-RMV\n  by: A. Lovelace\n  role: ISSO\n  date: 2026-11-02\n"
        "  reviews: [{what: Everything was redeployed, by: A. Lovelace, role: ISSO, date: 2026-11-02, every-months: 1}]\n"
    )
    after = {each.name: each.outcome for each in _indicator(_judged(root), "KSI-CMT-RMV").posture.subjects}
    assert {name: outcome for name, outcome in after.items() if not name.startswith("statement: ")} == before


def test_taking_the_failing_evidence_away_leaves_it_unknown(root: Path) -> None:
    failing = {each.name for each in _indicator(_judged(root), "KSI-CMT-VTD").posture.failing}
    assert failing
    shutil.rmtree(root / "evidence/pipelines")
    after = _indicator(_judged(root), "KSI-CMT-VTD").posture
    assert after.state in (PostureState.NOT_ESTABLISHED, PostureState.NOT_COLLECTED)
    assert failing.isdisjoint(each.name for each in after.passing)


def test_suppressing_a_finding_in_the_tool_leaves_it_unknown(root: Path) -> None:
    finding = {
        "SchemaVersion": "2018-10-08",
        "Id": "a",
        "ProductArn": "arn:aws:securityhub:us-east-1::product/aws/securityhub",
        "GeneratorId": "aws-foundational-security-best-practices/v/1.0.0/S3.5",
        "AwsAccountId": "123456789012",
        "Types": ["Software and Configuration Checks/Industry and Regulatory Standards"],
        "CreatedAt": "2026-11-19T00:00:00Z",
        "UpdatedAt": "2026-11-19T00:00:00Z",
        "Severity": {"Label": "HIGH"},
        "Title": "S3.5",
        "Description": "x",
        "Resources": [{"Type": "AwsS3Bucket", "Id": "arn:aws:s3:::shop"}],
        "Compliance": {"Status": "FAILED"},
        "Workflow": {"Status": "SUPPRESSED"},
        "RecordState": "ACTIVE",
    }
    (root / "evidence/scans/hub.json").write_text(json.dumps({"Findings": [finding]}))
    shown = [
        each for each in _indicator(_judged(root), "KSI-SVC-SIN").posture.subjects if each.name.startswith("AWS Security Hub: ")
    ]
    assert [(each.outcome, "suppressed" in each.reason) for each in shown] == [(Outcome.UNKNOWN, True)]
