"""Raw entries of one report that are about the same, put together: by kind, target and disposition, then by identifier.

Of the entries of one identifier the most severe leads, packages and names are joined, and texts are those of the first.
"""

from collections.abc import Iterable, Set
from datetime import date
from typing import TypeVar

from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.identifiers import every_cwe
from generator.model.scan import AffectedPackage, Disposition, ResultKind, ScanResult, ScanTarget, Severity, TargetResult

K = TypeVar("K")
Standing = tuple[Severity, str, str]
"""Severity, and status and severity in the words of the tool."""
_Part = tuple[str, str, str | None]
"""Scope, and name and version of the package."""
_RANK = {severity: severity.rank for severity in Severity}


class Lane:
    """Where the sightings of one kind, target and disposition gather."""

    __slots__ = ("disposition", "folds", "kind", "target")

    def __init__(self, kind: ResultKind, target: ScanTarget, disposition: Disposition) -> None:
        self.kind = kind
        self.target = target
        self.disposition = disposition
        self.folds: dict[str, ScanResult | EntryFold] = {}
        """By identifier. What has a single entry, as most of a report, stands as that entry."""

    def of(self, target: ScanTarget) -> "Lane":
        """The same sightings, for a target of the same name of which other things are known."""
        other = Lane(self.kind, target, self.disposition)
        other.folds = self.folds
        return other

    def entries(self) -> int:
        """How many there are."""
        return sum(1 if isinstance(fold, ScanResult) else fold.entries for fold in self.folds.values())

    def standings(self, *, without: Set[str]) -> Iterable[Standing]:
        """What stands of each distinct entry here, without those of identifiers that other lanes have as well."""
        several: list[Standing] = []
        single: list[Standing] = []
        for identifier, fold in self.folds.items():
            if without and identifier in without:
                continue
            if isinstance(fold, ScanResult):
                single.append((fold.severity, fold.native_status, fold.native_severity))
            else:
                several += [standing for _, standing in fold.counted()]
        return single + several

    def is_new(self, identifier: str) -> bool:
        """Would an entry of this identifier be the first here?"""
        return identifier not in self.folds

    def add(self, result: ScanResult) -> None:
        """Count one raw entry, which is of this lane, and fold it into those of its identifier."""
        identifier = result.identifier
        if identifier in self.folds:
            fold = self.fold(identifier)
            fold.again(result.package, result.scope, _standing_of(result))
            fold.merge(result)
        else:
            self.folds[identifier] = result

    def again(self, identifier: str, package: AffectedPackage | None, scope: str, standing: Standing) -> None:
        """One more entry of a known identifier, where all else that it says has been said: spares a record."""
        self.fold(identifier).again(package, scope, standing)

    def fold(self, identifier: str) -> "EntryFold":
        """The entries of a known identifier."""
        known = self.folds[identifier]
        if isinstance(known, ScanResult):
            known = self.folds[identifier] = EntryFold(known)
        return known


