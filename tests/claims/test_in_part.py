"""Nothing is partial of which nothing holds: what a control may be proposed as, from the claim to the OSCAL plan."""

import pytest
from replacing import replace

from generator.model.claim import Claim, Support
from generator.model.draft_statement import DraftStatement, Mechanism, PlanSentence
from generator.oscal.ssp_statements import proposed_status

STATEMENT = DraftStatement(
    key="x", mechanism=Mechanism(title="Network policies", main="SC-7(a)"), sentences=(PlanSentence(text="It is so."),)
)
CLAIM = Claim(
    control="SC-7", part="a", topic="network", subject="Network", support=Support.FOUND, text="Found.", statement=STATEMENT
)


@pytest.mark.parametrize(
    ("support", "in_part", "status"),
    [
        (Support.ENFORCING, True, "partial"),
        (Support.OBSERVED, True, "partial"),
        (Support.FOUND, True, "partial"),
        (Support.NOT_ESTABLISHED, True, None),
        (Support.FOUND_NOT_ENFORCING, True, "partial"),
        (Support.FOUND_NOT_ENFORCING, False, None),
        (Support.CONTEXT, True, None),
        (Support.NONE_FOUND, True, None),
        (Support.NOT_COLLECTED, True, None),
    ],
)
def test_a_status_is_proposed_only_where_something_holds(support: Support, in_part: bool, status: str | None) -> None:
    said = replace(CLAIM, support=support, in_part=in_part)
    assert proposed_status([said]) == status
    assert proposed_status([said, CLAIM]) == "partial"


def test_what_the_plan_does_not_say_proposes_no_status_for_it() -> None:
    assert proposed_status([replace(CLAIM, statement=None)]) is None


def test_nobody_proposes_a_status_of_nothing() -> None:
    assert proposed_status([]) is None
