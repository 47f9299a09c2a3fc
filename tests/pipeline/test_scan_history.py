"""Old scans are kept without their texts, and every package is the one that the whole scans give."""

import json
import random
import shutil
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from fewer_documents import only_documents
from folder_contents import contents

from generator import Workspace, build
from generator.errors import ConfigError
from generator.model.scan import ScanSnapshot
from generator.pipeline.compose import Composed, compose
from generator.pipeline.load import load
from generator.pipeline.parse import parse
from generator.pipeline.stages import selected, tracked
from generator.workspace.prior_package import WORKBOOK
from tests.bench.findings import report, write_workspace

SAMPLE = Path(__file__).parents[2] / "samples" / "parcel-tracker"
LAST = date(2026, 11, 18)


def silent(*_: object) -> None:
    """No progress."""


def write_history(folder: Path, seed: int) -> Sequence[date]:
    """Reports of several days about images that run, that ran once, and that never did; the days, oldest first."""
    chance = random.Random(seed)  # noqa: S311 - an invented history, no secret
    write_workspace(folder, findings=3 * 4, images=3, identifiers=9)
    shutil.rmtree(folder / "evidence/scans")
    (folder / "evidence/scans").mkdir()
    (folder / "system.yaml").write_text("system: {id: bench, name: Bench}\n")
    (folder / "evidence/cluster/pods.json.sidecar.json").write_text('{"collected": "2026-07-01T00:00:00Z"}')
    days = [LAST - timedelta(days=30 * back) for back in (3, 2, 1, 0)]
    for index, day in enumerate(days):
        for number in range(4):  # NOTE: of the fourth no container runs
            if chance.random() < 0.2:
                continue
            path = folder / f"evidence/scans/{day.isoformat()}-{number}.json"
            path.write_text(json.dumps(invented(number, day, chance, moved=number == 1 and index % 2 == 0)))
    return days


def invented(number: int, day: date, chance: random.Random, *, moved: bool) -> dict[str, object]:
    """A report of an image; `moved`: its tag stood for other bytes then."""
    whole = report(f"registry.example/team/service-{number:02}", number + 50 if moved else number, 0, 9)
    result = report("registry.example/team/any", number, 6, 9)["Results"][0]  # type: ignore[index]
    result["Target"] = f"registry.example/team/service-{number:02}:1.0 (debian 12.5)"
    result["Vulnerabilities"] = [
        {
            **entry,
            "CweIDs": [f"CWE-{number + 20}"],
            "Severity": chance.choice(["LOW", "HIGH"]),
            "Description": f"{day} {chance.random()}",
        }
        for entry in result["Vulnerabilities"]
        if chance.random() < 0.7
    ]
    results = [result]
    if chance.random() < 0.3:
        secret = {"RuleID": "aws", "Category": "AWS", "Severity": "HIGH", "Title": "key", "StartLine": 1, "EndLine": 1}
        results.append({"Target": "/app/key", "Class": "secret", "Secrets": [{**secret, "Match": "***"}]})
    return {**whole, "CreatedAt": f"{day.isoformat()}T06:00:00Z", "Results": results}


def package(root: Path, day: date, cache: Path | None) -> Composed:
    return compose(tracked(Workspace.open(root), day, silent, cache))


