"""How many secrets a report of a scanner for secrets holds in clear text. They are looked at and counted, and never kept.

Gitleaks writes `Secret` and `Match` (version 8; `secret`, `line` and `offender` before, `snippet.text` in SARIF), TruffleHog
`Raw` and `RawV2` (version 3) or `stringsFound` (2), trufflehog3 `secret`. `gitleaks --redact` writes `REDACTED` in their place,
and with a share of each secret its beginning and `...`.
"""

import re
from collections.abc import Iterator

import msgspec

from generator.parsers.document import Document
from generator.parsers.scans import outline

SCANNERS = frozenset({"Gitleaks", "TruffleHog", "trufflehog3"})
"""Those whose reports hold what they found; others write its place, a checksum or stars."""

_REDACTED = re.compile(r"\s*|.*REDACTED.*|.*\.\.\.|[*x\s]+", re.DOTALL)


class _SecretEntry(msgspec.Struct):
    """An entry of any of them, as far as it holds the secret itself."""

    gitleaks: object = msgspec.field(name="Secret", default=None)
    raw: object = msgspec.field(name="Raw", default=None)
    raw_two: object = msgspec.field(name="RawV2", default=None)
    secret: object = None
    offender: object = None
    found: object = msgspec.field(name="stringsFound", default=None)

    def is_clear(self) -> bool:
        values = (self.gitleaks, self.raw, self.raw_two, self.secret, self.offender, self.found)
        return any(_is_clear(value) for value in values)


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
    if "runs" in document.members:
        runs = document.decode(document.data, _Sarif).runs or ()
        return sum(result.is_clear() for run in runs if run for result in run.results or () if result)
    return sum(entry.is_clear() for _, entry in outline.records(document, _SecretEntry) if entry)


def _is_clear(value: object) -> bool:
    if isinstance(value, list):
        return any(_is_clear(part) for part in value)
    return isinstance(value, str) and not _REDACTED.fullmatch(value)
