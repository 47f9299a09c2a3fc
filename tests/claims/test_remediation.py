"""What the POA&M says of remediation: items past due contradict it, and none past due shows nothing."""

from datetime import date

from replacing import replace

from generator.claims.remediation import remediation
from generator.model.claim import Support
from generator.model.rating import Rating
from tests.evaluation.items_made import item

OPEN = replace(item(), due=date(2026, 12, 1), late=False, rating=Rating.HIGH, adjusted=None)
LATE = replace(OPEN, due=date(2026, 10, 1), late=True)


def test_what_is_past_due_lets_it_fail() -> None:
    (claim,) = remediation((OPEN, LATE, LATE, replace(LATE, rating=Rating.LOW, due=date(2026, 9, 1))))
    assert claim.text == "3 of 4 open POA&M items are past due (2 High, 1 Low; the earliest was due on 2026-09-01)."
    assert (claim.control, claim.part, claim.support, claim.in_part) == ("RA-5", "d", Support.FOUND_NOT_ENFORCING, False)


def test_nothing_past_due_is_no_remediation() -> None:
    (claim,) = remediation((OPEN, replace(OPEN, due=None)))
    assert claim.text == "0 of 2 open POA&M items are past due; 1 open item has no due date."
    assert claim.support is Support.CONTEXT
    assert not claim.supports


def test_configuration_findings_are_counted_apart() -> None:
    (claim,) = remediation((OPEN, replace(OPEN, configuration=True)))
    assert claim.text == "0 of 2 open POA&M items are past due; 1 of the 2 is a configuration finding."


def test_without_an_open_item_nothing_is_said() -> None:
    assert not list(remediation(()))
