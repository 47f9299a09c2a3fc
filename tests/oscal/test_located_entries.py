"""A document in a file of ours is judged as its bytes are, and its long lists are never in memory whole."""

from collections.abc import Callable
from typing import Any, TypeAlias

import msgspec
import pytest
from test_pieces import LISTS, P, broken, faults_of, several

from generator.documents import large_content
from generator.documents.large_content import Content, LargeContent, content_of
from generator.oscal import located_entries, reading
from generator.oscal.faults import FaultLog
from generator.oscal.located_entries import located

Writer: TypeAlias = Callable[[dict[str, Any]], bytes]


def written(document: object) -> bytes:
    """As `encoding.written` writes it."""
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def in_lines(document: dict[str, Any]) -> bytes:
    """As it writes what has very many entries: those of the long lists in a line each."""
    body = document[P]
    marks = {name: ["\0" + name] for name in LISTS if body.get(name)}
    data = written({**document, P: {**body, **marks}})
    for name in marks:
        lines = b",\n   ".join(map(msgspec.json.encode, body[name]))
        data = data.replace(msgspec.json.encode("\0" + name), lines)
    return data


FORMS = pytest.mark.parametrize("write", [written, in_lines])


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """From one byte on, and read a few bytes at a time."""
    monkeypatch.setattr(large_content, "LARGE", 1)
    monkeypatch.setattr(large_content, "_PIECE", 7)
    monkeypatch.setattr(located_entries, "_WINDOW", 50)
    monkeypatch.setattr(located_entries, "_AT_ONCE", 3000)


def in_a_file(data: bytes) -> LargeContent:
    content = content_of((data,))
    assert isinstance(content, LargeContent)
    return content


def only_objects(document: dict[str, Any]) -> bool:
    """As the lists of what is written are."""
    lists = [document[P].get(name, []) for name in LISTS]
    return all(isinstance(entries, list) and all(isinstance(entry, dict) and entry for entry in entries) for entries in lists)


@FORMS
@pytest.mark.parametrize("seed", range(150))
def test_it_has_the_faults_of_its_bytes(seed: int, write: Writer) -> None:
    document = broken(several(), seed)
    if not (write is written or all(isinstance(document[P].get(name, []), list) for name in LISTS)):
        return  # which has no lines
    data = write(document)
    faults = faults_of(in_a_file(data))
    refused = "json" in {rule for rule, _, _ in faults}
    assert faults == faults_of(data) or (refused and not only_objects(document))  # which no writer of ours makes


def test_most_of_these_documents_are_compared() -> None:
    assert sum(only_objects(broken(several(), seed)) for seed in range(150)) > 100


@FORMS
def test_the_first_entry_of_each_list_is_left_in_the_document(write: Writer) -> None:
    document = several()
    skeleton, later = located(in_a_file(write(document)))
    rest = msgspec.json.decode(skeleton)
    assert {name: len(list(entries)) for name, entries in later.items()} == dict.fromkeys(LISTS, 3)
    for name in LISTS:
        entries = document[P].pop(name)
        assert rest[P].pop(name) == entries[:1]
        assert [msgspec.json.decode(entry) for entry in later[name]] == entries[1:]
    assert rest == document


@FORMS
def test_lists_of_one_entry_and_of_none_between_longer_ones(write: Writer) -> None:
    document = several()
    document[P]["risks"] = document[P]["risks"][:1]
    document[P]["findings"] = []
    data = write(document)
    _, later = located(in_a_file(data))
    assert list(later) == ["observations", "poam-items"]
    assert faults_of(in_a_file(data)) == faults_of(data)


@FORMS
@pytest.mark.parametrize("hostile", ["\n   },\n   {\n", "},\n   {", "\n   }\n  ]", "}\n  ]", '\n  "risks": [\n   {\n'])
def test_text_that_looks_like_the_border_of_entries_is_text(hostile: str, write: Writer) -> None:
    document = several()
    for name in LISTS:
        document[P][name][1]["description"] = hostile
    data = write(document)
    assert faults_of(in_a_file(data)) == faults_of(data)
    skeleton, later = located(in_a_file(data))
    assert msgspec.json.encode(hostile)[1:-1] not in skeleton
    assert [len(list(entries)) for entries in later.values()] == [3, 3, 3]


def opened(content: Content) -> tuple[dict[str, Any] | None, int]:
    """The root, and how many entries come after it."""
    document = reading.opened(content, FaultLog("a"))
    return (document.root, sum(len(entries.written) for entries in document.later)) if document else (None, 0)


def test_other_models_and_other_forms_are_read_whole() -> None:
    components = {"component-definition": {"uuid": "u", "components": [{"uuid": "a"}, {"uuid": "b"}]}}
    assert opened(in_a_file(written(components))) == (components, 0)
    compact = msgspec.json.encode(several())
    assert opened(in_a_file(compact)) == opened(compact)
    assert located(in_a_file(compact))[1] == {}


@FORMS
def test_what_is_cut_short_is_a_fault(write: Writer) -> None:
    data = write(several())
    for end in (len(data) // 2, len(data) - 5, data.rindex(b"}\n  ]")):
        assert [rule for rule, place, _ in faults_of(in_a_file(data[:end])) if not place][:1] == ["json"]


@FORMS
def test_repeated_names_are_found_across_the_borders_of_pieces(write: Writer) -> None:
    data = write(several())
    at = data.rindex(b'"lifecycle"')
    doubled = data[:at] + b'"lifecycle": "planned",' + data[at:]
    assert faults_of(in_a_file(doubled)) == faults_of(doubled)
    assert any("lifecycle" in message for _, _, message in faults_of(doubled))
