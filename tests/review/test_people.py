"""Who is at the keyboard, as git knows it: asked of a program that stands in its place."""

import sys
from pathlib import Path

import pytest
from prerequisites import POSIX

from generator.review.people import Person, person_of_git

_GIT = f"""#!{sys.executable}
import os, sys
from pathlib import Path
known = {{"user.name": "Ada Lovelace", "user.email": "ada@" + "x" * 300}}
if sys.argv[1:3] != ["config", "--get"] or Path.cwd().name != "shop" or sys.argv[3] not in known or "UNKNOWN" in os.environ:
    print("a fault")
    sys.exit(1)
print(known[sys.argv[3]])
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    made = tmp_path / "shop"
    made.mkdir()
    return made


def _install(folder: Path) -> None:
    git = folder.parent / "bin" / "git"
    git.parent.mkdir()
    git.write_text(_GIT)
    git.chmod(0o755)


@POSIX
def test_name_and_address_are_those_of_the_folder(folder: Path) -> None:
    _install(folder)
    assert person_of_git(folder) == Person(name="Ada Lovelace", email="ada@" + "x" * 196)
    assert person_of_git(folder.parent) == Person(name=""), "nothing is configured there"


@POSIX
def test_what_git_says_of_a_fault_is_no_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _install(folder)
    monkeypatch.setenv("UNKNOWN", "1")
    assert not person_of_git(folder).known


def test_without_git_nobody_is_known(folder: Path) -> None:
    assert person_of_git(folder) == Person(name="")
