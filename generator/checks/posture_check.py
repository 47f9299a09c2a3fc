"""A row of the evidence-to-control table as a check: what does not enforce, or is not there, is a discrepancy."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.checks.base import Check, Evidence, Unanswered
from generator.limits import CITED
from generator.model.comparison import Discrepancy
from generator.model.evidence import Source
from generator.model.identifiers import ControlId
from generator.model.posture import Citation, Posture, Problem, State
from generator.posture.base import Row
from generator.posture.registry import ROWS, judge
from generator.text import moment


@dataclass(frozen=True, slots=True)
class PostureCheck:
    """See `Check`: all that it says is data of the row's requirement."""

    row: Row

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

    def needs(self, evidence: Evidence) -> str | None:
        """See `Check.needs`."""
        said = list(judge(self.row, evidence.system, evidence.facts))
        if any(one.state is not State.NOT_COLLECTED for one in said):
            return None
        return next((what for one in said for what in one.missing), "evidence of the cluster's configuration")

    def run(self, evidence: Evidence) -> Iterable[Discrepancy | Unanswered]:
        """See `Check.run`."""
        several = len(evidence.facts.configurations) > 1
        for posture in judge(self.row, evidence.system, evidence.facts):
            prefix = f"{posture.cluster}/" if several and posture.cluster else ""
            if posture.state is State.NOT_COLLECTED:
                yield _unanswered(posture)
            for problem in _problems(posture):
                yield _discrepancy(posture, problem, prefix, evidence)


def _problems(posture: Posture) -> Iterator[Problem]:
    """What is to be remediated, once for each subject: a subject has one discrepancy of a check."""
    found: dict[str, Problem] = {}
    if posture.state is State.NONE_FOUND and posture.requirement.required and not posture.problems:
        subject = posture.cluster or "the system"
        text = f"shows nothing for “{posture.requirement.title}”: {posture.found.rstrip('.')}"
        yield Problem(subject=subject, text=text, citations=posture.citations)
    for one in posture.problems:
        known = found.get(one.subject)
        found[one.subject] = (
            one
            if known is None
            else Problem(subject=one.subject, text=f"{known.text}; {one.text}", citations=(*known.citations, *one.citations))
        )
    yield from found.values()


def _discrepancy(posture: Posture, problem: Problem, prefix: str, evidence: Evidence) -> Discrepancy:
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


def _cited(each: Citation) -> str:
    """What identifies an object in the API, and when it was read."""
    marks = (f"uid {each.uid}" if each.uid else "", f"resourceVersion {each.resource_version}" if each.resource_version else "")
    when = f"collected {moment(each.taken)}" if each.taken else ""
    said = ", ".join(part for part in (*marks, when) if part)
    return f"{each.key} ({said})" if said else each.key


def _of_cluster(posture: Posture, evidence: Evidence) -> tuple[Source, ...]:
    """Where nothing is there to be cited: the files that do not hold it."""
    views = [view for view in evidence.facts.clusters if view.name == posture.cluster]
    return tuple(file.source for view in views for file in view.evidence)


def _unanswered(posture: Posture) -> Unanswered:
    what = next(iter(posture.missing), "its configuration")
    return Unanswered(reason=f"there is no evidence of {what}", next_step=f"collect {what}", path=posture.cluster, of="cluster")


POSTURE_CHECKS: tuple[Check, ...] = tuple(PostureCheck(row) for row in ROWS)
"""One for each row, in the order of the matrix."""
