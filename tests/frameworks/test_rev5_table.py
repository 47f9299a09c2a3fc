"""FedRAMP's Rev5 controls agree with SSP Appendix A (all four baselines) and with NIST's catalogue."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from prerequisites import needs, shared

from generator.frameworks.fedramp_rev5 import EVERY, FEDRAMP_REV5
from generator.frameworks.plan import known_controls
from generator.frameworks.rev5.rows import row
from generator.frameworks.rev5.table import BY_ID, FAMILIES, ROWS

SHARED = shared("reference")
APPENDIX = SHARED / "fedramp" / "templates" / "appendixA_controls.json"
CATALOG = SHARED / "oscal" / "nist-800-53-rev5" / "NIST_SP-800-53_rev5_catalog.json"
INSERTED = re.compile(r"\{\{\s*insert: param, ([^ }]+)\s*\}\}")


@pytest.mark.parametrize(("baseline", "controls"), [("li-saas", 66), ("low", 156), ("moderate", 323), ("high", 410)])
def test_each_baseline_has_its_number_of_controls(baseline: str, controls: int) -> None:
    assert sum(baseline in one.baselines for one in ROWS) == controls


def test_a_row_says_levels_parts_and_parameters() -> None:
    one = row("ZZ-1(2)", "Invented", "MHC", "ab", "-=odp a.1=prm_3,04 b=05")
    assert (one.baselines, one.conditional, one.parts) == ({"moderate", "high", "li-saas"}, True, ("a", "b"))
    assert [(each.label, each.oscal_id) for each in one.parameters] == [
        ("ZZ-1(2)", "zz-01.02_odp"),
        ("ZZ-1(2)(a)(1)-1", "zz-1.2_prm_3"),
        ("ZZ-1(2)(a)(1)-2", "zz-01.02_odp.04"),
        ("ZZ-1(2)(b)", "zz-01.02_odp.05"),
    ]


def test_ids_and_parameters_are_unique_and_families_known() -> None:
    assert len(BY_ID) == len(ROWS)
    labels = [each.label for one in ROWS for each in one.parameters]
    assert len(labels) == len(set(labels))
    assert {one.id[:2] for one in ROWS} == set(FAMILIES)


@pytest.mark.parametrize(("baseline", "added"), [("moderate", ["SC-3", "SC-6"]), ("high", ["SC-6"])])
def test_a_plan_holds_the_baseline_and_what_the_container_guidance_adds_in_order(baseline: str, added: list[str]) -> None:
    plan = FEDRAMP_REV5.plan(baseline)
    assert [one.id for one in plan if baseline not in one.baselines] == added
    assert [one.id for one in plan if baseline in one.baselines] == [one.id for one in ROWS if baseline in one.baselines]
    at = {one.id: number for number, one in enumerate(EVERY)}
    assert at["SC-5"] + 1 == at["SC-6"] == at["SC-7"] - 1


@pytest.mark.parametrize("level", ["LI-SaaS", "Low", "Moderate", "High"])
@needs(APPENDIX)
def test_the_table_is_the_official_appendix(level: str) -> None:
    official = json.loads(APPENDIX.read_text())[level]
    mine = [one for one in ROWS if level.lower() in one.baselines]
    assert [one.id for one in mine] == [each["control"] for each in official]
    for one, each in zip(mine, official, strict=True):
        if level == "LI-SaaS":
            assert ("(Conditional)" in each["title"]) == one.conditional, one.id
            continue
        marks = "".join(f"({mark})" for mark, name in (("L", "low"), ("M", "moderate"), ("H", "high")) if name in one.baselines)
        assert each["title"] == f"{one.title} {marks}"
        assert [f"Part {letter}" for letter in one.parts] == each["parts"], one.id
        assert [f"Parameter {parameter.label}" for parameter in one.parameters] == each["parameters"], one.id


@needs(CATALOG)
def test_parts_and_parameters_are_those_of_nists_catalogue() -> None:
    groups = json.loads(CATALOG.read_text())["catalog"]["groups"]
    catalog = {one["id"]: one for group in groups for one in _controls(group)}
    for one in EVERY:
        nist = catalog[one.oscal_id]
        (statement,) = (part for part in nist["parts"] if part["name"] == "statement")
        assert {one.statement_id(letter) for letter in one.parts} == {part["id"] for part in statement.get("parts", ())}, one.id
        assert [(each.label, each.oscal_id) for each in one.parameters] == list(_labelled(one.id, statement)), one.id


@needs(CATALOG)
def test_what_is_asked_once_for_several_parameters_is_what_nist_says() -> None:
    groups = json.loads(CATALOG.read_text())["catalog"]["groups"]
    theirs = {each["id"]: each for group in groups for one in _controls(group) for each in one.get("params", ())}
    for one in (each for control in EVERY for each in control.parameters):
        props = theirs[one.oscal_id].get("props", ())
        assert one.stands_for == tuple(prop["value"] for prop in props if prop["name"] == "aggregates"), one.oscal_id
        assert one.set_as == (one.stands_for or (one.oscal_id,))


@needs(CATALOG)
def test_what_is_inserted_into_choices_is_what_nist_says() -> None:
    groups = json.loads(CATALOG.read_text())["catalog"]["groups"]
    theirs = {each["id"]: each for group in groups for one in _controls(group) for each in one.get("params", ())}
    for one in (each for control in known_controls() for top in control.parameters for each in top.with_inserted):
        choices = " ".join(theirs[one.oscal_id].get("select", {}).get("choice", ()))
        assert [each.oscal_id for each in one.inserted] == INSERTED.findall(choices), one.oscal_id


def test_a_choice_of_several_parameters_is_asked_with_what_stands_in_each() -> None:
    (choice,) = (one for one in FEDRAMP_REV5.plan("moderate") if one.id == "SI-7(1)" for one in one.parameters if one.inserted)
    assert [one.oscal_id for one in choice.with_inserted] == ["si-7.1_prm_2", "si-7.1_prm_3", "si-7.1_prm_4"]
    assert choice.inserted[0].set_as == ("si-07.01_odp.03", "si-07.01_odp.07", "si-07.01_odp.11")


def _controls(holder: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for one in holder.get("controls", ()):
        yield one
        yield from _controls(one)


def _labelled(where: str, part: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    found = INSERTED.findall(part.get("prose", ""))
    yield from ((where if len(found) == 1 else f"{where}-{number}", name) for number, name in enumerate(found, start=1))
    for inner in part.get("parts", ()):
        label = next((prop["value"] for prop in inner.get("props", ()) if prop["name"] == "label"), "")
        yield from _labelled(f"{where}({label.strip('.()')})" if label else where, inner)
