"""The page of mutation tests: a run of some parts changes their rows, and what is explained fits the code."""

import re
from pathlib import Path

import pytest

from tests.mutants.page import BY_HAND, Row, Survivor, rewritten, survivors

_ROOT = Path(__file__).parents[2]
_PAGE = (_ROOT / "docs" / "mutants.md").read_text(encoding="utf-8")


def _row(part: str, noticed: int) -> Row:
    return Row(part=part, seed="7", tried=20, first=noticed, now=noticed)


def test_a_run_of_one_part_leaves_the_others_and_what_was_noticed_at_first() -> None:
    before = rewritten(_PAGE, [_row("one folder", 15), _row("other folder", 12)])
    page = rewritten(before, [_row("one folder", 19)])
    assert "| one folder | 7 | 20 | 15 (75 %) | 19 (95 %) |\n" in page
    assert "| other folder | 7 | 20 | 12 (60 %) | 12 (60 %) |\n" in page
    changed = [line for line in page.splitlines() if line not in before.splitlines()]
    assert changed[0] == "| one folder | 7 | 20 | 15 (75 %) | 19 (95 %) |"
    assert [line.split(" | ")[0] for line in changed[1:]] == ["| all that were drawn"]


def test_the_last_row_is_the_sum_of_what_was_drawn() -> None:
    empty = re.sub(r"(?m)^\| [^|\n]+ \| (\d+|by hand|seeds: \d+) \|.*\n", "", _PAGE)
    by_hand = Row(part="one folder", seed=BY_HAND, tried=2, first=2, now=2)
    page = rewritten(empty, [_row("one folder", 15), _row("other folder", 12), by_hand])
    assert page.split("\n<!-- end of rows")[0].splitlines()[-4:] == [
        "| one folder | 7 | 20 | 15 (75 %) | 15 (75 %) |",
        "| one folder | by hand | 2 | 2 (100 %) | 2 (100 %) |",
        "| other folder | 7 | 20 | 12 (60 %) | 12 (60 %) |",
        "| all that were drawn | seeds: 1 | 40 | 27 (68 %) | 27 (68 %) |",
    ]


def test_the_page_lists_what_is_explained() -> None:
    assert rewritten(_PAGE, []) == _PAGE


@pytest.mark.parametrize("survivor", survivors(), ids=lambda survivor: f"{survivor.module}: {survivor.after}")
def test_an_explained_survivor_is_a_change_of_the_code_as_it_is(survivor: Survivor) -> None:
    code = " ".join((_ROOT / survivor.module).read_text(encoding="utf-8").split())
    assert code.count(survivor.before) > survivor.place
    assert survivor.why


def test_a_page_without_its_marks_is_refused() -> None:
    with pytest.raises(LookupError, match="put them where"):
        rewritten("# A page", [])
