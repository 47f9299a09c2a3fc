"""Requests: who sends which file by when, a mail for each person, and a table for tickets. A request is closed by its file."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from urllib.parse import quote

import msgspec

from generator.documents.csv_text import csv_bytes
from generator.review.bench import PageRequest, PageValues, ReviewPage
from generator.review.expected_files import NO_PERSON, ExpectedFile, expected_files, requested_states
from generator.text import counted

_SOON = timedelta(days=45)
_HEADERS = ("Person", "Mail", "What", "File", "Due", "State", "Why")
_LONGEST_LINK = 1_800
"""Characters of an address that mail programs take."""


class RequestMail(msgspec.Struct, frozen=True, kw_only=True):
    """What one person is asked for, as the text of a mail."""

    person: str
    address: str
    subject: str
    text: str
    late: int
    link: str
    """`mailto:`; empty without an address, and where the text is longer than mail programs take from a link."""


def _view(request: PageRequest) -> PageValues:
    as_of = request.bench.as_of()
    rows = _rows(request)
    package = request.assessment.package
    return {
        "rows": tuple((row, _state(row, as_of)) for row in rows),
        "mails": tuple(_mails(rows, package.system.name, as_of)),
        "received": tuple(state for state in requested_states(request.bench.root, request.assessment) if state.newest),
        "late": sum(row.due < as_of for row in rows),
        "until": (as_of + _SOON).isoformat(),
    }


def _rows(request: PageRequest) -> tuple[ExpectedFile, ...]:
    """What is due until a month and a half from now; later days are not asked for yet."""
    as_of = request.bench.as_of()
    return tuple(row for row in expected_files(request.bench.root, request.assessment, as_of) if row.due <= as_of + _SOON)


def _state(row: ExpectedFile, as_of: date) -> str:
    return f"late by {counted((as_of - row.due).days, 'day')}" if row.due < as_of else "open"


def _mails(rows: Sequence[ExpectedFile], system: str, as_of: date) -> Iterator[RequestMail]:
    by_person = sorted(rows, key=lambda row: (row.person == NO_PERSON, row.person.casefold()))
    for person, group in groupby(by_person, key=lambda row: row.person):
        expected = sorted(group, key=lambda row: row.due)
        address = next((row.address for row in expected if row.address), "")
        subject = f"{system}: {counted(len(expected), 'file')} by {expected[0].due.isoformat()}"
        text = _text(person, expected, system, as_of)
        link = f"mailto:{quote(address)}?subject={quote(subject)}&body={quote(text)}" if address else ""
        yield RequestMail(
            person=person,
            address=address,
            subject=subject,
            text=text,
            late=sum(row.due < as_of for row in expected),
            link=link if len(link) <= _LONGEST_LINK else "",
        )


def _text(person: str, expected: Sequence[ExpectedFile], system: str, as_of: date) -> str:
    hello = f"Dear {person}," if person != NO_PERSON else "Hello,"
    lines = [hello, "", f"for the continuous monitoring of {system} please send:", ""]
    for row in expected:
        late = f", {_state(row, as_of)}" if row.due < as_of else ""
        lines += [f"- by {row.due.isoformat()}{late}: {row.what}", f"  {row.why}", f"  It goes to {row.file}", ""]
    return "\n".join(lines).rstrip() + "\n"


def tickets(request: PageRequest) -> tuple[bytes, str]:
    """The same rows for a ticket system: UTF-8, comma-separated, one request a row."""
    as_of = request.bench.as_of()
    rows = (
        (row.person, row.address, row.what, row.file, row.due.isoformat(), _state(row, as_of), row.why)
        for row in _rows(request)
    )
    return csv_bytes((_HEADERS, *rows)), "text/csv; charset=utf-8"


PAGES = (ReviewPage(path="/requests", title="Requests", template="requests.html", view=_view),)
DOWNLOADS = (("/requests/requests.csv", tickets),)
