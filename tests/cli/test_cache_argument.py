"""Every command that reads evidence keeps with `--cache` what it read, and prints the same with and without."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from fewer_documents import only_documents

from generator.cli.main import main
from generator.documents.kept_entries import KeptEntries

FINDING = {"VulnerabilityID": "CVE-2026-1", "PkgName": "zlib", "InstalledVersion": "1", "Severity": "HIGH", "Title": "A title"}
REPORT = {
    "SchemaVersion": 2,
    "ArtifactName": "shop/cart:1",
    "ArtifactType": "container_image",
    "Results": [{"Target": "shop/cart:1", "Class": "os-pkgs", "Type": "debian", "Vulnerabilities": [FINDING]}],
}


@pytest.mark.parametrize(
    "command", [("check",), ("status",), ("export", "--for", "conmon"), ("inspect",)], ids=lambda words: words[0]
)
def test_what_was_read_is_kept_and_the_same_is_said(
    command: Sequence[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "shop"
    (root / "evidence").mkdir(parents=True)
    (root / "evidence/trivy.json").write_bytes(msgspec.json.encode(REPORT))
    (root / "system.yaml").write_text("system: {id: shop, name: Shop}\nevidence: [{glob: '*', collected: 2026-11-18}]\n")
    kept: list[str] = []
    really = KeptEntries.put

    def noted(entries: KeptEntries, key: str, body: bytes | memoryview) -> None:
        kept.append(entries._folder.name if entries._folder is not None else "")
        really(entries, key, body)

    monkeypatch.setattr(KeptEntries, "put", noted)

    def run(*words: str) -> tuple[int, str]:
        output = ("--output", str(tmp_path / "out")) if command[0] == "export" else ()
        day = () if command[0] == "inspect" else ("--as-of", "2026-11-20")
        with only_documents():
            code = main([command[0], str(root), *command[1:], *output, *day, *words])
        return code, capsys.readouterr().out

    plain = run()
    assert "evidence" not in kept
    cache = ("--cache", str(tmp_path / "cache"))
    kind = "inspections" if command[0] == "inspect" else "evidence"
    assert run(*cache) == plain
    assert kind in kept
    kept.clear()
    assert run(*cache) == plain
    assert kind not in kept


def test_what_inspect_kept_of_a_file_alone_is_not_taken_for_what_a_build_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build reads it with the files that it takes in, and says which secrets stand in it."""
    (tmp_path / "evidence/net").mkdir(parents=True)
    (tmp_path / "system.yaml").write_text("system: {id: shop, name: Shop}\n")
    (tmp_path / "evidence/main.tf").write_text('module "net" {\n  source = "./net"\n}\n')
    (tmp_path / "evidence/net/main.tf").write_text('resource "aws_instance" "web" {\n  ami = "a"\n}\n')
    region = {"startLine": 1, "snippet": {"text": "key = hunter2hunter2"}}
    place = {"physicalLocation": {"artifactLocation": {"uri": "a.py"}, "region": region}}
    result = {"ruleId": "generic", "message": {"text": "a secret"}, "locations": [place]}
    run = {"tool": {"driver": {"name": "gitleaks", "rules": [{"id": "generic"}]}}, "results": [result]}
    (tmp_path / "evidence/leaks.sarif").write_text(json.dumps({"version": "2.1.0", "runs": [run]}))
    monkeypatch.chdir(tmp_path)

    def check(*words: str) -> str:
        main(["check", ".", "--as-of", "2026-11-20", *words])
        return capsys.readouterr().out

    plain = check()
    assert "module.net.aws_instance.web" in plain
    assert "leaks.sarif: it holds 1 secret in clear text" in plain
    cache = ("--cache", str(tmp_path / "cache"))
    main(["inspect", "evidence/main.tf", "evidence/leaks.sarif", *cache])
    capsys.readouterr()
    assert check(*cache) == plain


def test_inspect_says_the_same_of_every_family_with_a_cache(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a process in which no other module of settings was imported, what was kept of a cluster has to come back as well."""
    sample = Path(__file__).parents[2] / "samples/parcel-tracker"
    paths = [str(sample / "evidence"), str(sample / "diagrams")]
    cache = ["--cache", str(tmp_path / "cache")]
    printed = []
    for options in ([], cache, cache):
        main(["inspect", "--json", *paths, *options])
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1] == printed[2]
    families = {json.loads(line)["family"] for line in printed[0].splitlines()}
    assert {"scan", "cluster", "pipeline", "diagram", "registry", "flow", "monitoring"} <= families
    fresh = subprocess.run(
        [sys.executable, "-m", "generator.cli", "inspect", "--json", *paths, *cache],
        capture_output=True,
        text=True,
        check=False,
    )
    assert fresh.stdout == printed[0], fresh.stderr
