"""What is kept of reviewed texts belongs to tests that exist."""

import re
from pathlib import Path

import approved_results
import approved_texts
import approved_verdicts
import module_tables

_TESTS = Path(__file__).parent
_FILES = sorted(
    path
    for folder in (approved_results.FOLDER, approved_verdicts.FOLDER, module_tables.FOLDER)
    for path in _TESTS.rglob(f"{folder}/*.txt")
)
_FUNCTION = re.compile(r"^ *def (\w+)\(", re.MULTILINE)


def test_texts_that_are_kept_are_those_of_tests_that_exist() -> None:
    assert len(_FILES) > 100
    assert {path.relative_to(_TESTS).as_posix(): names for path in _FILES if (names := _gone(path))} == {}, (
        "remove the sections of tests that are gone"
    )


def _gone(path: Path) -> set[str]:
    """Tests that have a section there and no function beside it."""
    tests = set(_FUNCTION.findall((path.parent.parent / f"{path.stem}.py").read_text()))
    return {name.partition("[")[0] for name in approved_texts.sections(path)} - tests
