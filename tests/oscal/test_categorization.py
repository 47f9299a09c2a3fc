"""What the plan says of the FIPS 199 categorization, by what people state of it."""

import pytest

from generator.ids import UuidFactory
from generator.oscal.categorization import impact_levels, information_types, sensitivity_level
from generator.workspace.system_yaml import read

IDS = UuidFactory("shop")
_TYPE = """
plan:
  information-types:
    - {name: Mail, id: C.3.5.1, confidentiality: moderate, integrity: low, availability: low}
"""
_LEVEL = "system: {id: shop, name: Shop, impact-level: high}\n"


def levels(text: str) -> tuple[str, str, str] | None:
    stated = impact_levels(read(text, folder="shop"))
    return stated and (
        stated.security_objective_confidentiality,
        stated.security_objective_integrity,
        stated.security_objective_availability,
    )


def test_where_nobody_states_a_level_no_document_has_one() -> None:
    system = read("system: {id: shop, name: Shop}\n", folder="shop")
    assert sensitivity_level(system) is None
    assert impact_levels(system) is None
    (unsaid,) = information_types(system, IDS)
    assert unsaid.title == "Information types not stated yet"
    assert (unsaid.confidentiality_impact, unsaid.integrity_impact, unsaid.availability_impact) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_LEVEL, ("fips-199-high",) * 3),
        (_TYPE, ("fips-199-moderate", "fips-199-low", "fips-199-low")),
        (f"{_LEVEL}{_TYPE}", ("fips-199-moderate", "fips-199-low", "fips-199-low")),
    ],
)
def test_objectives_have_the_highest_level_of_the_types_else_that_of_the_system(text: str, expected: tuple[str, ...]) -> None:
    assert levels(text) == expected


def test_a_stated_level_is_that_of_types_that_nobody_states() -> None:
    system = read(_LEVEL, folder="shop")
    assert sensitivity_level(system) == "fips-199-high"
    (unsaid,) = information_types(system, IDS)
    assert unsaid.confidentiality_impact is not None
    assert (unsaid.confidentiality_impact.base, unsaid.confidentiality_impact.selected) == ("fips-199-high", "fips-199-high")
