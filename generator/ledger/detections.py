"""Which records of scanners are one weakness of one asset, and what they say together.

FedRAMP Vulnerability Scanning Requirements, section 3: one item per unique id of a scanner, several vulnerabilities are never
grouped. POA&M Template Completion Guide v2.2: the same vulnerability on the same asset, whoever found it, is one item with the
earlier date. So records are put together where each names exactly one CVE, and the same one; a plugin with several CVEs stays
by itself under its own id. A record without a CVE names one by an alias that stands for a single vulnerability.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from msgspec import structs

from generator.ledger.asset_states import Detector
from generator.model.facts import AffectedAsset, Weakness
from generator.model.grouping import grouped, grouped_sets
from generator.model.identifiers import AssetId, every_cwe
from generator.model.scan import ResultKind

DetectorKey = tuple[str, str]
"""Scanner, in lower case, and its identifier."""
_NO_KEY: DetectorKey = ("", "")
_OF_ONE = re.compile(r"(?:GHSA|GO|PYSEC|RUSTSEC)-[\w-]+", re.IGNORECASE | re.ASCII)
"""Ids of databases whose records are about one vulnerability. Advisories of distributions (RHSA, DSA, USN, ALAS) may be about
several and name none."""


@dataclass(frozen=True, kw_only=True)
class MergedWeakness:
    """One weakness, as all scanners report it."""

    name: str
    """The CVE, the alias that stands for one, or the scanner's own id."""
    records: tuple[Weakness, ...]
    """Sorted by scanner and identifier."""

    @property
    def assets(self) -> tuple[AffectedAsset, ...]:
        """Where it is open, sorted; the earliest detection of any scanner on an asset is its date."""
        return self.records[0].assets if len(self.records) == 1 else self._joined

    @cached_property
    def _joined(self) -> tuple[AffectedAsset, ...]:
        assets: dict[str, AffectedAsset] = {}
        for asset in (asset for record in self.records for asset in record.assets):
            known = assets.get(asset.asset_id)
            assets[asset.asset_id] = asset if known is None else together(known, asset)
        return tuple(asset for _, asset in sorted(assets.items()))

    @cached_property
    def _seen(self) -> Mapping[AssetId, tuple[tuple[Weakness, AffectedAsset], ...]]:
        rows = grouped((asset.asset_id, (record, asset)) for record in self.records for asset in record.assets)
        return {asset_id: tuple(sorted(row, key=_first)) for asset_id, row in rows.items()}

    def on(self, asset_id: AssetId) -> tuple[Weakness, ...]:
        """The records of an asset, the earliest detection first."""
        if len(self.records) == 1:
            return self.records
        return tuple(record for record, _ in self._seen.get(asset_id, ()))

    def keys_on(self, asset_id: AssetId) -> frozenset[DetectorKey]:
        """The detectors that see it on the asset."""
        return frozenset(detector_key(record) for record in self.on(asset_id))

    def of(self, assets: Sequence[AffectedAsset]) -> tuple[Weakness, ...]:
        """The records of some of its assets, sorted."""
        if len(self.records) == 1:
            return self.records
        ids = {asset.asset_id for asset in assets}
        return tuple(record for record in self.records if any(asset.asset_id in ids for asset in record.assets))


def merged(weaknesses: Iterable[Weakness]) -> list[MergedWeakness]:
    """Every weakness once: those of one CVE first, then the others, each sorted by name."""
    rows = list(weaknesses)
    keys = [detector_key(row) for row in rows]
    names = _names_of(rows, keys)
    groups: dict[tuple[bool, str, DetectorKey], list[Weakness]] = defaultdict(list)
    for row, key in zip(rows, keys, strict=True):
        name = names.get(key, "")
        groups[(not name, name or row.identifier, _NO_KEY if name else key)].append(row)
    return [
        MergedWeakness(name=name, records=tuple(_sorted(records)))
        for (_, name, _), records in sorted(groups.items(), key=lambda group: group[0])
    ]


def _sorted(records: list[Weakness]) -> list[Weakness]:
    return sorted(records, key=lambda row: (row.scanner, row.identifier)) if len(records) > 1 else records


def detector_key(weakness: Weakness) -> DetectorKey:
    """Scanner and identifier, as they are compared."""
    return weakness.scanner.casefold(), weakness.identifier


