"""What may be read at any moment is there whole: the old file, or the new one."""

import os
from pathlib import Path

import pytest
from prerequisites import POSIX

from generator.documents.replaced_file import replace_file


def test_parts_come_one_behind_the_other_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    replace_file(path, b"new", memoryview(b" file"))
    assert path.read_bytes() == b"new file"
    assert list(tmp_path.iterdir()) == [path]


@POSIX
@pytest.mark.parametrize(("mode", "expected"), [(None, 0o600), (0o644, 0o644)])
def test_without_a_mode_it_is_its_owners_alone(tmp_path: Path, mode: int | None, expected: int) -> None:
    replace_file(tmp_path / "a", b"x", mode=mode)
    assert (tmp_path / "a").stat().st_mode & 0o777 == expected


@pytest.mark.parametrize("refusal", [OSError("the disk is full"), KeyboardInterrupt()])
def test_what_stops_it_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusal: BaseException
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def stops(handle: int) -> None:
        raise refusal

    monkeypatch.setattr(os, "fsync", stops)
    with pytest.raises(type(refusal)):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    replace_file(path, b"new", lasting=False)
    assert path.read_bytes() == b"new"
