"""Folds raw scanner entries into sightings while a file is read, and accounts for every one of them.

Shared by all scanner formats: a parser makes one `ScanAccumulator`, adds or drops each raw entry, and finishes it into a
`ScanSnapshot`. Counts and sightings do not depend on the order of the entries; texts are those of the first entry.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.scan import (
    AffectedPackage,
    Disposition,
    ResultKind,
    Scanner,
    ScanResult,
    ScanSnapshot,
    ScanTally,
    ScanTarget,
    Severity,
    TargetResult,
)
from generator.parsers.scans.misshapen_values import values_text
from generator.parsers.scans.report_counts import ReportCounts
from generator.text import counted

EMPTY_ENTRY = "empty entry"
"""Reason to drop: `null` stands where an entry was expected."""
NO_IDENTIFIER = "no identifier"
"""Reason to drop: the entry does not say which vulnerability or rule it is about."""

K = TypeVar("K")
_Part = tuple[str, str, str | None]
"""Scope, and name and version of the package."""
_Standing = tuple[Severity, str, str]
_RANK = {severity: severity.rank for severity in Severity}


class ScanAccumulator:
    """What has been read of one scanner file so far."""

    __slots__ = (
        "_by_identity",
        "_dropped",
        "_evidence",
        "_lanes",
        "_last",
        "_lost",
        "_notes",
        "_scanner",
        "_targets",
        "_values",
        "counts",
    )

    def __init__(self, evidence: EvidenceFile, scanner: Scanner | str) -> None:
        self._evidence = evidence
        self._scanner = Scanner(name=scanner) if isinstance(scanner, str) else scanner
        self._lanes: dict[tuple[str, ResultKind, Disposition], Lane] = {}
        self._by_identity: dict[tuple[int, ResultKind, Disposition], Lane] = {}
        """The same by the identity of their targets, which `_targets` keeps alive."""
        self._last: Lane | None = None
        self._targets: dict[ScanTarget, ScanTarget] = {}
        self._dropped: Counter[str] = Counter()
        self._lost = 0
        self._notes: list[str] = []
        self._values = 0
        self.counts = ReportCounts()
        """The report's own summary, as far as it is compared with its lists."""

    def is_new(self, kind: ResultKind, identifier: str, target: ScanTarget, disposition: Disposition) -> bool:
        """Would this entry open a new scan_result? Only then are its texts, scores and references kept.

        A parser for large files may ask, and spare itself the work of making them for the entries that follow.
        """
        return self.lane(kind, target, disposition).is_new(identifier)

    def lane(self, kind: ResultKind, target: ScanTarget, disposition: Disposition) -> "Lane":
        """Where the sightings of one kind, target and disposition gather; a parser of many entries keeps it at hand."""
        last = self._last
        if last is not None and last.target is target and last.kind is kind and last.disposition is disposition:
            return last
        place = (id(target), kind, disposition)
        self._last = known = self._by_identity.get(place) or self._lane(kind, self.target(target), disposition)
        return known

    def _lane(self, kind: ResultKind, target: ScanTarget, disposition: Disposition) -> "Lane":
        place = (id(target), kind, disposition)
        known = self._by_identity.get(place)
        if known is None:
            first = self._lanes.setdefault((target.name, kind, disposition), Lane(kind, target, disposition))
            known = self._by_identity[place] = first if first.target is target else first.of(target)
        return known

    def add(self, result: ScanResult) -> None:
        """Count one raw entry and fold it into its scan_result."""
        self.lane(result.kind, result.target, result.disposition).add(result)

    def take(self, result: ScanResult | None) -> None:
        """Count one raw entry that a parser has read: None where it does not say which vulnerability or rule it is about."""
        if result is None:
            self.drop(NO_IDENTIFIER)
        else:
            self.add(result)

    def drop(self, reason: str, n: int = 1, *, lost: bool = False) -> None:
        """Count `n` raw entries that cannot be used, with the reason a person will read.

        `lost`: each may have been a finding, as one without an identifier always may.
        """
        self._dropped[reason] += n
        if lost or reason == NO_IDENTIFIER:
            self._lost += n

    def lose_values(self, n: int) -> None:
        """Count values of another type than expected, without which their entries were read."""
        self._values += n

    def note(self, what: str) -> None:
        """Something else that a person has to know of what was not read."""
        self._notes.append(what)

    def target(self, target: ScanTarget) -> ScanTarget:
        """Something the scan looked at, whether or not it found anything there; the first of those that are equal."""
        return self._targets.setdefault(target, target)

    def finish(
        self, taken: datetime | None, *, assessed: bool = True, because: str | None = None, configuration: str | None = None
    ) -> ScanSnapshot:
        """The snapshot. `taken` falls back to the date the evidence was collected; `configuration` is a SHA-256.

        `because` says why the scan could not look; given with `assessed=True`, which parts it could not look at. A summary
        that counts more than is listed, and entries that were lost, are stated without being asked for.
        """
        dropped = sum(self._dropped.values())
        results = dropped + sum(lane.entries() for lane in self._lanes.values())
        standings = self._standings()
        severities, statuses = Counter[Severity](), Counter[str]()
        for standing, count in standings.items():
            severities[standing[0]] += count
            statuses[standing[1]] += count
        unique = standings.total()
        tally = ScanTally(
            results=results,
            unique=unique,
            duplicates=results - unique - dropped,
            dropped=tuple(sorted(self._dropped.items())),
            identifiers=len(set().union(*(lane.folds for lane in self._lanes.values()))),
            severities=tuple((str(severity), severities[severity]) for severity in Severity if severity in severities),
            statuses=tuple(sorted(statuses.items())),
        )
        evidence, name = self._evidence, self._scanner.name
        targets = [self._as_counted(target) for target in self._targets]
        shown = bool(self._lanes) or not targets or any(target.assessed for target in targets)
        return ScanSnapshot(
            evidence=evidence,
            scanner=self._scanner,
            taken=taken or evidence.collected,
            targets=tuple(sorted(targets, key=lambda target: (target.name, target.workload or "", target.digests))),
            results=tuple([_target_result(fold, evidence, name) for fold in self._emptied()]),
            tally=tally,
            configuration=configuration,
            assessed=assessed and shown,
            not_assessed_because="; ".join(filter(None, (because, *self._losses()))) or None,
        )

    def _as_counted(self, target: ScanTarget) -> ScanTarget:
        return target if self.counts.whole and target.name not in self.counts.targets else replace(target, assessed=False)

    def _losses(self) -> Iterator[str]:
        yield from self.counts.reasons()
        yield from self._notes
        if self._values:
            yield values_text(self._values)
        if self._lost:
            verb, about = ("does", "it is about") if self._lost == 1 else ("do", "they are about")
            yield f"{counted(self._lost, 'entry', 'entries')} of the report {verb} not say which vulnerability or rule {about}"

    def _standings(self) -> Counter[_Standing]:
        """What stands of how many distinct entries."""
        standings = Counter[_Standing]()
        by_target: dict[str, list[Lane]] = {}
        for (name, _, _), lane in self._lanes.items():
            by_target.setdefault(name, []).append(lane)
        for lanes in by_target.values():
            names = Counter(identifier for lane in lanes for identifier in lane.folds) if len(lanes) > 1 else Counter[str]()
            shared = {identifier for identifier, count in names.items() if count > 1}
            for lane in lanes:
                standings.update(lane.standings(without=shared))
            if shared:
                standings.update(_joined(lanes, shared))
        return standings

    def _emptied(self) -> Iterator["ScanResult | _EntryFold"]:
        """Every fold in order, let go as its result is made: a large report need not be there twice."""
        groups: dict[tuple[str, ResultKind], list[Lane]] = {}
        for (name, kind, _), lane in self._lanes.items():
            groups.setdefault((name, kind), []).append(lane)
        for key in sorted(groups):
            lanes = groups[key]
            if len(lanes) == 1:
                folds = lanes[0].folds
                yield from map(folds.pop, sorted(folds))
                continue
            order = sorted(
                (identifier, lane.disposition, index) for index, lane in enumerate(lanes) for identifier in lane.folds
            )
            for identifier, _, index in order:
                yield lanes[index].folds.pop(identifier)


