"""What every registered scanner format owes."""

from importlib.util import find_spec
from pathlib import Path

from generator.parsers.base import Parser
from generator.parsers.scans.registry import SCANS

_DATA = Path(__file__).parent / "scans" / "testdata"


def test_names_and_titles_are_distinct() -> None:
    assert len({parser.name for parser in SCANS}) == len(SCANS)
    assert len({parser.title for parser in SCANS}) == len(SCANS)


def test_each_says_what_it_is() -> None:
    for parser in SCANS:
        assert find_spec(f"generator.parsers.scans.{parser.name.replace('-', '_')}"), parser.name
        assert parser.family == "scan", parser.name
        assert len(parser.title.split()) > 1, parser.name


def test_each_has_test_data() -> None:
    needed = {"empty", "one", "many", "broken"}
    missing = {parser.name: needed - _stems(parser) for parser in SCANS if needed - _stems(parser)}
    assert missing == {}, f"add these files to a folder of {_DATA.relative_to(Path(__file__).parents[2])} for each format"


def _stems(parser: Parser) -> set[str]:
    return {path.name.split(".")[0] for path in (_DATA / parser.name).glob("*") if ".expected." not in path.name}


def test_no_test_data_without_a_member() -> None:
    assert {path.name for path in _DATA.iterdir()} == {parser.name for parser in SCANS}
