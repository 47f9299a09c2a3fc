"""What is too large for memory lies in a file without a name, and reads as bytes do."""

import errno
import gc
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from prerequisites import FORKS

from generator.documents import large_content
from generator.documents.large_content import (
    LargeContent,
    content_behind,
    content_of,
    counts,
    holds,
    pieces_of,
    sha256_of,
    size_of,
    whole,
)

PIECES = (b"one, ", b"two, ", b"three")
ALL = b"".join(PIECES)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files of its own, and content that is large from 6 bytes on."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(large_content, "LARGE", 6)
    return tmp_path


def test_small_content_is_bytes() -> None:
    content = content_of(iter(PIECES))
    assert content == ALL == whole(content) == b"".join(pieces_of(content))
    assert (sha256_of(content), size_of(content)) == (hashlib.sha256(ALL).hexdigest(), len(ALL))


def test_large_content_reads_as_bytes_do(temporary: Path) -> None:
    content = content_of(iter(PIECES))
    assert isinstance(content, LargeContent)
    assert whole(content) == b"".join(pieces_of(content)) == ALL
    assert b"".join(content.pieces(2)) == ALL
    assert (sha256_of(content), size_of(content)) == (hashlib.sha256(ALL).hexdigest(), len(ALL))
    assert not list(temporary.iterdir()), "its file has no name"


def opened_files() -> int:
    """How many files this process has open; 0 where the system does not say."""
    opened = Path("/proc/self/fd")
    return len(list(opened.iterdir())) if opened.is_dir() else 0


def test_its_file_goes_with_it(temporary: Path) -> None:
    gc.collect()
    before = opened_files()
    content = content_of(iter(PIECES))
    assert opened_files() > before or not before
    del content
    assert opened_files() == before
    assert not list(temporary.iterdir())


@FORKS
def test_a_process_beside_this_one_reads_at_its_own_place(temporary: Path) -> None:
    content = content_of(iter(PIECES))
    assert isinstance(content, LargeContent)
    own = content.pieces(4)
    assert next(own) == ALL[:4]
    number = os.fork()
    if number == 0:
        os._exit(0 if whole(content) == ALL else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]) == 0
    assert b"".join(own) == ALL[4:]


@pytest.mark.parametrize("most", [1, 2, 3, 100])
def test_marks_are_counted_across_pieces(temporary: Path, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(LargeContent.pieces, "__defaults__", (most,))
    data = b"ababa, abc, aab"
    marks = (b"ab", b"a", b"ba,", b"abc, a", b"x")
    for content in (data, content_of((data,))):
        assert counts(content, *marks) == tuple(data.count(mark) for mark in marks)
        assert [holds(content, mark) for mark in marks] == [True, True, True, True, False]


def test_a_full_folder_is_named(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with pytest.raises(OSError, match="No space left") as caught:
        content_of(iter(PIECES))
    assert caught.value.filename == str(temporary)


def test_a_file_that_was_cut_is_not_taken_for_whole(temporary: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield from PIECES

    content = content_of(pieces())
    assert isinstance(content, LargeContent)
    content.size += 1
    with pytest.raises(OSError, match="ends after"):
        whole(content)


def test_a_head_that_is_known_last_stands_first(temporary: Path) -> None:
    made: list[str] = []

    def pieces() -> Iterator[bytes]:
        for piece in PIECES:
            made.append(piece.decode())
            yield piece

    for limit, kind in ((6, LargeContent), (1 << 10, bytes)):
        made.clear()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(large_content, "LARGE", limit)
            content = content_behind(lambda: f"{len(made)}: ".encode(), 3, pieces())
        assert isinstance(content, kind)
        assert whole(content) == b"3: " + ALL
        assert (sha256_of(content), size_of(content)) == (hashlib.sha256(b"3: " + ALL).hexdigest(), len(ALL) + 3)
    assert not list(temporary.iterdir())


def test_a_head_has_the_length_that_was_left_for_it(temporary: Path) -> None:
    for pieces in (PIECES, PIECES[:0]):
        with pytest.raises(ValueError, match="4 bytes does not fit into the 3 bytes"):
            content_behind(lambda: b"10: ", 3, pieces)