class Lane:
    """Where the sightings of one kind, target and disposition gather."""

    __slots__ = ("disposition", "folds", "kind", "target")

    def __init__(self, kind: ResultKind, target: ScanTarget, disposition: Disposition) -> None:
        self.kind = kind
        self.target = target
        self.disposition = disposition
        self.folds: dict[str, ScanResult | _EntryFold] = {}
        """By identifier. What has a single entry, as most of a report, stands as that entry."""

    def of(self, target: ScanTarget) -> "Lane":
        """The same sightings, for a target of the same name of which other things are known."""
        other = Lane(self.kind, target, self.disposition)
        other.folds = self.folds
        return other

    def entries(self) -> int:
        """How many there are."""
        return sum(1 if isinstance(fold, ScanResult) else fold.entries for fold in self.folds.values())

    def standings(self, *, without: Set[str]) -> Iterable[_Standing]:
        """What stands of each distinct entry here, without those of identifiers that other lanes have as well."""
        several: list[_Standing] = []
        single: list[_Standing] = []
        for identifier, fold in self.folds.items():
            if without and identifier in without:
                continue
            if isinstance(fold, ScanResult):
                single.append((fold.severity, fold.native_status, fold.native_severity))
            else:
                several += [standing for _, standing in fold.counted()]
        return single + several

    def is_new(self, identifier: str) -> bool:
        """See `ScanAccumulator.is_new`."""
        return identifier not in self.folds

    def add(self, result: ScanResult) -> None:
        """See `ScanAccumulator.add`; the result is of this lane."""
        identifier = result.identifier
        if identifier in self.folds:
            fold = self.fold(identifier)
            fold.again(result.package, result.scope, _standing_of(result))
            fold.merge(result)
        else:
            self.folds[identifier] = result

    def again(self, identifier: str, package: AffectedPackage | None, scope: str, standing: _Standing) -> None:
        """One more entry of a known identifier, where all else that it says has been said: spares a record."""
        self.fold(identifier).again(package, scope, standing)

    def fold(self, identifier: str) -> "_EntryFold":
        """The entries of a known identifier."""
        known = self.folds[identifier]
        if isinstance(known, ScanResult):
            known = self.folds[identifier] = _EntryFold(known)
        return known


