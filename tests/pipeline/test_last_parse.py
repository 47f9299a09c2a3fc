"""A workspace that is assessed again: what did not change is not parsed again, and every file that parsing reads is seen."""

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from generator.pipeline import last_parse
from generator.pipeline.last_parse import LastParse
from generator.pipeline.load import load
from generator.pipeline.parse import Parsed, Progress, parse
from generator.pipeline.scan_history import ScanHistory
from generator.workspace.folder import Workspace

AS_OF = date(2026, 11, 20)
CHART = "evidence/chart"
SIDECAR = "evidence/scan.json.sidecar.json"
SYSTEM = """\
system: {id: shop, name: Shop, impact-level: moderate}
evidence:
  - {glob: "evidence/pods.json", collected: 2026-11-19}
"""
SCAN = {
    "SchemaVersion": 2,
    "ArtifactName": "registry.example/cart:1",
    "ArtifactType": "container_image",
    "Metadata": {"ImageID": "sha256:" + "a" * 64},
    "Results": [
        {
            "Target": "cart",
            "Class": "os-pkgs",
            "Type": "debian",
            "Vulnerabilities": [
                {"VulnerabilityID": f"CVE-2026-000{n}", "PkgName": "zlib1g", "InstalledVersion": "1", "Severity": "HIGH"}
                for n in range(3)
            ],
        }
    ],
}
PODS = {"apiVersion": "v1", "kind": "List", "items": []}
MAPPING = "scanner: Own Scanner\nfiles: evidence/own.json\nentries: rows\nfields: {id: rule, target: host}\n"
REPORT = '{"rows": [{"rule": "R-1", "host": "web-1"}]}'


def silent(_text: str, _done: int, _total: int) -> None:
    """No terminal."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, content in {
        "system.yaml": SYSTEM,
        "evidence/scan.json": json.dumps(SCAN),
        SIDECAR: '{"collected": "2026-11-18T00:00:00Z"}',
        "evidence/pods.json": json.dumps(PODS),
        f"{CHART}/kustomization.yaml": "kind: Kustomization\nresources: [cart.yaml]\n",
        f"{CHART}/cart.yaml": "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: cart}\n",
        "diagrams/data-flow.mmd": "flowchart LR\n  cart --> db\n",
        "decisions/scanner.yaml": "severity: all\n",
        "decisions/waivers.yaml": "[]\n",
    }.items():
        put(tmp_path, name, content)
    return tmp_path


def put(root: Path, name: str, content: str) -> None:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content)


class Parsing:
    """A process that goes on, and how often it parsed."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.last, self.count = root, LastParse(), 0

        def counted(loaded: object, progress: Progress) -> Parsed:
            self.count += 1
            return parse(loaded, progress)

        monkeypatch.setattr(last_parse, "parse", counted)

    def now(self, as_of: date = AS_OF) -> Parsed:
        loaded = load(Workspace.open(self.root), as_of)
        parsed, anew = self.last.parsed(loaded, silent), parse(loaded, silent)
        assert told(parsed) == told(anew)
        assert parsed.loaded is loaded
        return parsed


def told(parsed: Parsed) -> tuple[object, ...]:
    return parsed.snapshots, parsed.formats, parsed.pictures, parsed.gaps, parsed.set_aside


@pytest.fixture
def parsing(root: Path, monkeypatch: pytest.MonkeyPatch) -> Parsing:
    return Parsing(root, monkeypatch)


def test_decisions_narratives_and_another_day_are_no_reason_to_parse(parsing: Parsing) -> None:
    first = parsing.now()
    assert {name for _, name in first.formats} >= {"trivy-json", "mermaid"}
    put(parsing.root, "decisions/waivers.yaml", "# none\n[]\n")
    put(parsing.root, "narratives/AC-2.md", "Text.\n")
    put(parsing.root, "system.yaml", SYSTEM.replace("name: Shop", "name: Web Shop"))
    again = parsing.now(date(2026, 11, 21))
    assert parsing.count == 1
    assert again.loaded.workspace.system.name == "Web Shop"
    assert all(before is now for before, now in zip(first.snapshots, again.snapshots, strict=True))


