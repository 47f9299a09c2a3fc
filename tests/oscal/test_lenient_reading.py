"""OSCAL of any producer as the types that this project writes: what is missing, unknown or wrong."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from generator.errors import ParseError
from generator.oscal import types as o
from generator.oscal.forms.registry import FORMS
from generator.oscal.lenient_reading import MOST_LEFT_OUT, LenientReader, resources_of
from generator.oscal.poam_reading import read_poam

_SAMPLE = Path(__file__).parents[2] / "output/sample/oscal"
_CONTROLS = {"catalog.json", "profile.json"}
"""Written beside the plan for tools that resolve its imports, by types of their own; they are not read back."""
_DOCUMENTS = sorted(path for path in _SAMPLE.glob("*.json") if path.name not in _CONTROLS)
_UUID = "6f111111-1111-4111-8111-111111111111"
_reader = LenientReader(o.OscalDocument)


def _observation(**fields: Any) -> dict[str, Any]:
    return {"uuid": _UUID, "description": "Seen.", "methods": ["TEST"], "collected": "2026-11-01T00:00:00Z", **fields}


def _plan(*observations: Any, **fields: Any) -> bytes:
    return msgspec.json.encode({"plan-of-action-and-milestones": {"observations": observations, **fields}})


def _read(data: bytes) -> o.PlanOfActionAndMilestones:
    plan = _reader.read(data).content.plan_of_action_and_milestones
    assert plan is not None
    return plan


@pytest.mark.parametrize("path", _DOCUMENTS, ids=lambda path: path.name)
def test_what_we_write_is_read_whole(path: Path) -> None:
    strict = msgspec.json.decode(path.read_bytes(), type=o.OscalDocument, strict=True)
    lenient = _reader.read(path.read_bytes())
    assert not lenient.left_out
    written = msgspec.json.format(msgspec.json.encode(strict), indent=1) + b"\n"
    assert written == path.read_bytes(), "the types have every field that is written, in its order"
    assert msgspec.to_builtins(lenient.content.body, str_keys=True).keys() >= {"uuid", "metadata"}
    assert msgspec.convert(msgspec.to_builtins(lenient.content), o.OscalDocument) == strict


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_form_is_read(form: Any) -> None:
    path = _SAMPLE / "system-security-plan.json"
    data = form.write(msgspec.json.decode(path.read_bytes()))
    plan = _reader.read(data, f".{form.name}").content.system_security_plan
    assert plan is not None
    strict = msgspec.json.decode(path.read_bytes(), type=o.OscalDocument).system_security_plan
    assert strict is not None
    assert plan.system_characteristics.system_name == strict.system_characteristics.system_name
    assert [one.uuid for one in plan.system_implementation.components] == [
        one.uuid for one in strict.system_implementation.components
    ]


def test_what_is_missing_is_empty_and_what_is_unknown_is_ignored() -> None:
    plan = _read(_plan({"uuid": _UUID, "invented": {"a": [1]}}, invented=3))
    (observation,) = plan.observations
    assert isinstance(observation, o.Observation)
    assert (observation.description, observation.methods, observation.title) == ("", (), None)
    assert (plan.metadata.title, plan.poam_items, plan.system_id.id) == ("", (), "")


def test_a_writer_may_not_leave_out_what_oscal_requires() -> None:
    with pytest.raises(TypeError, match="description"):
        o.Observation(uuid=_UUID, methods=("TEST",), collected="2026-11-01T00:00:00Z")  # type: ignore[call-arg]


def test_a_wrong_entry_costs_one_entry_and_is_named_by_its_place() -> None:
    good, other = _observation(), _observation(uuid=_UUID.replace("6f", "7f"))
    lacking = {key: value for key, value in _observation().items() if key != "uuid"}
    props = [{"name": "a", "value": "1"}, {"name": "b", "value": 2}, {"name": "c", "value": "3"}]
    reading = _reader.read(_plan(good, "text", lacking, {**other, "props": props}))
    plan = reading.content.plan_of_action_and_milestones
    assert plan is not None
    assert [one.uuid for one in plan.observations] == [good["uuid"], other["uuid"]]
    assert [one.name for one in plan.observations[1].props] == ["a", "c"]
    at = "/plan-of-action-and-milestones/observations"
    assert [(one.place, one.reason) for one in reading.left_out] == [
        (f"{at}/1", "found text; allowed is an object"),
        (f"{at}/2", "the field 'uuid' is missing"),
        (f"{at}/3/props/1", "/value: found a whole number; allowed is text"),
    ]


def test_what_is_no_entry_is_an_error_with_its_place() -> None:
    with pytest.raises(ParseError, match="found a list; allowed is an object") as raised:
        _reader.read(_plan(metadata=[]))
    assert raised.value.where == "/plan-of-action-and-milestones/metadata"


def test_a_document_of_wrong_entries_is_none() -> None:
    assert len(_reader.read(_plan(_observation(), *["x"] * MOST_LEFT_OUT)).left_out) == MOST_LEFT_OUT
    with pytest.raises(ParseError, match=f"more than {MOST_LEFT_OUT} of its entries"):
        _reader.read(_plan(_observation(), *["x"] * (MOST_LEFT_OUT + 1)))


def test_what_is_skipped_is_not_even_judged() -> None:
    reader = LenientReader(o.OscalDocument, skipped={o.Observation: ("methods", "title")})
    reading = reader.read(_plan(_observation(methods=3, title="Told")))
    plan = reading.content.plan_of_action_and_milestones
    assert plan is not None
    assert not reading.left_out
    assert (plan.observations[0].methods, plan.observations[0].title) == ((), None)


def test_the_ledger_begins_with_no_plan_of_which_an_entry_is_left_out() -> None:
    """An item that is left out would be lost: items are closed, they do not go."""
    data = _plan(_observation(), **{"poam-items": ["text"]})
    with pytest.raises(Exception, match="found text; allowed is an object") as raised:
        read_poam(data, where="previous/poam.json")
    assert getattr(raised.value, "where", "") == "previous/poam.json /plan-of-action-and-milestones/poam-items/0"


def test_resources_are_read_of_any_model() -> None:
    resource = {"uuid": _UUID, "rlinks": [{"href": "../a.json"}]}
    data = msgspec.json.encode({"catalog": {"groups": [], "back-matter": {"resources": [resource]}}})
    assert [link.href for one in resources_of(data) for link in one.rlinks] == ["../a.json"]
    assert resources_of(b'{"profile": {}}') == ()