class _EntryFold:
    """Raw entries of one identifier, as soon as there are two: the first one, and what the others change about it.

    `packages` stays None while all entries name the same one.
    """

    __slots__ = ("aliases", "cves", "entries", "first", "first_seen", "known_exploited", "packages", "parts", "standing")

    def __init__(self, first: ScanResult) -> None:
        self.first = first
        self.entries = 1
        self.standing = _standing_of(first)
        self.cves = first.cves
        self.aliases = first.aliases
        self.first_seen = first.first_seen
        self.known_exploited = first.known_exploited
        self.parts: dict[_Part, _Standing] | None = None
        self.packages: set[AffectedPackage] | None = None
        if first.package and first.more_packages:
            self.packages = {first.package, *first.more_packages}

    def counted(self) -> Iterable[tuple[_Part, _Standing]]:
        """Distinct entries with what stands of each."""
        return self.parts.items() if self.parts is not None else [(_part(self.first.scope, self.first.package), self.standing)]

    def again(self, package: AffectedPackage | None, scope: str, standing: _Standing) -> None:
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
        if result.first_seen != self.first_seen:
            self.first_seen = _earliest((result.first_seen, self.first_seen))
        if result.known_exploited != self.known_exploited:
            self.known_exploited = _earliest((result.known_exploited, self.known_exploited))


def _target_result(fold: ScanResult | _EntryFold, evidence: EvidenceFile, scanner: str) -> TargetResult:
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
        first.references,
        first.published,
        several.known_exploited if several else first.known_exploited,
        several.first_seen if several else first.first_seen,
        _packages(first, several.packages if several else None),
        several.entries if several else 1,
        EvidenceSource(evidence.sha256, evidence.path, first.place),
        first.controls,
    )


def _packages(first: ScanResult, several: Set[AffectedPackage] | None) -> tuple[AffectedPackage, ...]:
    if several is None and first.package and first.more_packages:
        several = {first.package, *first.more_packages}
    if several is None:
        return (first.package,) if first.package else ()
    return tuple(sorted(several, key=_package_key))


def _standing_of(result: ScanResult) -> _Standing:
    return result.severity, result.native_status, result.native_severity


def _joined(lanes: Iterable[Lane], shared: Set[str]) -> Iterable[_Standing]:
    """What stands of each distinct entry of identifiers that several lanes of one target have."""
    standings: dict[tuple[str, _Part], _Standing] = {}
    for lane in lanes:
        for identifier in shared & lane.folds.keys():
            for part, standing in lane.fold(identifier).counted():
                _note(standings, (identifier, part), standing)
    return standings.values()


def _note(standings: dict[K, _Standing], key: K, standing: _Standing) -> None:
    known = standings.setdefault(key, standing)
    if known is not standing and _leads(standing, known):
        standings[key] = standing


def _part(scope: str, package: AffectedPackage | None) -> _Part:
    return (scope, package.name, package.version) if package else (scope, "", None)


def _leads(standing: _Standing, other: _Standing) -> bool:
    """Do the severity and status of one entry stand for both? The more severe; among equals the first in the alphabet."""
    if standing[0] is other[0]:
        return standing[1:] < other[1:]
    return _RANK[standing[0]] > _RANK[other[0]]


def _earliest(dates: Iterable[date | None]) -> date | None:
    return min((day for day in dates if day), default=None)


def _package_key(package: AffectedPackage) -> tuple[str, str, str, str, str]:
    return (package.name, package.version or "", package.fixed_version or "", package.purl or "", package.path or "")
