"""What a cell of an edited workbook says, as text: days as ISO 8601 writes them, numbers as people typed them.

What can only be guessed at is refused with its cell; what is passed over, because the ledger makes it anew, is reported.
"""

from datetime import date, datetime

from generator.documents.workbook_cells import Book, Broken, Stored, cell_name
from generator.errors import ConfigError
from generator.ledger import columns as c
from generator.ledger.poam_ledger import Notice

_DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%d %B %Y", "%B %d, %Y", "%d-%b-%Y", "%Y/%m/%d", "%d %b %Y")
_FIRST_YEAR, _LAST_YEAR = 1970, 2199
"""A day outside of them is a slip of the keyboard, and no calculation with it means anything."""
_MADE_ANEW = frozenset({c.DUE, c.TRACKING_DUE})
_NOTHING = frozenset({"", "-", "n/a", "na", "none"})


class Cells:
    """Reads the cells of one workbook; `notices` collects what a person should know."""

    def __init__(self, book: Book, notices: list[Notice]) -> None:
        self._book, self._notices = book, notices

    def text(self, sheet: str, row: int, column: int, header: str, value: Stored) -> str:
        """The text; empty for what says nothing.

        Raises:
            ConfigError: an error, a formula without its value, or no date where one has to stand (names the cell).
        """
        place = f"{sheet}!{cell_name(row, column)}"
        if isinstance(value, Broken):
            return self._broken(header, place, value)
        if header in c.DATES:
            return self.day(header, place, value)
        return plain(value)

    def day(self, header: str, place: str, value: Stored) -> str:
        """A day as ISO 8601 writes it; see `text`."""
        day = self._book.day(value) if isinstance(value, float) else parsed_day(value) if isinstance(value, str) else None
        if day is not None and _FIRST_YEAR <= day.year <= _LAST_YEAR:
            return day.isoformat()
        text = plain(value) if not isinstance(value, Broken) else value.what
        if header in _MADE_ANEW or not text:
            if text.casefold() not in _NOTHING:
                what = f"{text[:40]!r} is not a date; the date is made from evidence and rules"
                self._notices.append(Notice(path=self._book.where, place=place, what=what))
            return ""
        what, step = f"{text[:40]!r} is not a date", "write it as a date, or like 2026-11-20"
        raise ConfigError(what, where=f"{self._book.where}, {place}", next_step=step)

    def _broken(self, header: str, place: str, value: Broken) -> str:
        """A calculated date is made again; an error anywhere else has destroyed a person's text."""
        if header != c.DUE:
            what, step = f"the cell holds {value.what}", "write the value itself into the cell"
            raise ConfigError(what, where=f"{self._book.where}, {place}", next_step=step)
        return ""


def plain(value: Stored) -> str:
    """A value as a person would have typed it."""
    if isinstance(value, Broken):
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    return value.strip()


def parsed_day(text: str) -> date | None:
    """A day that was typed as text, the month first as in the United States; None where it is none."""
    bare = text.strip().removesuffix("T00:00:00").removesuffix(" 00:00:00")
    for form in _DAYS:
        try:
            return datetime.strptime(bare, form).date()
        except ValueError:
            continue
    return None
