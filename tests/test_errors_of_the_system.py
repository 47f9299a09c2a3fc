"""What the operating system refuses, as the command line says it."""

import errno
import os
from pathlib import Path

import pytest

from generator.cli import main
from generator.errors import diagnosis
from tests.prerequisites import POSIX


@pytest.mark.parametrize(
    "number", [errno.EACCES, errno.EROFS, errno.ENOSPC, errno.EEXIST, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EMFILE]
)
def test_it_says_what_happened_where_and_what_to_do(number: int) -> None:
    what, where, step = diagnosis(OSError(number, os.strerror(number), "out/package")).split("\n")
    assert (what, where) == (os.strerror(number), "  where: out/package")
    assert step.startswith("  next:  ")


def test_both_places_of_a_move_are_named_and_an_unknown_error_has_no_advice() -> None:
    moved = OSError(errno.EXDEV, "Invalid cross-device link", "a", None, "b")
    assert diagnosis(moved) == "Invalid cross-device link\n  where: a, b"
    assert diagnosis(OSError("lost")) == "lost"


@POSIX
@pytest.mark.parametrize("command", [("validate",), ("compare",), ("inspect",), ("convert", "--format", "yaml")])
def test_a_pipe_is_refused_before_it_is_opened(
    command: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody writes into it: opening it would never end."""
    pipe = tmp_path / "a.json"
    os.mkfifo(pipe)
    assert main.main([command[0], str(pipe), *command[1:], *([str(pipe)] if command[0] == "compare" else [])]) == 2
    said = capsys.readouterr().err
    assert "this is not a file that can be read" in said
    assert f"where: {pipe}" in said


def test_a_folder_is_no_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["validate", str(tmp_path)]) == 2
    assert "next:  name a file; this is a folder" in capsys.readouterr().err
