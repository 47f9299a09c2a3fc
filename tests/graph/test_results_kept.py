"""What is kept of reviewed results belongs to tests that exist: see `conftest`."""

import ast
from pathlib import Path

import approved_verdicts
import pytest

_FILES = sorted(Path(__file__).parent.glob("results/*.txt"))


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_results_that_are_kept_are_those_of_tests_that_exist(path: Path) -> None:
    test_file = path.parent.parent / f"{path.stem}.py"
    tests = {node.name for node in ast.parse(test_file.read_text()).body if isinstance(node, ast.FunctionDef)}
    assert {name.partition("[")[0] for name in approved_verdicts.sections(path)} <= tests, (
        "remove the sections of tests that are gone"
    )