class EntryFold:
    """Raw entries of one identifier, as soon as there are two: the first one, and what the others change about it.

    `packages` stays None while all entries name the same one.
    """

    __slots__ = (
        "aliases",
        "cves",
        "cwes",
        "entries",
        "first",
        "first_seen",
        "known_exploited",
        "packages",
        "parts",
        "standing",
    )

    def __init__(self, first: ScanResult) -> None:
        self.first = first
        self.entries = 1
        self.standing = _standing_of(first)
        self.cves = first.cves
        self.aliases = first.aliases
        self.cwes = first.cwes
        self.first_seen = first.first_seen
        self.known_exploited = first.known_exploited
        self.parts: dict[_Part, Standing] | None = None
        self.packages: set[AffectedPackage] | None = None
        if first.package and first.more_packages:
            self.packages = {first.package, *first.more_packages}

    def counted(self) -> Iterable[tuple[_Part, Standing]]:
        """Distinct entries with what stands of each."""
        return self.parts.items() if self.parts is not None else [(_part(self.first.scope, self.first.package), self.standing)]

    def again(self, package: AffectedPackage | None, scope: str, standing: Standing) -> None:
        """One more entry: the most severe leads, packages are joined."""
        self.entries += 1
        part = _part(scope, package)
        if self.parts is None and part != _part(self.first.scope, self.first.package):
            self.parts = dict(self.counted())
        if self.parts is not None:
            _note(self.parts, part, standing)
        if package is not self.first.package and package and package != self.first.package:
            if self.packages is None:
                self.packages = {self.first.package} if self.first.package else set()
            self.packages.add(package)
        if standing != self.standing and _leads(standing, self.standing):
            self.standing = standing

    def merge(self, result: ScanResult) -> None:
        """What else an entry may say: further packages and names are joined, the earliest dates stay."""
        if result.more_packages:
            named = (self.first.package, result.package, *result.more_packages)
            self.packages = {*(self.packages or ()), *(package for package in named if package)}
        if result.cves and result.cves != self.cves:
            self.cves = tuple(sorted({*self.cves, *result.cves}))
        if result.aliases and result.aliases != self.aliases:
            self.aliases = tuple(sorted({*self.aliases, *result.aliases}))
        if result.cwes and result.cwes != self.cwes:
            self.cwes = every_cwe((self.cwes, result.cwes))
        if result.first_seen != self.first_seen:
            self.first_seen = _earliest((result.first_seen, self.first_seen))
        if result.known_exploited != self.known_exploited:
            self.known_exploited = _earliest((result.known_exploited, self.known_exploited))


def target_result(fold: ScanResult | EntryFold, evidence: EvidenceFile, scanner: str) -> TargetResult:
    """All entries of one identifier together.

    NOTE: by position, since that takes a quarter of the time: this is made once for everything that a report names.
    """
    if isinstance(fold, ScanResult):
        first, several = fold, None
    else:
        first, several = fold.first, fold
    severity, status, word = several.standing if several else _standing_of(first)
    return TargetResult(
        scanner,
        first.identifier,
        first.target.name,
        first.kind,
        first.disposition,
        severity,
        word,
        status,
        first.title,
        first.description,
        first.solution,
        several.cves if several else first.cves,
        several.aliases if several else first.aliases,
        first.cvss,
        several.known_exploited if several else first.known_exploited,
        several.first_seen if several else first.first_seen,
        _packages(first, several.packages if several else None),
        several.entries if several else 1,
        EvidenceSource(evidence.sha256, evidence.path, first.place),
        first.controls,
        several.cwes if several else first.cwes,
    )


def _packages(first: ScanResult, several: Set[AffectedPackage] | None) -> tuple[AffectedPackage, ...]:
    if several is None and first.package and first.more_packages:
        several = {first.package, *first.more_packages}
    if several is None:
        return (first.package,) if first.package else ()
    return tuple(sorted(several, key=_package_key))


def _standing_of(result: ScanResult) -> Standing:
    return result.severity, result.native_status, result.native_severity


def joined(lanes: Iterable[Lane], shared: Set[str]) -> Iterable[Standing]:
    """What stands of each distinct entry of identifiers that several lanes of one target have."""
    standings: dict[tuple[str, _Part], Standing] = {}
    for lane in lanes:
        for identifier in shared & lane.folds.keys():
            for part, standing in lane.fold(identifier).counted():
                _note(standings, (identifier, part), standing)
    return standings.values()


def _note(standings: dict[K, Standing], key: K, standing: Standing) -> None:
    known = standings.setdefault(key, standing)
    if known is not standing and _leads(standing, known):
        standings[key] = standing


def _part(scope: str, package: AffectedPackage | None) -> _Part:
    return (scope, package.name, package.version) if package else (scope, "", None)


def _leads(standing: Standing, other: Standing) -> bool:
    """Do the severity and status of one entry stand for both? The more severe; among equals the first in the alphabet."""
    if standing[0] is other[0]:
        return standing[1:] < other[1:]
    return _RANK[standing[0]] > _RANK[other[0]]


def _earliest(dates: Iterable[date | None]) -> date:
    """Of several, one of which at least is known."""
    return min(day for day in dates if day)


def _package_key(package: AffectedPackage) -> tuple[str, str, str, str, str]:
    return (package.name, package.version or "", package.fixed_version or "", package.purl or "", package.path or "")
