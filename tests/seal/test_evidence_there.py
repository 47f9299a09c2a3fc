"""Evidence that the old package has as well is not copied again, and is shared with nothing that stays."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest
from msgspec.structs import replace

from generator.errors import ConfigError, OutputEditedError
from generator.seal import copying
from generator.seal import manifest as seal
from generator.seal.known_hashes import KnownHashes
from generator.seal.publish import publish


@pytest.fixture
def copied() -> Iterator[list[str]]:
    """Names of the files that were copied, one after the other."""
    names: list[str] = []
    really = copying.copy

    def noted(job: copying.Copy) -> None:
        names.append(job.source.name)
        really(job)

    with mock.patch("generator.seal.copying.copy", noted):
        yield names


@pytest.fixture
def sources(tmp_path: Path) -> dict[str, Path]:
    """Two pieces of evidence by their paths in a package."""
    (tmp_path / "raw").mkdir()
    for name in ("a.json", "b.json"):
        (tmp_path / "raw" / name).write_text(f"as {name} was collected")
    return {f"evidence/scans/{name}": tmp_path / "raw" / name for name in ("a.json", "b.json")}


def package(target: Path, sources: dict[str, Path], hashes: KnownHashes | None = None) -> None:
    rows = [seal.entry("plan.txt", b"1", kind="generated", title="t")]
    rows += [seal.entry(path, source.read_bytes(), kind="evidence", title="e") for path, source in sources.items()]
    made = seal.PackageManifest(tool="t", version="1", system="s", as_of="2026-11-20", counts={}, inputs={}, files=tuple(rows))
    files = {"plan.txt": b"1", seal.MANIFEST: (encoded := seal.encode(made)), seal.SUMS: seal.sums(rows, encoded)}
    copies = {row.path: (sources[row.path], row.sha256) for row in rows if row.path in sources}
    publish(target, files, copies, hashes=hashes or KnownHashes())


def is_as_written(target: Path) -> bool:
    manifest = seal.read(target)
    return manifest is not None and not seal.differences(target, manifest)


def test_only_what_changed_is_copied(tmp_path: Path, sources: dict[str, Path], copied: list[str]) -> None:
    package(tmp_path / "p", sources)
    assert copied == ["a.json", "b.json"]
    before = (tmp_path / "p/evidence/scans/a.json").stat()
    copied.clear()
    (tmp_path / "raw/b.json").write_text("collected again")
    package(tmp_path / "p", sources)
    assert copied == ["b.json"]
    after = (tmp_path / "p/evidence/scans/a.json").stat()
    assert (after.st_ino, after.st_nlink) == (before.st_ino, 1)
    assert is_as_written(tmp_path / "p")


def test_a_changed_source_changes_no_package_and_a_changed_package_no_source(
    tmp_path: Path, sources: dict[str, Path], copied: list[str]
) -> None:
    package(tmp_path / "p", sources)
    package(tmp_path / "p", sources)
    assert copied == ["a.json", "b.json"]
    (tmp_path / "raw/a.json").write_text("collected again")
    assert is_as_written(tmp_path / "p")
    (tmp_path / "p/evidence/scans/b.json").write_text("edited")
    assert (tmp_path / "raw/b.json").read_text() == "as b.json was collected"


def with_a_second_name(path: Path) -> None:
    os.link(path, path.parents[3] / "kept by a person")


def with_other_rights(path: Path) -> None:
    path.chmod(0o400)


def missing(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("change", [with_a_second_name, with_other_rights, missing], ids=lambda each: each.__name__)
def test_a_file_that_is_not_as_one_that_is_made_now_is_copied(
    tmp_path: Path, sources: dict[str, Path], copied: list[str], change: Callable[[Path], None]
) -> None:
    package(tmp_path / "p", sources)
    copied.clear()
    changed = tmp_path / "p/evidence/scans/a.json"
    change(changed)
    package(tmp_path / "p", sources)
    assert copied == ["a.json"]
    assert is_as_written(tmp_path / "p")
    if change is with_a_second_name:
        changed.write_text("edited")
        assert (tmp_path / "kept by a person").read_text() == "as a.json was collected"


def test_nothing_is_shared_with_a_folder_that_a_link_leads_to(
    tmp_path: Path, sources: dict[str, Path], copied: list[str]
) -> None:
    """Names of this kind are those of what office programs leave, so that nobody is asked about them."""
    sources = {"evidence/~$scans/a.json": sources["evidence/scans/a.json"]}
    package(tmp_path / "p", sources)
    folder = tmp_path / "p/evidence/~$scans"
    (folder / "a.json").unlink()
    folder.rmdir()
    folder.symlink_to(tmp_path / "raw")
    copied.clear()
    package(tmp_path / "p", sources)
    assert copied == ["a.json"]
    (folder / "a.json").write_text("edited")
    assert (tmp_path / "raw/a.json").read_text() == "as a.json was collected"


def test_a_file_that_gets_a_further_name_meanwhile_is_copied(
    tmp_path: Path, sources: dict[str, Path], copied: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    package(tmp_path / "p", sources)
    copied.clear()
    link = os.link

    def late(there: Path, place: Path) -> None:
        link(there, tmp_path / f"kept {there.name}")
        link(there, place)

    monkeypatch.setattr(os, "link", late)
    package(tmp_path / "p", sources)
    assert copied == ["a.json", "b.json"]
    assert [path.stat().st_nlink for path in (tmp_path / "p/evidence/scans").iterdir()] == [1, 1]


def test_another_file_that_is_put_there_meanwhile_is_not_taken_over(
    tmp_path: Path, sources: dict[str, Path], copied: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    package(tmp_path / "p", sources)
    copied.clear()
    link = os.link

    def late(there: Path, place: Path) -> None:
        (tmp_path / "other").write_text("as another was written")
        (tmp_path / "other").replace(there)
        link(there, place)

    monkeypatch.setattr(os, "link", late)
    package(tmp_path / "p", sources)
    assert copied == ["a.json", "b.json"]
    assert is_as_written(tmp_path / "p")


def test_a_manifest_that_names_a_file_twice_changes_nothing(tmp_path: Path, sources: dict[str, Path]) -> None:
    package(tmp_path / "p", sources)
    manifest = seal.read(tmp_path / "p")
    assert manifest is not None
    twice = seal.encode(replace(manifest, files=(*manifest.files, *manifest.files)))
    (tmp_path / "p" / seal.MANIFEST).write_bytes(twice)
    (tmp_path / "p" / seal.SUMS).write_bytes(seal.sums(manifest.files, twice))
    package(tmp_path / "p", sources)
    assert is_as_written(tmp_path / "p")
    assert seal.read(tmp_path / "p") == manifest


def test_a_file_that_a_person_edited_is_neither_taken_over_nor_replaced(tmp_path: Path, sources: dict[str, Path]) -> None:
    package(tmp_path / "p", sources)
    (tmp_path / "p/evidence/scans/a.json").write_text("edited")
    with pytest.raises(OutputEditedError, match=r"changed: evidence/scans/a\.json"):
        package(tmp_path / "p", sources)
    assert (tmp_path / "p/evidence/scans/a.json").read_text() == "edited"


def test_a_file_system_without_second_names_has_copies(tmp_path: Path, sources: dict[str, Path], copied: list[str]) -> None:
    package(tmp_path / "p", sources)
    copied.clear()
    with mock.patch("os.link", side_effect=PermissionError):
        package(tmp_path / "p", sources)
    assert copied == ["a.json", "b.json"]
    assert is_as_written(tmp_path / "p")


def test_a_package_that_cannot_be_put_in_place_leaves_the_old_one(tmp_path: Path, sources: dict[str, Path]) -> None:
    package(tmp_path / "p", sources)
    with mock.patch("generator.seal.publish.exchange", side_effect=PermissionError), pytest.raises(PermissionError):
        package(tmp_path / "p", sources)
    assert is_as_written(tmp_path / "p")
    assert {path.name for path in tmp_path.iterdir()} == {"raw", "p"}
    assert [path.stat().st_nlink for path in (tmp_path / "p/evidence/scans").iterdir()] == [1, 1]


def test_evidence_that_changed_since_it_was_read_is_refused_where_it_has_to_be_copied(
    tmp_path: Path, sources: dict[str, Path]
) -> None:
    package(tmp_path / "p", sources)
    (tmp_path / "p/evidence/scans/a.json").unlink()
    digest = seal.entry("a", b"as a.json was collected", kind="evidence", title="e").sha256
    sources["evidence/scans/a.json"].write_text("changed meanwhile")
    copies = {"evidence/scans/a.json": (tmp_path / "raw/a.json", digest)}
    with pytest.raises(ConfigError, match="changed while"):
        publish(tmp_path / "p", {"plan.txt": b"1"}, copies, hashes=KnownHashes())
