"""Every constraint of FedRAMP is judged or listed as one that is not, with the reason."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from prerequisites import needs, shared
from test_validate_plan_rules import TRIED

from generator.cli.main import main
from generator.oscal.fedramp_rules import JUDGED, NOT_JUDGED
from generator.oscal.information_types import INFORMATION_TYPES

_THEIRS = shared("reference/fedramp/oscal/constraints-develop/fedramp-external-constraints.xml")
_TESTS = [Path(__file__).with_name(f"test_validate_{name}.py") for name in ("variants", "values", "published")]


@needs(_THEIRS)
def test_every_constraint_is_judged_or_named() -> None:
    root = ET.parse(_THEIRS).getroot()  # noqa: S314 - a file of the tests' reference folder
    space = root.tag.partition("}")[0] + "}"
    theirs = {
        one.get("id", "")
        for constraints in root.iter(f"{space}constraints")
        for one in constraints
        if one.get("id") and one.tag != f"{space}let"
    }
    tried = set(re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)+)"', "".join(one.read_text() for one in _TESTS)))
    assert theirs - tried - TRIED - NOT_JUDGED.keys() == set(), "each that is judged is tried with one thing broken"
    assert theirs == {*JUDGED, *NOT_JUDGED}
    assert not set(JUDGED) & NOT_JUDGED.keys()


@needs(_THEIRS)
def test_the_information_types_are_those_of_fedramp() -> None:
    root = ET.parse(_THEIRS.with_name("fedramp-external-allowed-values.xml")).getroot()  # noqa: S314 - likewise
    (listed,) = (one for one in root.iter() if one.get("id") == "information-type-800-60-v2r1")
    assert {str(one.get("value")) for one in listed if one.get("value")} == INFORMATION_TYPES


def test_the_list_says_of_each_rule_whether_it_is_judged(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "judged      fedramp:has-system-id" in lines
    assert "not judged  fedramp:import-profile-has-available-document: needs a network" in lines
    assert lines[-1] == f"{len(JUDGED) + len(NOT_JUDGED)} constraints of FedRAMP: {len(JUDGED)} judged, {len(NOT_JUDGED)} not"


def test_files_or_the_list_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate"]) == 2
    assert "name a file of OSCAL" in capsys.readouterr().err
