"""The command line of `atopack collect registry`, `aws` and `file`: arguments, exit codes, what is printed."""

import io
import json
from pathlib import Path

import fake_registry
import oci_content as oci
import pytest

from generator.cli.main import main


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "system.yaml").write_text("system:\n  name: Shop\n")
    return tmp_path


def test_a_registry(workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    sample = oci.sample()
    monkeypatch.setattr("sys.stdin", io.StringIO("hunter2\n"))
    login = ["--username", "reader", "--password-stdin"]
    with fake_registry.serve({"shop/cart": sample.content}) as fake:
        code = main(["collect", "registry", f"{fake.host}/shop/cart:1.4", "--workspace", str(workspace), "--strict", *login])
    said = capsys.readouterr()
    assert (code, said.err) == (0, "")
    assert "Collected  2 files," in said.out
    assert "hunter2" not in said.out
    folder = Path(next(line for line in said.out.splitlines() if line.startswith("Evidence")).split()[1])
    assert folder.is_relative_to(workspace / "evidence/registry")
    assert main(["inspect", str(next(folder.glob("shop+cart@*[0-9a-f].json"))), "--json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["family"], row["format"], row["gap"]) == ("registry", "atopack-registry-json", None)
    assert row["images"][0]["platforms"] == sample.platforms


def test_what_was_refused_is_printed(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with fake_registry.serve({"shop/cart": oci.sample().content}) as fake:
        code = main(
            [
                "collect",
                "registry",
                fake.host,
                "--image",
                "shop/cart:1.4",
                "--image",
                "shop/cart:9",
                "--workspace",
                str(workspace),
                "--strict",
            ]
        )
    assert code == 3
    assert "NOT COLLECTED  GET /v2/shop/cart/manifests/9 manifest in shop/cart 9: absent: HTTP 404" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["registry", "a.example.com", "b.example.com"],
        ["registry", "localhost:1", "--username", "x"],
        ["registry", "localhost:1", "--password-stdin"],
    ],
)
def test_requests_that_are_wrong(workspace: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["collect", *words, "--workspace", str(workspace)]) == 2
    assert "next:" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["registry", "localhost", "--most-tags", "0"],
        ["aws", "--services", "ecr,lambda"],
        ["file", "x", "--by", "a", "--source", "b", "--collected", "yesterday"],
        ["file", "x", "--by", "a", "--source", "b", "--collected", "1066-01-01"],
        ["file", "x", "--by", "a", "--source", "b"],
    ],
)
def test_arguments_that_are_wrong(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["collect", *words])
    assert "usage:" in capsys.readouterr().err


def test_the_policy_needs_no_account(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["collect", "aws", "--policy", "--services", "ecr,s3"]) == 0
    (statement,) = json.loads(capsys.readouterr().out)["Statement"]
    assert "ecr:DescribeImages" in statement["Action"]
    assert not any(action.startswith("eks:") for action in statement["Action"])


def test_files(workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scan = tmp_path / "report.json"
    scan.write_text(
        json.dumps({"SchemaVersion": 2, "ArtifactName": "cart:1", "ArtifactType": "container_image", "Results": []})
    )
    words = [str(scan), "--collected", "2026-11-20", "--by", "A. Auditor", "--source", "laptop", "--workspace", str(workspace)]
    assert main(["collect", "file", *words]) == 0
    assert "Collected  1 file," in capsys.readouterr().out
    assert (workspace / "evidence/scans/2026-11-20/report.json").read_bytes() == scan.read_bytes()
    assert main(["collect", "directory", *words]) == 0
    assert "is there already" in capsys.readouterr().out
