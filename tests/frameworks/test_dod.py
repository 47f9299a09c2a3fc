"""DoD impact levels as additions to FedRAMP: against DISA's addendum and NIST's catalogue, row by row."""

import json
import re
from typing import Any, get_args

import pytest
from prerequisites import needs, shared

from generator.errors import ConfigError
from generator.frameworks.dod.controls import ROWS
from generator.frameworks.dod.levels import DATED, LEVELS, SHEETS, DodSheet, check_levels, place, sheets_of
from generator.frameworks.dod.readiness import READINESS
from generator.frameworks.dod.values import ColumnKind
from generator.frameworks.fedramp_rev5 import EVERY, FEDRAMP_REV5
from generator.frameworks.plan import known_controls, plan_of
from generator.frameworks.registry import ADDITIONS
from generator.workspace.system_keys import Framework

SHARED = shared("reference")
LISTS = SHARED / "dod/cc-srg/il-control-lists.json"
CATALOGUE = SHARED / "oscal/nist-800-53-rev5/NIST_SP-800-53_rev5_catalog.json"
TOTALS = {"IL4 Moderate": 335, "IL4 High": 419, "IL5 (NSS)": 578}
needs_lists = needs(LISTS)
needs_catalogue = needs(CATALOGUE)


def of_baseline(name: str) -> tuple[str, ...]:
    return tuple(one.id for one in EVERY if name in one.baselines)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda one: one.label)
def test_baseline_and_additions_are_all_of_the_sheet(sheet: DodSheet) -> None:
    assert len(of_baseline(sheet.baseline)) + len(sheet.added) == TOTALS[sheet.label]
    assert not set(sheet.added) & set(of_baseline(sheet.baseline))
    assert set(sheet.anew) <= set(of_baseline(sheet.baseline))
    assert list(sheet.rows()) == sorted({*sheet.added, *sheet.anew, *sheet.values}, key=place)


@needs_lists
@pytest.mark.parametrize("sheet", SHEETS, ids=lambda one: one.label)
def test_it_is_the_addendum(sheet: DodSheet) -> None:
    theirs = json.loads(LISTS.read_text())["levels"][sheet.label]["controls"]
    plus = {one["id"] for one in theirs if one["leveraged_from_fedramp"] == "No"}
    assert {*sheet.added, *sheet.anew} == plus
    assert {*of_baseline(sheet.baseline), *sheet.added} == {one["id"] for one in theirs}
    said = {one["id"]: one["dod_fedramp_plus_parameters"] for one in theirs if one["dod_fedramp_plus_parameters"]}
    assert set(sheet.values) == set(said)
    for control, text in said.items():
        assert sheet.values[control].kind is kind_of(text), control


def kind_of(text: str) -> ColumnKind:
    if "No DSPAV available" in text:
        return ColumnKind.NO_DSPAV
    if text.startswith("DSPAV"):
        return ColumnKind.DSPAV
    if text.startswith("Supplemental guidance"):
        return ColumnKind.GUIDANCE
    return ColumnKind.FEDRAMP if "may use FedRAMP value" in text else ColumnKind.VALUE


@needs_lists
def test_the_numbers_of_values_are_the_addendums() -> None:
    theirs = json.loads(LISTS.read_text())["levels"]
    for sheet in SHEETS:
        said = {one["id"]: one["dod_fedramp_plus_parameters"] or "" for one in theirs[sheet.label]["controls"]}
        for control, value in sheet.values.items():
            if value.kind is ColumnKind.VALUE:
                assert numbers(value.text) <= numbers(said[control]), control


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d{2,}", text))


@needs_lists
def test_the_readiness_requirements_are_the_addendums() -> None:
    theirs = json.loads(LISTS.read_text())["levels"]
    ids = [one.id for one in READINESS]
    assert all([one["id"] for one in theirs[sheet.label]["non_nist_rows"]] == ids for sheet in SHEETS)
    assert ids == [f"GRR-{number}" for number in range(1, 11)]


@needs_catalogue
def test_titles_parts_and_parameters_are_those_of_the_catalogue() -> None:
    found: dict[str, dict[str, Any]] = {}

    def keep(control: dict[str, Any]) -> None:
        found[control["id"]] = control
        for one in control.get("controls", ()):
            keep(one)

    for group in json.loads(CATALOGUE.read_text())["catalog"]["groups"]:
        for control in group["controls"]:
            keep(control)
    for control in known_controls()[len(EVERY) :]:
        theirs = found[control.oscal_id]
        (statement,) = [one for one in theirs["parts"] if one["name"] == "statement"]
        letters = [one["props"][0]["value"].strip(".()") for one in statement.get("parts", ()) if one["name"] == "item"]
        assert (control.title, control.parts) == (theirs["title"], tuple(letters)), control.id
        assert {one.oscal_id for one in control.parameters} == inserted(statement), control.id


def inserted(part: dict[str, Any]) -> set[str]:
    here = set(re.findall(r"\{\{ insert: param, (\S+) \}\}", part.get("prose", "")))
    return here.union(*(inserted(one) for one in part.get("parts", ()) if one["name"] == "item"))


def test_a_plan_holds_fedramps_controls_and_those_that_are_added() -> None:
    plain = plan_of(("fedramp-rev5",), "moderate")
    assert plain == FEDRAMP_REV5.plan("moderate")
    plan = plan_of(("fedramp-rev5", "dod-il4"), "moderate")
    added = {one.id: one for one in plan if one.added_by}
    assert len(plan) - len(plain) == 12
    assert added["SC-46"].added_by == ("DoD IL4 Moderate",)
    assert [one.id for one in plan] == sorted((one.id for one in plan), key=place)
    assert set(added) == set(SHEETS[0].added)


def test_several_levels_at_once_name_each_that_asks() -> None:
    plan = {one.id: one for one in plan_of(("dod-il4", "dod-il5"), "high")}
    assert plan["SC-46"].added_by == ("DoD IL4 High", "DoD IL5 (NSS)")
    assert plan["AC-3(4)"].added_by == ("DoD IL5 (NSS)",)
    assert len(plan) == len({*(one.id for one in FEDRAMP_REV5.plan("high")), *(one.id for one in ROWS)})


def test_what_the_container_guidance_asks_for_keeps_its_area() -> None:
    both = [one for one in plan_of(("dod-il5",), "high") if one.added_by and one.area]
    assert all(one.named and one.source for one in both)


def test_levels_that_do_not_build_on_the_baseline_are_refused() -> None:
    with pytest.raises(ConfigError, match="`dod-il5` builds on FedRAMP High, and this system is FedRAMP Moderate"):
        check_levels(("dod-il5",), "moderate")
    with pytest.raises(ConfigError, match="`dod-il4` builds on FedRAMP Moderate or High"):
        check_levels(("dod-il4",), "low")
    check_levels(("dod-il4", "cmmc-l2"), "moderate")
    assert sheets_of(("cmmc-l2",), "moderate") == ()


def test_il5_is_told_with_what_it_is_for_and_its_day() -> None:
    (sheet,) = [one for one in SHEETS if one.level == "dod-il5"]
    assert sheet.title == "DoD IL5 (NSS)"
    assert DATED.isoformat() in sheet.source


def test_every_name_of_the_registry_is_one_of_system_yaml() -> None:
    assert [one.name for one in ADDITIONS] == [
        name for name in get_args(Framework) if name not in ("fedramp-rev5", "fedramp-cr26")
    ]
    assert [one.name for one in ADDITIONS if one.name.startswith("dod")] == list(LEVELS)
