"""Diagram: what is drawn and what runs side by side; shapes to match one by one, or all suggestions above a score."""

import msgspec
from starlette.exceptions import HTTPException

from generator.facts.managed import runs
from generator.graph.mapping import FILE as MAPPING
from generator.graph.match_questions import MatchDecision, MatchQuestion, accepted, all_of, mapped_shape, noted, questions
from generator.graph.running_names import RunningNames
from generator.graph.suggest import EXTERNAL
from generator.review.assessment import drawn
from generator.review.bench import ActionDone, ActionRequest, PageRequest, PageValues, ReviewAction, ReviewPage, there
from generator.review.undo import undoable
from generator.review.writes import refused
from generator.text import counted
from generator.workspace.mapping_file import write_mapping

_NOTHING = "-"
_SHARES = (0.9, 0.8, 0.7, 0.6)


class SuggestedMatch(msgspec.Struct, frozen=True, kw_only=True):
    """One choice of a question."""

    value: str
    """Names of workloads, separated by line breaks."""
    names: str
    score: str
    why: str


class ShapeQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A drawn shape to be decided."""

    name: str
    """Of its form field: as the mapping file calls the shape."""
    label: str
    kind: str
    page: str
    file: str
    choices: tuple[SuggestedMatch, ...]


def _view(request: PageRequest) -> PageValues:
    assessment = request.assessment
    comparison = assessment.package.comparison
    return {
        "questions": tuple(map(_shown, questions(comparison))),
        "pictures": tuple((picture.name, picture.title) for picture in assessment.once(drawn).pictures),
        "running_only": comparison.cluster_only,
        "workloads": tuple(sorted({str(workload.key) for workload in assessment.package.running})),
        "shares": _SHARES,
        "nothing": _NOTHING,
        "external": EXTERNAL,
    }


def _shown(question: MatchQuestion) -> ShapeQuestion:
    shape = question.shape
    return ShapeQuestion(
        name=question.drawn,
        label=shape.label or shape.id,
        kind=str(shape.kind),
        page=shape.page,
        file=shape.source.path,
        choices=tuple(
            SuggestedMatch(
                value="\n".join(all_of(each)), names=", ".join(all_of(each)), score=f"{each.score / 100:.2f}", why=each.why
            )
            for each in question.suggestions
        ),
    )


def _decide(request: ActionRequest) -> ActionDone:
    """The answers to single shapes."""
    assessment = request.bench.assessments.current()
    names, decided = RunningNames(runs(assessment.tracked.assessed.facts)), MatchDecision()
    for question in questions(assessment.package.comparison):
        typed, picked = (request.posted.get(f"{kind}::{question.drawn}", "").strip() for kind in ("typed", "shape"))
        answer = (typed or picked).replace("\r\n", "\n")
        if answer == _NOTHING:
            decided.nothing.append(question.drawn)
        elif answer:
            chosen = [name.strip() for name in answer.replace(",", "\n").split("\n") if name.strip()]
            note = next((noted(each) for each in question.suggestions if list(all_of(each)) == chosen), None)
            reviewer = request.person.name or None
            decided.matches.append(mapped_shape(question.drawn, chosen, names, reviewed_by=reviewer, note=note))
    if not decided:
        raise refused("no shape was decided", "choose a match, or nothing, for at least one shape")
    return _done(request, decided)


def _accept(request: ActionRequest) -> ActionDone:
    """Every first suggestion above a score that no other comes near."""
    share = request.posted.get("share", "")
    if share not in {str(each) for each in _SHARES}:
        raise HTTPException(422)
    comparison = request.bench.assessments.current().package.comparison
    decided, left = accepted(questions(comparison), float(share), reviewed_by=request.person.name or None)
    if not decided:
        raise refused(f"no suggestion has {share} or more and is clear", "decide the shapes one by one")
    done = _done(request, decided)
    return ActionDone(back=done.back, notice=f"{done.notice} {counted(len(left), 'shape')} left open.")


def _done(request: ActionRequest, decided: MatchDecision) -> ActionDone:
    with undoable(request.session.undo, request.bench.root, (MAPPING,)):
        path = write_mapping(request.bench.root, decided)
    matched = f"{counted(len(decided.matches), 'shape')} matched, {len(decided.nothing)} marked as nothing that runs"
    return ActionDone(back="/diagram", notice=f"decisions/{path.name}: {matched}.")


def picture(request: PageRequest) -> tuple[bytes, str]:
    """A figure of the package, by its name.

    Raises:
        HTTPException: there is no such figure.
    """
    pictures = request.assessment.once(drawn).pictures
    return there(next((each.svg for each in pictures if each.name == request.path["name"]), None)), "image/svg+xml"


PAGES = (ReviewPage(path="/diagram", title="Diagram", template="diagram.html", view=_view),)
ACTIONS = (ReviewAction(path="/diagram/decide", apply=_decide), ReviewAction(path="/diagram/accept", apply=_accept))
DOWNLOADS = (("/diagram/picture/{name}", picture),)
