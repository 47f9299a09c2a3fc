"""CMMC Level 2: how objectives are shown, rules for single points, what asset categories mean; against the reference."""

import json
from collections import Counter

from prerequisites import needs, shared

from generator.frameworks.cmmc_assets import TREATMENTS
from generator.frameworks.cmmc_expected import EXPECTED, Expected
from generator.frameworks.cmmc_l2 import OF_OBJECTIVE
from generator.frameworks.cmmc_scoring import WEIGHTED
from generator.model.asset import Category

REFERENCE = shared("reference/cmmc")
needs_reference = needs(REFERENCE)


def test_every_objective_is_shown_by_something() -> None:
    assert list(EXPECTED) == list(OF_OBJECTIVE)
    assert Counter(EXPECTED.values()) == {
        Expected.DOCUMENT: 126,
        Expected.SCREEN_SHARE: 93,
        Expected.ARTIFACT: 82,
        Expected.PHYSICAL_REVIEW: 18,
        Expected.ARTIFACT_AND_SCREEN_SHARE: 1,
    }


def test_every_category_is_treated_and_one_is_out_of_scope() -> None:
    assert list(TREATMENTS) == list(Category)
    assert [one for one, treatment in TREATMENTS.items() if not treatment.in_scope] == [Category.OUT_OF_SCOPE]


def test_points_that_depend_on_more_say_on_what() -> None:
    said = {one.number: one.consideration for one in WEIGHTED if one.consideration}
    assert all(len(one.weights) == 1 or one.number in said for one in WEIGHTED)
    assert "not FIPS-validated" in said["3.13.11"]
    assert "remote and privileged" in said["3.5.3"]


@needs_reference
def test_it_is_the_reference_data() -> None:
    theirs = json.loads((REFERENCE / "requirements.json").read_text())["requirements"]
    assert [one["dibcac_standard"] for row in theirs for one in row["objectives"]] == list(EXPECTED.values())
    special = {row["id"] for row in theirs if row["dibcac_special_consideration"] or row["partial_credit"]}
    assert {one.number for one in WEIGHTED if one.consideration} == special | {"3.12.4"}
    categories = json.loads((REFERENCE / "asset-categories.json").read_text())["categories"]
    assert [(one["name"], one["in_scope"]) for one in categories] == [
        (str(category), treatment.in_scope) for category, treatment in TREATMENTS.items()
    ]
