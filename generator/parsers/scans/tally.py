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
        "_dropped",
        "_evidence",
        "_lanes",
        "_last",
        "_lost",
        "_scanner",
        "_standings_known",
        "_targets",
        "_values",
        "counts",
    )

    def __init__(self, evidence: EvidenceFile, scanner: Scanner | str) -> None:
        self._evidence = evidence
        self._scanner = Scanner(name=scanner) if isinstance(scanner, str) else scanner
        self._lanes: dict[tuple[str, ResultKind, Disposition], Lane] = {}
        self._last: Lane | None = None
        self._standings_known: dict[_Standing, _Standing] = {}
        self._targets: dict[ScanTarget, None] = {}
        self._dropped: Counter[str] = Counter()
        self._lost = 0
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
        self._targets[target] = None
        key = (target.name, kind, disposition)
        known = self._lanes.get(key)
        if known is None:
            known = self._lanes[key] = Lane(kind, target, disposition, self._standings_known)
        elif known.target is not target:
            known = known.of(target)
        self._last = known
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

    def target(self, target: ScanTarget) -> ScanTarget:
        """Something the scan looked at, whether or not it found anything there."""
        self._targets[target] = None
        return target

    def finish(
        self, taken: datetime | None, *, assessed: bool = True, because: str | None = None, configuration: str | None = None
    ) -> ScanSnapshot:
        """The snapshot. `taken` falls back to the date the evidence was collected; `configuration` is a SHA-256.

        `because` says why the scan could not look; given with `assessed=True`, which parts it could not look at. A summary
        that counts more than is listed, and entries that were lost, are stated without being asked for.
        """
        dropped = sum(self._dropped.values())
        results = dropped + sum(fold.entries for lane in self._lanes.values() for fold in lane.folds.values())
        standings = Counter(self._standings())
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
            identifiers=len({identifier for lane in self._lanes.values() for identifier in lane.folds}),
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
            results=tuple(fold.scan_result(evidence, name) for fold in self._emptied()),
            tally=tally,
            configuration=configuration,
            assessed=assessed and shown,
            not_assessed_because="; ".join(filter(None, (because, *self._losses()))) or None,
        )

    def _as_counted(self, target: ScanTarget) -> ScanTarget:
        return target if self.counts.whole and target.name not in self.counts.targets else replace(target, assessed=False)

    def _losses(self) -> Iterator[str]:
        yield from self.counts.reasons()
        if self._values:
            yield values_text(self._values)
        if self._lost:
            verb, about = ("does", "it is about") if self._lost == 1 else ("do", "they are about")
            yield f"{counted(self._lost, 'entry', 'entries')} of the report {verb} not say which vulnerability or rule {about}"

    def _standings(self) -> Iterator[_Standing]:
        """What stands of each distinct entry."""
        by_target: dict[str, list[Lane]] = {}
        for (name, _, _), lane in self._lanes.items():
            by_target.setdefault(name, []).append(lane)
        for lanes in by_target.values():
            names = Counter(identifier for lane in lanes for identifier in lane.folds) if len(lanes) > 1 else Counter[str]()
            shared = {identifier for identifier, count in names.items() if count > 1}
            for lane in lanes:
                yield from lane.standings(without=shared)
            yield from _joined(lanes, shared)

    def _emptied(self) -> Iterator["_EntryFold"]:
        """Every fold in order, let go as its scan_result is made: a large report need not be there twice."""
        groups: dict[tuple[str, ResultKind], list[Lane]] = {}
        for (name, kind, _), lane in self._lanes.items():
            groups.setdefault((name, kind), []).append(lane)
        for key in sorted(groups):
            lanes = groups[key]
            order = sorted(
                (identifier, lane.disposition, index) for index, lane in enumerate(lanes) for identifier in lane.folds
            )
            for identifier, _, index in order:
                yield lanes[index].folds.pop(identifier)


class Lane:
    """Where the sightings of one kind, target and disposition gather."""

    __slots__ = ("_known", "disposition", "folds", "kind", "target")

    def __init__(
        self, kind: ResultKind, target: ScanTarget, disposition: Disposition, known: dict[_Standing, _Standing]
    ) -> None:
        self.kind = kind
        self.target = target
        self.disposition = disposition
        self.folds: dict[str, _EntryFold] = {}
        self._known = known

    def of(self, target: ScanTarget) -> "Lane":
        """The same sightings, for a target of the same name of which other things are known."""
        other = Lane(self.kind, target, self.disposition, self._known)
        other.folds = self.folds
        return other

    def standings(self, *, without: Set[str]) -> Iterator[_Standing]:
        """What stands of each distinct entry here, without those of identifiers that other lanes have as well."""
        for identifier, fold in self.folds.items():
            if identifier not in without:
                yield from (standing for _, standing in fold.counted())

    def is_new(self, identifier: str) -> bool:
        """See `ScanAccumulator.is_new`."""
        return identifier not in self.folds

    def add(self, result: ScanResult) -> None:
        """See `ScanAccumulator.add`; the result is of this lane."""
        identifier, stated = result.identifier, (result.severity, result.native_status, result.native_severity)
        standing = self._known.setdefault(stated, stated)
        fold = self.folds.get(identifier)
        if fold is None:
            self.folds[identifier] = _EntryFold(result, standing)
        else:
            fold.again(result.package, result.scope, standing)
            fold.merge(result)

    def again(self, identifier: str, package: AffectedPackage | None, scope: str, standing: _Standing) -> None:
        """One more entry of a known identifier, where all else that it says has been said: spares a record."""
        self.folds[identifier].again(package, scope, self._known.setdefault(standing, standing))


class _EntryFold:
    """Raw entries of one scan_result: the first one, and what the others change about it.

    `packages` stays None while all entries name the same one: most sightings have one entry, and need no set.
    """

    __slots__ = ("aliases", "cves", "entries", "first", "first_seen", "known_exploited", "packages", "parts", "standing")

    def __init__(self, first: ScanResult, standing: _Standing) -> None:
        self.first = first
        self.entries = 1
        self.standing = standing
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
        if standing is not self.standing and standing != self.standing and _leads(standing, self.standing):
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

    def scan_result(self, evidence: EvidenceFile, scanner: str) -> TargetResult:
        """All entries together."""
        first = self.first
        return TargetResult(
            scanner=scanner,
            identifier=first.identifier,
            target=first.target.name,
            kind=first.kind,
            disposition=first.disposition,
            severity=self.standing[0],
            native_severity=self.standing[2],
            native_status=self.standing[1],
            title=first.title,
            description=first.description,
            solution=first.solution,
            cves=self.cves,
            aliases=self.aliases,
            cvss=first.cvss,
            references=first.references,
            published=first.published,
            known_exploited=self.known_exploited,
            first_seen=self.first_seen,
            packages=self._packages(),
            entries=self.entries,
            controls=first.controls,
            source=EvidenceSource(evidence.sha256, evidence.path, first.place),
        )

    def _packages(self) -> tuple[AffectedPackage, ...]:
        if self.packages is None:
            return (self.first.package,) if self.first.package else ()
        return tuple(sorted(self.packages, key=_package_key))


def _joined(lanes: Iterable[Lane], shared: Set[str]) -> Iterable[_Standing]:
    """What stands of each distinct entry of identifiers that several lanes of one target have."""
    standings: dict[tuple[str, _Part], _Standing] = {}
    for lane in lanes:
        for identifier in shared & lane.folds.keys():
            for part, standing in lane.folds[identifier].counted():
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
