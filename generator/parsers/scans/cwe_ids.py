"""Kinds of weakness of MITRE's list (CWE), as tools write them: `79`, `CWE-079: XSS`, `external/cwe/cwe-079`, an address.

The list is at https://cwe.mitre.org/data/. NVD's `NVD-CWE-noinfo` and `NVD-CWE-Other` are no kinds, and numbers such as 0
and -1 stand for none.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from generator.model.identifiers import CweId, cwe_ids
from generator.parsers.late_patterns import late_re

Written = str | float | None
"""One kind or several, as a report has them."""
_PARTS = late_re(r"[,;|\n]")
_NUMBER = late_re(r"\s*(\d{1,5})\s*", re.ASCII)
"""Nothing but a number."""
_LEADING = late_re(r"\s*(\d{1,5})\s*(?:[:(]|[-–]\s)", re.ASCII)
"""A number with its name: `79: Cross-site Scripting`."""
_NAMED = late_re(r"\bcwe(?:[-_:=./# ]|id){0,4}(\d{1,5})(?!\d)|/definitions/(\d{1,5})(?!\d)", re.ASCII | re.IGNORECASE)
_LONGEST = 10_000
_LARGEST = 100_000


@lru_cache(1 << 12)
def cwes(*values: Written) -> tuple[CweId, ...]:
    """The kinds in these values of fields that are about them: see `model.identifiers.cwe_ids`.

    Entries that state the same ones have the same tuple.
    """
    return cwe_ids(number for value in values if value is not None for number in _numbers(value))


def cwes_of(stated: Iterable[Written] | Written) -> tuple[CweId, ...]:
    """The same of a value that may be a list."""
    return cwes(stated) if stated is None or isinstance(stated, str | int | float) else cwes(*stated)


def _numbers(value: str | float) -> Iterable[int]:
    if not isinstance(value, str):
        return (int(value),) if 0 < value < _LARGEST and value == int(value) else ()
    text = value[:_LONGEST]
    if leading := _LEADING.match(text):
        return (int(leading[1]),)
    return [number for part in _PARTS.split(text) for number in _of_part(part)]


def _of_part(text: str) -> Iterable[int]:
    if bare := _NUMBER.fullmatch(text):
        return (int(bare[1]),)
    return (int(first or second) for first, second in _NAMED.findall(text))
