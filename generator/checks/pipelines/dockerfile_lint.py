"""What a linter of Dockerfiles found."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.checks.mapping import mapped
from generator.model.operation import LintRun
from generator.model.posture import ObjectCitation, PostureRequirement, Problem
from generator.model.scan import Severity
from generator.posture.base import Judgment, PostureContext, judged_evidence, named, not_collected, undecided
from generator.text import counted

_CLEAN = "which Dockerfiles were looked at: a clean one is not named in a report"

_REQUIREMENT = PostureRequirement(
    id="dockerfile-lint",
    area="Hardened images",
    title="A linter finds neither errors nor warnings in Dockerfiles",
    problem="Linter warns of Dockerfiles",
    asks="Do the collected reports of a Dockerfile linter show neither errors nor warnings?",
    rationale="A linter knows the ways in which images take in more than was meant: packages of any version, caches, root.",
    fix="Correct what the rules name, or ignore a rule in the Dockerfile with a comment that says why (`# hadolint ignore=`).",
    reference=(
        "https://github.com/hadolint/hadolint#rules; FedRAMP Vulnerability Scanning Requirements for Containers v1.0, Hardened "
        "Images (names no linter)"
    ),
    controls=mapped(ours="CM-6 CM-2"),
    severity=Severity.LOW,
    required=False,
)


@dataclass(frozen=True, slots=True)
class DockerfileLint:
    """See `Row`."""

    requirement: PostureRequirement = _REQUIREMENT
    per_cluster: bool = False

    def judge(self, context: PostureContext) -> Judgment:
        """See `Row.judge`. Whether a pipeline runs the linter, and stops on it, is another matter."""
        runs = context.facts.lint_runs
        if not runs:
            return not_collected("what a linter finds in Dockerfiles (`hadolint -f json`)")
        looked = tuple(lint_run for lint_run in runs if lint_run.looked)
        unread = [lint_run.source.path for lint_run in runs if lint_run.unread]
        missing = [f"Dockerfiles that the linter could not parse ({named(unread)})"] if unread else []
        if not looked:
            return undecided("A linter was run and could parse no Dockerfile.", missing)
        problems = tuple(_problems(looked))
        times, lesser = (
            sum(number for lint_run in looked for _, number in lint_run.broken),
            sum(lint_run.lesser for lint_run in looked),
        )
        hints = f", beside {counted(lesser, 'lesser hint')}" if lesser else ""
        serious = f"{counted(times, 'error or warning', 'errors and warnings')} of {counted(len(problems), 'rule')}{hints}"
        summary = f"{counted(len(looked), 'report')} of {looked[0].tool}: {serious}."
        return judged_evidence(summary, problems, map(_cited, looked), missing=(*missing, _CLEAN))


def _problems(runs: tuple[LintRun, ...]) -> Iterator[Problem]:
    """Each rule once: people correct a rule everywhere, or set it aside with a reason."""
    for rule in sorted({rule for lint_run in runs for rule, _ in lint_run.broken}):
        broken = [(lint_run, number) for lint_run in runs for name, number in lint_run.broken if name == rule]
        text = f"is broken {counted(sum(number for _, number in broken), 'time')}; the report says where"
        yield Problem(subject=rule, text=text, citations=tuple(_cited(lint_run) for lint_run, _ in broken))


def _cited(run: LintRun) -> ObjectCitation:
    return ObjectCitation(kind="Lint", name=run.tool, taken=run.taken, source=run.source)
