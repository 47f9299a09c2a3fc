"""FedRAMP's core controls, against the property of FedRAMP's own profiles."""

import json

import pytest
from prerequisites import needs, shared

from generator.frameworks.base import oscal_id
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.frameworks.rev5.core import core_controls

PROFILES = shared("reference/oscal/fedramp-rev5")


@pytest.mark.parametrize(("baseline", "number"), [("low", 34), ("moderate", 79), ("high", 100), ("li-saas", 0)])
def test_all_of_them_are_in_their_baseline_and_once(baseline: str, number: int) -> None:
    controls = core_controls(baseline)
    assert len(controls) == len(set(controls)) == number
    assert set(controls) <= {control.id for control in FEDRAMP_REV5.plan(baseline)}


@needs(PROFILES)
@pytest.mark.parametrize("baseline", ["low", "moderate", "high"])
def test_they_are_those_of_the_profile(baseline: str) -> None:
    profile = json.loads((PROFILES / f"FedRAMP_rev5_{baseline.upper()}-baseline_profile.json").read_bytes())["profile"]
    marked = {
        alter["control-id"]
        for alter in profile["modify"]["alters"]
        for add in alter.get("adds", ())
        for prop in add.get("props", ())
        if prop["name"] == "CORE"
    }
    assert {oscal_id(control) for control in core_controls(baseline)} == marked
