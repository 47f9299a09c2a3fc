"""What FedRAMP asks of the end of support of an inventory item and of a component."""

import pytest

from generator.oscal import fedramp_inventory
from generator.oscal.faults import FaultLog

FEDRAMP = "http://fedramp.gov/ns/oscal"
RULE = "fedramp:end-of-life-date-type"


def faults(value: str, namespace: str = FEDRAMP) -> list[tuple[str, str]]:
    ends = {"props": [{"name": "end-of-life-date", "value": value, "ns": namespace}]}
    log = FaultLog("plan.json")
    fedramp_inventory.check_inventory(
        {"components": [ends], "inventory-items": [ends]}, None, frozenset({FEDRAMP}), "fips-199-low", log
    )
    return [(fault.place, fault.message) for fault in log.collected() if fault.rule == RULE]


def test_the_end_of_support_is_a_day() -> None:
    message = "'soon' is no date of the form 2027-12-31"
    assert faults("soon") == [("/components/0", message), ("/inventory-items/0", message)]
    assert faults("2027-12-31") == []


@pytest.mark.parametrize("namespace", ["", "https://example.com/ns"])
def test_a_property_of_others_may_say_what_it_likes(namespace: str) -> None:
    assert faults("soon", namespace) == []
