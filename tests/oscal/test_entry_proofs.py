"""Many entries are judged at once only where they have no fault, and no fault is lost or moved by it."""

import copy
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
import pytest
from large_documents import NOTE, RISK, SCORE, R, many, results
from test_located_entries import in_lines
from test_pieces import WRONG, P
from test_validate_valid import Document, changed, plan, uid

from generator.documents import large_content
from generator.documents.large_content import Content, content_of
from generator.oscal import entry_judge, known_parts, pieces
from generator.oscal.entry_types import entry_type
from generator.oscal.faults import DocumentFault
from generator.oscal.schema import Schemas, schema_of
from generator.oscal.schema_derivation import STRING
from generator.oscal.validate import OscalFile, validate_documents
from generator.oscal.versions import SUPPORTED

NAMES = ("uuid", "title", "props", "links", "remarks", "subject-uuid", "rel", "unknown")
BYTES = (b'"', b"\\", b" ", b":", b"\0", b"\xff", b"{", b"a", b"", b'":', b"\n")
LISTS = {P: ("observations", "risks", "poam-items"), R: ("observations", "findings")}


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The lists of the entries that were not judged together; from the first entry on, they are tried in threes."""
    names: list[str] = []
    really = Schemas.check_entry

    def noted(schemas: Schemas, entry: Any, *about: Any) -> bool:
        names.append(entry.path[-1])
        return really(schemas, entry, *about)

    monkeypatch.setattr(Schemas, "check_entry", noted)
    monkeypatch.setattr(entry_judge, "_FEW", 0)
    monkeypatch.setattr(entry_judge, "_AT_ONCE", 3)
    return names


def faults_of(data: Content, **options: Any) -> Sequence[DocumentFault]:
    files = [
        OscalFile(name="oscal/document.json", data=data),
        OscalFile(name="oscal/plan.json", data=msgspec.json.encode(plan())),
    ]
    return validate_documents(files, **options)


def compared(data: bytes, monkeypatch: pytest.MonkeyPatch) -> Sequence[DocumentFault]:
    """The faults, which are those found entry by entry, in the same order."""
    found = faults_of(data)
    with monkeypatch.context() as patched:
        patched.setattr(entry_judge, "_FEW", 1 << 30)
        assert found == faults_of(data)
    return found


def entries(document: Document) -> list[Any]:
    """The lists of entries."""
    bodies = document[R]["results"] if R in document else [document[P]]
    return [body[name] for body in bodies for name in LISTS[next(iter(document))]]


@pytest.mark.parametrize("make", [many, results])
def test_entries_without_a_fault_are_judged_together(
    make: Callable[[], Document], one_by_one: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = msgspec.json.encode(make())
    places = [fault.place for fault in faults_of(data)]
    assert not any("/observations/" in place or "/risks/" in place or "/poam-items/" in place for place in places)
    assert one_by_one == []
    compared(msgspec.json.format(data, indent=1), monkeypatch)


@pytest.mark.parametrize("version", SUPPORTED)
def test_in_every_version(version: str, one_by_one: list[str]) -> None:
    faults_of(msgspec.json.encode(many()), version=version)
    assert one_by_one == []


def damaged(document: Document, seed: int) -> Document:
    """With members and entries taken away, added or replaced anywhere in the long lists."""
    chosen = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(chosen.randint(1, 3)):
        node: Any = chosen.choice(entries(document))
        while True:
            key: Any = chosen.choice([*node]) if isinstance(node, dict) else chosen.randrange(len(node))
            if not (isinstance(node[key], dict | list) and node[key]) or chosen.random() < 0.2:
                break
            node = node[key]
        match chosen.randrange(4):
            case 0 if len(node) > 1:
                del node[key]
            case 1 if isinstance(node, dict):
                node[chosen.choice(["uuid", "title", "props", "links", "remarks", "subject-uuid", "rel", "unknown"])] = node[
                    key
                ]
            case 2 if isinstance(node, list):
                node.append(copy.deepcopy(node[key]))
            case _:
                node[key] = copy.deepcopy(chosen.choice((*WRONG, " ", "a\nb", uid("plan"), [{"name": "a", "value": "b"}])))
    return document


@pytest.mark.parametrize("make", [many, results])
@pytest.mark.parametrize("seed", range(150))
@pytest.mark.usefixtures("one_by_one")
def test_damaged_documents_have_the_faults_of_their_entries(
    seed: int, make: Callable[[], Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = damaged(make(), seed)
    compared(msgspec.json.encode(document), monkeypatch)


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.usefixtures("one_by_one")
def test_damaged_bytes_have_the_faults_of_their_entries(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen, data = random.Random(seed), bytearray(msgspec.json.encode(many()))  # noqa: S311 - no secret
    start = data.index(b'"observations"')
    for _ in range(chosen.randint(1, 2)):
        at = chosen.randrange(start, len(data))
        data[at : at + chosen.randrange(3)] = chosen.choice(BYTES)
    compared(bytes(data), monkeypatch)


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.usefixtures("one_by_one")
def test_damaged_results_have_the_faults_of_the_whole(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = msgspec.json.encode(damaged(results(), seed))
    in_pieces = _unordered(faults_of(data))
    monkeypatch.setattr(pieces, "SPLIT", {})
    assert in_pieces == _unordered(faults_of(data))


def _unordered(faults: Sequence[DocumentFault]) -> Counter[tuple[str, ...]]:
    """Which of two equal identifiers comes first depends on the order in which they are read."""
    rows = ((fault.rule, f"{fault.place};", fault.message) for fault in faults)
    return Counter(
        (rule, *sorted([place, *message.split()])) if rule == "uuid-unique" else (rule, place, message)
        for rule, place, message in rows
    )


@pytest.mark.parametrize("again", [b"", b'"version": "1", '])
def test_the_names_of_a_file_are_counted_once(again: bytes, one_by_one: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of entries with the entries, those of what is left of it by itself."""
    data = in_lines(many()).replace(b'"version": "1"', again + b'"version": "1"', 1)
    monkeypatch.setattr(large_content, "LARGE", 1)
    repeated = [fault.rule for fault in faults_of(content_of((data,))) if fault.rule == "json-repeated-name"]
    assert repeated == ["json-repeated-name"] * bool(again)
    assert one_by_one == []


