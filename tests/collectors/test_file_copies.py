"""What a person has: copied byte for byte, said by whom and from where, never over something, never through a link."""

import hashlib
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.cli import collect_file
from generator.collectors import files
from generator.collectors.base import CollectError
from generator.collectors.collection import Collection
from generator.collectors.file_names import distinct_name, evidence_name, short
from generator.collectors.files import FileRequest, collect
from generator.errors import ConfigError
from generator.workspace.folder import Workspace

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
DAY = datetime(2026, 11, 20, tzinfo=UTC)


def family(name: str, raw: bytes) -> str | None:
    """A file says of itself what it is."""
    word = raw.decode(errors="replace").partition(" ")[0]
    return word if word in files.FOLDERS else None


def run(workspace: Path, *paths: Path, **more: object) -> Collection:
    said = {"collected": DAY, "by": "A. Auditor", "source": "Scanner console", **more}
    request = FileRequest(workspace=workspace, paths=paths, **said)  # type: ignore[arg-type]
    return collect(request, lambda: NOW, family)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    folder.mkdir()
    (folder / "system.yaml").write_text("system:\n  name: Shop\n")
    return folder


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    return folder


def made(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_one_file(workspace: Path, mine: Path) -> None:
    collection = run(workspace, made(mine / "weekly.json", "scan \x00\r\n bytes"), target="registry.example.com/cart:1")
    (kept,) = collection.kept
    assert kept.path == workspace / "evidence/scans/2026-11-20/weekly.json"
    assert kept.path.read_bytes() == b"scan \x00\r\n bytes"
    said = json.loads(kept.path.with_name("weekly.json.sidecar.json").read_bytes())
    assert said["sha256"] == hashlib.sha256(kept.path.read_bytes()).hexdigest()
    assert (said["identity"], said["source"], said["collected"]) == ("A. Auditor", "Scanner console", "2026-11-20T00:00:00Z")
    assert said["command"] == "atopack collect file weekly.json"
    evidence, _, gap = Workspace.open(workspace).load("evidence/scans/2026-11-20/weekly.json")
    assert (evidence.collected, evidence.target, gap) == (DAY, "registry.example.com/cart:1", None)


@pytest.mark.parametrize(
    ("text", "to", "place"),
    [
        ("scan", None, "evidence/scans/2026-11-20"),
        ("pipeline", None, "evidence/pipelines/2026-11-20"),
        ("diagram", None, "diagrams/2026-11-20"),
        ("cluster", None, "evidence/cluster/prod/2026-11-20"),
        ("registry", None, "evidence/registry/2026-11-20"),
        ("nobody knows", None, "evidence/other/2026-11-20"),
        ("nobody knows", "documents", "evidence/documents/2026-11-20"),
        ("scan", "cluster", "evidence/cluster/prod/2026-11-20"),
    ],
)
def test_where_it_goes(workspace: Path, mine: Path, text: str, to: str | None, place: str) -> None:
    collection = run(workspace, made(mine / "a.txt", text), to=to, target="prod")
    assert [path.relative_to(workspace).as_posix() for path in collection.folders] == [place]


def test_with_a_time(workspace: Path, mine: Path) -> None:
    moment = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)
    (kept,) = run(workspace, made(mine / "a.json", "scan"), collected=moment).kept
    assert kept.path.parent.name == "2026-11-20T140500Z"


def test_a_folder(workspace: Path, mine: Path) -> None:
    made(mine / "a.json", "scan a")
    made(mine / "team one/2026-01-01/b.json", "scan b")
    made(mine / ".hidden/c.json", "scan c")
    made(mine / "a.json.sidecar.json", "{}")
    (mine / "away").symlink_to("/etc")
    (mine / "passwd").symlink_to("/etc/passwd")
    collection = run(workspace, mine)
    found = sorted(one.path.relative_to(workspace).as_posix() for one in collection.kept)
    assert found == ["evidence/scans/2026-11-20/a.json", "evidence/scans/2026-11-20/team-one/at-2026-01-01/b.json"]
    assert {one.resource for one in collection.refused} == {"away", "passwd", "a.json.sidecar.json"}
    assert collection.kept[1].sidecar.notes == ("it lay in 'team one/2026-01-01'",)