def same_size_and_time(root: Path) -> None:
    """As a program does that sets the time of what it writes back."""
    file = root / "evidence/scan.json"
    before = file.stat()
    file.write_text(file.read_text().replace("CVE-2026-0001", "CVE-2026-0009"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def named_configuration(root: Path) -> None:
    put(root, SIDECAR, '{"collected": "2026-11-18T00:00:00Z", "configuration": "decisions/scanner.yaml"}')


@pytest.mark.parametrize(
    "change",
    [
        lambda root: put(root, "evidence/scan.json", json.dumps({**SCAN, "ArtifactName": "registry.example/cart:2"})),
        same_size_and_time,
        lambda root: put(root, "evidence/more.json", json.dumps({**SCAN, "ArtifactName": "registry.example/db:2"})),
        lambda root: (root / "evidence/scan.json").unlink(),
        lambda root: (root / "evidence/scan.json").rename(root / "evidence/other.json"),
        lambda root: put(root, "diagrams/data-flow.mmd", "flowchart LR\n  cart --> cache\n"),
        lambda root: put(root, f"{CHART}/cart.yaml", "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: basket}\n"),
        lambda root: put(root, SIDECAR, '{"collected": "2026-11-17T00:00:00Z"}'),
        lambda root: put(root, SIDECAR, '{"collected": "2026-11-18T00:00:00Z", "target": "registry.example/cart:9"}'),
        lambda root: put(root, SIDECAR, '{"collected": "yesterday"}'),
        lambda root: (root / SIDECAR).unlink(),
        lambda root: put(root, "evidence/pods.json.sidecar.json", '{"collected": "2026-11-18T00:00:00Z"}'),
        named_configuration,
        lambda root: put(root, "system.yaml", SYSTEM.replace("2026-11-19", "2026-11-16")),
        lambda root: put(root, "system.yaml", f'{SYSTEM}  - {{glob: "evidence/scan.json", target: "registry.example/c:1"}}\n'),
        lambda root: put(root, "system.yaml", f'{SYSTEM}  - {{glob: "evidence/scan.json", scanner-version: "1.2.3"}}\n'),
        lambda root: put(root, "decisions/formats/own.yaml", MAPPING),
    ],
)
def test_each_kind_of_file_that_parsing_reads_is_seen(parsing: Parsing, change: Callable[[Path], object]) -> None:
    before = parsing.now()
    change(parsing.root)
    after = parsing.now()
    assert told(after) != told(before)
    assert parsing.count == 2
    parsing.now()
    assert parsing.count == 2


@pytest.mark.parametrize("by", ["sidecar", "system.yaml"])
def test_a_configuration_that_is_named_is_seen_to_change_to_come_and_to_go(parsing: Parsing, by: str) -> None:
    if by == "sidecar":
        named_configuration(parsing.root)
    else:
        row = '  - {glob: "evidence/scan.json", configuration: decisions/scanner.yaml}\n'
        put(parsing.root, "system.yaml", SYSTEM + row)
    first = parsing.now()
    put(parsing.root, "decisions/scanner.yaml", "severity: low\n")
    second = parsing.now()
    (parsing.root / "decisions/scanner.yaml").unlink()
    third = parsing.now()
    put(parsing.root, "decisions/scanner.yaml", "severity: low\n")
    assert told(parsing.now()) == told(second)
    assert len({repr(told(each)) for each in (first, second, third)}) == 3


def test_a_mapping_is_seen_to_change(parsing: Parsing) -> None:
    put(parsing.root, "evidence/own.json", REPORT)
    put(parsing.root, "decisions/formats/own.yaml", MAPPING)
    first = parsing.now()
    put(parsing.root, "decisions/formats/own.yaml", MAPPING.replace("Own Scanner", "Other Scanner"))
    assert told(parsing.now()) != told(first)
    (parsing.root / "decisions/formats/own.yaml").unlink()
    parsing.now()
    assert parsing.count == 3


def test_whether_helm_is_there_is_seen(parsing: Parsing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_parse.shutil, "which", lambda _: None)
    parsing.now()
    monkeypatch.setattr(last_parse.shutil, "which", lambda _: "/opt/helm")
    parsing.now()
    assert parsing.count == 2


@pytest.mark.parametrize(("bound", "most"), [("MOST_RESULTS", 2), ("MOST_BYTES", 100)])
def test_of_a_large_system_nothing_is_kept(parsing: Parsing, monkeypatch: pytest.MonkeyPatch, bound: str, most: int) -> None:
    monkeypatch.setattr(last_parse, bound, most)
    parsing.now()
    parsing.now()
    assert parsing.count == 2
    assert parsing.last._kept is None


def test_a_workspace_that_outgrows_the_bound_lets_go_of_what_was_kept(
    parsing: Parsing, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsing.now()
    assert parsing.last._kept is not None
    monkeypatch.setattr(last_parse, "MOST_BYTES", 100)
    parsing.now()
    assert parsing.last._kept is None


def test_what_is_kept_holds_on_to_no_workspace_of_before(parsing: Parsing) -> None:
    parsing.now()
    kept = parsing.last._kept
    assert kept is not None
    assert kept.history._files.paths == ScanHistory.of_whole_scans()._files.paths == ()
