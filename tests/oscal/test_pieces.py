"""A document that is judged entry by entry has the faults that it has when it is parsed whole."""

import copy
import random
from collections import Counter
from typing import Any

import msgspec
import pytest
from test_validate_valid import plan, poam, uid

from generator.documents.large_content import Content
from generator.oscal import pieces, reading
from generator.oscal.validate import OscalFile, validate_documents

P = "plan-of-action-and-milestones"
LISTS = ("observations", "risks", "poam-items")
WRONG = ("", " x", 7, None, [], {}, [None], {"uuid": "no"}, "fips-199-huge", uid("risk"), uid("nobody"), [[[]]])


def several() -> dict[str, Any]:
    """A plan of action with four entries in each list, which have identifiers of their own."""
    document = poam()
    for name in LISTS:
        entries = document[P][name]
        document[P][name] = [*entries, *(renamed(copy.deepcopy(entries[0]), number) for number in range(4 - len(entries)))]
    return document


def renamed(node: Any, number: int) -> Any:
    if isinstance(node, dict):
        return {key: uid(f"{value} {number}") if key == "uuid" else renamed(value, number) for key, value in node.items()}
    return [renamed(value, number) for value in node] if isinstance(node, list) else node


def broken(document: dict[str, Any], seed: int) -> dict[str, Any]:
    """With some members and entries taken away or replaced, anywhere in the long lists."""
    chosen = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(chosen.randint(1, 5)):
        node: Any = document[P]
        key: Any = chosen.choice(LISTS)
        while isinstance(node[key], dict | list) and node[key] and chosen.random() < 0.85:
            node = node[key]
            key = chosen.choice(list(node)) if isinstance(node, dict) else chosen.randrange(len(node))
        if chosen.random() < 0.4:
            del node[key]
        else:
            node[key] = copy.deepcopy(chosen.choice(WRONG))
        if not all(name in document[P] for name in LISTS):
            break
    return document


def faults_of(data: Content) -> Counter[tuple[str, str, str]]:
    files = [
        OscalFile(name="oscal/poam.json", data=data),
        OscalFile(name="oscal/plan.json", data=msgspec.json.encode(plan())),
    ]
    return Counter((fault.rule, fault.place, fault.message) for fault in validate_documents(files))


@pytest.mark.parametrize("seed", range(150))
def test_entry_by_entry_has_the_faults_of_the_whole(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data = msgspec.json.encode(broken(several(), seed))
    in_pieces = faults_of(data)
    monkeypatch.setattr(pieces, "SPLIT", {})
    assert in_pieces == faults_of(data)


def test_a_fault_of_a_later_entry_names_its_place() -> None:
    document = several()
    document[P]["risks"][3]["uuid"] = "no uuid"
    document[P]["risks"][2]["characterizations"][0]["facets"][1]["value"] = "sideways"
    places = {(rule, place) for rule, place, _ in faults_of(msgspec.json.encode(document))}
    assert {("schema", f"/{P}/risks/3/uuid"), ("facet-value", f"/{P}/risks/2/characterizations/0/facets/1/value")} <= places


def test_only_what_is_parsed_whole_has_the_small_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    entries, whole = msgspec.json.encode(several()), msgspec.json.encode(plan())
    monkeypatch.setattr(reading, "WHOLE_BYTES", min(len(entries), len(whole)) - 1)
    sizes = [(rule, place) for rule, place, _ in faults_of(entries) if rule == "json-size"]
    assert sizes == [("json-size", "")]  # the plan's alone
    monkeypatch.setattr(reading, "MAX_BYTES", len(entries) - 1)
    assert [rule for rule, _, _ in faults_of(entries)].count("json-size") == 2


def test_repeated_names_in_a_later_entry() -> None:
    data = msgspec.json.encode(several())
    at = data.rindex(b'"lifecycle"')
    doubled = data[:at] + b'"lifecycle":"planned",' + data[at:]
    assert any("lifecycle" in message for _, _, message in faults_of(doubled))


@pytest.mark.parametrize("entry", [b'"\xff"', b'"\\ud800"', b"[" * 2000 + b"]" * 2000, b"1e999"])
def test_an_entry_that_cannot_be_read_is_a_fault(entry: bytes) -> None:
    document = msgspec.json.encode(several())
    data = document.replace(b'"risks":[', b'"risks":[{},' + entry + b",", 1)
    assert faults_of(data).keys() & {key for key in faults_of(data) if key[0] in ("json", "json-depth")}
