"""What is kept of reviewed texts belongs to tests that exist."""

import ast
from pathlib import Path

import approved_results
import approved_texts
import approved_verdicts
import module_tables
import pytest

_TESTS = Path(__file__).parent
_FILES = sorted(
    path
    for folder in (approved_results.FOLDER, approved_verdicts.FOLDER, module_tables.FOLDER)
    for path in _TESTS.rglob(f"{folder}/*.txt")
)


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.relative_to(_TESTS).as_posix())
def test_texts_that_are_kept_are_those_of_tests_that_exist(path: Path) -> None:
    test_file = path.parent.parent / f"{path.stem}.py"
    tests = {node.name for node in ast.walk(ast.parse(test_file.read_text())) if isinstance(node, ast.FunctionDef)}
    assert {name.partition("[")[0] for name in approved_texts.sections(path)} <= tests, (
        "remove the sections of tests that are gone"
    )
