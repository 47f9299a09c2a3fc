"""How many items were open on a day: one package's column in the chart of all of them."""

from datetime import date

import msgspec


class DayCount(msgspec.Struct, frozen=True, kw_only=True):
    """Open items by the rating that applied on the day, without configuration findings: they have a sheet of their own."""

    day: date
    high: int
    moderate: int
    low: int
    late: int
    """Of all of them: past due."""

    @property
    def total(self) -> int:
        """All of them."""
        return self.high + self.moderate + self.low
