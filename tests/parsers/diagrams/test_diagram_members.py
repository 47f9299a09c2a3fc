"""Each member's own small files."""

from datetime import UTC, datetime
from pathlib import Path

import golden
import pytest
from diagram_reading import TESTDATA, snapshot, taker

from generator.errors import ParseError
from generator.parsers.diagrams import inspect
from generator.parsers.diagrams.registry import DIAGRAMS

_NAMES = [parser.name for parser in DIAGRAMS]
_FILES = sorted(path for name in _NAMES for path in (TESTDATA / name).glob("*") if not path.name.endswith(".expected.json"))
_REFUSED = {"broken", "empty.mmd"}


def _is_refused(path: Path) -> bool:
    return path.parent.name == "picture" or path.name.split(".")[0] in _REFUSED or path.name in _REFUSED


@pytest.mark.parametrize("name", _NAMES)
def test_every_member_has_its_four_files(name: str) -> None:
    found = {path.name.split(".")[0] for path in (TESTDATA / name).iterdir()}
    assert {"empty", "one", "many", "broken"} <= found


@pytest.mark.parametrize("path", _FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_file_is_taken_by_its_own_member_first(path: Path) -> None:
    parser = taker(path.read_bytes(), path.name)
    assert parser is not None
    assert parser.name == path.parent.name


@pytest.mark.parametrize("path", [path for path in _FILES if not _is_refused(path)], ids=lambda path: path.name)
def test_what_is_read(path: Path) -> None:
    golden.check(snapshot(path.read_bytes(), path.name).pages, path.parent / f"{path.name}.expected.json")


@pytest.mark.parametrize(
    "path", [path for path in _FILES if _is_refused(path)], ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_what_cannot_be_read_says_what_to_do(path: Path) -> None:
    with pytest.raises(ParseError) as caught:
        snapshot(path.read_bytes(), path.name)
    assert caught.value.next_step


def test_a_picture_is_told_from_one_that_is_cut_off() -> None:
    with pytest.raises(ParseError, match="not machine readable"):
        snapshot((TESTDATA / "picture" / "one.png").read_bytes())
    with pytest.raises(ParseError, match="cut off"):
        snapshot((TESTDATA / "picture" / "broken.png").read_bytes())


def test_the_same_drawing_reads_the_same_from_every_kind_of_file() -> None:
    from_xml = snapshot((TESTDATA / "drawio-xml" / "many.drawio").read_bytes(), "d")
    from_png = snapshot((TESTDATA / "drawio-png" / "many.drawio.png").read_bytes(), "d")
    assert [inspect.row(one) for one in (from_xml, from_png)] == [inspect.row(from_xml)] * 2


def test_a_drawing_is_dated_by_its_last_edit() -> None:
    found = snapshot((TESTDATA / "drawio-xml" / "many.drawio").read_bytes())
    assert found.taken == datetime(2026, 3, 4, 5, 6, 7, 890000, tzinfo=UTC)
    assert snapshot((TESTDATA / "drawio-xml" / "one.drawio").read_bytes()).taken is None


def test_the_row_of_inspect() -> None:
    row = inspect.row(snapshot((TESTDATA / "drawio-svg" / "many.drawio.svg").read_bytes()))
    assert row == {
        "pages": ["Backup"],
        "nodes": [
            {"id": "a", "label": "Harvest DB", "kind": "component", "parent": None},
            {"id": "b", "label": "Backup ärchive", "kind": "component", "parent": None},
        ],
        "edges": [{"source": "a", "target": "b", "label": "nightly", "ports": []}],
        "notes": [],
    }
