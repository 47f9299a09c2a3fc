"""Open items, counted."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from generator.ledger.item import LedgerItem
from generator.model.rating import Rating
from generator.model.trend import DayCount


def count_of(items: Iterable[LedgerItem], day: date) -> DayCount:
    """Those that are open and no configuration findings; the item that represents these counts."""
    ledger_items = [item for item in items if item.closed is None and not item.configuration]
    ratings = Counter(item.effective for item in ledger_items)
    return DayCount(
        day=day,
        high=ratings[Rating.HIGH],
        moderate=ratings[Rating.MODERATE],
        low=ratings[Rating.LOW],
        late=sum(item.late for item in ledger_items),
    )
