"""What the rows about the API server's arguments share."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.model.posture import Problem
from generator.model.settings.admission import ApiServer
from generator.posture.base import Judgment, PostureContext, judged, not_collected, of

Faults = Callable[[ApiServer], Iterable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgumentQuestion:
    """One question about the arguments."""

    about: str
    """What they decide, in words."""
    faults: Faults
    """What is wrong, a phrase each."""
    unseen: tuple[str, ...] = ()
    """What lies in files that the API does not show."""


def judge_flags(context: PostureContext, question: ArgumentQuestion) -> Judgment:
    """Every API server of the cluster that is seen as a static pod."""
    servers = context.of(ApiServer)
    if not servers:
        return not_collected(f"the API server's arguments about {question.about} (a managed control plane does not show them)")
    problems = [
        Problem(subject=each.key, text=text, citations=(each.cited,)) for each in servers for text in question.faults(each.says)
    ]
    right = sum(not list(question.faults(each.says)) for each in servers)
    summary = f"{of(right, len(servers), 'API servers')} (those started alike count once) set {question.about} as asked."
    return judged(summary, problems, servers, missing=question.unseen)
