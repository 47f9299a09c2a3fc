"""What is kept of reviewed results belongs to tests that exist: see `conftest`."""

from pathlib import Path

import approved_verdicts
import pytest

_FILES = sorted(Path(__file__).parent.glob("results/*.txt"))


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_results_that_are_kept_are_those_of_tests_that_exist(path: Path) -> None:
    assert approved_verdicts.left_over(path) == set(), "remove the sections of tests that are gone"
