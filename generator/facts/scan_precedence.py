"""Which of several scans by one scanner counts, kind of result by kind of result.

A newer scan replaces what it looked for again, and nothing else: a scan for secrets says nothing of vulnerabilities, one STIG
nothing of another. A report does not say what it looked for, only what it found, so:

- what a file holds, it looked for; a file that holds nothing looked for vulnerabilities;
- a newer file without a kind covers it where an older one held that kind *and* vulnerabilities: the same sort of scan, and the
  secret of last month is gone.

Of vulnerabilities one file counts, the best; of settings, secrets and licenses all files of its day, since linters write one
report a part, and of source code as well, of which a scanner may write one for each lock file. Checklists are distinguished by
their benchmark.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol, TypeVar

from generator.model.grouping import grouped, grouped_sets
from generator.model.scan import ResultKind, ScanSnapshot

_VULNERABILITY = ResultKind.VULNERABILITY


class ScanOfAsset(Protocol):
    """One scan's look at one asset."""

    @property
    def snapshot(self) -> ScanSnapshot:
        """The scan."""

    @property
    def kinds(self) -> frozenset[ResultKind]:
        """What the scan looked for (`kinds_of`)."""

    @property
    def day(self) -> date | None:
        """When it looked."""

    @property
    def rank(self) -> tuple[bool, int, str, str]:
        """Best last."""

    @property
    def in_parts(self) -> bool:
        """Does a scanner write several reports of what it looked at, as one for each lock file of a repository?"""

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """Looks that share a key may replace each other; a look counts where it is the best for one of its keys."""


L = TypeVar("L", bound=ScanOfAsset)


def kinds_of(snapshot: ScanSnapshot) -> frozenset[ResultKind]:
    """What a scan looked for, as far as its file shows. Reads all of it: ask once a scan."""
    return frozenset({result.kind for result in snapshot.results} or {_VULNERABILITY})


def chosen_kinds(looks: Iterable[L]) -> Mapping[int, frozenset[ResultKind]]:
    """By `id` of the look, the kinds of result for which it counts; a look that counts for none is not there."""
    groups = grouped((key, look) for look in looks for key in look.keys)
    chosen = grouped_sets(
        (id(look), kind)
        for group in groups.values()
        for kind in frozenset().union(*(look.kinds for look in group))
        for look in _counting(group, kind)
    )
    return {key: frozenset(result_kinds) for key, result_kinds in chosen.items()}


def _counting(group: Sequence[L], kind: ResultKind) -> Iterable[L]:
    mixed = any({kind, _VULNERABILITY} <= look.kinds for look in group)
    covering = [look for look in group if kind in look.kinds or (mixed and _VULNERABILITY in look.kinds)]
    by_benchmark = grouped(
        (_benchmarks(look.snapshot) if kind is ResultKind.MISCONFIGURATION else (), look) for look in covering
    )
    for looks in by_benchmark.values():
        best = max(looks, key=lambda look: look.rank)
        yield from (look for look in looks if look.snapshot is best.snapshot or _same_day_report(look, best, kind))


def _same_day_report(look: L, best: L, kind: ResultKind) -> bool:
    """Another report of the same day and as sure about its target."""
    return (kind is not _VULNERABILITY or look.in_parts) and look.day == best.day and look.rank[:2] == best.rank[:2]


def _benchmarks(snapshot: ScanSnapshot) -> tuple[str, ...]:
    return tuple(sorted({run.name for run in snapshot.benchmarks}))
