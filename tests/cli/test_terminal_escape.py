"""Text from evidence cannot act on the terminal that shows it."""

import json
import shutil
from pathlib import Path

import pytest
from fewer_documents import only_documents

from generator.cli.main import main
from generator.resources import data
from generator.text import visible

SAMPLE = Path(str(data("samples"))) / "parcel-tracker"
HOSTILE = "\x1b]0;owned\x07\x9b2J\x7f\u202egnp"


def sarif(root: Path) -> Path:
    driver = {"name": f"Tool{HOSTILE}", "version": f"1{HOSTILE}", "rules": []}
    run = {"tool": {"driver": driver}, "results": [{"ruleId": "R1", "message": {"text": "found"}, "level": "error"}]}
    path = root / "hostile.sarif"
    path.write_text(json.dumps({"version": "2.1.0", "runs": [run]}))
    return path


def trivy(root: Path, name: str = "t.json") -> Path:
    report = json.loads((SAMPLE / "evidence/scans/2026-11/trivy-tracking-api.json").read_text())
    report["Trivy"] = {"Version": f"0.67{HOSTILE}"}
    for result in report["Results"]:
        for one in result.get("Vulnerabilities", ()):
            one["Status"] = "\x1b[2J"
    path = root / name
    path.write_text(json.dumps(report))
    return path


def clean(said: str) -> bool:
    return said.replace("\n", "").replace("\t", "") == visible(said).replace("\n", "").replace("\t", "")


def test_control_and_direction_characters_are_shown_as_escapes() -> None:
    assert visible(HOSTILE) == r"\u001b]0;owned\u0007\u009b2J\u007f\u202egnp"
    assert visible("a\tb\nc — ✓ é") == "a\tb\nc — ✓ é"
    assert [code for code in range(0x110000) if visible(chr(code)) != chr(code)] == [
        *(code for code in range(0x20) if chr(code) not in "\n\t"),
        *range(0x7F, 0xA0),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ]


def test_inspect_shows_what_a_status_holds_and_its_json_stays_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = trivy(tmp_path)
    assert main(["inspect", str(path), str(sarif(tmp_path))]) == 0
    said = capsys.readouterr().out
    assert r"\u001b[2J" in said
    assert clean(said)
    assert main(["inspect", str(path), "--json"]) == 0
    said = capsys.readouterr().out
    assert clean(said)
    assert json.loads(said)["statuses"]["\x1b[2J"]


def test_a_build_says_and_writes_none_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(SAMPLE, tmp_path / "ws")
    trivy(tmp_path, "ws/evidence/scans/2026-11/trivy-tracking-api.json")
    sarif(tmp_path / "ws/evidence/scans")
    options = [str(tmp_path / "ws"), "--as-of", "2026-11-20"]
    with only_documents():
        assert main(["build", *options, "--output", str(tmp_path / "out")]) == 1
    assert main(["check", *options]) == 1
    said = capsys.readouterr().out
    assert r"\u001b]0;owned" in said
    assert clean(said)
    for path in (tmp_path / "out/parcel-tracker/oscal").iterdir():
        text = json.dumps(json.loads(path.read_text()), ensure_ascii=False, indent=1)
        assert clean(text), path
