"""Files that did not change are read once; any change is seen."""

import hashlib
import os
from pathlib import Path
from unittest import mock

import pytest

from generator.errors import OutputEditedError
from generator.seal import manifest as seal
from generator.seal.known_hashes import KnownHashes
from generator.seal.publish import publish, refuse_if_edited

LATER = 60_000_000_000
"""Nanoseconds: what a test wrote has lain for a minute."""


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def reads(hashes: KnownHashes, path: Path, after: int = LATER) -> tuple[str, int]:
    """The hash, and how often the file was read for it, some nanoseconds after its last change."""
    with (
        mock.patch("time.time_ns", return_value=path.stat().st_ctime_ns + after),
        mock.patch("hashlib.file_digest", side_effect=hashlib.file_digest) as asked,
    ):
        return hashes.sha256(path), asked.call_count


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "a").write_bytes(b"one")
    return tmp_path / "a"


def test_a_file_that_lay_still_is_read_once(path: Path) -> None:
    hashes = KnownHashes()
    assert reads(hashes, path) == (digest(b"one"), 1)
    assert reads(hashes, path) == (digest(b"one"), 0)
    assert reads(KnownHashes(), path) == (digest(b"one"), 1)


def test_a_file_that_was_just_written_is_read_again(path: Path) -> None:
    hashes = KnownHashes()
    for _ in range(2):
        assert reads(hashes, path, 2_000_000_000) == (digest(b"one"), 1)


def test_an_edit_of_the_same_size_whose_time_was_set_back_is_seen(path: Path) -> None:
    hashes, before = KnownHashes(), path.stat()
    reads(hashes, path)
    path.write_bytes(b"two")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert reads(hashes, path)[0] == digest(b"two")


def test_another_file_in_its_place_is_seen(path: Path) -> None:
    hashes, before = KnownHashes(), path.stat()
    reads(hashes, path)
    other = path.with_name("b")
    other.write_bytes(b"two")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)
    assert reads(hashes, path)[0] == digest(b"two")


def test_a_file_that_cannot_be_told_from_an_edited_one_is_read_each_time(path: Path) -> None:
    hashes = KnownHashes()
    with mock.patch("generator.seal.known_hashes.os.name", "nt"):
        assert [reads(hashes, path)[1] for _ in range(2)] == [1, 1]


def test_an_edit_between_both_times_that_a_build_asks_is_refused(tmp_path: Path) -> None:
    row = seal.entry("a.txt", b"one", kind="generated", title="t")
    made = seal.PackageManifest(tool="t", version="1", system="s", as_of="2026-11-20", counts={}, inputs={}, files=(row,))
    encoded = seal.encode(made)
    target, hashes = tmp_path / "p", KnownHashes()
    publish(target, {"a.txt": b"one", seal.MANIFEST: encoded, seal.SUMS: seal.sums((row,), encoded)}, {})
    with mock.patch("time.time_ns", return_value=(target / "a.txt").stat().st_ctime_ns + LATER):
        refuse_if_edited(target, hashes=hashes)
        assert reads(hashes, target / "a.txt") == (digest(b"one"), 0)
        (target / "a.txt").write_bytes(b"two")
        with pytest.raises(OutputEditedError, match=r"changed: a\.txt"):
            refuse_if_edited(target, hashes=hashes)
