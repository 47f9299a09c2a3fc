"""EPSS: FIRST's daily estimate, for every CVE, of how likely it is exploited within 30 days.

https://www.first.org/epss/data_stats: a CSV whose first line is a comment with model version and day.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

import msgspec

from generator.content.base import MOST_RECORDS, Condensed, ContentKind, broken, day_of
from generator.model.content import Exploitability

_HEADER = b"cve,epss,percentile"
_DAY = re.compile(rb"score_date:([0-9T:+.Z-]+)")
_CVE = re.compile(rb"CVE-\d{4}-\d{4,19}")
_LONGEST = 256


class _EpssLine(msgspec.Struct, array_like=True):
    cve: str
    score: str
    percentile: str


class _EpssRow(msgspec.Struct):
    cve: str
    epss: str
    percentile: str


_line = msgspec.json.Decoder(_EpssLine)


def _recognizes(head: bytes) -> bool:
    return _HEADER in head[:_LONGEST]


def _condense(stream: BinaryIO) -> Condensed:
    day = _DAY.search(stream.readline(_LONGEST))
    if day is None:
        raise broken("its first line does not say of which day it is (score_date)")
    if stream.readline(_LONGEST).strip() != _HEADER:
        raise broken("its columns are not cve, epss, percentile")
    dated = day_of(day[1].decode())
    return Condensed(dated=dated, dated_by="score_date", lines=sorted(_lines(stream)))


def _plain(line: bytes) -> object:
    epss_line = _line.decode(line)
    return _EpssRow(epss_line.cve, epss_line.score, epss_line.percentile)


def exploitability(line: bytes, dated: date) -> Exploitability:
    """A condensed line as the model has it."""
    epss_line = _line.decode(line)
    return Exploitability(cve=epss_line.cve, score=epss_line.score, percentile=epss_line.percentile, dated=dated)


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    number = 2
    while row := stream.readline(_LONGEST):
        number += 1
        parts = row.strip().split(b",")
        if len(parts) != 3 or not _CVE.fullmatch(parts[0]) or number > MOST_RECORDS:
            raise broken(f"line {number} is not a CVE with two numbers")
        yield b'["%b","%b","%b"]' % (parts[0], _share(parts[1], number), _share(parts[2], number))


def _share(text: bytes, number: int) -> bytes:
    """A number between 0 and 1 in plain digits: FIRST writes `9e-05` as well."""
    try:
        value = float(text)
    except ValueError as error:
        raise broken(f"line {number}: `{text[:20]!r}` is not a number") from error
    if not 0 <= value <= 1:
        raise broken(f"line {number}: {value} is not between 0 and 1")
    return f"{abs(value):.9f}".rstrip("0").encode().ljust(3, b"0")


EPSS = ContentKind(
    name="epss",
    title="FIRST: exploit prediction scores (EPSS)",
    largest=256 << 20,
    extract=("content/epss.json", "EPSS of the CVEs in this package"),
    recognizes=_recognizes,
    condense=_condense,
    plain=_plain,
)
