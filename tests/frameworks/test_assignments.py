"""FedRAMP's parameter values: by baseline, what is left to the provider, and the table against FedRAMP's own files."""

import json
import re

import pytest
from prerequisites import needs, shared

from generator.frameworks.fedramp_rev5 import EVERY
from generator.frameworks.rev5.assignments import FILE, LEVELS, assigned, assigned_values, assignment_of
from generator.frameworks.rev5.table import BY_ID
from generator.model.identifiers import ControlId
from generator.resources import data
from tests.make_parameters import PROFILES, table

_FORMS = shared("reference/fedramp/templates/appendixA_controls.json")
_PRINTED = re.compile(r"\[FedRAMP Assignment: ?([^\[\]]*(?:\[[^\]]*\][^\[\]]*)*)\]")


def _row(label: str):
    control = BY_ID[ControlId(re.sub(r"\([a-z].*", "", label).partition("-1_")[0])]
    return next(each for each in control.parameters if each.label == label)


def test_a_value_depends_on_the_baseline() -> None:
    row = _row("AC-1(c)(1)-1")
    values = {baseline: each.value for baseline in LEVELS.values() if (each := assigned(row, baseline))}
    assert values["moderate"] == values["low"] == values["li-saas"] == "at least every 3 years"
    assert values["high"] == "at least annually"
    assert assignment_of("ac-02.02_odp.02", "low") is None, "the Low baseline does not hold AC-2(2)"


def test_what_is_the_providers_has_none() -> None:
    assert assigned(_row("AC-1(b)"), "moderate") is None
    assert assigned_values(_row("AC-1(b)"), "moderate") == {}


def test_what_is_left_to_the_provider_is_no_value() -> None:
    row = _row("AC-8(a)")
    assert assigned(row, "moderate").is_open
    assert assigned_values(row, "moderate") == {}


def test_a_value_of_an_aggregate_is_that_of_each_parameter_it_stands_for() -> None:
    row = next(each for each in BY_ID[ControlId("CP-4")].parameters if each.oscal_id == "cp-4_prm_2")
    assert assigned_values(row, "moderate") == dict.fromkeys(row.stands_for, "functional exercises")
    needs_met = next(each for each in BY_ID[ControlId("SA-15")].parameters if each.oscal_id == "sa-15_prm_2")
    assert list(assigned_values(needs_met, "moderate")) == ["sa-15_odp.02"], "FedRAMP assigns one of the two it stands for"
    assert assigned(needs_met, "moderate").value == "FedRAMP Security Authorization requirements"


@pytest.mark.parametrize("baseline", sorted({*LEVELS.values()} - {"li-saas"}))
def test_every_value_belongs_to_a_parameter_of_the_baseline(baseline: str) -> None:
    rows = [each for one in EVERY if baseline in one.baselines for row in one.parameters for each in row.with_inserted]
    known = {name for each in rows for name in (each.oscal_id, *each.stands_for)}
    level = next(letter for letter, name in LEVELS.items() if name == baseline)
    lines = (data("oscal") / FILE).read_text().splitlines()[1:]
    named = {line.split(" ")[0] for line in lines if level in line.split(" ")[1]}
    assert len(named) > 150
    assert named <= known


@needs(PROFILES["M"])
def test_the_table_is_that_of_fedramps_profiles() -> None:
    sources = {level: json.loads(path.read_bytes()) for level, path in PROFILES.items()}
    assert (data("oscal") / FILE).read_text(encoding="utf-8") == table(sources)


@needs(_FORMS)
@pytest.mark.parametrize(("name", "baseline", "other"), [("Low", "low", 0), ("Moderate", "moderate", 4), ("High", "high", 5)])
def test_the_appendices_print_the_same_values(name: str, baseline: str, other: int) -> None:
    """But for the few that the appendix words otherwise: beside those numbers that it writes out and the profile does not."""
    printed = {row["control"]: "\n".join(row["text"]) for row in json.loads(_FORMS.read_bytes())[name]}
    different = []
    for control in EVERY:
        for each in (each for row in control.parameters for each in row.with_inserted):
            said = assigned(each, baseline)
            if baseline in control.baselines and said and _words(said.value) not in _words(printed[control.id]):
                different.append(each.label)
    assert len(different) <= other, different


def _words(text: str) -> str:
    text = re.sub(r"\b(?:three|one|twenty-four|one hundred and eighty) \((\d+)\)", r"\1", text.lower())
    return re.sub(r"[^a-z0-9]", "", text)
