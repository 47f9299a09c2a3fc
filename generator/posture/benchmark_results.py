"""Results of benchmarks on clusters, hosts and accounts: dated, and with what they found."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.model.operation import CheckRun
from generator.model.posture import Citation, Problem, Requirement, State
from generator.posture.base import Ground, Judgement, named, none_found, not_collected
from generator.posture.mapping import mapped
from generator.text import counted

_WINDOW = 30
"""Days: monthly scans of the whole inventory, FedRAMP Vulnerability Scanning Requirements §3."""

_REQUIREMENT = Requirement(
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

    requirement: Requirement = _REQUIREMENT
    per_cluster: bool = False

    def judge(self, ground: Ground) -> Judgement:
        """See `Row.judge`."""
        runs = ground.facts.check_runs
        if not runs:
            if ground.facts.tallies:
                return none_found("Scans were collected; none is a benchmark of a cluster, a host or an account.")
            return not_collected("results of benchmarks (kube-bench, Compliance Operator, OpenSCAP, Prowler)")
        problems = tuple(problem for one in runs for problem in _faults(one, ground.facts.as_of))
        passed, failed, manual = (sum(getattr(one, name) for one in runs) for name in ("passed", "failed", "manual"))
        unnamed = [one.source.path for one in runs if not one.benchmarks]
        missing = [f"{counted(manual, 'check')} that a person has to make"] if manual else []
        if unnamed:
            missing.append(f"which benchmark of which version {named(sorted(unnamed))} holds")
        tools = named(sorted({one.tool for one in runs}))
        return Judgement(
            state=State.NOT_ENFORCING if problems else State.ENFORCING,
            found=f"{counted(len(runs), 'run')} of {tools}: {counted(passed, 'check')} passed, {failed:,} failed.",
            missing=tuple(missing),
            problems=problems,
            citations=tuple(_cited(one) for one in runs),
            held=(passed, passed + failed),
        )


def _faults(one: CheckRun, as_of: date) -> Iterator[Problem]:
    subject = f"{one.tool} on {named(one.targets)}"
    if one.failed:
        text = f"fails {counted(one.failed, 'check')} of {one.passed + one.failed:,}; each is in the list of weaknesses"
        yield Problem(subject=subject, text=text, citations=(_cited(one),))
    if one.taken is None:
        yield Problem(subject=subject, text="is not dated", citations=(_cited(one),))
    elif (as_of - one.taken.date()).days > _WINDOW:
        text = f"was run {(as_of - one.taken.date()).days} days ago"
        yield Problem(subject=subject, text=text, citations=(_cited(one),))


def _cited(one: CheckRun) -> Citation:
    return Citation(kind="Benchmark", name=one.tool, taken=one.taken, source=one.source)
