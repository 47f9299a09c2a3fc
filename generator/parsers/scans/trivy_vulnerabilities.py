"""Folds Trivy's vulnerabilities: the entries that come by the million, so every step here was measured.

Most entries repeat what has been read before: the same vulnerability in another package of the image, or the same one in
another image on the same base. The first kind only adds its package; the second shares its texts (see `once`).
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

import msgspec

from generator.errors import ParseError
from generator.model.identifiers import CweId
from generator.model.scan import AffectedPackage, Cvss, Disposition, ResultKind, ScanResult, ScanTarget
from generator.parsers.json import decode
from generator.parsers.scans import once
from generator.parsers.scans.cvss_scores import Raw, scores
from generator.parsers.scans.cwe_ids import cwes
from generator.parsers.scans.entries import not_null
from generator.parsers.scans.entry_folds import Lane, Standing
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.trivy_wire import TrivyScore, TrivyVulnerability

T = TypeVar("T")

_DISPOSITIONS = {"not_affected": Disposition.NOT_AFFECTED}
"""All others are open: `fixed` means that a fixed version exists, not that it is installed."""
_NONE = (b"", b"null")
_KEPT = 1 << 11
"""Scores of a vulnerability that are kept, a kilobyte each."""
_BySource = dict[str, TrivyScore | None]


class VulnerabilityFold:
    """Adds vulnerabilities of one part (`scope`) of a target to the accumulator."""

    __slots__ = ("_accumulator", "_scope", "_target", "_vendor_ids")

    def __init__(self, accumulator: ScanAccumulator, target: ScanTarget, scope: str) -> None:
        self._accumulator = accumulator
        self._target = target
        self._scope = scope
        self._vendor_ids: dict[str, tuple[str, ...] | None] = {}
        """As last read, by identifier."""

    def each(self, entries: Sequence[TrivyVulnerability | None], pointer: str) -> None:
        """A list of them; `pointer` is its JSON pointer."""
        package, scope = once.package, self._scope
        for index, entry in not_null(self._accumulator, enumerate(entries)):
            identifier, identified = entry.identifier, entry.pkg_identifier
            if not identifier:
                self._accumulator.drop(NO_IDENTIFIER)
                continue
            lane = self._lane(_DISPOSITIONS.get(entry.status, Disposition.OPEN))
            standing = _standing(entry.severity, entry.status)
            purl = identified.purl if identified else ""
            affected = package(entry.pkg_name, entry.installed_version, entry.fixed_version, purl, entry.pkg_path)
            if identifier in lane.folds and (not entry.vendor_ids or self._vendor_ids.get(identifier) == entry.vendor_ids):
                lane.again(identifier, affected, scope, standing)
            else:
                self._add(lane, entry, affected, standing, f"{pointer}/{index}")

    def suppressed(self, entry: TrivyVulnerability, pointer: str, status: str) -> None:
        """One that .trivyignore or a VEX statement has taken off the list."""
        purl = entry.pkg_identifier.purl if entry.pkg_identifier else ""
        affected = once.package(entry.pkg_name, entry.installed_version, entry.fixed_version, purl, entry.pkg_path)
        self._add(self._lane(Disposition.SUPPRESSED), entry, affected, _standing(entry.severity, status), pointer)

    def _lane(self, disposition: Disposition) -> Lane:
        return self._accumulator.lane(ResultKind.VULNERABILITY, self._target, disposition)

    def _add(self, lane: Lane, entry: TrivyVulnerability, package: AffectedPackage, standing: Standing, pointer: str) -> None:
        self._vendor_ids[entry.identifier] = entry.vendor_ids
        texts = _texts(entry, pointer)
        cves, aliases = _names(entry.identifier, entry.vendor_ids)
        lane.add(
            ScanResult(
                kind=ResultKind.VULNERABILITY,
                identifier=entry.identifier,
                target=self._target,
                severity=standing[0],
                native_severity=standing[2],
                disposition=lane.disposition,
                native_status=standing[1],
                package=package,
                scope=self._scope,
                title=_title(entry, pointer),
                description=texts.description,
                cves=cves,
                aliases=aliases,
                cwes=texts.cwes,
                cvss=texts.cvss,
                place=pointer,
            )
        )


@lru_cache(4096)
def _standing(word: str, status: str) -> Standing:
    return severity(word), status, word


def _names(identifier: str, vendor_ids: tuple[str, ...] | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """CVEs and other names: Trivy's own id where it is a CVE, and the vendors'."""
    own = (identifier,) if identifier.startswith("CVE-") else ()
    if not vendor_ids:
        return own, ()
    names = {*vendor_ids, *own}
    cves = sorted([name for name in names if name.startswith("CVE-")])
    return tuple(cves), tuple(sorted(names.difference(cves, (identifier,))))


class _TrivyTexts(NamedTuple):
    """What Trivy's database says of a vulnerability, whatever it was found in."""

    description: str
    cwes: tuple[CweId, ...]
    cvss: tuple[Cvss, ...]


def _title(entry: TrivyVulnerability, pointer: str) -> str:
    """On its own, since it may name the package, and then every image has another one for the same texts."""
    raw = bytes(entry.title)
    slot: once.Slot[str] = once.slot("trivy title", entry.identifier)
    if (known := slot.known(raw)) is not None:
        return known
    return slot.keep(raw, _decoded(entry.title, str, "", f"{pointer}/Title"))


def _texts(entry: TrivyVulnerability, pointer: str) -> _TrivyTexts:
    raws = (entry.description, entry.cwes, entry.cvss)
    raw_texts = b"\0".join(raws)
    slot: once.Slot[_TrivyTexts] = once.slot("trivy", entry.identifier)
    if (known := slot.known(raw_texts)) is not None:
        return known
    made = _TrivyTexts(
        description=_decoded(entry.description, str, "", f"{pointer}/Description"),
        cwes=cwes(bytes(entry.cwes).decode(errors="replace")),
        cvss=_cvss(entry.cvss, f"{pointer}/CVSS"),
    )
    return slot.keep(raw_texts, made)


def _decoded(raw: msgspec.Raw, type_: type[T], otherwise: T, place: str) -> T:
    return otherwise if bytes(raw) in _NONE else decode(raw, type_, place=place)


def _cvss(raw: msgspec.Raw, place: str) -> tuple[Cvss, ...]:
    """All scores. The place is asked for where they have another shape, so that it is no part of what is kept."""
    try:
        return _scores(bytes(raw), "")
    except ParseError:
        return _scores(bytes(raw), place)


@lru_cache(_KEPT)
def _scores(raw: bytes, place: str) -> tuple[Cvss, ...]:
    """Kept, since most vulnerabilities share all of their vectors with others."""
    by_source = _decoded(msgspec.Raw(raw), _BySource, {}, place)
    ratings: list[Raw] = []
    for name, score in sorted(by_source.items()):
        if score is not None:
            source = name.lower()
            if score.v2_vector or score.v2_score is not None:
                ratings.append((source, "2.0", score.v2_vector, score.v2_score))
            if score.v3_vector or score.v3_score is not None:
                ratings.append((source, "3.0", score.v3_vector, score.v3_score))
            if score.v40_vector or score.v40_score is not None:
                ratings.append((source, "4.0", score.v40_vector, score.v40_score))
    return scores(ratings)
