"""The list of changes made by hand fits the code as it is."""

from pathlib import Path

import pytest

from tests.mutants.fixed import FIXED

_ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("module", "old", "new"), FIXED)
def test_a_change_made_by_hand_names_a_place_of_the_code(module: str, old: str, new: str) -> None:
    assert (_ROOT / module).read_text(encoding="utf-8").count(old) == 1
    assert old != new
