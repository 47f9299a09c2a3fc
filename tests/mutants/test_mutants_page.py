"""The page of mutation tests: a run of some parts changes their rows, and what is explained fits the code."""

from pathlib import Path

import pytest

from tests.mutants.page import Row, Survivor, rewritten, survivors

_ROOT = Path(__file__).parents[2]
_PAGE = (_ROOT / "docs" / "mutants.md").read_text(encoding="utf-8")


def _row(part: str, noticed: int) -> Row:
    return Row(part=part, seed="7", tried=20, first=noticed, now=noticed)


def test_a_run_of_one_part_leaves_the_others_and_what_was_noticed_at_first() -> None:
    before = rewritten(_PAGE, [_row("one folder", 15), _row("other folder", 12)])
    page = rewritten(before, [_row("one folder", 19)])
    assert "| one folder | 7 | 20 | 15 (75 %) | 19 (95 %) |\n" in page
    assert "| other folder | 7 | 20 | 12 (60 %) | 12 (60 %) |\n" in page
    assert [line for line in page.splitlines() if line not in before.splitlines()] == [
        "| one folder | 7 | 20 | 15 (75 %) | 19 (95 %) |"
    ]


def test_the_page_lists_what_is_explained() -> None:
    assert rewritten(_PAGE, []) == _PAGE


@pytest.mark.parametrize("survivor", survivors(), ids=lambda survivor: f"{survivor.module}: {survivor.after}")
def test_an_explained_survivor_is_a_change_of_the_code_as_it_is(survivor: Survivor) -> None:
    code = " ".join((_ROOT / survivor.module).read_text(encoding="utf-8").split())
    assert survivor.before in code
    assert survivor.why


def test_a_page_without_its_marks_is_refused() -> None:
    with pytest.raises(LookupError, match="put them where"):
        rewritten("# A page", [])
