"""Texts that tests make, and the files that keep what was reviewed of them.

`<folder>/<name of the test's file>.txt` beside the test has a section for each test. `--update-golden` rewrites the sections
of the tests that run (in parallel with `--dist loadfile`, since the tests of a file share one). What is left of tests that are
gone is named by `tests/test_approved_texts.py`.
"""

import os
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import golden
import pytest

_HEADING = "## "
SKIPPED = pytest.StashKey[bool]()
"""Whether a test was skipped: it made nothing to compare."""


def compare(test_file: Path, test: str, made: Iterable[str], folder: str) -> None:
    """Fail where a test made other texts than those of its section."""
    path = test_file.parent / folder / f"{test_file.stem}.txt"
    actual = "\n".join(made)
    if os.environ.get(golden.VARIABLE):
        _write(path, {**sections(path), test: actual})
        return
    assert actual == _kept(path).get(test, ""), f"{path.name}: start pytest with --update-golden and review the diff"


def sections(path: Path) -> Mapping[str, str]:
    """The texts by the name of the test; none where there is no file."""
    if not path.exists():
        return {}
    parts = f"\n{path.read_text(encoding='utf-8')}".split(f"\n{_HEADING}")[1:]
    return {name: text.strip("\n") for name, _, text in (part.partition("\n") for part in parts)}


_kept = cache(sections)


def _write(path: Path, texts: Mapping[str, str]) -> None:
    text = "\n".join(f"{_HEADING}{test}\n{made}\n" for test, made in sorted(texts.items()) if made)
    if text:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    else:
        path.unlink(missing_ok=True)