def test_what_is_there_is_not_copied_again(workspace: Path, mine: Path) -> None:
    made(workspace / "evidence/scans/old.json", "scan a")
    made(mine / "a.json", "scan a")
    made(mine / "b.json", "scan b")
    made(mine / "c.json", "scan b")
    collection = run(workspace, mine)
    assert [one.path.name for one in collection.kept] == ["b.json"]
    assert collection.notes == (
        "a.json is there already: evidence/scans/old.json",
        "c.json is there already: evidence/scans/2026-11-20/b.json",
    )
    assert [one.path.name for one in run(workspace, mine / "a.json", again=True).kept] == ["a.json"]


def test_nothing_is_written_over(workspace: Path, mine: Path) -> None:
    run(workspace, made(mine / "a.json", "scan one"))
    (second,) = run(workspace, made(mine / "a.json", "scan two")).kept
    assert second.path.name == f"a-{hashlib.sha256(b'scan two').hexdigest()[:8]}.json"
    assert (workspace / "evidence/scans/2026-11-20/a.json").read_text() == "scan one"
    assert second.sidecar.notes == ("the file was called 'a.json'",)


@pytest.mark.parametrize("name", ["Q3 scan (final).json", "ein_über.json", "..json", "a\nb.json", "x" * 240 + ".json"])
def test_names_that_a_package_cannot_carry(workspace: Path, mine: Path, name: str) -> None:
    (kept,) = run(workspace, made(mine / name, "scan")).kept
    assert kept.path.name.endswith("json")
    assert kept.path.name.isascii()
    assert ascii(name) in kept.sidecar.notes[0]
    assert Workspace.open(workspace).listing().gaps == ()


@pytest.mark.parametrize(
    "more",
    [{"by": " "}, {"source": ""}, {"source": "a\x1b[31m"}, {"to": "../etc"}, {"collected": datetime(2026, 12, 1, tzinfo=UTC)}],
)
def test_what_is_said_has_to_be_believable(workspace: Path, mine: Path, more: dict[str, object]) -> None:
    with pytest.raises(ConfigError) as caught:
        run(workspace, made(mine / "a.json", "scan"), **more)
    assert caught.value.next_step
    assert not (workspace / "evidence").exists()


def test_paths_that_are_wrong(workspace: Path, mine: Path) -> None:
    link = mine / "link.json"
    link.symlink_to(made(mine / "a.json", "scan"))
    for path in (link, mine / "none.json", workspace, workspace.parent):
        made(workspace / "evidence/scans/x.json", "scan x")
        with pytest.raises(ConfigError):
            run(workspace, path)


def test_files_that_prove_nothing(workspace: Path, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(mine / "empty.json", "")
    made(mine / "large.json", "scan large")
    os.mkfifo(mine / "pipe.json")
    monkeypatch.setattr(files, "LARGEST", 5)
    with pytest.raises(CollectError, match="nothing was copied"):
        run(workspace, mine)
    made(mine / "fine.json", "scan")
    collection = run(workspace, mine)
    assert [one.path.name for one in collection.kept] == ["fine.json"]
    assert {one.resource: one.why.partition(":")[0] for one in collection.refused} == {
        "empty.json": "empty",
        "large.json": "larger than 0 GiB",
        "pipe.json": "not a regular file",
    }


def test_a_link_in_the_workspace_is_not_written_through(workspace: Path, mine: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (workspace / "evidence").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigError, match="a link or file"):
        run(workspace, made(mine / "a.json", "scan"))
    assert not list((tmp_path / "elsewhere").iterdir())


def test_names() -> None:
    assert evidence_name("a/b c.tar.gz") == "a-b-c.tar.gz"
    assert evidence_name("...") == "unnamed"
    assert distinct_name("scan.json", "0123456789") == "scan-01234567.json"
    assert distinct_name("scan", "0123456789") == "scan-01234567"
    long = ["team/" + "x" * 200 + end for end in ("a", "b")]
    assert short("shop/cart") == "shop+cart"
    assert len({short(one) for one in long}) == 2
    assert max(len(short(one)) for one in long) < 110


def test_the_command_line_knows_the_same_folders() -> None:
    assert files.PLACES == collect_file.PLACES
