"""What is outstanding in a workspace, by document, each with the page where it is done, and what of it refuses `--final`."""

from collections import Counter
from collections.abc import Iterator

import msgspec

from generator.graph.match_questions import questions
from generator.model.candidate import CandidateState
from generator.model.evidence import GapKind
from generator.model.narrative import NarrativeStatus
from generator.model.progress import AnswerProgress, tallies
from generator.review.bench import PageRequest
from generator.review.expected_files import expected_files
from generator.review.pages.additions import AdditionDuties, addition_duties
from generator.review.pages.indicators import to_be_stated, without_status
from generator.review.pages.poam import items_to_confirm
from generator.text import agreeing, counted

_NOTHING = frozenset({AnswerProgress.MISSING, AnswerProgress.GENERATED})


class OutstandingTask(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of work."""

    document: str
    what: str
    """With its number."""
    count: int
    href: str
    final: bool
    """Does it keep a package from being final?"""


def outstanding_tasks(request: PageRequest) -> Iterator[OutstandingTask]:
    """Every kind of work, also where nothing of it is left."""
    package = request.assessment.package
    system, gaps = package.system, Counter(gap.kind for gap in package.gaps)
    yield _task("System Security Plan", len(system.outstanding), "value", "not stated", "/system", final=False)
    yield _task(
        "System Security Plan", len(system.samples), "value", "still the example of the template", "/system", final=True
    )
    total = tallies(request.assessment.parts)[-1] if request.assessment.parts else None
    if total is not None:
        empty = total.count(*_NOTHING)
        yield _task("Appendix A", empty, "control part", "not written", "/controls?state=not-written", final=True)
        waiting = total.count(AnswerProgress.WRITTEN, AnswerProgress.REVIEWED)
        yield _task("Appendix A", waiting, "control part", "not approved", "/controls?state=not-approved", final=True)
    yield _task("Controls", len(request.assessment.conflicts), "text", "there in two versions", "/conflicts", final=True)
    drafts = sum(bool(text.parts) and text.standing is not NarrativeStatus.FINAL for text in system.plan_texts)
    yield _task("System Security Plan", drafts, "running text", "not approved", "/plan", final=True)
    yield _task("Inventory", len(request.assessment.missing), "mandatory cell", "blank", "/inventory", final=True)
    open_dates = len(request.assessment.once(items_to_confirm))
    yield _task("POA&M", open_dates, "item", "without a milestone of a person", "/poam/plans", final=True)
    undecided = sum(row.state is CandidateState.UNDECIDED for row in package.candidates)
    yield _task("POA&M", undecided, "candidate", "undecided", "/poam/candidates", final=True)
    yield _task("Evidence", gaps[GapKind.NAMED_NOT_THERE], "file", "named and not there", "/evidence#gaps", final=True)
    yield _task(
        "Evidence",
        len(package.unmatched_targets),
        "scanned target",
        "not matched to an asset",
        "/evidence#unmatched",
        final=False,
    )
    yield _task("Evidence", gaps[GapKind.UNDATED], "file", "undated", "/evidence#gaps", final=False)
    unread = gaps[GapKind.UNREADABLE] + gaps[GapKind.UNRECOGNIZED]
    yield _task("Evidence", unread, "file", "not readable", "/evidence#gaps", final=False)
    yield _task("Diagrams", len(questions(package.comparison)), "drawn shape", "not matched", "/diagram", final=False)
    as_of = request.bench.as_of()
    late = sum(row.due < as_of for row in expected_files(request.bench.root, request.assessment, as_of))
    yield _task("Requests", late, "file", "late", "/requests", final=False)
    yield from _indicator_tasks(request)
    yield from _addition_tasks(request.assessment.once(addition_duties))
    yield _task("Decisions", gaps[GapKind.UNDECIDED], "decision", "to be corrected", "/evidence#gaps", final=False)


def _indicator_tasks(request: PageRequest) -> Iterator[OutstandingTask]:
    """Of a system that goes for FedRAMP 20x."""
    indicators, as_of = request.assessment.package.indicators, request.bench.as_of()
    if indicators is None:
        return
    unsaid = sum(map(without_status, indicators.results))
    yield _task("Indicators", unsaid, "indicator", "without a status", "/indicators?show=no+status", final=True)
    lapsing = sum(to_be_stated(result, as_of) for result in indicators.results)
    yield _task("Indicators", lapsing, "indicator", "to be stated by a person", "/indicators?show=to+be+stated", final=False)


def _addition_tasks(duties: AdditionDuties) -> Iterator[OutstandingTask]:
    """Of a system that goes for a DoD impact level or CMMC."""
    if duties.readiness:
        what = "readiness requirement"
        yield _task("DoD addendum", duties.unanswered, what, "without an answer", "/additions#readiness", final=False)
        yield _task("DoD addendum", len(duties.values), "DoD value", "not stated", "/additions#values", final=False)
    if duties.assets:
        yield _task("CMMC", duties.without_category, "asset", "without a category", "/additions#categories", final=False)


def final_tasks(request: PageRequest) -> tuple[OutstandingTask, ...]:
    """Those that are open and refuse `--final`."""
    return tuple(task for task in outstanding_tasks(request) if task.final and task.count)


def _task(document: str, count: int, noun: str, state: str, href: str, *, final: bool) -> OutstandingTask:
    what = f"{counted(count, noun)} {agreeing(count, 'is', 'are')} {state}"
    return OutstandingTask(document=document, what=what, count=count, href=href, final=final)
