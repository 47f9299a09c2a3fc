"""`null` where an entry of a list was expected is counted in every container, with its place."""

import pytest

from generator.parsers.document import Document
from generator.parsers.empty_entries import empty_entries, empty_entries_text


@pytest.mark.parametrize(
    ("name", "text", "places"),
    [
        ("a.json", '{"items": [null, {"a": [1, null, "x"]}, {"b": [null]}]}', ("/items/0", "/items/2/b/0")),
        ("a.json", '[{"a": 1}, null]', ("/1",)),
        ("a.json", '{"note": "[null]", "b": null, "c": [1, null]}', ()),
        ("a.jsonl", '{"a": [{}, null]}\n{"a": []}\n{"a": [null]}\n', ("line 1 /a/1", "line 3 /a/0")),
        ("a.json", '{\n "a": [null]\n}\n{\n "b": [{}, null]\n}\n', ("value 1 /a/0", "value 2 /b/1")),
        ("a.json", '{"a": [null, {"b": ', ()),
        ("a.json", '{"a": [null], "b":' + "[" * 100_000, ()),
    ],
)
def test_places_in_json(name: str, text: str, places: tuple[str, ...]) -> None:
    assert empty_entries(Document(name, text.encode())) == places


def test_bytes_that_are_no_text_hide_no_place() -> None:
    assert empty_entries(Document("a.json", b'{\n "a": [null], "c": "\xff"\n}\n{\n "b": [{}, null]\n}\n')) == (
        "value 1 /a/0",
        "value 2 /b/1",
    )


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("items:\n- a: 1\n-\n- ~\n", ("document 1 /items/1", "document 1 /items/2")),
        ("a: 1\n---\nitems:\n  -   # removed\n  - b: 1\n", ("document 2 /items/0",)),
        ("items:\n-\n  a: 1\n- - b\n", ()),
        ("items: [a, null]\n", ()),
    ],
)
def test_places_in_yaml(text: str, places: tuple[str, ...]) -> None:
    document = Document("a.yaml", text.encode())
    assert empty_entries(document) == ()  # nobody has loaded it
    assert document.yaml_documents
    assert empty_entries(document) == places


def test_they_are_told_with_the_first() -> None:
    assert empty_entries_text(1, "/items/0", "file") == "1 entry of the file is empty, the first at /items/0"
    assert empty_entries_text(2, "", "report") == "2 entries of the report are empty"
