"""POA&M candidates: conclusions of the cross-check by requirement, to accept or refuse, several with one reason."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from generator.ledger.candidate_decisions import FILE
from generator.model.candidate import CandidateState, PoamCandidate, RequirementCandidates, by_requirement
from generator.model.rating import Rating
from generator.review.bench import ActionDone, ActionRequest, PageRequest, PageValues, ReviewAction, ReviewPage
from generator.review.pages.long_tables import ROWS, fits
from generator.review.writes import change_yaml, refused, shown_hash
from generator.workspace.yaml_text import YamlValue
from generator.workspace.yaml_writer import ChangingYaml, read_yaml

EVERY = "*"
"""As the subject of an entry: whatever does not meet the requirement."""
_SEPARATOR = "::"


class CandidateChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A candidate with what a form says of it."""

    value: str
    """Check and subject, as the form posts them."""
    row: PoamCandidate
    undecided: bool


class CandidateGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The candidates of one requirement that fit the filter."""

    check: str
    title: str
    """Weakness Name of the requirement."""
    controls: tuple[str, ...]
    rating: str
    """The highest of them."""
    every: str
    """What the form posts for all of the requirement; empty where none is undecided."""
    waiting: int
    """Undecided."""
    choices: tuple[CandidateChoice, ...]
    """Undecided ones first, as many as one page shows."""
    more: int
    """That are not shown."""


def _view(request: PageRequest) -> PageValues:
    rows = request.assessment.package.candidates
    words, show = request.query.get("q", ""), request.query.get("show", "")
    fitting = [
        row for row in rows if _fits(row, words.casefold().split()) and (not show or row.state is CandidateState.UNDECIDED)
    ]
    return {
        "groups": tuple(_groups(fitting)),
        "words": words,
        "show": show,
        "count": len(fitting),
        "total": len(rows),
        "waiting": sum(row.state is CandidateState.UNDECIDED for row in rows),
        "shown": shown_hash(read_yaml(request.bench.root, FILE)),
    }


def _fits(row: PoamCandidate, words: Sequence[str]) -> bool:
    return fits(f"{row.title} {row.check} {' '.join(row.controls)} {row.rating} {row.candidate_id}", words)


def _groups(rows: Iterable[PoamCandidate]) -> Iterator[CandidateGroup]:
    """In the order of the requirements, those with something undecided first."""
    yield from sorted(map(_group, by_requirement(rows)), key=lambda group: not group.waiting)


def _group(requirement: RequirementCandidates) -> CandidateGroup:
    check, members = requirement.check, requirement.rows
    choices = [
        CandidateChoice(value=f"{row.check}{_SEPARATOR}{row.subject}", row=row, undecided=row.state is CandidateState.UNDECIDED)
        for row in members
    ]
    waiting = len(requirement.undecided)
    shown = tuple(sorted(choices, key=lambda each: not each.undecided)[:ROWS])
    return CandidateGroup(
        check=check,
        title=requirement.weakness,
        controls=tuple(dict.fromkeys(str(control) for row in members for control in row.controls)),
        rating=str(min((row.rating for row in members), key=list(Rating).index)),
        every=f"{check}{_SEPARATOR}{EVERY}" if waiting else "",
        waiting=waiting,
        choices=shown,
        more=len(choices) - len(shown),
    )


def _decide(request: ActionRequest) -> ActionDone:
    """Accept or refuse several with one reason; a whole requirement in one entry."""
    decision, reason = request.posted.get("decision", ""), request.posted.get("reason", "").strip()
    chosen = [_chosen(value) for value in request.several.get("candidate", ())]
    if not chosen or decision not in ("accepted", "refused") or not reason:
        raise refused("a decision needs candidates, accept or refuse, and a reason", "fill in all three")
    if not request.person.known:
        raise refused("no person is named who decides", "write your name on the page You")
    whole = {check for check, subject in chosen if subject == EVERY}

    def change(before: ChangingYaml) -> ChangingYaml:
        after = before
        for check, subject in chosen:
            if check in whole and subject != EVERY:
                continue
            entry: dict[str, YamlValue] = {
                "check": check,
                "subject": subject,
                "decision": decision,
                "by": request.person.name,
                "decided": request.bench.as_of(),
                "reason": reason,
            }
            after = after.with_entry((), entry, why=f"{check}, {subject}: {decision}")
        return after

    return ActionDone(back="/poam/candidates", notice=change_yaml(request, FILE, change))


def _chosen(value: str) -> tuple[str, str]:
    check, _, subject = value.partition(_SEPARATOR)
    return check, subject


PAGES = (ReviewPage(path="/poam/candidates", title="POA&M candidates", template="candidates.html", view=_view, listed=False),)
ACTIONS = (ReviewAction(path="/poam/candidates", apply=_decide),)
