"""A file is put in place whole or not at all."""

import os
from pathlib import Path

import pytest

from generator.delivery.textfile import put
from generator.errors import ConfigError


def test_it_is_replaced_as_a_whole_and_nothing_is_left_beside(tmp_path: Path) -> None:
    file = tmp_path / "atopack.prom"
    put(file, b"one\n")
    before = file.stat().st_ino
    put(file, b"two\n")
    assert file.read_bytes() == b"two\n"
    assert file.stat().st_ino != before
    assert file.stat().st_mode & 0o777 == 0o644
    assert [path.name for path in tmp_path.iterdir()] == ["atopack.prom"]


def test_a_failure_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "atopack.prom"
    put(file, b"one\n")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        put(file, b"two\n")
    assert file.read_bytes() == b"one\n"
    assert [path.name for path in tmp_path.iterdir()] == ["atopack.prom"]


def test_links_and_missing_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such folder") as missing:
        put(tmp_path / "a/b.prom", b"")
    assert missing.value.where == str(tmp_path / "a")
    (tmp_path / "link.prom").symlink_to("/etc/hostname")
    with pytest.raises(ConfigError, match="a link"):
        put(tmp_path / "link.prom", b"")
    with pytest.raises(ConfigError, match="folder"):
        put(tmp_path, b"")
