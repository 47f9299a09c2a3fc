"""Copies are hashed on the way: what arrives is what was read, or nothing does."""

import hashlib
from pathlib import Path

import pytest

from generator.documents.large_content import LARGE, content_of, whole
from generator.errors import ConfigError
from generator.seal.copying import PIECE, WHOLE_PIECE, Copy, copy_all, digest, digests, write_all

LENGTHS = (0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7)


def made(folder: Path, length: int) -> Path:
    path = folder / f"{length}.bin"
    path.write_bytes((b"\x00evidence\xff" * (length // 10 + 1))[:length])
    return path


def job(source: Path, target: Path) -> Copy:
    return Copy(source=source, target=target, sha256=hashlib.sha256(source.read_bytes()).hexdigest())


@pytest.mark.parametrize("length", LENGTHS)
def test_a_digest_is_that_of_all_bytes(tmp_path: Path, length: int) -> None:
    path = made(tmp_path, length)
    found = digest(path)
    assert (found.sha256, found.size) == (hashlib.sha256(path.read_bytes()).hexdigest(), length)


def test_many_files_are_copied_into_folders_that_are_made(tmp_path: Path) -> None:
    sources = [made(tmp_path, length) for length in LENGTHS]
    copy_all(job(path, tmp_path / "out" / path.stem / path.name) for path in sources)
    assert [(tmp_path / "out" / path.stem / path.name).read_bytes() for path in sources] == [
        path.read_bytes() for path in sources
    ]
    assert digests(sources) == {path: digest(path) for path in sources}


def test_contents_are_written_into_folders_that_are_made(tmp_path: Path) -> None:
    large = content_of([b"%06d" % number * 1000 for number in range(LARGE // 6000 + 1)])
    contents = {f"some/folder-{number}/{number}.bin": b"x" * number for number in range(40)} | {"large.json": large, "a": b""}
    write_all(tmp_path / "out", contents)
    found = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert found == contents.keys()
    assert all((tmp_path / "out" / name).read_bytes() == whole(content) for name, content in contents.items())


def test_contents_that_cannot_be_written_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with pytest.raises(IsADirectoryError) as caught:
        write_all(tmp_path, {"a": b"1", "b": b"2", "c": b"3"})
    assert caught.value.filename == str(tmp_path / "b")


def test_a_file_that_is_no_longer_what_it_was_is_refused(tmp_path: Path) -> None:
    source = made(tmp_path, PIECE + 1)
    planned = job(source, tmp_path / "out/x")
    with source.open("r+b") as file:
        file.seek(PIECE)
        file.write(b"!")
    with pytest.raises(ConfigError, match="changed while") as caught:
        copy_all([planned])
    assert str(source) in caught.value.diagnostics()


@pytest.mark.parametrize("length", [0, 1, 4095, WHOLE_PIECE, WHOLE_PIECE + 1, 3 * WHOLE_PIECE + 4097])
def test_a_large_file_arrives_whole_past_the_cache(tmp_path: Path, length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.seal.copying.LARGE", 0)
    source = made(tmp_path, length)
    copy_all([job(source, tmp_path / "out/x")])
    assert (tmp_path / "out/x").read_bytes() == source.read_bytes()


def test_a_link_put_in_the_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    source = made(tmp_path, 10)
    planned = job(source, tmp_path / "out/x")
    source.rename(tmp_path / "elsewhere")
    source.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigError, match="can no longer be read") as caught:
        copy_all([planned])
    assert str(source) in caught.value.diagnostics()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    source = made(tmp_path, 10)
    (tmp_path / "there").write_text("mine")
    with pytest.raises(FileExistsError):
        copy_all([job(source, tmp_path / "there")])
    assert (tmp_path / "there").read_text() == "mine"
