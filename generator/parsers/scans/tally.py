"""Folds raw scanner entries into sightings while a file is read, and accounts for every one of them.

Shared by all scanner formats: a parser makes one `ScanAccumulator`, adds or drops each raw entry, and finishes it into a
`ScanSnapshot`. Counts and sightings do not depend on the order of the entries; texts are those of the first entry.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Unpack

from msgspec.structs import replace

from generator.model.evidence import EvidenceFile
from generator.model.scan import (
    Disposition,
    ResultKind,
    Scanner,
    ScanResult,
    ScanSnapshot,
    ScanTally,
    ScanTarget,
    Severity,
    TargetKind,
)
from generator.parsers.scans.entry_folds import EntryFold, Lane, Standing, joined, target_result
from generator.parsers.scans.misshapen_values import values_text
from generator.parsers.scans.report_counts import ReportCounts
from generator.parsers.scans.target import TargetDetails, from_evidence, named
from generator.text import counted

EMPTY_ENTRY = "empty entry"
"""Reason to drop: `null` stands where an entry was expected."""
CUT_ENTRY = "cut off"
"""Reason to drop: the file ends inside of the entry."""
CUT_WORDS = "the file ends inside its last entry, and what followed is not known"
NO_IDENTIFIER = "no identifier"
"""Reason to drop: the entry does not say which vulnerability or rule it is about."""


class ScanAccumulator:
    """What has been read of one scanner file so far."""

    __slots__ = (
        "_by_identity",
        "_dropped",
        "_evidence",
        "_further",
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
        self._further: list[ScanResult] = []
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

    def lane(self, kind: ResultKind, target: ScanTarget, disposition: Disposition) -> Lane:
        """Where the sightings of one kind, target and disposition gather; a parser of many entries keeps it at hand."""
        last = self._last
        if last is not None and last.target is target and last.kind is kind and last.disposition is disposition:
            return last
        place = (id(target), kind, disposition)
        self._last = known = self._by_identity.get(place) or self._lane(kind, self.target(target), disposition)
        return known

    def _lane(self, kind: ResultKind, target: ScanTarget, disposition: Disposition) -> Lane:
        place = (id(target), kind, disposition)
        known = self._by_identity.get(place)
        if known is None:
            first = self._lanes.setdefault((target.name, kind, disposition), Lane(kind, target, disposition))
            known = self._by_identity[place] = first if first.target is target else first.of(target)
        return known

    def add(self, result: ScanResult) -> None:
        """Count one raw entry and fold it into its scan_result."""
        self.lane(result.kind, result.target, result.disposition).add(result)

    def also(self, result: ScanResult) -> None:
        """The entry that was added last is about this target as well: a result of it, and no further entry of the report."""
        self.target(result.target)
        self._further.append(result)

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

    def stated(self, kind: TargetKind) -> ScanTarget:
        """The same of what a person states was scanned: see `from_evidence`."""
        return self.target(from_evidence(self._evidence, kind))

    def named(self, name: str | None, kind: TargetKind, **known: Unpack[TargetDetails]) -> ScanTarget:
        """The same of what the report names: see `named`."""
        return self.target(named(name, kind, self._evidence, **known))

    def finish(
        self,
        taken: datetime | None,
        *,
        failure: str | None = None,
        assessed: bool = True,
        because: str | None = None,
        configuration: str | None = None,
    ) -> ScanSnapshot:
        """The snapshot. `taken` falls back to the date the evidence was collected; `configuration` is a SHA-256.

        `failure` says why the scan could not look, `because` which parts it could not look at, or why it is not assessed. A
        summary that counts more than is listed, and entries that were lost, are stated without being asked for.
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
        for result in self._further:
            self.add(result)
        evidence, name = self._evidence, self._scanner.name
        targets = [self._as_counted(target) for target in self._targets]
        shown = bool(self._lanes) or not targets or any(target.assessed for target in targets)
        return ScanSnapshot(
            evidence=evidence,
            scanner=self._scanner,
            taken=taken or evidence.collected,
            targets=tuple(sorted(targets, key=lambda target: (target.name, target.workload or "", target.digests))),
            results=tuple([target_result(fold, evidence, name) for fold in self._emptied()]),
            tally=tally,
            configuration=configuration,
            assessed=assessed and failure is None and shown,
            not_assessed_because="; ".join(filter(None, (failure or because, *self._losses()))) or None,
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

    def _standings(self) -> Counter[Standing]:
        """What stands of how many distinct entries."""
        standings = Counter[Standing]()
        by_target: dict[str, list[Lane]] = {}
        for (name, _, _), lane in self._lanes.items():
            by_target.setdefault(name, []).append(lane)
        for lanes in by_target.values():
            names = Counter(identifier for lane in lanes for identifier in lane.folds) if len(lanes) > 1 else Counter[str]()
            shared = {identifier for identifier, count in names.items() if count > 1}
            for lane in lanes:
                standings.update(lane.standings(without=shared))
            if shared:
                standings.update(joined(lanes, shared))
        return standings

    def _emptied(self) -> Iterator[ScanResult | EntryFold]:
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
