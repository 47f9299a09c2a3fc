"""Evidence that is named and not there is a gap with the name that was probably meant; it never ends a command."""

import json
from datetime import date
from pathlib import Path

import pytest

from generator.errors import ConfigError, MissingFileError
from generator.model.evidence import Gap, GapKind
from generator.pipeline.stages import build, selected, tracked
from generator.workspace.folder import Workspace
from generator.workspace.named_evidence import did_you_mean
from generator.workspace.scan_statements import checksum

_AS_OF = date(2026, 11, 20)
_SCAN = "evidence/scans/2026-11-19/trivy-cart.json"
_POD = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "cart-1", "namespace": "shop", "uid": "u"},
    "spec": {"containers": [{"name": "c", "image": "registry.example/cart:1"}]},
    "status": {"phase": "Running"},
}


def _scan(name: str) -> str:
    result = {"Target": name, "Class": "os-pkgs", "Type": "debian", "Vulnerabilities": []}
    document = {
        "SchemaVersion": 2,
        "ArtifactName": name,
        "ArtifactType": "container_image",
        "Metadata": {},
        "Results": [result],
    }
    return json.dumps(document)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    for name, text in {
        _SCAN: _scan("registry.example/cart:1"),
        "evidence/cluster/2026-11-19/pods.json": json.dumps(
            {"apiVersion": "v1", "kind": "PodList", "metadata": {}, "items": [_POD]}
        ),
        "decisions/trivy.yaml": "severity: HIGH\n",
        "system.yaml": "",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def _missing(root: Path) -> list[Gap]:
    result = tracked(Workspace.open(root), _AS_OF, lambda *_: None)
    return [gap for gap in result.gaps if gap.kind is GapKind.NAMED_NOT_THERE]


def test_nothing_is_missing_where_all_is_there(workspace: Path) -> None:
    (workspace / "system.yaml").write_text(f"evidence: [{{glob: {_SCAN}, configuration: decisions/trivy.yaml}}]")
    assert _missing(workspace) == []


def test_a_glob_that_fits_nothing(workspace: Path) -> None:
    (workspace / "system.yaml").write_text(
        'evidence: [{glob: "evidence/scans/2026-11-19/trivy-carts.json", authenticated: true}]'
    )
    (gap,) = _missing(workspace)
    assert (gap.path, gap.place) == ("system.yaml", "key evidence")
    assert gap.reason.startswith("`glob: evidence/scans/2026-11-19/trivy-carts.json` fits no file")
    assert gap.next_step.startswith(f"did you mean `{_SCAN}`? ")


def test_a_target_that_is_no_asset(workspace: Path) -> None:
    (workspace / "system.yaml").write_text(f"evidence: [{{glob: {_SCAN}, target: 'registry.example/carts:1'}}]")
    (gap,) = _missing(workspace)
    assert "`target: registry.example/carts:1` is no asset" in gap.reason
    assert gap.next_step.startswith("did you mean `registry.example/cart:1`? ")


def test_a_target_of_system_yaml_names_anew_what_the_report_names(workspace: Path) -> None:
    (workspace / _SCAN).write_text(_scan("cart:dev"))
    (workspace / f"{_SCAN}.sidecar.json").write_text('{"target": "build/cart"}')
    (workspace / "system.yaml").write_text(f"evidence: [{{glob: {_SCAN}, target: 'registry.example/cart:1'}}]")
    facts = selected(Workspace.open(workspace), _AS_OF, lambda *_: None).facts
    (image,) = facts.inventory
    assert [scan.evidence.path for scan in image.scans] == [_SCAN]


def test_a_scan_of_no_asset_is_a_gap(workspace: Path) -> None:
    (workspace / _SCAN).write_text(_scan("registry.example/other:1"))
    result = selected(Workspace.open(workspace), _AS_OF, lambda *_: None)
    (gap,) = [gap for gap in result.gaps if gap.kind is GapKind.NO_ASSET]
    assert (gap.path, gap.reason.rpartition(": ")[2]) == (_SCAN, "registry.example/other:1")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("scan-configurations.yaml", "- {scanner: Trivy, file: FILE, approved-by: A, approved: 2026-01-01}"),
        ("validations.yaml", "- {what: pipeline-tools, by: A, validated: 2026-01-01, file: FILE}"),
        ("benchmarks.yaml", "- {os: alpine, benchmark: Ours, file: FILE}"),
        (
            "deviations.yaml",
            "- {type: false-positive, status: approved, scanner: Trivy, identifier: CVE-2026-1, approver: A,"
            " approver-role: authorizing-official, decided: 2026-01-01, evidence: FILE}",
        ),
        (
            "deviations.yaml",
            "- {type: false-positive, status: pending, scanner: Trivy, identifier: CVE-2026-1, request: {attachments: [FILE]}}",
        ),
    ],
)
def test_a_decision_that_names_it(workspace: Path, name: str, text: str) -> None:
    (workspace / "decisions" / name).write_text(text.replace("FILE", "evidence/scans/2026-11-19/trivy-cat.json"))
    (gap,) = _missing(workspace)
    assert (gap.path, gap.place[:5]) == (f"decisions/{name}", "line ")
    assert "`evidence/scans/2026-11-19/trivy-cat.json` is not in the workspace" in gap.reason
    assert f"did you mean `{_SCAN}`?" in gap.next_step


def test_a_configuration_that_is_gone_is_said_once(workspace: Path) -> None:
    (workspace / "evidence/scans/2026-11-19/trivy-pay.json").write_text(_scan("registry.example/pay:1"))
    (workspace / "system.yaml").write_text('evidence: [{glob: "evidence/scans/*", configuration: decisions/trivi.yaml}]')
    (gap,) = _missing(workspace)
    assert "`configuration: decisions/trivi.yaml` is not in the workspace" in gap.reason
    assert gap.next_step.startswith("did you mean `decisions/trivy.yaml`? ")


def test_a_sidecar_whose_file_is_gone(workspace: Path) -> None:
    (workspace / "evidence/scans/2026-11-19/grype.json.sidecar.json").write_text("{}")
    (gap,) = _missing(workspace)
    assert gap.path == "evidence/scans/2026-11-19/grype.json.sidecar.json"


def test_a_document_of_the_plan_among_the_evidence(workspace: Path) -> None:
    (workspace / "system.yaml").write_text("plan: {policies: {AC: evidence/documents/access.pdf}}")
    (gap,) = _missing(workspace)
    assert gap.place == "key plan.policies.AC"


def test_no_package_is_final_with_it(workspace: Path) -> None:
    (workspace / "system.yaml").write_text('evidence: [{glob: "evidence/gone/*", authenticated: true}]')
    opened = Workspace.open(workspace)
    (workspace / "decisions/assets.yaml").write_text("[]")
    with pytest.raises(ConfigError) as caught:
        build(opened, workspace.parent / "out", _AS_OF, lambda *_: None, final=True)
    assert "named and not there" in caught.value.what


def test_what_is_no_path_of_the_workspace_is_still_refused(workspace: Path) -> None:
    for wrong in ("abc", "../x.yaml", "/etc/passwd"):
        with pytest.raises(ConfigError) as caught:
            checksum(workspace, wrong)
        assert not isinstance(caught.value, MissingFileError)


def test_a_name_in_another_folder_is_near() -> None:
    assert (
        did_you_mean("trivy.yml", ["decisions/trivy.yaml"], "correct it") == "did you mean `decisions/trivy.yaml`? correct it"
    )
    assert did_you_mean("zzz", ["decisions/trivy.yaml"], "correct it") == "correct it"
