"""The writer of people's YAML: hunks, and never over what somebody wrote meanwhile."""

import os
from pathlib import Path

import pytest

from generator.errors import ConfigError
from generator.workspace import whole_file
from generator.workspace.yaml_writer import EditedMeanwhileError, read_yaml, write_yaml

FILE = "decisions/assets.yaml"
TEXT = "# Assets\n- assets: [a]\n  owner: Team  # since May\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "decisions").mkdir()
    (tmp_path / FILE).write_text(TEXT)
    return tmp_path


def test_each_decision_is_a_hunk_with_the_lines_that_it_changes(root: Path) -> None:
    changing = read_yaml(root, FILE).with_key((0, "owner"), "Ops", why="owner of a")
    changing = changing.with_entry((), {"assets": ["b"], "virtual": True}, why="b")
    changing = changing.with_key((0, "owner"), "Ops", why="the same again")
    first, second = changing.hunks
    assert (first.why, first.line, first.before, first.after) == (
        "owner of a",
        3,
        ("  owner: Team  # since May",),
        ("  owner: Ops  # since May",),
    )
    assert (second.line, second.before, second.after) == (4, (), ("- assets: [b]", "  virtual: true"))
    assert (root / FILE).read_text() == TEXT
    write_yaml(root, changing)
    assert (root / FILE).read_text() == TEXT.replace("Team", "Ops") + "- assets: [b]\n  virtual: true\n"
    assert os.listdir(root / "decisions") == ["assets.yaml"]  # noqa: PTH208 - names only


def test_a_file_that_changed_meanwhile_stays_and_both_versions_are_shown(root: Path) -> None:
    changing = read_yaml(root, FILE).with_key((0, "owner"), "Ops", why="owner of a")
    (root / FILE).write_text(TEXT + "- assets: [mine]\n  owner: Me\n")
    with pytest.raises(EditedMeanwhileError, match=r"assets: \[mine\]") as raised:
        write_yaml(root, changing)
    assert "+  owner: Ops  # since May" in raised.value.diagnostics()
    assert (root / FILE).read_text().endswith("owner: Me\n")
    assert sorted(path.name for path in (root / "decisions").iterdir()) == ["assets.yaml"]


def test_a_file_that_appeared_or_went_meanwhile_is_noticed(root: Path) -> None:
    new = read_yaml(root, "decisions/waivers.yaml").with_entry((), {"check": "x"}, why="x")
    (root / "decisions/waivers.yaml").write_text("- check: y\n")
    with pytest.raises(EditedMeanwhileError):
        write_yaml(root, new)
    changing = read_yaml(root, FILE).with_key((0, "owner"), "Ops", why="owner")
    (root / FILE).unlink()
    with pytest.raises(EditedMeanwhileError):
        write_yaml(root, changing)
    assert not (root / FILE).exists()


def test_what_stops_while_writing_leaves_the_file_as_it_was(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    changing = read_yaml(root, FILE).with_key((0, "owner"), "Ops", why="owner")
    monkeypatch.setattr(whole_file.os, "fdopen", full)
    with pytest.raises(OSError, match="No space"):
        write_yaml(root, changing)
    assert (root / FILE).read_text() == TEXT
    assert [path.name for path in (root / "decisions").iterdir()] == ["assets.yaml"]


def test_the_mark_at_the_beginning_the_mode_and_the_line_ends_stay(root: Path) -> None:
    (root / FILE).write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    (root / FILE).chmod(0o600)
    write_yaml(root, read_yaml(root, FILE).with_key((0, "function"), "Takes orders", why="function"))
    expected = (TEXT + "  function: Takes orders\n").replace("\n", "\r\n").encode()
    assert (root / FILE).read_bytes() == b"\xef\xbb\xbf" + expected
    assert (root / FILE).stat().st_mode & 0o777 == 0o600


def test_a_new_file_is_made_and_an_unchanged_one_is_not_written(tmp_path: Path) -> None:
    write_yaml(tmp_path, read_yaml(tmp_path, FILE).with_entry((), {"assets": ["a"], "virtual": True}, why="a"))
    assert (tmp_path / FILE).read_text() == "- assets: [a]\n  virtual: true\n"
    before = (tmp_path / FILE).stat().st_mtime_ns
    write_yaml(tmp_path, read_yaml(tmp_path, FILE))
    assert (tmp_path / FILE).stat().st_mtime_ns == before


@pytest.mark.parametrize("file", ["../x.yaml", "evidence/a.yaml", "decisions/letters/a.yaml", "decisions/a.txt", "/etc/x.yaml"])
def test_only_files_that_people_write_as_yaml_are_changed(root: Path, file: str) -> None:
    with pytest.raises(ConfigError, match="are changed"):
        read_yaml(root, file)


def test_links_binary_files_and_broken_yaml_are_refused(root: Path) -> None:
    (root / "decisions/link.yaml").symlink_to(root / FILE)
    (root / "decisions/bytes.yaml").write_bytes(b"\xff\xfe\x00")
    (root / "decisions/twice.yaml").write_text("a: 1\na: 2\n")
    for name, match in (("link", "never followed"), ("bytes", "UTF-8"), ("twice", "duplicate key")):
        with pytest.raises(ConfigError, match=match):
            read_yaml(root, f"decisions/{name}.yaml")
