"""How many secrets a report of a scanner for secrets holds in clear text. They are looked at and counted, and never kept.

Gitleaks writes `Secret` and `Match` (version 8; `secret`, `line` and `offender` before, `snippet.text` in SARIF), TruffleHog
`Raw` and `RawV2` (version 3) or `stringsFound` (2), trufflehog3 `secret`. Gitleaks' CSV has columns of the same names, and a
failure of its JUnit report is such an entry as text. `gitleaks --redact` writes `REDACTED` in their place, and with a share of
each secret its beginning and `...`.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from generator.errors import ParseError
from generator.parsers import csv
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.late_patterns import late_re
from generator.parsers.scans import json_entry

SCANNERS = frozenset({"Gitleaks", "TruffleHog", "trufflehog3"})
"""Those whose reports hold what they found; others write its place, a checksum or stars."""

_REDACTED = late_re(r"\s*|.*REDACTED.*|.*\.\.\.|[*x\s]+", re.DOTALL)


_MEMBERS = ("Secret", "Raw", "RawV2", "secret", "offender", "stringsFound")
_COLUMNS = (("Secret",), ("offender",))
_DEEPEST = 12


class _SecretRegion(msgspec.Struct):
    snippet: object = None


class _Physical(msgspec.Struct):
    region: _SecretRegion | None = None


class _SecretLocation(msgspec.Struct):
    physical: _Physical | None = msgspec.field(name="physicalLocation", default=None)


class _SecretResult(msgspec.Struct):
    locations: tuple[_SecretLocation | None, ...] | None = None

    def is_clear(self) -> bool:
        return any(_is_clear(text) for text in self._snippets())

    def _snippets(self) -> Iterator[object]:
        for location in self.locations or ():
            region = location.physical.region if location and location.physical else None
            if region and isinstance(region.snippet, dict):
                yield region.snippet.get("text")


class _SecretRun(msgspec.Struct):
    results: tuple[_SecretResult | None, ...] | None = None


class _Sarif(msgspec.Struct):
    runs: tuple[_SecretRun | None, ...] | None = None


def clear_secrets(document: Document) -> int:
    """Entries whose secret can be read.

    Raises:
        ParseError: an entry of another shape than the scanner's reader accepted.
    """
    if document.container is FileContainer.XML:
        failures = (element.text or "" for element in document.xml_elements("failure"))
        return sum(_in_failure(document, text) for text in failures)
    if document.container is FileContainer.TEXT:
        tables = (csv.table(document, *names) for names in _COLUMNS)
        return sum(_is_clear(row.get("Secret", "offender")) for table in tables if table for row in table.rows())
    if "runs" in document.members:
        runs = document.decode(document.data, _Sarif).runs or ()
        return sum(result.is_clear() for run in runs if run for result in run.results or () if result)
    return sum(_entries(entry.members, _DEEPEST) for _, entry in json_entry.records(document) if entry)


def _in_failure(document: Document, text: str) -> int:
    """An entry as text. One that is cut off may hold its secret."""
    try:
        return _entries(document.decode(text.encode(), Any), _DEEPEST)
    except ParseError:
        return int(any(f'"{name}"' in text for name in _MEMBERS))


def _entries(value: object, deepest: int) -> int:
    """Entries that can be read, wherever a program has put their list."""
    if isinstance(value, dict):
        if any(_is_clear(value.get(name)) for name in _MEMBERS):
            return 1
        value = list(value.values())
    return sum(_entries(inner, deepest - 1) for inner in value) if isinstance(value, list) and deepest else 0


def _is_clear(value: object) -> bool:
    if isinstance(value, list):
        return any(_is_clear(part) for part in value)
    return isinstance(value, str) and not _REDACTED.fullmatch(value)
