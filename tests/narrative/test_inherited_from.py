"""A narrative inherits from what Table 6.1 names."""

import pytest

from generator.model.identifiers import ControlId
from generator.model.narrative import Narrative
from generator.model.plan import LeveragedAuthorizationRow
from generator.narrative.inherited_from import inheritance_gaps, inherits_from
from generator.workspace.system_yaml import read

_ROWS = """
system: {id: shop, name: Shop, impact-level: moderate}
plan:
  leveraged-authorizations:
    - {id: cloud, name: Nimbus Cloud, provider: Nimbus, package-id: FR1112000000, impact-level: high, authorized: 2021-03-04}
    - {id: mail, name: Pigeon Mail, provider: Pigeon, impact-level: moderate, authorized: 2022-05-06}
"""


def rows() -> tuple[LeveragedAuthorizationRow, ...]:
    return read(_ROWS, folder="x").plan.leveraged


def narrative(text: str | None, origination: str = "inherited") -> Narrative:
    return Narrative(file="narratives/PE-3.md", control=ControlId("PE-3"), originations=(origination,), inherited_from=text)


@pytest.mark.parametrize(
    ("text", "named", "reasons"),
    [
        ("Nimbus Cloud, authorized 2021-03-04", ["cloud"], []),
        ("nimbus cloud", ["cloud"], []),
        ("FR1112000000", ["cloud"], []),
        ("Nimbus Cloud; Pigeon Mail", ["cloud", "mail"], []),
        (
            "Nimbus Cloud, authorized 2020-01-02",
            ["cloud"],
            ["it gives 2020-01-02 as the day of Nimbus Cloud, and Table 6.1 gives"],
        ),
        (
            "Harbor Cloud, authorized 2024-03-18",
            [],
            ["it inherits from “Harbor Cloud, authorized 2024-03-18”, which Table 6.1"],
        ),
        ("Nimbus Cloudy", [], ["it inherits from “Nimbus Cloudy”"]),
        ("Nimbus Cloud; Harbor Cloud", ["cloud"], ["it inherits from “Harbor Cloud”"]),
        (None, [], ["it inherits the control and does not say from which authorization"]),
    ],
)
def test_the_authorization_is_one_of_the_table(text: str | None, named: list[str], reasons: list[str]) -> None:
    one = narrative(text)
    assert [row.id for row in inherits_from(one, rows())] == named
    gaps = list(inheritance_gaps([one], rows()))
    assert [gap.reason.startswith(reason) for gap, reason in zip(gaps, reasons, strict=True)] == [True] * len(reasons)
    assert {gap.path for gap in gaps} <= {"narratives/PE-3.md"}


def test_a_control_that_is_not_inherited_owes_no_name() -> None:
    assert list(inheritance_gaps([narrative("Harbor Cloud", "sp-system")], rows())) == []
    assert [gap.reason for gap in inheritance_gaps([narrative("Nimbus Cloud")], ())] == [
        "it inherits from “Nimbus Cloud”, which Table 6.1 (leveraged authorizations) does not name"
    ]
