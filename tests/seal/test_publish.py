"""Publishing: written beside, then renamed; what a person made or changed is never overwritten."""

from pathlib import Path

import pytest

from generator.errors import ConfigError, OutputEditedError
from generator.seal import manifest as seal
from generator.seal.publish import alone, publish, refuse_if_edited


def package(target: Path, files: dict[str, bytes], linked: dict[str, Path] | None = None) -> None:
    rows = [seal.entry(path, data, kind="generated", title="t") for path, data in files.items()]
    rows += [seal.entry(path, source.read_bytes(), kind="evidence", title="e") for path, source in (linked or {}).items()]
    made = seal.PackageManifest(tool="t", version="1", system="s", as_of="2026-11-20", counts={}, inputs={}, files=tuple(rows))
    encoded = seal.encode(made)
    copied = {row.path: (linked[row.path], row.sha256) for row in rows if linked and row.path in linked}
    publish(target, {**files, seal.MANIFEST: encoded, seal.SUMS: seal.sums(rows, encoded)}, copied)


def test_a_package_replaces_the_one_before_and_leaves_nothing_beside(tmp_path: Path) -> None:
    package(tmp_path / "p", {"a.txt": b"1", "gone.txt": b"1"})
    refuse_if_edited(tmp_path / "p")
    package(tmp_path / "p", {"a.txt": b"2", "deep/er/b.txt": b"3"})
    assert (tmp_path / "p/a.txt").read_bytes() == b"2"
    assert not (tmp_path / "p/gone.txt").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_evidence_is_copied_so_that_neither_side_changes_the_other(tmp_path: Path) -> None:
    raw = tmp_path / "raw.json"
    raw.write_bytes(b"{}")
    package(tmp_path / "p", {"a.txt": b"1"}, {"evidence/raw.json": raw})
    raw.write_bytes(b"collected again")
    assert (tmp_path / "p/evidence/raw.json").read_bytes() == b"{}"
    refuse_if_edited(tmp_path / "p")
    assert seal.differences(tmp_path / "p", seal.read(tmp_path / "p") or pytest.fail("no manifest")) == ()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda p: (p / "a.txt").write_text("mine"), "changed: a.txt"),
        (lambda p: (p / "notes.txt").write_text("mine"), "added: notes.txt"),
        (lambda p: (p / "link").symlink_to("a.txt"), "added: link"),
    ],
)
def test_a_persons_work_is_refused(tmp_path: Path, change: object, named: str) -> None:
    package(tmp_path / "p", {"a.txt": b"1"})
    change(tmp_path / "p")  # type: ignore[operator]
    with pytest.raises(OutputEditedError) as caught:
        refuse_if_edited(tmp_path / "p")
    assert named in caught.value.diagnostics()


def test_a_missing_file_or_an_office_lock_is_no_persons_work(tmp_path: Path) -> None:
    package(tmp_path / "p", {"a.txt": b"1", "b.txt": b"1"})
    (tmp_path / "p/a.txt").unlink()
    (tmp_path / "p/.~lock.b.txt#").write_text("")
    refuse_if_edited(tmp_path / "p")


def test_a_folder_that_is_no_package_is_refused_and_an_empty_one_is_not(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    refuse_if_edited(tmp_path / "p")
    (tmp_path / "p/thesis.docx").write_text("mine")
    with pytest.raises(OutputEditedError):
        refuse_if_edited(tmp_path / "p")


@pytest.mark.parametrize("text", ["", "{}", "[]", "[" * 100_000, '{"tool": 3}'])
def test_a_broken_manifest_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / seal.MANIFEST).write_text(text)
    with pytest.raises(ConfigError, match="manifest"):
        seal.read(tmp_path)


def test_a_failed_write_leaves_the_old_package(tmp_path: Path) -> None:
    package(tmp_path / "p", {"a.txt": b"1"})
    with pytest.raises(ConfigError, match="can no longer be read"):
        publish(tmp_path / "p", {"a.txt": b"2"}, {"evidence/x": (tmp_path / "missing", "0" * 64)})
    assert (tmp_path / "p/a.txt").read_bytes() == b"1"
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_evidence_that_changed_since_it_was_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "raw.json").write_bytes(b"[]")
    with pytest.raises(ConfigError, match="changed while"):
        publish(tmp_path / "p", {}, {"evidence/raw.json": (tmp_path / "raw.json", "0" * 64)})
    assert not (tmp_path / "p").exists()


def test_two_builds_at_once_do_not_mix(tmp_path: Path) -> None:
    with alone(tmp_path / "p"), pytest.raises(ConfigError, match="another process"):
        publish(tmp_path / "p", {"a.txt": b"1"}, {})
    publish(tmp_path / "p", {"a.txt": b"1"}, {})
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_a_link_as_target_is_refused(tmp_path: Path) -> None:
    package(tmp_path / "real", {"a.txt": b"1"})
    (tmp_path / "p").symlink_to(tmp_path / "real")
    with pytest.raises(OutputEditedError, match="link"):
        refuse_if_edited(tmp_path / "p")


@pytest.mark.parametrize("path", ["../outside", "/etc/hostname", "a/../../b"])
def test_a_manifest_that_leads_out_of_its_package_is_not_followed(tmp_path: Path, path: str) -> None:
    row = seal.ManifestFile(path=path, sha256="0" * 64, size=1, kind="generated", title="t")
    made = seal.PackageManifest(tool="t", version="1", system="s", as_of="", counts={}, inputs={}, files=(row,))
    assert seal.differences(tmp_path, made) == (f"changed: {path}",)


def test_sums_escape_names_as_sha256sum_does() -> None:
    row = seal.ManifestFile(path="a\nb\\c", sha256="0" * 64, size=1, kind="evidence", title="t")
    assert seal.sums([row], b"").splitlines()[0] == b"\\" + b"0" * 64 + b"  a\\nb\\\\c"


def test_what_a_killed_build_left_is_swept_and_the_package_it_moved_aside_comes_back(tmp_path: Path) -> None:
    package(tmp_path / "p", {"a.txt": b"1"})
    left = tmp_path / ".p.abcd_123.new"
    left.mkdir()
    (tmp_path / "p").rename(left / "old")
    with pytest.raises(ConfigError, match="can no longer be read"):
        publish(tmp_path / "p", {}, {"evidence/x": (tmp_path / "missing", "0" * 64)})
    assert (tmp_path / "p/a.txt").read_bytes() == b"1"
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


def test_what_another_target_has_under_way_is_leftalone(tmp_path: Path) -> None:
    other = tmp_path / ".p.q.abcd_123.new"
    other.mkdir()
    package(tmp_path / "p", {"a.txt": b"1"})
    assert other.is_dir()
