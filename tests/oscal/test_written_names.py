"""Names of members are counted by what is written, and never too few."""

import itertools
import json

import msgspec
import pytest

from generator.documents import large_content
from generator.documents.large_content import content_of
from generator.oscal.written_names import has_names

PIECE = 1 << 16
SPACES = ["".join(some) for length in range(1, 4) for some in itertools.product(" \n\t\r", repeat=length)]


@pytest.fixture(params=[False, True], ids=["in memory", "in a file"])
def in_a_file(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr(large_content, "LARGE", 1)
    return bool(request.param)


def counted(written: str, names: int, in_a_file: bool) -> bool:
    data = written.encode()
    return has_names(content_of((data,)) if in_a_file else data, names)


@pytest.mark.parametrize("said", ['"a"', r'"{\"a\":1}"'])
@pytest.mark.parametrize("end", ["", "\n"], ids=["compact", "indented"])
def test_a_name_with_space_behind_it_is_not_overlooked(said: str, end: str, in_a_file: bool) -> None:
    written = [f'{{"b"{space}:{said},{end}"b":{said}}}{end}' for space in SPACES]
    assert {len(json.loads(document)) for document in written} == {1}
    assert [document for document in written if counted(document, 1, in_a_file)] == []


@pytest.mark.parametrize("space", ["  ", " \n ", "\t  ", " " * 5000, " " * (PIECE + 1)], ids=len)
def test_nor_where_a_piece_of_a_file_ends(space: str, in_a_file: bool) -> None:
    for before in (0, *range(PIECE - 9, PIECE)):
        assert not counted(f'{{"{"x" * before}"{space}:1}}', 0, in_a_file)


@pytest.mark.parametrize("text", ["Path : /usr", "Path   : /usr", "a\n  : b", "two  spaces", '{"a":1}'])
def test_text_is_no_name(text: str, in_a_file: bool) -> None:
    written = msgspec.json.encode({"a": text}).decode()
    assert counted(written, 1, in_a_file)
    assert counted(msgspec.json.format(written, indent=1), 1, in_a_file)
    assert not counted(written, 0, in_a_file)
