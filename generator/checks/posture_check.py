"""A row of the evidence-to-control table as a check: what does not enforce, or is not there, is a discrepancy."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.checks.base import Check, CheckEvidence, Unanswered
from generator.limits import CITED
from generator.model.comparison import Discrepancy
from generator.model.evidence import EvidenceSource
from generator.model.identifiers import ControlId
from generator.model.posture import ObjectCitation, Posture, PostureState, Problem
from generator.posture.base import PostureRow
from generator.posture.registry import ROWS, judge
from generator.text import moment


@dataclass(frozen=True, slots=True)
class PostureCheck:
    """See `Check`: all that it says is data of the row's requirement."""

    row: PostureRow

    @property
    def id(self) -> str:
        """See `Check.id`."""
        return self.row.requirement.id

    @property
    def title(self) -> str:
        """See `Check.title`."""
        return self.row.requirement.problem

    @property
    def question(self) -> str:
        """See `Check.question`."""
        return self.row.requirement.asks

    @property
    def controls(self) -> tuple[ControlId, ...]:
        """See `Check.controls`."""
        return self.row.requirement.control_ids

    @property
    def source(self) -> str:
        """See `Check.source`."""
        return self.row.requirement.source

    def needs(self, evidence: CheckEvidence) -> str | None:
        """See `Check.needs`."""
        postures = list(judge(self.row, evidence.system, evidence.facts))
        if any(posture.state is not PostureState.NOT_COLLECTED for posture in postures):
            return None
        return next((what for posture in postures for what in posture.missing), "evidence of the cluster's configuration")

    def run(self, evidence: CheckEvidence) -> Iterable[Discrepancy | Unanswered]:
        """See `Check.run`."""
        several = len(evidence.facts.configurations) > 1
        for posture in judge(self.row, evidence.system, evidence.facts):
            prefix = f"{posture.cluster}/" if several and posture.cluster else ""
            if posture.state is PostureState.NOT_COLLECTED:
                yield _unanswered(posture)
            for problem in _problems(posture):
                yield _discrepancy(posture, problem, prefix, evidence)


def _problems(posture: Posture) -> Iterator[Problem]:
    """What is to be remediated, once for each subject: a subject has one discrepancy of a check."""
    problems: dict[str, Problem] = {}
    if posture.state is PostureState.NONE_FOUND and posture.requirement.required and not posture.problems:
        subject = posture.cluster or "the system"
        text = f"shows nothing for “{posture.requirement.title}”: {posture.summary.rstrip('.')}"
        yield Problem(subject=subject, text=text, citations=posture.citations)
    for problem in posture.problems:
        known = problems.get(problem.subject)
        problems[problem.subject] = (
            problem
            if known is None
            else Problem(
                subject=problem.subject, text=f"{known.text}; {problem.text}", citations=(*known.citations, *problem.citations)
            )
        )
    yield from problems.values()


def _discrepancy(posture: Posture, problem: Problem, prefix: str, evidence: CheckEvidence) -> Discrepancy:
    requirement, subject = posture.requirement, f"{prefix}{problem.subject}"
    cited = tuple(dict.fromkeys(problem.citations))
    seen = [_cited(each) for each in cited[:CITED]]
    read = f" Read from {', '.join(seen)}." if seen else ""
    return Discrepancy(
        check=requirement.id,
        subject=subject,
        title=f"{subject} {problem.text}",
        detail=f"{subject} {problem.text}. {requirement.rationale}{read}",
        controls=requirement.control_ids,
        severity=requirement.severity,
        next_step=requirement.fix,
        asset_ids=tuple(sorted(image.asset_id for image in evidence.facts.inventory if subject in image.workloads)),
        sources=tuple(dict.fromkeys(each.source for each in cited)) or _of_cluster(posture, evidence),
    )


def _cited(each: ObjectCitation) -> str:
    """What identifies an object in the API, and when it was read."""
    marks = (f"uid {each.uid}" if each.uid else "", f"resourceVersion {each.resource_version}" if each.resource_version else "")
    when = f"collected {moment(each.taken)}" if each.taken else ""
    description = ", ".join(part for part in (*marks, when) if part)
    return f"{each.key} ({description})" if description else each.key


def _of_cluster(posture: Posture, evidence: CheckEvidence) -> tuple[EvidenceSource, ...]:
    """Where nothing is there to be cited: the files that do not hold it."""
    views = [view for view in evidence.facts.clusters if view.name == posture.cluster]
    return tuple(file.source for view in views for file in view.evidence)


def _unanswered(posture: Posture) -> Unanswered:
    what = next(iter(posture.missing), "its configuration")
    return Unanswered(reason=f"there is no evidence of {what}", next_step=f"collect {what}", path=posture.cluster, of="cluster")


POSTURE_CHECKS: tuple[Check, ...] = tuple(PostureCheck(row) for row in ROWS)
"""One for each row, in the order of the matrix."""
