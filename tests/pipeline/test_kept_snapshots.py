"""What is kept of evidence gives what reading gives, or is read again."""

import os
import shutil
import stat
from datetime import date
from pathlib import Path

import pytest
from fewer_documents import only_documents
from folder_contents import contents

from generator import Workspace, build
from generator.documents import kept_entries
from generator.parsers.evidence_files import ALONE
from generator.pipeline import parse as parsing
from generator.pipeline.kept_snapshots import KeptSnapshots, WatchedFiles
from generator.pipeline.load import load
from generator.pipeline.parse import Parsed, parse
from generator.workspace.prior_package import WORKBOOK
from tests.bench.findings import write_workspace

SAMPLE = Path(__file__).parents[2] / "samples" / "parcel-tracker"
DAY = date(2026, 11, 20)


def parsed(root: Path, cache: Path | None) -> tuple[object, ...]:
    """All that was read, with the types of everything in it."""
    found = whole(root, cache)
    return found.snapshots, repr(found.snapshots), found.formats, found.pictures, found.gaps


def whole(root: Path, cache: Path | None) -> Parsed:
    return parse(load(Workspace.open(root), DAY), lambda *_: None, cache)


def entries(cache: Path) -> list[Path]:
    return sorted(path for path in cache.rglob("*") if path.is_file())


def test_every_kind_of_evidence_comes_back_as_it_was_read(tmp_path: Path, read: list[str]) -> None:
    without, first = parsed(SAMPLE, None), parsed(SAMPLE, tmp_path / "cache")
    read.clear()
    assert parsed(SAMPLE, tmp_path / "cache") == first == without
    second = whole(SAMPLE, None)
    kinds = {type(snapshot).__name__ for snapshot in second.snapshots}
    assert {"ScanSnapshot", "ClusterSnapshot", "DiagramSnapshot"} <= kinds
    kept = len(entries(tmp_path / "cache"))
    assert len(read) - len(second.loaded.paths) == len(second.loaded.paths) - kept  # read whole once more, and what is not kept
    assert kept > len(second.loaded.paths) / 2


def test_only_the_file_that_changed_is_read_again(tmp_path: Path, read: list[str]) -> None:
    write_workspace(tmp_path / "system", findings=80, images=4, identifiers=40)
    parsed(tmp_path / "system", tmp_path / "cache")
    changed = tmp_path / "system/evidence/scans/service-02.json"
    changed.write_text(changed.read_text().replace("CVE-2099-00005", "CVE-2099-99999"))
    read.clear()
    after = parsed(tmp_path / "system", tmp_path / "cache")
    assert read == ["evidence/scans/service-02.json"]
    assert after == parsed(tmp_path / "system", None)


