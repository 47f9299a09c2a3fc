"""What is kept comes back byte by byte, or not at all."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.documents import kept_entries
from generator.documents.kept_entries import KeptEntries, key_of

KEY = key_of(b"one")


def entry_of(cache: Path) -> Path:
    (entry,) = (path for path in cache.rglob("*") if path.is_file())
    return entry


def test_what_was_put_is_there_for_the_next_run(tmp_path: Path) -> None:
    KeptEntries(tmp_path, "kind").put(KEY, b"made")
    assert KeptEntries(tmp_path, "kind").get(KEY) == b"made"
    assert KeptEntries(tmp_path, "other").get(KEY) is None
    assert KeptEntries(tmp_path, "kind").get(key_of(b"two")) is None


def test_an_entry_of_no_bytes_is_an_entry(tmp_path: Path) -> None:
    KeptEntries(tmp_path, "kind").put(KEY, b"")
    assert KeptEntries(tmp_path, "kind").get(KEY) == b""


def test_without_a_cache_nothing_is_kept(tmp_path: Path) -> None:
    entries = KeptEntries(None, "kind")
    entries.put(KEY, b"made")
    entries.remove(KEY)
    entries.make_room(0)
    assert not entries.keeps
    assert entries.get(KEY) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: bytes([data[0] ^ 1]) + data[1:],
        lambda data: data[:-1],
        lambda data: data[:10],
        lambda _: b"",
        lambda data: data + b"\0",
    ],
)
def test_a_damaged_entry_is_none(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    entries = KeptEntries(tmp_path, "kind")
    entries.put(KEY, b"made once")
    entry_of(tmp_path).write_bytes(damage(entry_of(tmp_path).read_bytes()))
    assert entries.get(KEY) is None
    entries.put(KEY, b"made again")
    assert entries.get(KEY) == b"made again"


def test_the_parts_of_a_key_are_apart() -> None:
    keys = {key_of(b"ab", b"c"), key_of(b"a", b"bc"), key_of(b"abc"), key_of(b"abc", b""), key_of()}
    assert len(keys) == 5


def test_other_sources_have_other_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_entries, "sources_digest", lambda: b"other sources")
    assert key_of(b"one") != KEY


def test_the_folder_is_the_users_alone(tmp_path: Path) -> None:
    (tmp_path / "kind").mkdir(mode=0o755)
    KeptEntries(tmp_path, "kind").put(KEY, b"made")
    assert stat.S_IMODE((tmp_path / "kind").stat().st_mode) == 0o700
    assert stat.S_IMODE(entry_of(tmp_path).parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(entry_of(tmp_path).stat().st_mode) == 0o600


def test_a_link_in_the_place_of_the_folder_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "kind").symlink_to(tmp_path / "elsewhere")
    assert not KeptEntries(tmp_path, "kind").keeps


def test_room_is_counted_in_blocks_of_the_disk(tmp_path: Path) -> None:
    entries = KeptEntries(tmp_path, "kind")
    for number in range(10):
        entries.put(key_of(bytes([number])), b"short")
        path = next(path for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_mtime > 100)
        os.utime(path, (number, number))
    block = max(entry_size(path) for path in tmp_path.rglob("*") if path.is_file())
    entries.make_room(3 * block)
    left = [number for number in range(10) if entries.get(key_of(bytes([number]))) is not None]
    assert left == [7, 8, 9]


def entry_size(path: Path) -> int:
    return path.stat().st_blocks * 512 or path.stat().st_size


def test_processes_that_write_and_make_room_at_once(tmp_path: Path) -> None:
    """Whoever reads gets what one of them wrote, whole, or nothing."""
    bodies = {bytes([number]) * 200_000 for number in range(2)}
    children = []
    for body in sorted(bodies):
        child = os.fork()
        if child == 0:
            mine = KeptEntries(tmp_path, "kind")
            for _ in range(60):
                mine.put(KEY, body)
                mine.make_room(100_000)
            os._exit(0)
        children.append(child)
    entries, seen = KeptEntries(tmp_path, "kind"), 0
    for _ in range(400):
        body = entries.get(KEY)
        assert body is None or bytes(body) in bodies
        seen += body is not None
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    entries.put(KEY, b"after")
    assert entries.get(KEY) == b"after"
