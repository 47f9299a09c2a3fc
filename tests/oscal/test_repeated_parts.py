"""What many risks share is judged once, and no fault is lost or moved by it."""

import copy
from typing import Any

import msgspec
import pytest
from test_pieces import P, faults_of, several
from test_validate_valid import uid

from generator.oscal import entry_judge, pieces, repeated_parts
from generator.oscal.repeated_parts import RepeatedParts

RISK = {"name": "risk", "system": "http://fedramp.gov/ns/oscal", "value": "high"}
SCORE = {"name": "score", "system": "urn:x", "value": "9.8", "props": [{"name": "state", "value": "initial"}]}
NOTE = {"name": "note", "value": "a", "ns": "urn:x"}


def many(number: int = 8) -> dict[str, Any]:
    """A plan of action with so many risks, alike but for their identifiers."""
    document = several()
    risk = document[P]["risks"][1]
    risk["props"] = [NOTE, {"name": "other", "value": "b", "ns": "urn:x"}]
    risk["characterizations"][0]["facets"] = [RISK, SCORE, {"name": "vector", "system": "urn:x", "value": "AV:N"}]
    document[P]["risks"] = [document[P]["risks"][0], *(copied(risk, row) for row in range(number))]
    return copy.deepcopy(document)


def copied(node: Any, row: int) -> Any:
    if isinstance(node, dict):
        return {key: uid(f"{value} of {row}") if key == "uuid" else copied(value, row) for key, value in node.items()}
    return [copied(member, row) for member in node] if isinstance(node, list) else node


def facets(document: dict[str, Any], row: int) -> list[Any]:
    of_risk: list[Any] = document[P]["risks"][row]["characterizations"][0]["facets"]
    return of_risk


def compared(document: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str, str], int]:
    """The faults, which are those of the document when it is parsed whole."""
    data = msgspec.json.encode(document)
    found = faults_of(data)
    with monkeypatch.context() as at_once:
        at_once.setattr(pieces, "SPLIT", {})
        at_once.setattr("generator.oscal.reading.SPLIT", {})
        assert found == faults_of(data)
    return found


def test_what_an_entry_before_had_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    document, parts = many(), RepeatedParts()
    assert not [rule for rule, place, _ in compared(document, monkeypatch) if "/risks/" in place]
    first, second = (msgspec.json.encode(risk) for risk in document[P]["risks"][1:3])
    rest = parts.rest("risks", first)
    assert rest is not None
    assert rest.value == msgspec.json.decode(first)
    parts.learn(rest)
    rest = parts.rest("risks", second)
    assert rest is not None
    assert rest.value["props"] == [NOTE]
    assert rest.value["characterizations"][0]["facets"] == [RISK]
    assert rest.names == len(NOTE) + len(SCORE) + len(SCORE["props"][0]) + 3
    assert parts.rest("observations", second) is None


@pytest.mark.parametrize(
    ("row", "at", "wrong"),
    [
        (5, 2, {"name": "vector", "system": "urn:x", "value": ""}),
        (5, 2, {**SCORE, "uuid": "no"}),
        (5, 1, {**RISK, "value": "enormous"}),
        (5, 2, {**SCORE, "props": [{"name": "nobody", "value": "knows"}]}),
        (5, 2, {**SCORE, "links": [{"href": "#nowhere"}]}),
        (5, 2, None),
    ],
)
def test_a_fault_is_reported_at_its_own_place(row: int, at: int, wrong: object, monkeypatch: pytest.MonkeyPatch) -> None:
    document = many()
    facets(document, row)[at] = wrong
    places = [place for _, place, _ in compared(document, monkeypatch)]
    assert any(f"/risks/{row}/characterizations/0/facets/{at}" in place for place in places)


def test_a_fault_that_all_risks_have_is_reported_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry_judge, "_MOST_IN_VAIN", 3)
    document = many()
    for row in range(1, 9):
        facets(document, row)[1] = {**SCORE, "name": "no token"}
    places = {place for rule, place, _ in compared(document, monkeypatch) if rule == "schema"}
    assert places == {f"/{P}/risks/{row}/characterizations/0/facets/1/name" for row in range(1, 9)}


def test_what_is_good_as_a_facet_may_be_wrong_as_a_property(monkeypatch: pytest.MonkeyPatch) -> None:
    document = many()
    document[P]["risks"][6]["props"].append(facets(document, 6)[2])
    assert any(place.startswith(f"/{P}/risks/6/props/2") for _, place, _ in compared(document, monkeypatch))


def test_a_part_that_refers_to_something_is_never_left_out() -> None:
    document, parts = many(), RepeatedParts()
    document[P]["risks"][1]["props"].append({**NOTE, "uuid": uid("note")})
    written = msgspec.json.encode(document[P]["risks"][1])
    for _ in range(2):
        rest = parts.rest("risks", written)
        assert rest is not None
        parts.learn(rest)
    assert rest is not None
    assert rest.value["props"] == document[P]["risks"][1]["props"]


def test_names_that_repeat_in_what_is_left_out_are_found() -> None:
    data = msgspec.json.encode(many())
    at = data.rindex(b'"value":"9.8"')
    doubled = data[:at] + b'"value":"9.8",' + data[at:]
    assert any(rule == "json-repeated-name" for rule, _, _ in faults_of(doubled))


def test_parts_are_forgotten_where_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeated_parts, "_KEPT", 2)
    parts = RepeatedParts()
    document = many()
    for row, risk in enumerate(document[P]["risks"][1:]):
        risk["props"] = [NOTE, {**NOTE, "value": f"{row}"}]
        rest = parts.rest("risks", msgspec.json.encode(risk))
        assert rest is not None
        parts.learn(rest)
    assert len(parts._props) <= 2
    assert len(parts._facets) <= 2