@pytest.mark.parametrize("damage", ["flipped", "cut", "empty", "another", "link"])
def test_a_bad_entry_is_read_again(damage: str, tmp_path: Path, read: list[str]) -> None:
    write_workspace(tmp_path / "system", findings=40, images=2, identifiers=20)
    expected, cache = parsed(tmp_path / "system", None), tmp_path / "cache"
    parsed(tmp_path / "system", cache)
    for number, entry in enumerate(entries(cache)):
        data = entry.read_bytes()
        if damage == "flipped":
            entry.write_bytes(data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])
        elif damage == "another":
            entry.write_bytes(entries(cache)[number - 1].read_bytes())
        elif damage == "link":
            shutil.copy(entry, tmp_path / f"target-{number}")
            entry.unlink()
            entry.symlink_to(tmp_path / f"target-{number}")
        else:
            entry.write_bytes(data[: len(data) // 2] if damage == "cut" else b"")
    read.clear()
    assert parsed(tmp_path / "system", cache) == expected
    again = len(read)
    assert again >= 2  # of entries that were written over each other, the last one may be good
    read.clear()
    assert parsed(tmp_path / "system", cache) == expected
    assert read == []


def test_another_version_reads_again(tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    write_workspace(tmp_path / "system", findings=20, images=2, identifiers=10)
    parsed(tmp_path / "system", tmp_path / "cache")
    read.clear()
    monkeypatch.setattr(kept_entries, "sources_digest", lambda: b"other sources")
    parsed(tmp_path / "system", tmp_path / "cache")
    assert len(read) == 3


def test_what_depends_on_other_files_is_not_kept(tmp_path: Path, read: list[str]) -> None:
    folder = tmp_path / "system/evidence/deploy"
    folder.mkdir(parents=True)
    (tmp_path / "system/system.yaml").write_text("system: {id: two, name: Two}\n")
    (folder / "compose.yaml").write_text("services:\n  shop: {image: 'shop:1', env_file: shop.env}\n")
    (folder / "shop.env").write_text("DB=http://one.example\n")
    parsed(tmp_path / "system", tmp_path / "cache")
    (folder / "shop.env").write_text("DB=http://two.example\n")
    assert parsed(tmp_path / "system", tmp_path / "cache") == parsed(tmp_path / "system", None)


def test_a_manifest_that_becomes_part_of_a_kustomization_is_read_again(tmp_path: Path) -> None:
    folder = tmp_path / "system/evidence/deploy"
    folder.mkdir(parents=True)
    (tmp_path / "system/system.yaml").write_text("system: {id: two, name: Two}\n")
    (folder / "shop.yaml").write_text(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\n"
        "spec: {template: {spec: {containers: [{name: main, image: 'shop:1'}]}}}\n"
    )
    alone = parsed(tmp_path / "system", tmp_path / "cache")
    assert len(entries(tmp_path / "cache")) == 1
    (folder / "kustomization.yaml").write_text("resources: [shop.yaml]\nnamePrefix: old-\n")
    taken = parsed(tmp_path / "system", tmp_path / "cache")
    assert taken == parsed(tmp_path / "system", None) != alone
    (folder / "kustomization.yaml").unlink()
    assert parsed(tmp_path / "system", tmp_path / "cache") == alone


def test_the_folder_is_the_users_alone(tmp_path: Path) -> None:
    (tmp_path / "cache/evidence").mkdir(parents=True)
    (tmp_path / "cache/evidence").chmod(0o755)
    parsed(SAMPLE, tmp_path / "cache")
    assert stat.S_IMODE((tmp_path / "cache/evidence").stat().st_mode) == 0o700
    assert {stat.S_IMODE(entry.stat().st_mode) for entry in entries(tmp_path / "cache")} == {0o600}
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked/evidence").symlink_to(tmp_path / "cache/evidence")
    assert KeptSnapshots(tmp_path / "linked").get(whole(SAMPLE, None).snapshots[0].evidence, ALONE) is None


def test_what_was_used_longest_ago_makes_room(tmp_path: Path) -> None:
    parsed(SAMPLE, tmp_path)
    before = entries(tmp_path)
    for number, entry in enumerate(before):
        os.utime(entry, (number, number))
    most = sum(entry.stat().st_blocks * 512 for entry in before[-3:])
    kept_entries.KeptEntries(tmp_path, "evidence").make_room(most)
    assert entries(tmp_path) == before[-3:]


def test_a_folder_that_cannot_be_made_costs_speed_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert parsed(SAMPLE, tmp_path / "file") == parsed(SAMPLE, None)


def test_watched_files_tell_whether_they_were_looked_at() -> None:
    watched = WatchedFiles(parsing.EvidenceFiles(("a/b.yaml",)))
    assert not watched.looked
    assert watched.as_files.below("a", (".yaml",)) == ("a/b.yaml",)
    assert watched.looked


def test_a_package_is_the_same_with_and_without(tmp_path: Path) -> None:
    write_workspace(tmp_path / "system", findings=40, images=2, identifiers=20)
    packages = []
    for number, cache in enumerate((None, tmp_path / "cache", tmp_path / "cache")):
        with only_documents(WORKBOOK):
            folder = build(Workspace.open(tmp_path / "system"), tmp_path / str(number), DAY, evidence_cache=cache).folder
        packages.append(contents(folder))
    assert packages[0] == packages[1] == packages[2]
