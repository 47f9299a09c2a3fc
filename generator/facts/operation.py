"""Benchmarks, sensor logs and reports of linters, out of the scans that count on the as-of date."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from generator.model.operation import CheckRun, LintRun, SensorLog
from generator.model.scan import Disposition, ResultKind, ScanSnapshot, TargetKind, TargetResult
from generator.model.snapshot import age_of, moment_of, of_newest_day

_LINTERS = frozenset({"Hadolint"})
_CHECKED = frozenset({TargetKind.CLUSTER, TargetKind.HOST, TargetKind.CLOUD})


def check_runs(scans: Sequence[ScanSnapshot]) -> tuple[CheckRun, ...]:
    """Of each tool and what it looked at the newest run, sorted by tool and path.

    Files that do not say what they looked at, as those of several nodes, all count on the newest day of their tool.
    """
    newest: dict[tuple[str, tuple[str, ...]], ScanSnapshot] = {}
    for snapshot in scans:
        if snapshot.assessed and _checks(snapshot):
            key = snapshot.scanner.name, _checked(snapshot)
            if key not in newest or age_of(newest[key]) < age_of(snapshot):
                newest[key] = snapshot
    counted = of_newest_day(newest.values(), lambda scan: (scan.scanner.name, _checked(scan) if _is_named(scan) else None))
    return tuple(sorted((_run(scan) for scan in counted), key=lambda check_run: (check_run.tool, check_run.source.path)))


def sensor_logs(scans: Sequence[ScanSnapshot]) -> tuple[SensorLog, ...]:
    """Every file that holds events of sensors, or what a sensor says of its own losses; sorted by path."""
    logs = [(snapshot, _of(snapshot, ResultKind.EVENT)) for snapshot in scans]
    return tuple(sorted((_log(snapshot, events) for snapshot, events in logs if events), key=lambda log: log.source.path))


def lint_runs(scans: Sequence[ScanSnapshot]) -> tuple[LintRun, ...]:
    """Every report of a linter of Dockerfiles, sorted by tool and path. Which of them counts for a file, its judge decides."""
    linters = (scan for scan in scans if scan.scanner.name in _LINTERS)
    return tuple(sorted(map(_linted, linters), key=lambda linted: (linted.tool, linted.source.path)))


def _run(snapshot: ScanSnapshot) -> CheckRun:
    counted = Counter(result.disposition for result in _checks(snapshot))
    passed, failed, manual = counted[Disposition.PASSED], counted[Disposition.OPEN], counted[Disposition.MANUAL]
    return CheckRun(
        tool=snapshot.scanner.name,
        benchmarks=tuple(
            sorted(" ".join(part for part in (benchmark.name, benchmark.version) if part) for benchmark in snapshot.benchmarks)
        ),
        taken=moment_of(snapshot),
        targets=_checked(snapshot),
        passed=passed,
        failed=failed,
        manual=manual,
        other=sum(counted.values()) - passed - failed - manual,
        by_target=tuple(sorted(_by_target(snapshot))),
        source=snapshot.evidence.source,
    )


def _by_target(snapshot: ScanSnapshot) -> Iterator[tuple[str, int, int, int]]:
    checks = _checks(snapshot)
    for target in {result.target for result in checks}:
        counted = Counter(result.disposition for result in checks if result.target == target)
        yield target, counted[Disposition.PASSED], counted[Disposition.OPEN], counted[Disposition.MANUAL]


def _log(snapshot: ScanSnapshot, events: Iterable[TargetResult]) -> SensorLog:
    lost = [event for event in events if event.disposition is Disposition.ERROR]
    seen = [event for event in events if event.disposition is Disposition.OPEN]
    return SensorLog(
        tool=snapshot.scanner.name,
        taken=moment_of(snapshot),
        alerts=sum(result.entries for result in seen),
        losses=sum(result.entries for result in lost),
        lost=tuple(sorted({result.identifier for result in lost})),
        first=min((result.first_seen for result in seen if result.first_seen), default=None),
        last=max((result.first_seen for result in seen if result.first_seen), default=None),
        about=tuple(sorted({result.target for result in seen})),
        rules=tuple(sorted({result.identifier for result in seen})),
        source=snapshot.evidence.source,
    )


def _linted(snapshot: ScanSnapshot) -> LintRun:
    return LintRun(
        tool=snapshot.scanner.name,
        taken=moment_of(snapshot),
        files=snapshot.linted,
        source=snapshot.evidence.source,
    )


def _checked(snapshot: ScanSnapshot) -> tuple[str, ...]:
    """What it looked at; the file itself where it does not say it."""
    named_so = {
        target.name if target.named else snapshot.evidence.path for target in snapshot.targets if target.kind in _CHECKED
    }
    return tuple(sorted(named_so))


def _checks(snapshot: ScanSnapshot) -> list[TargetResult]:
    """Checks of a cluster, host or account; those of manifests and workloads in the same file are about something else."""
    names = {target.name for target in snapshot.targets if target.kind in _CHECKED}
    return [result for result in _of(snapshot, ResultKind.MISCONFIGURATION) if result.target in names]


def _is_named(snapshot: ScanSnapshot) -> bool:
    return snapshot.evidence.path not in _checked(snapshot)


def _of(snapshot: ScanSnapshot, kind: ResultKind) -> list[TargetResult]:
    return [result for result in snapshot.results if result.kind is kind]
