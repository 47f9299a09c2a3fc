"""`decisions/requests.yaml`: which file a person sends, by when, and whether it came. Arrival of the file closes a request.

```yaml
- file: evidence/scans/*/nessus-*.nessus   # * and ? stand for any text
  from: Kwame Boateng                      # as a party of system.yaml is called, or any name
  due: 2026-12-01                          # the first day
  each: month                              # month | quarter | year; left out: once
  note: With a login on each node.
```

What is asked for once is there when a file fits. What is asked for again and again is there when, on the day it is due, the
newest file that fits was collected after the due day before: a report that came late serves until the next one is due.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase

import msgspec

from generator import strict_yaml
from generator.limits import QUOTED
from generator.model.calendar_days import months_after
from generator.text import shortened

FILE = "decisions/requests.yaml"
_YEARS = range(2000, 2200)
_MOST_MONTHS = 12 * len(_YEARS)


class RequestPeriod(StrEnum):
    """How often a file is sent."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """Between two due days."""
        return {RequestPeriod.MONTH: 1, RequestPeriod.QUARTER: 3, RequestPeriod.YEAR: 12}[self]


class RequestedFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file, or one file each period."""

    file: str
    """A path in the workspace, or a pattern of paths."""
    person: str
    due: date
    each: RequestPeriod | None
    note: str
    line: int


class RequestState(msgspec.Struct, frozen=True, kw_only=True):
    """Where a request stands on a day."""

    request: RequestedFile
    newest: str
    """The newest file that fits; empty where none does."""
    collected: date | None
    """When that was collected; None where nothing dates it."""
    expected: date | None
    """The due day that no file serves yet; None where the file was asked for once and is there."""


class _RequestRow(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, rename={"person": "from"}):
    file: str
    person: str
    due: date
    each: RequestPeriod | None = None
    note: str = ""


SCHEMA = list[_RequestRow]
"""The whole file, for its JSON schema."""


def read_file_requests(text: str | None) -> tuple[RequestedFile, ...]:
    """Read and check the file; none where there is none.

    Raises:
        ConfigError: names file, line and key.
    """
    written, rows = strict_yaml.load_list(text or "", FILE, _RequestRow)
    for index, row in enumerate(rows):
        texts = {"file": row.file, "from": row.person}
        written.require_texts((index,), texts, "name a file, and who sends it", what="nothing is said")
        if row.due.year not in _YEARS:
            raise written.error((index, "due"), f"{row.due} is far off", "write the first day on which the file is due")
        if row.file.startswith("/") or ".." in row.file.split("/"):
            what = f"`{shortened(row.file, QUOTED)}` lies outside of the workspace"
            raise written.error((index, "file"), what, "write it like evidence/scans/*.json")
    return tuple(
        RequestedFile(
            file=row.file.strip(),
            person=" ".join(row.person.split()),
            due=row.due,
            each=row.each,
            note=row.note.strip(),
            line=written.line((index,)),
        )
        for index, row in enumerate(rows)
    )


def request_states(requests: Iterable[RequestedFile], files: Mapping[str, date | None]) -> tuple[RequestState, ...]:
    """Each request, against the files of the workspace with the day on which each was collected, where anything says so."""
    return tuple(_state(request, files) for request in requests)


def _state(request: RequestedFile, files: Mapping[str, date | None]) -> RequestState:
    fitting = [path for path in files if fnmatchcase(path, request.file)]
    newest = max(fitting, key=lambda path: (files[path] or date.min, path), default="")
    collected = files[newest] if newest else None
    return RequestState(
        request=request, newest=newest, collected=collected, expected=_expected_day(request, fitting, collected)
    )


def _expected_day(request: RequestedFile, fitting: Sequence[str], collected: date | None) -> date | None:
    if request.each is None:
        return None if fitting else request.due
    if collected is None:
        return request.due
    step = request.each.months
    months = (month for month in range(0, _MOST_MONTHS, step) if collected <= months_after(request.due, month - step))
    return months_after(request.due, next(months, _MOST_MONTHS))
