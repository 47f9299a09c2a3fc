"""Results of benchmarks on clusters, hosts and accounts: dated, and with what they found."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.checks.mapping import mapped
from generator.model.operation import CheckRun
from generator.model.posture import ObjectCitation, PostureRequirement, PostureState, Problem
from generator.posture.base import Judgment, PostureContext, named, none_found, not_collected
from generator.text import counted

_WINDOW = 30
"""Days: monthly scans of the whole inventory, FedRAMP Vulnerability Scanning Requirements §3."""

_REQUIREMENT = PostureRequirement(
    id="benchmark-results",
    area="Assessment",
    title="Benchmarks are run on clusters and hosts",
    problem="Benchmark is old or shows failures",
    asks="Was a benchmark run on clusters and hosts within 30 days, and did every check pass?",
    rationale="A benchmark tells how the whole configuration differs from what was agreed, on a day that can be shown.",
    fix="Run the benchmark again (kube-bench, Compliance Operator, OpenSCAP); remediate what fails or accept it with a reason.",
    reference="NIST SP 800-53 Rev. 5, CM-6 and CA-7; FedRAMP Vulnerability Scanning Requirements, section 3",
    controls=mapped(fedramp="CA-2 CM-6", nist="CA-7", ours="RA-5"),
)


@dataclass(frozen=True, slots=True)
class BenchmarkResults:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = False

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`."""
        runs = context.facts.check_runs
        if not runs:
            if context.facts.tallies:
                return none_found("Scans were collected; none is a benchmark of a cluster, a host or an account.")
            return not_collected("results of benchmarks (kube-bench, Compliance Operator, OpenSCAP, Prowler)")
        problems = tuple(problem for check_run in runs for problem in _faults(check_run, context.facts.as_of))
        passed, failed, manual = (
            sum(getattr(check_run, name) for check_run in runs) for name in ("passed", "failed", "manual")
        )
        unnamed = [check_run.source.path for check_run in runs if not check_run.benchmarks]
        missing = [f"{counted(manual, 'check')} that a person has to make"] if manual else []
        if unnamed:
            missing.append(f"which benchmark of which version {named(sorted(unnamed))} holds")
        tools = named(sorted({check_run.tool for check_run in runs}))
        return Judgment(
            state=PostureState.NOT_ENFORCING if problems else PostureState.ENFORCING,
            summary=f"{counted(len(runs), 'run')} of {tools}: {counted(passed, 'check')} passed, {failed:,} failed.",
            missing=tuple(missing),
            problems=problems,
            citations=tuple(_cited(check_run) for check_run in runs),
            held=(passed, passed + failed),
        )


def _faults(check_run: CheckRun, as_of: date) -> Iterator[Problem]:
    subject = f"{check_run.tool} on {named(check_run.targets)}"
    if check_run.failed:
        text = (
            f"fails {counted(check_run.failed, 'check')} of {check_run.passed + check_run.failed:,}; each is in the "
            f"list of weaknesses"
        )
        yield Problem(subject=subject, text=text, citations=(_cited(check_run),))
    if check_run.taken is None:
        yield Problem(subject=subject, text="is not dated", citations=(_cited(check_run),))
    elif (as_of - check_run.taken.date()).days > _WINDOW:
        text = f"was run {(as_of - check_run.taken.date()).days} days ago"
        yield Problem(subject=subject, text=text, citations=(_cited(check_run),))


def _cited(check_run: CheckRun) -> ObjectCitation:
    return ObjectCitation(kind="Benchmark", name=check_run.tool, taken=check_run.taken, source=check_run.source)
