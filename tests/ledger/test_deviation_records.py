"""How long what was decided about an item holds."""

from datetime import date, timedelta

import pytest

from generator.ledger.deviation_records import Deviation, DeviationKind, DeviationStatus

DAY = date(2026, 2, 28)


def deviation(standing: DeviationStatus, expires: date | None) -> Deviation:
    return Deviation(kind=DeviationKind.FALSE_POSITIVE, standing=standing, expires=expires)


def test_an_approval_holds_on_its_last_day_and_not_on_the_next() -> None:
    approved = deviation(DeviationStatus.APPROVED, DAY)
    assert [approved.holds(DAY + timedelta(days=days)) for days in (-1, 0, 1)] == [True, True, False]


def test_an_approval_without_a_last_day_holds() -> None:
    assert deviation(DeviationStatus.APPROVED, None).holds(DAY)


@pytest.mark.parametrize("standing", [one for one in DeviationStatus if one is not DeviationStatus.APPROVED])
def test_what_is_not_approved_never_holds(standing: DeviationStatus) -> None:
    assert not deviation(standing, None).holds(DAY)
