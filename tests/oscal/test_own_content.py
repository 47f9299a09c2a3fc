"""The OSCAL content that ships with the project is valid and says what the code says."""

import json
from pathlib import Path

import pytest

from generator.frameworks.fedramp_rev5 import CONTROLS
from generator.model.system import ControlBaseline
from generator.oscal.validate import OscalFile, validate_documents
from generator.resources import data
from tests.make_profiles import file_name, profile

FOLDER = Path(str(data("oscal")))


def test_every_file_is_valid_oscal() -> None:
    files = sorted(FOLDER.rglob("*.json"))
    assert files
    for path in files:
        assert validate_documents([OscalFile(name=path.name, data=path.read_bytes(), folder=path.parent)]) == ()


def test_the_profile_selects_the_controls_of_the_framework() -> None:
    profile = json.loads((FOLDER / "profiles/container-controls-moderate.json").read_bytes())["profile"]
    (chosen,) = profile["imports"][0]["include-controls"]
    assert chosen["with-ids"] == [control.oscal_id for control in CONTROLS]


@pytest.mark.parametrize("baseline", ControlBaseline)
def test_the_profiles_of_the_baselines_are_what_the_tables_say(baseline: ControlBaseline) -> None:
    assert json.loads((FOLDER / "profiles" / file_name(baseline)).read_bytes()) == profile(baseline)


@pytest.mark.parametrize(("baseline", "count"), [("li-saas", 156), ("low", 156), ("moderate", 323), ("high", 410)])
def test_a_profile_selects_as_many_controls_as_fedramps(baseline: str, count: int) -> None:
    made = json.loads((FOLDER / "profiles" / file_name(ControlBaseline(baseline))).read_bytes())["profile"]
    assert len(made["imports"][0]["include-controls"][0]["with-ids"]) == count


def test_the_profile_of_li_saas_says_what_is_done_with_each_control() -> None:
    made = json.loads((FOLDER / "profiles" / file_name(ControlBaseline.LI_SAAS)).read_bytes())["profile"]
    told = [prop["value"] for one in made["modify"]["alters"] for add in one["adds"] for prop in add["props"]]
    assert {one: told.count(one) for one in told} == {"ATTEST": 76, "ASSESS": 66, "CONDITIONAL": 21, "NSO": 13, "FED": 3}
