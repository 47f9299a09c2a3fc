"""Folding a list of raw entries: what is null or without an identifier is counted and dropped, the rest becomes results."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache, partial
from typing import TypedDict, TypeVar, Unpack

from generator.model.identifiers import ControlId, CweId, control_ids
from generator.model.scan import AffectedPackage, Cvss, Disposition, ResultKind, ScanResult, ScanTarget, Severity
from generator.parsers.late_patterns import late_re
from generator.parsers.scans.severity import severity as severity_of
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator

E = TypeVar("E")
P = TypeVar("P")

_CVE = late_re(r"CVE-\d{4}-\d{4,19}", re.ASCII)
_NAME = late_re(r"(?=GHSA-|\S*\d)(?!https?://|CWE-|CAPEC-|CCI-)\S{3,80}")
"""An identifier is one word with a number in it: no link, no sentence, no product, no kind of weakness, no requirement."""
_MOST_NAMES = 50
_FAMILIES = "AC AT AU CA CM CP IA IR MA MP PE PL PM PS PT RA SA SC SI SR".replace(" ", "|")
_CONTROL = late_re(rf"(?:^|[\s:/])({_FAMILIES})-(\d{{1,2}})\b(?:\s*\((\d{{1,2}})\))?", re.ASCII)
_DIGEST = late_re(r"(?:sha256:)?([0-9a-f]{64})", re.ASCII)


def fold(
    accumulator: ScanAccumulator,
    entries: Iterable[E | None] | None,
    pointer: str,
    to_result: Callable[[E, str], ScanResult | None],
) -> None:
    """Every entry of one list; `to_result` gets the entry and its JSON pointer, and says None where it names nothing."""
    fold_placed(accumulator, ((f"{pointer}/{index}", entry) for index, entry in enumerate(entries or ())), to_result)


def fold_placed(
    accumulator: ScanAccumulator,
    entries: Iterable[tuple[str, E | None]],
    to_result: Callable[[E, str], ScanResult | None],
    *,
    unnamed: str = NO_IDENTIFIER,
) -> None:
    """The same for entries that come with their places; `unnamed` is the reason to drop what names nothing."""
    for place, entry in not_null(accumulator, entries):
        result = to_result(entry, place)
        if result is None:
            accumulator.drop(unnamed)
        else:
            accumulator.add(result)


def fold_on(
    accumulator: ScanAccumulator,
    target: ScanTarget,
    entries: Iterable[tuple[str, E | None]],
    to_result: Callable[[E, ScanTarget, str], ScanResult | None],
) -> None:
    """The same for entries that are all about one target."""
    for place, entry in not_null(accumulator, entries):
        accumulator.take(to_result(entry, target, place))


def not_null(accumulator: ScanAccumulator, entries: Iterable[tuple[P, E | None]]) -> Iterator[tuple[P, E]]:
    """The entries, each with its place or index, that are there: one that is `null` is counted and dropped."""
    for place, entry in entries:
        if entry is None:
            accumulator.drop(EMPTY_ENTRY)
        else:
            yield place, entry


class FurtherDetails(TypedDict, total=False):
    """What else an entry may say: see `ScanResult`."""

    disposition: Disposition
    native_status: str
    package: AffectedPackage | None
    more_packages: tuple[AffectedPackage, ...]
    scope: str
    solution: str
    cves: tuple[str, ...]
    aliases: tuple[str, ...]
    controls: tuple[ControlId, ...]
    cwes: tuple[CweId, ...]
    cvss: tuple[Cvss, ...]
    known_exploited: date | None
    first_seen: date | None


class ResultDetails(FurtherDetails, total=False):
    """The same with a severity."""

    severity: Severity


def result_of(
    kind: ResultKind,
    identifier: str | None,
    target: ScanTarget,
    place: str,
    *,
    word: str | None = None,
    title: str | None = None,
    description: str | None = None,
    severity: Severity | None = None,
    **details: Unpack[FurtherDetails],
) -> ScanResult | None:
    """One entry; None where it has no identifier. `word`, the severity as in the file, decides where no other is given."""
    if not identifier:
        return None
    rated = severity or (severity_of(word) if word else Severity.UNKNOWN)
    return ScanResult(kind, identifier, target, rated, word or "", place, title or "", description or "", **details)


vulnerability_of = partial(result_of, ResultKind.VULNERABILITY)
misconfiguration_of = partial(result_of, ResultKind.MISCONFIGURATION)
secret_of = partial(result_of, ResultKind.SECRET)


def affected(
    name: str | None, version: str | None = None, fixed: str | None = None, *, purl: str | None = None, path: str | None = None
) -> AffectedPackage | None:
    """The package an entry is about; None where it has no name. Empty texts are not known."""
    if not name:
        return None
    return AffectedPackage(
        name=name, version=version or None, fixed_version=fixed or None, purl=purl or None, path=path or None
    )


def unique(*texts: str | None) -> tuple[str, ...]:
    """The texts that are not empty, each once, in their order."""
    first = texts[0] if len(texts) == 1 else None
    return (first,) if first else tuple(dict.fromkeys(text for text in texts if text))


def joined(separator: str, *parts: str | None) -> str:
    """The parts that are not empty."""
    return separator.join(filter(None, parts))


def escaped(key: str) -> str:
    """A key as it stands in a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def cves(*texts: str | None) -> tuple[str, ...]:
    """The CVE identifiers in these texts, sorted, each once."""
    return tuple(sorted({name for text in texts if text and "CVE-" in text for name in _CVE.findall(text)}))


def aliases(identifier: str | None, *names: str | None) -> tuple[str, ...]:
    """Other names of what goes by `identifier`, sorted, each once: of vendors and databases, without CVEs, at most fifty."""
    others = {name.strip() for name in names if name} - {identifier}
    return tuple(sorted([name for name in others if _is_name(name)])[:_MOST_NAMES]) if others else ()


@lru_cache(1 << 14)
def _is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None and _CVE.fullmatch(text) is None


def controls(*names: str | None) -> tuple[ControlId, ...]:
    """The controls of SP 800-53 that these texts name, as FedRAMP writes them, sorted, each once: `NIST.800-53.r5 AC-4(26)`,
    `AC-6 (9)` and `CM-6 b` are AC-4(26), AC-6(9) and CM-6. What is no control, such as `Rev_4`, is left out."""
    matches = (_CONTROL.search(name.upper()) for name in names if name)
    return control_ids(
        *sorted({f"{match[1]}-{int(match[2])}{f'({int(match[3])})' if match[3] else ''}" for match in matches if match})
    )


def digest(text: str | None) -> str | None:
    """A SHA-256 written with or without its prefix, with it; None for anything else, placeholders included."""
    match = _DIGEST.fullmatch(text.strip().lower()) if text else None
    return f"sha256:{match[1]}" if match else None


def digests(*texts: str | None) -> tuple[str, ...]:
    """Those of the texts that are SHA-256 digests, or references pinned by one; sorted, each once."""
    known = (digest(text.rpartition("@")[2]) for text in texts if text)
    return tuple(sorted({pinned for pinned in known if pinned}))