@pytest.mark.usefixtures("one_by_one")
def test_a_name_that_repeats_in_an_entry_of_a_file_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    data = in_lines(many())
    at = data.rindex(b'"lifecycle"')
    monkeypatch.setattr(large_content, "LARGE", 1)
    doubled = content_of((data[:at] + b'"lifecycle":"planned",' + data[at:],))
    assert "json-repeated-name" in {fault.rule for fault in faults_of(doubled)}


def test_quoted_names_are_no_names(one_by_one: list[str]) -> None:
    document = many()
    document[P]["observations"][4]["description"] = 'It answered {"state":"open","since":"May"}.'
    faults_of(msgspec.json.encode(document))
    assert one_by_one == []


def test_what_any_value_rests_on() -> None:
    """Properties and facets have values of one datatype, and remarks of none."""
    definitions = schema_of(P, SUPPORTED[-1])["$defs"]
    for name in ("Property", "CharacterizationFacet"):
        fields = definitions[name]["properties"]
        assert (fields["value"], fields["remarks"]) == ({"type": "string", "pattern": STRING}, {"type": "string"})


def test_one_faulty_entry_is_found_among_the_others(one_by_one: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    document = many()
    document[P]["risks"][5]["title"] = "two\nlines"
    (fault,) = [fault for fault in compared(msgspec.json.encode(document), monkeypatch) if fault.rule == "schema"]
    assert fault.place == f"/{P}/risks/5/title"
    assert one_by_one[:1] == ["risks"]
    assert one_by_one.count("risks") == 1 + 8  # the second time all of them are


@pytest.mark.parametrize(
    ("at", "wrong"),
    [
        (2, {"name": "vector", "system": "urn:x", "value": ""}),
        (2, {"name": "vector", "system": "urn:x", "value": " a"}),
        (2, {**SCORE, "uuid": "no"}),
        (1, {**RISK, "value": "enormous"}),
        (2, {"name": "scope", "system": "http://www.first.org/cvss/v3.1", "value": "plain"}),
        (2, {**SCORE, "props": [{"name": "nobody", "value": "knows"}]}),
        (2, {**SCORE, "links": [{"href": "#nowhere"}]}),
        (2, None),
    ],
)
@pytest.mark.usefixtures("one_by_one")
def test_a_fault_in_a_facet_is_reported_at_its_place(at: int, wrong: object, monkeypatch: pytest.MonkeyPatch) -> None:
    document = many()
    document[P]["risks"][5]["characterizations"][0]["facets"][at] = wrong
    places = [fault.place for fault in compared(msgspec.json.encode(document), monkeypatch)]
    assert any(f"/risks/5/characterizations/0/facets/{at}" in place for place in places)


TASK = {"uuid": uid("task"), "type": "milestone", "title": "Fix"}
ALONE = [
    ("risks/4/related-observations", [{"observation-uuid": uid("nobody")}], "reference-resolves"),
    ("risks/4/related-observations", [{"observation-uuid": uid("scanner")}], "reference-kind"),
    ("risks/4/related-observations", [{"observation-uuid": uid("nobody").replace("-", "x")}], "schema"),
    ("risks/4/uuid", uid("item"), "uuid-unique"),
    ("risks/4/uuid", uid("item").upper(), "uuid-unique"),
    ("risks/4/uuid", uid("nobody")[:-1] + "g", "schema"),
    ("risks/4/uuid", f"{uid('one')}\n{uid('two')}", "schema"),
    ("risks/4/props/0", {**NOTE, "uuid": uid("item")}, "uuid-unique"),
    ("risks/4/props/0/value", "a ", "schema"),
    ("risks/4/origins", [{"actors": [{"type": "tool", "actor-uuid": uid("nobody")}]}], "reference-resolves"),
    ("risks/4/links", [{"href": "#nowhere"}], "link-resolves"),
    ("risks/4/links", [{"href": f"#{uid('scanner')}", "rel": "reference"}], "link-kind"),
    ("risks/4/remediations/1/tasks/0", {**TASK, "responsible-roles": [{"role-id": "nobody"}]}, "role-defined"),
    ("risks/4/deadline", "2026-13-01T00:00:00Z", "schema"),
    ("risks/4/unknown", "a", "schema"),
    ("observations/4/subjects/0/title", " ", "text-empty"),
    ("observations/4/origins/0/related-tasks", [{"task-uuid": uid("nobody")}], "reference-resolves"),
    ("observations/4/relevant-evidence/0/href", "#nowhere", "link-resolves"),
    ("observations/4/relevant-evidence/0/description", " ", "text-empty"),
    ("observations/4/methods", [], "schema"),
    ("poam-items/4/related-risks/0/risk-uuid", uid("nobody"), "reference-resolves"),
    ("poam-items/4/related-risks", [], "schema"),
]


@pytest.mark.parametrize(("place", "value", "rule"), ALONE)
@pytest.mark.usefixtures("one_by_one")
def test_one_fault_alone(place: str, value: object, rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of what entries have to do with one another, which is looked up in the end."""
    document = changed(many(), f"{P}/{place}", value)
    found = [(fault.rule, fault.place) for fault in compared(msgspec.json.encode(document), monkeypatch)]
    assert any(name == rule and where.startswith(f"/{P}/{place}") for name, where in found)


def test_a_link_that_means_what_another_member_says_is_not_understood() -> None:
    text = {"type": "string"}
    entry = {"type": "object", "additionalProperties": False, "properties": {"href": text, "rel": text, "text": text}}
    of = entry_type({"$defs": {}}, entry, ("observations",))
    assert of is not None
    assert [member.name for member in of.members] == ["rel", "text"]


@pytest.mark.usefixtures("one_by_one")
def test_a_fault_that_all_entries_have_is_reported_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry_judge, "_MOST_IN_VAIN", 3)
    document = many()
    for risk in document[P]["risks"]:
        risk["characterizations"][0]["facets"][1] = {**SCORE, "name": "no token"}
    places = {fault.place for fault in compared(msgspec.json.encode(document), monkeypatch) if fault.rule == "schema"}
    assert places == {f"/{P}/risks/{row}/characterizations/0/facets/1/name" for row in range(9)}


@pytest.mark.usefixtures("one_by_one")
def test_what_is_good_as_a_facet_may_be_wrong_as_a_property(monkeypatch: pytest.MonkeyPatch) -> None:
    document = many()
    document[P]["risks"][6]["props"].append(RISK)
    places = [fault.place for fault in compared(msgspec.json.encode(document), monkeypatch)]
    assert any(place.startswith(f"/{P}/risks/6/props/2") for place in places)


@pytest.mark.parametrize("again", [b'"value":"9.8",', b'"value" :"9.8",', b'"value"\n:"9.8",', b'"value"  :"9.8",'])
@pytest.mark.usefixtures("one_by_one")
def test_a_name_that_repeats_in_a_known_part_is_found(again: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    data = msgspec.json.encode(many())
    at = data.rindex(b'"value":"9.8"')
    found = compared(data[:at] + again + data[at:], monkeypatch)
    assert any(fault.rule == "json-repeated-name" for fault in found)


@pytest.mark.parametrize(
    "text", ['{"scanner":"a","number" : 1}', ": colon first", "ends in a backslash \\", 'quoted ":', "\t:"]
)
@pytest.mark.usefixtures("one_by_one")
def test_text_that_looks_like_names_is_no_fault(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    document = many()
    document[P]["risks"][4]["props"][0] = {**NOTE, "remarks": text}
    document[P]["observations"][4]["description"] = text
    assert not [fault for fault in compared(msgspec.json.encode(document), monkeypatch) if fault.rule.startswith("json")]


def test_parts_are_forgotten_where_they_are_too_many(one_by_one: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_parts, "_KEPT", 2)
    monkeypatch.setattr(known_parts, "_LONGEST", 60)
    document = many(20)
    for row, risk in enumerate(document[P]["risks"]):
        risk["props"] = [NOTE, {**NOTE, "value": f"{row}", "remarks": "ä" * row}]
    compared(msgspec.json.encode(document), monkeypatch)
    assert "poam-items" in one_by_one  # of the comparison
