"""What every registered scanner format owes."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from generator.parsers.base import Parser
from generator.parsers.scans.registry import SCANS

_DATA = Path(__file__).parent / "scans" / "testdata"


def _id(parser: Parser) -> str:
    return parser.name


def test_names_and_titles_are_distinct() -> None:
    assert len({parser.name for parser in SCANS}) == len(SCANS)
    assert len({parser.title for parser in SCANS}) == len(SCANS)


@pytest.mark.parametrize("parser", SCANS, ids=_id)
def test_says_what_it_is(parser: Parser) -> None:
    assert find_spec(f"generator.parsers.scans.{parser.name.replace('-', '_')}")
    assert parser.family == "scan"
    assert len(parser.title.split()) > 1


@pytest.mark.parametrize("parser", SCANS, ids=_id)
def test_has_test_data(parser: Parser) -> None:
    stems = {path.name.split(".")[0] for path in (_DATA / parser.name).iterdir() if ".expected." not in path.name}
    assert {"empty", "one", "many", "broken"} <= stems


def test_no_test_data_without_a_member() -> None:
    assert {path.name for path in _DATA.iterdir()} == {parser.name for parser in SCANS}
