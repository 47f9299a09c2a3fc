"""What a named person states of an indicator on a day, as subjects beside those of the evidence."""

import calendar
from datetime import date

from generator.frameworks.fedramp_20x import Indicator
from generator.model.indicator import IndicatorStatement, StatedReview
from generator.model.posture import Certainty, JudgedSubject, ObjectCitation
from generator.model.verdict_makers import passes, unknown

FILE = "decisions/indicators.yaml"


def stated_subjects(
    indicator: Indicator, statement: IndicatorStatement | None, as_of: date
) -> tuple[tuple[JudgedSubject, ...], tuple[StatedReview, ...]]:
    """The subject of the stated part, and the reviews that hold on the day. None where the indicator has no such part and
    no person states anything. A statement passes as *stated*, by name; one that lapsed, or is missing, is unknown."""
    reviews = statement.reviews if statement else ()
    current = tuple(review for review in reviews if lapses(review) >= as_of)
    subjects = [
        passes(
            f"statement: {review.what}",
            *_cited(review),
            certainty=Certainty.STATED,
            reason=f"{review.by}, {review.role}, on {review.day}, to be stated again every {review.every_months} months",
            stated_by=review.by,
        )
        for review in current
    ]
    subjects += [
        unknown(
            f"statement: {review.what}",
            f"what {review.by} stated on {review.day} lapsed on {lapses(review)}",
            next_step=f"let a named person state it again in {FILE}",
        )
        for review in reviews
        if review not in current
    ]
    if not reviews and indicator.stated:
        subjects.append(unknown(f"statement: {indicator.stated.what}", f"no person has stated it in {FILE}"))
    return tuple(subjects), current


def lapses(review: StatedReview) -> date:
    """The last day on which it holds."""
    months = review.day.month - 1 + review.every_months
    year, month = review.day.year + months // 12, months % 12 + 1
    return date(year, month, min(review.day.day, calendar.monthrange(year, month)[1]))


def _cited(review: StatedReview) -> tuple[ObjectCitation, ...]:
    sources = (review.source, *review.evidence)
    return tuple(ObjectCitation(kind="Statement", name=review.by, source=source) for source in sources)
