"""Folding a list of raw entries: what is null or without an identifier is counted and dropped, the rest becomes results."""

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from generator.model.identifiers import ControlId, control_ids
from generator.model.scan import ScanResult
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator

E = TypeVar("E")

_CVE = re.compile(r"CVE-\d{4}-\d{4,19}", re.ASCII)
_NAME = re.compile(r"(?=GHSA-|\S*\d)(?!https?://|CWE-|CAPEC-|CCI-)\S{3,80}")
"""An identifier is one word with a number in it: no link, no sentence, no product, no kind of weakness, no requirement."""
_MOST_NAMES = 50
_FAMILIES = "AC AT AU CA CM CP IA IR MA MP PE PL PM PS PT RA SA SC SI SR".replace(" ", "|")
_CONTROL = re.compile(rf"(?:^|[\s:/])({_FAMILIES})-(\d{{1,2}})\b(?:\s*\((\d{{1,2}})\))?", re.ASCII)
_DIGEST = re.compile(r"(?:sha256:)?([0-9a-f]{64})", re.ASCII)


def fold(
    accumulator: ScanAccumulator,
    entries: Iterable[E | None] | None,
    pointer: str,
    to_result: Callable[[E, str], ScanResult | None],
) -> None:
    """Every entry of one list; `to_result` gets the entry and its JSON pointer, and says None where it names nothing."""
    for index, entry in enumerate(entries or ()):
        if entry is None:
            accumulator.drop(EMPTY_ENTRY)
            continue
        result = to_result(entry, f"{pointer}/{index}")
        if result is None:
            accumulator.drop(NO_IDENTIFIER)
        else:
            accumulator.add(result)


def cves(*texts: str | None) -> tuple[str, ...]:
    """The CVE identifiers in these texts, sorted, each once."""
    return tuple(sorted({found for text in texts if text for found in _CVE.findall(text)}))


def aliases(identifier: str, *names: str | None) -> tuple[str, ...]:
    """Other names of what goes by `identifier`, sorted, each once: of vendors and databases, without CVEs, at most fifty."""
    found = {name.strip() for name in names if name} - {identifier}
    return tuple(sorted(name for name in found if _NAME.fullmatch(name) and not _CVE.fullmatch(name))[:_MOST_NAMES])


def controls(*names: str | None) -> tuple[ControlId, ...]:
    """The controls of SP 800-53 that these texts name, as FedRAMP writes them, sorted, each once: `NIST.800-53.r5 AC-4(26)`,
    `AC-6 (9)` and `CM-6 b` are AC-4(26), AC-6(9) and CM-6. What is no control, such as `Rev_4`, is left out."""
    found = (_CONTROL.search(name.upper()) for name in names if name)
    return control_ids(*sorted({f"{one[1]}-{int(one[2])}{f'({int(one[3])})' if one[3] else ''}" for one in found if one}))


def digest(text: str | None) -> str | None:
    """A SHA-256 written with or without its prefix, with it; None for anything else, placeholders included."""
    found = _DIGEST.fullmatch(text.strip().lower()) if text else None
    return f"sha256:{found[1]}" if found else None


def digests(*texts: str | None) -> tuple[str, ...]:
    """Those of the texts that are SHA-256 digests, or references pinned by one; sorted, each once."""
    found = (digest(text.rpartition("@")[2]) for text in texts if text)
    return tuple(sorted({one for one in found if one}))