def combined(records: Sequence[Weakness]) -> Weakness:
    """What several records say together, under the name of the one that rates it highest."""
    if len(records) == 1:
        return records[0]
    worst = max(records, key=lambda row: row.severity.rank)
    rows = (worst, *(row for row in records if row is not worst))
    return structs.replace(
        worst,
        title=next((row.title for row in rows if row.title not in ("", row.identifier)), worst.title),
        description=next((row.description for row in rows if row.description), ""),
        cves=tuple(sorted({cve for row in rows for cve in row.cves})),
        aliases=_aliases(rows),
        controls=tuple(sorted({control for row in rows for control in row.controls})),
        cwes=every_cwe(row.cwes for row in rows),
        cvss=tuple(dict.fromkeys(score for row in rows for score in row.cvss)),
        known_exploited=min((row.known_exploited for row in rows if row.known_exploited), default=None),
        fixed_versions=tuple(sorted({version for row in rows for version in row.fixed_versions})),
    )


def together(asset: AffectedAsset, other: AffectedAsset) -> AffectedAsset:
    """Two records of one weakness on one asset: the earliest detection, and the evidence of both."""
    packages = dict.fromkeys((*asset.packages, *other.packages))
    first = min((day for day in (asset.first_seen, other.first_seen) if day), default=None)
    last = max((day for day in (asset.last_seen, other.last_seen) if day), default=None)
    return structs.replace(
        asset,
        first_seen=first,
        last_seen=last,
        first_by_collection=all(row.first_by_collection for row in (asset, other) if row.first_seen == first),
        last_by_collection=all(row.last_by_collection for row in (asset, other) if row.last_seen == last),
        packages=tuple(
            sorted(packages, key=lambda package: (package.name, package.version or "", package.path or "", package.purl or ""))
        ),
        entries=asset.entries + other.entries,
        sources=tuple(sorted({*asset.sources, *other.sources})),
        statuses=tuple(sorted({*asset.statuses, *other.statuses})),
    )


def detectors(seen: Mapping[AssetId, Iterable[tuple[str, str]]], first: tuple[str, str] | None = None) -> tuple[Detector, ...]:
    """The detectors of an item from (scanner, identifier) by asset; `first` stands first where it sees the item anywhere."""
    at = grouped_sets((pair, asset_id) for asset_id, pairs in seen.items() for pair in pairs)
    order = sorted(at, key=lambda pair: (pair != first, pair[0].casefold(), pair[1]))
    return tuple(
        Detector(scanner=scanner, identifier=identifier, assets=_where(at[scanner, identifier], len(seen)))
        for scanner, identifier in order
    )


def _where(assets: set[AssetId], every: int) -> tuple[AssetId, ...]:
    return () if len(assets) == every else tuple(sorted(assets))


def _first(row: tuple[Weakness, AffectedAsset]) -> tuple[object, ...]:
    record, asset = row
    return asset.first_seen is None, asset.first_seen, record.scanner.casefold(), record.identifier


def _aliases(rows: Sequence[Weakness]) -> tuple[str, ...]:
    """Ids of other scanners are names of the vulnerability as well."""
    names = {name for row in rows for name in (row.identifier, *row.aliases) if not name.isdigit()}
    return tuple(sorted(names - {rows[0].identifier} - {cve for row in rows for cve in row.cves}))


def _names_of(rows: Sequence[Weakness], keys: Sequence[DetectorKey]) -> Mapping[DetectorKey, str]:
    """The one vulnerability that a record is about, where it is about exactly one."""
    cves_of: dict[str, set[str]] = defaultdict(set)
    single_names = [_single_names(row) for row in rows]
    for row, aliases in zip(rows, single_names, strict=True):
        for alias in aliases:
            cves_of[alias].update(row.cves)
    names: dict[DetectorKey, str] = {}
    for row, key, aliases in zip(rows, keys, single_names, strict=True):
        if row.kind is not ResultKind.VULNERABILITY:
            continue
        cves = set(row.cves) or {cve for alias in aliases for cve in cves_of[alias]}
        if len(cves) == 1:
            names[key] = next(iter(cves))
        elif not cves and len(aliases) == 1:
            names[key] = next(iter(aliases))
    return names


def _single_names(row: Weakness) -> set[str]:
    return {name.upper() for name in (row.identifier, *row.aliases) if _OF_ONE.fullmatch(name)}