def sizes_in(folder: Path) -> Sequence[int]:
    return sorted(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def is_condensed(root: Path, cache: Path) -> dict[str, bool]:
    """By path of a file, whether it is kept without its texts."""
    found = parse(load(Workspace.open(root), LAST), silent, cache)
    scans = [snapshot for snapshot in found.snapshots if isinstance(snapshot, ScanSnapshot)]
    return {scan.evidence.path: all(not result.description for result in scan.results) for scan in scans if scan.results}


@pytest.mark.parametrize("seed", range(6))
def test_condensed_and_whole_give_the_same_package(seed: int, tmp_path: Path) -> None:
    root, cache = tmp_path / "system", tmp_path / "cache"
    days = write_history(root, seed)
    wholes = {day: package(root, day, None) for day in days}
    documents = {day: whole.write_oscal() for day, whole in wholes.items()}
    for day in (*days, days[-1], days[1], days[-1]):
        kept = package(root, day, cache)
        assert kept.package == wholes[day].package
        assert kept.write_oscal() == documents[day]
    condensed = is_condensed(root, cache)
    assert any(condensed.values())
    newest = {path for path in condensed if LAST.isoformat() in path}
    assert newest
    assert not any(condensed[path] for path in newest)


def test_the_package_of_the_sample_with_months_of_scans(tmp_path: Path) -> None:
    root, cache = tmp_path / "sample", tmp_path / "cache"
    shutil.copytree(SAMPLE, root)
    for month in ("2026-09", "2026-08", "2026-07"):
        shutil.copytree(SAMPLE / "evidence/scans/2026-11", root / "evidence/scans" / month)
        for path in (root / "evidence/scans" / month).rglob("*.json"):
            path.write_text(path.read_text().replace("2026-11", month))
    packages = []
    for number, folder in enumerate((None, cache, cache)):
        with only_documents(WORKBOOK, "report/poam.html", "cr26/vulnerability-detail-report.json"):  # those with texts of scans
            made = build(Workspace.open(root), tmp_path / str(number), date(2026, 11, 20), evidence_cache=folder).folder
        packages.append(contents(made))
    assert packages[0] == packages[1] == packages[2]
    assert sum(is_condensed(root, cache).values()) > sum(is_condensed(SAMPLE, cache).values())


def test_an_old_scan_takes_an_eighth_and_is_not_read_again(tmp_path: Path, read: list[str]) -> None:
    root, cache = tmp_path / "system", tmp_path / "cache"
    write_workspace(root, findings=40, images=2, identifiers=20)
    (root / "system.yaml").write_text("system: {id: bench, name: Bench}\n")
    (root / "evidence/cluster/pods.json.sidecar.json").write_text('{"collected": "2026-07-01T00:00:00Z"}')
    for path in sorted((root / "evidence/scans").glob("*.json")):
        old = path.read_text().replace("2026-11-18", "2026-10-18")
        path.with_name(f"old-{path.name}").write_text(old)
    before = selected(Workspace.open(root), LAST, silent, cache).facts
    whole, together = sizes_in(cache / "evidence"), sizes_in(cache / "history")
    assert len(whole) == 3  # the pods, and both new scans
    assert len(together) == 1
    assert whole[-2] > 16 * together[0] / 2  # of which there are both old scans
    read.clear()
    assert selected(Workspace.open(root), LAST, silent, cache).facts == before
    assert read == []
    earlier = selected(Workspace.open(root), date(2026, 10, 20), silent, cache).facts
    assert read == ["evidence/scans/old-service-00.json", "evidence/scans/old-service-01.json"]
    assert earlier == selected(Workspace.open(root), date(2026, 10, 20), silent).facts


def test_a_file_that_changes_while_it_is_read_again_is_refused(tmp_path: Path) -> None:
    root, cache = tmp_path / "system", tmp_path / "cache"
    write_history(root, 1)
    for _ in range(2):
        selected(Workspace.open(root), LAST, silent, cache)
    found = parse(load(Workspace.open(root), LAST), silent, cache)
    paths = [path for path, old in is_condensed(root, cache).items() if old]
    old = next(each for each in found.snapshots if each.evidence.path == paths[0])
    assert isinstance(old, ScanSnapshot)
    (root / paths[0]).write_text((root / paths[0]).read_text() + "\n")
    with pytest.raises(ConfigError, match="changed while it was read"):
        found.history.whole(old)


def test_without_a_cache_nothing_is_condensed(tmp_path: Path) -> None:
    write_history(tmp_path / "system", 2)
    found = parse(load(Workspace.open(tmp_path / "system"), LAST), silent)
    scan = next(each for each in found.snapshots if isinstance(each, ScanSnapshot))
    assert found.history.whole(scan) is scan
    found.history.condense([scan.evidence.path])
    assert not any(path.name == "evidence" for path in tmp_path.iterdir())


def test_the_workbook_of_a_condensed_history(tmp_path: Path) -> None:
    root = tmp_path / "system"
    days = write_history(root, 3)
    books = []
    for number, cache in enumerate((None, tmp_path / "cache", tmp_path / "cache")):
        with only_documents(WORKBOOK):
            made = build(Workspace.open(root), tmp_path / str(number), days[-1], evidence_cache=cache).folder
        books.append((made / WORKBOOK).read_bytes())
    assert books[0] == books[1] == books[2]
