"""What tools report of their single rules: services of the clouds, Prowler, Kubescape, kube-bench, STIG checklists.

Of each tool and target the newest day counts; reports of one day count together. Nothing is joined with the inventory: a rule
is about the resource that the tool names.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from generator.model.indicator import RuleResult
from generator.model.scan import Disposition, ResultKind, ScanSnapshot, ScanTarget
from generator.model.snapshot import counts_on, moment_of

_UNDECIDED = {
    Disposition.MANUAL: "the tool leaves it to a person",
    Disposition.SUPPRESSED: "its result was suppressed in the tool",
    Disposition.ERROR: "the tool could not look",
    Disposition.RESOLVED: "its result was closed in the tool",
}
_DECIDED = {Disposition.PASSED: True, Disposition.OPEN: False}


def rule_results(scans: Iterable[ScanSnapshot], as_of: date, tools: Collection[str]) -> tuple[RuleResult, ...]:
    """Of these tools, as of a day, sorted; what does not apply to a target is left out. What nothing dates never passes."""
    results = [
        result for scan in scans if scan.scanner.name in tools and counts_on(scan, as_of) for result in _results_of(scan)
    ]
    newest: dict[tuple[str, str], date] = {}
    for result in results:
        if result.taken is not None:
            key, day = (result.tool, result.target), result.taken.date()
            newest[key] = max(newest.get(key, day), day)
    counting = {each for each in results if each.taken is None or each.taken.date() == newest[each.tool, each.target]}
    return tuple(sorted(counting, key=lambda each: (each.tool, each.target, each.rule, each.source, str(each.passed))))


def report_tools(scans: Iterable[ScanSnapshot]) -> tuple[tuple[str, str], ...]:
    """(path of a report, the tool that wrote it), sorted."""
    return tuple(sorted({(scan.evidence.path, scan.scanner.name) for scan in scans}))


def _results_of(scan: ScanSnapshot) -> Iterator[RuleResult]:
    targets = {target.name: target for target in scan.targets}
    benchmark = " ".join(sorted(run.name for run in scan.benchmarks))
    for result in scan.results:
        if result.kind is not ResultKind.MISCONFIGURATION or result.disposition in (
            Disposition.NOT_APPLICABLE,
            Disposition.NOT_AFFECTED,
        ):
            continue
        target = targets.get(result.target)
        passed, taken = _DECIDED.get(result.disposition), moment_of(scan)
        doubt = _doubt(scan, target, dated=taken is not None) if passed else ""
        yield RuleResult(
            tool=scan.scanner.name,
            rule=result.identifier,
            target=_name(target, result.target, scan),
            passed=None if doubt else passed,
            why=doubt or _UNDECIDED.get(result.disposition, ""),
            benchmark=benchmark,
            taken=taken,
            source=result.source,
        )


def _doubt(scan: ScanSnapshot, target: ScanTarget | None, *, dated: bool) -> str:
    """Why nothing of the report passes, as a clause; empty where it may."""
    if not dated:
        return "nothing dates the report"
    return "" if target is None or scan.assesses(target) else "the report does not list all that it counts"


def _name(target: ScanTarget | None, written: str, scan: ScanSnapshot) -> str:
    """The file itself where the report does not say what it looked at."""
    return written if target is None or target.named else scan.evidence.path
