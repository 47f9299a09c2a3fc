"""Subjects of a check's discrepancies are told apart, since identifiers and waivers go by them."""

from generator.checks.distinct_subjects import with_distinct_subjects
from generator.model.comparison import Discrepancy
from generator.model.evidence import EvidenceSource
from generator.model.scan import Severity


def about(subject: str, *sources: tuple[str, str], title: str = "t") -> Discrepancy:
    return Discrepancy(
        check="drawn-not-running",
        subject=subject,
        title=title,
        detail="d",
        controls=(),
        severity=Severity.LOW,
        next_step="n",
        sources=tuple(EvidenceSource("0" * 64, path, place) for path, place in sources),
    )


def subjects(*found: Discrepancy) -> list[str]:
    return [one.subject for one in with_distinct_subjects(found)]


def test_a_subject_of_its_own_stays() -> None:
    assert subjects(about("b", ("x", "")), about("a", ("x", ""))) == ["a", "b"]


def test_two_drawings_with_a_page_of_one_name_are_told_by_their_file() -> None:
    two = about("Page-1/2", ("diagrams/a.drawio", "shape 2")), about("Page-1/2", ("diagrams/b.drawio", "shape 2"))
    assert subjects(*two) == ["Page-1/2 (diagrams/a.drawio)", "Page-1/2 (diagrams/b.drawio)"]


def test_then_by_the_place_and_at_last_by_a_number() -> None:
    lines = about("p/a->b", ("x", "line 1")), about("p/a->b", ("x", "line 2"))
    assert subjects(*lines) == ["p/a->b (x) (line 1)", "p/a->b (x) (line 2)"]
    assert subjects(about("c"), about("c", title="u")) == ["c", "c #2"]
