"""Folds raw scanner entries into sightings while a file is read, and accounts for every one of them.

Shared by all scanner formats: a parser makes one `ScanAccumulator`, adds or drops each raw entry, and finishes it into a
`ScanSnapshot`. Counts and sightings do not depend on the order of the entries; texts are those of the first entry.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from generator.model.evidence import EvidenceFile, Source
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
    Sighting,
)

EMPTY_ENTRY = "empty entry"
"""Reason to drop: `null` stands where an entry was expected."""
NO_IDENTIFIER = "no identifier"
"""Reason to drop: the entry does not say which vulnerability or rule it is about."""

_Key = tuple[str, ResultKind, str, Disposition]
_Tuple = tuple[str, str, str, str, str | None]
_Standing = tuple[Severity, str, str]
_RANK = {severity: severity.rank for severity in Severity}


class ScanAccumulator:
    """What has been read of one scanner file so far."""

    __slots__ = ("_dropped", "_evidence", "_folds", "_last_target", "_results", "_scanner", "_targets", "_unique")

    def __init__(self, evidence: EvidenceFile, scanner: Scanner) -> None:
        self._evidence = evidence
        self._scanner = scanner
        self._folds: dict[_Key, _Fold] = {}
        self._unique: dict[_Tuple, _Standing] = {}
        self._targets: dict[ScanTarget, None] = {}
        self._last_target: ScanTarget | None = None
        self._dropped: Counter[str] = Counter()
        self._results = 0

    def is_new(self, kind: ResultKind, identifier: str, target: ScanTarget, disposition: Disposition) -> bool:
        """Would this entry open a new sighting? Only then are its texts, scores and references kept.

        A parser for large files may ask, and spare itself the work of making them for the entries that follow.
        """
        return (target.name, kind, identifier, disposition) not in self._folds

    def add(self, result: ScanResult) -> None:
        """Count one raw entry and fold it into its sighting."""
        self._results += 1
        target = result.target
        if target is not self._last_target:
            self.target(target)
        identifier, package = result.identifier, result.package
        key = (target.name, result.kind, identifier, result.disposition)
        fold = self._folds.get(key)
        if fold is None:
            self._folds[key] = _Fold(result)
        else:
            fold.merge(result)
        self._note(
            (identifier, target.name, result.scope, package.name, package.version)
            if package
            else (identifier, target.name, result.scope, "", None),
            (result.severity, result.native_status, result.native_severity),
        )

    def _note(self, key: _Tuple, standing: _Standing) -> None:
        known = self._unique.get(key)
        if known is None or (known != standing and _leads(standing, known)):
            self._unique[key] = standing

    def drop(self, reason: str, n: int = 1) -> None:
        """Count `n` raw entries that cannot be used, with the reason a person will read."""
        self._results += n
        self._dropped[reason] += n

    def target(self, target: ScanTarget) -> None:
        """Something the scan looked at, whether or not it found anything there."""
        self._targets[target] = None
        self._last_target = target

    def finish(
        self, taken: datetime | None, *, assessed: bool = True, because: str | None = None, configuration: str | None = None
    ) -> ScanSnapshot:
        """The snapshot. `taken` falls back to the date the evidence was collected; `configuration` is a SHA-256.

        `because` says why the scan could not look; given with `assessed=True`, which parts it could not look at.
        """
        dropped = sum(self._dropped.values())
        severities = Counter(standing[0] for standing in self._unique.values())
        statuses = Counter(standing[1] for standing in self._unique.values())
        tally = ScanTally(
            results=self._results,
            unique=len(self._unique),
            duplicates=self._results - len(self._unique) - dropped,
            dropped=tuple(sorted(self._dropped.items())),
            identifiers=len({key[0] for key in self._unique}),
            severities=tuple((str(severity), severities[severity]) for severity in Severity if severity in severities),
            statuses=tuple(sorted(statuses.items())),
        )
        evidence, name = self._evidence, self._scanner.name
        return ScanSnapshot(
            evidence=evidence,
            scanner=self._scanner,
            taken=taken or evidence.collected,
            targets=tuple(sorted(self._targets, key=lambda target: (target.name, target.workload or "", target.digests))),
            sightings=tuple(self._folds[key].sighting(evidence, name) for key in sorted(self._folds)),
            tally=tally,
            configuration=configuration,
            assessed=assessed,
            not_assessed_because=because,
        )


class _Fold:
    """Raw entries of one sighting: the first one, and what the others change about it.

    `packages` stays None while all entries name the same one: most sightings have one entry, and need no set.
    """

    __slots__ = ("aliases", "cves", "entries", "first", "first_seen", "known_exploited", "packages", "standing")

    def __init__(self, first: ScanResult) -> None:
        self.first = first
        self.entries = 1
        self.standing = (first.severity, first.native_status, first.native_severity)
        self.cves = first.cves
        self.aliases = first.aliases
        self.first_seen = first.first_seen
        self.known_exploited = first.known_exploited
        self.packages: set[AffectedPackage] | None = None
        if first.package and first.more_packages:
            self.packages = {first.package, *first.more_packages}

    def merge(self, result: ScanResult) -> None:
        """One more entry: the most severe leads, packages and CVEs are joined, the earliest dates stay."""
        self.entries += 1
        if result.package and result.package != self.first.package:
            if self.packages is None:
                self.packages = {self.first.package} if self.first.package else set()
            self.packages.update((result.package, *result.more_packages))
        standing = (result.severity, result.native_status, result.native_severity)
        if standing != self.standing and _leads(standing, self.standing):
            self.standing = standing
        if result.cves and result.cves != self.cves:
            self.cves = tuple(sorted({*self.cves, *result.cves}))
        if result.aliases and result.aliases != self.aliases:
            self.aliases = tuple(sorted({*self.aliases, *result.aliases}))
        if result.first_seen != self.first_seen:
            self.first_seen = _earliest((result.first_seen, self.first_seen))
        if result.known_exploited != self.known_exploited:
            self.known_exploited = _earliest((result.known_exploited, self.known_exploited))

    def sighting(self, evidence: EvidenceFile, scanner: str) -> Sighting:
        """All entries together."""
        first = self.first
        return Sighting(
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
            source=Source(evidence.sha256, evidence.path, first.place),
        )

    def _packages(self) -> tuple[AffectedPackage, ...]:
        if self.packages is None:
            return (self.first.package,) if self.first.package else ()
        return tuple(sorted(self.packages, key=_package_key))


def _leads(one: _Standing, other: _Standing) -> bool:
    """Does the severity and status of one entry speak for both? The more severe; among equals the first in the alphabet."""
    if one[0] is other[0]:
        return one[1:] < other[1:]
    return _RANK[one[0]] > _RANK[other[0]]


def _earliest(dates: Iterable[date | None]) -> date | None:
    return min((day for day in dates if day), default=None)


def _package_key(package: AffectedPackage) -> tuple[str, str, str, str, str]:
    return (package.name, package.version or "", package.fixed_version or "", package.purl or "", package.path or "")
