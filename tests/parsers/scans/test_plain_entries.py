"""Entries as they are: JSON of any shape, XML with and without namespaces."""

import pytest

from generator.errors import ParseError
from generator.parsers import xml
from generator.parsers.document import Document
from generator.parsers.scans.json_entry import JsonEntry, listed, records
from generator.parsers.scans.plain_text import plain
from generator.parsers.scans.xml_entry import XmlEntry

_ENTRY = JsonEntry(
    {
        "text": " a ",
        "number": 7,
        "real": 7.5,
        "whole": 3.0,
        "yes": True,
        "none": None,
        "object": {"inner": {"deep": "b"}, "texts": ["c", None, 1]},
        "list": [{"name": "d"}, {"name": "e"}, "f"],
        "dotted.key": "g",
        "huge": 10**100,
    }
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("text", "a"),
        ("number", "7"),
        ("real", "7.5"),
        ("whole", "3"),
        ("yes", "true"),
        ("none", ""),
        ("missing", ""),
        ("object", ""),
        ("object.inner.deep", "b"),
        ("object.texts", "c, 1"),
        ("list.name", "d, e"),
        ("object.inner.*", "b"),
        ("dotted.key", "g"),
        ("text.inner", ""),
        ("huge", ""),
    ],
)
def test_a_value_as_text(name: str, text: str) -> None:
    assert _ENTRY.get(name) == text


def test_the_first_that_holds_something() -> None:
    assert _ENTRY.get("none", "object", "number") == "7"
    assert _ENTRY.within("object.inner").get("deep") == "b"
    assert _ENTRY.within("text").members == {}
    assert (_ENTRY.number("number"), _ENTRY.number("text"), _ENTRY.number("missing")) == (7, None, None)


def test_a_list_with_what_stands_for_entries() -> None:
    assert [(place, entry and entry.members) for place, entry in listed([{"a": 1}, None, "x"], "/l")] == [
        ("/l/0", {"a": 1}),
        ("/l/1", None),
        ("/l/2", {}),
    ]
    assert list(listed(None, "/l")) == []
    assert [place for place, _ in listed({"a": 1}, "/l")] == ["/l"]
    with pytest.raises(ParseError, match="got `str`"):
        list(listed("text", "/l"))


@pytest.mark.parametrize(
    ("raw", "places"),
    [
        (b'[{"a": 1}, null]', ["/0", "/1"]),
        (b'{"a": 1}\n\n{"a": 2}\n', ["line 1", "line 3"]),
        (b'{\n"a": 1\n}', [""]),
    ],
)
def test_records_of_a_file(raw: bytes, places: list[str]) -> None:
    assert [place for place, _ in records(Document("report.json", raw))] == places


def test_elements_by_their_local_names() -> None:
    element = XmlEntry(xml.parse(b'<a xmlns="urn:x" id="1"><b><c k="2">d</c><c k="3">e</c></b><f>g<h/>i</f><f>j</f></a>'))
    assert element.get("@id") == "1"
    assert element.get("b/c") == "d\ne"
    assert element.get("b/c@k") == "2\n3"
    assert element.get("x", "f") == "gi\nj"
    assert element.head("f") == "g"
    assert element.head("missing") == ""
    assert [entry.get("") for entry in element.all("b/c")] == ["d", "e"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>A &lt;b&gt; c</p><p>d</p>", "A <b> c\nd"),
        ("a<br/>b<br>c", "a\nb\nc"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("R&amp;D", "R&D"),
        ("  plain  ", "plain"),
    ],
)
def test_html_becomes_text(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_a_tag_without_end_costs_no_time() -> None:
    assert plain("<" * 100_000 + ">").endswith(">")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  a  ", "a"),
        ("a \t\r\n \n\n  b\n", "a\nb"),
        ("\n\na\xa0\nb", "a\xa0\nb"),
        ("a < b\nc", "a < b\nc"),
        ("a &lt; b<br/>c", "a < b\nc"),
    ],
)
def test_lines_stay_lines_and_blank_ones_go(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize("first", ['{"id":1}', ' \n{"id":1}', '{"id":"' + "a" * 40_000 + '"}', 'null,{"id":1}', '{},{"id":1}'])
def test_the_first_objects_of_a_list_tell_its_keys_however_long_they_are(first: str) -> None:
    document = Document("a.json", f'{{"list": [{first}, {{"other": 2}}]}}'.encode())
    assert "id" in document.first_keys(document.members["list"])


def test_no_first_entry_needs_to_have_every_key() -> None:
    text = '[{"result": "fail", "rule": null}, {"result": "pass", "rule": {"id": "r-1"}, "file": "a"}, {"file": "b"}]'
    listed = Document("a.json", f'{{"list": {text}}}'.encode())
    for keys in (listed.first_keys(listed.members["list"]), Document("a.json", text.encode()).first_members):
        assert {key: bytes(value) for key, value in keys.items()} == {
            "result": b'"fail"',
            "rule": b'{"id": "r-1"}',
            "file": b'"a"',
        }
