"""`decisions/indicators.yaml`: who states what, and what is refused or left out with words."""

import hashlib
from datetime import date

import pytest

from generator.errors import ConfigError, MissingFileError
from generator.indicators.decisions import StatedIndicators, WrittenFiles, read_indicators
from generator.indicators.statements import lapses
from generator.model.evidence import EvidenceSource, GapKind
from generator.model.indicator import IndicatorStatus

TEXT = b"The training was examined.\n\nNo exception was noted.\n"
EMPTY = hashlib.sha256(b"").hexdigest()
HEAD = "- id: KSI-CED-RAT\n  by: A. Lovelace\n  role: ISSO\n  date: 2026-11-02\n"


def _evidence(path: str) -> EvidenceSource:
    if not path.startswith("evidence/"):
        raise ConfigError(f"`{path}` is no evidence of this package", next_step="copy the file")
    return EvidenceSource("a" * 64, path)


def _text(path: str) -> bytes:
    if path == "missing.md":
        raise MissingFileError("`missing.md` is not in the workspace", next_step="put it back")
    return b"" if path == "empty.md" else TEXT


def _read(text: str) -> StatedIndicators:
    return read_indicators(text, as_of=date(2026, 11, 20), files=WrittenFiles(evidence=_evidence, text=_text))


def test_only_a_person_gives_a_status() -> None:
    plain = _read(HEAD).statements["KSI-CED-RAT"]
    stated = _read(HEAD + "  status: partial\n  implementation: Training is yearly.\n").statements["KSI-CED-RAT"]
    assert plain.status is None
    assert stated.status is IndicatorStatus.PARTIAL
    assert stated.implementation == ("Training is yearly.",)


def test_the_assessors_text_is_taken_over_unchanged() -> None:
    sha256 = hashlib.sha256(TEXT).hexdigest()
    entry = f"  assessments:\n    - {{file: a.md, sha256: {sha256}, by: Larkspur, date: 2026-11-10}}\n"
    (text,) = _read(HEAD + entry).statements["KSI-CED-RAT"].assessments
    assert text.text.encode() == TEXT


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("{file: a.md, sha256: '%s', by: Larkspur, date: 2026-11-10}" % ("0" * 64), GapKind.CONTRADICTED),
        ("{file: missing.md, sha256: '%s', by: Larkspur, date: 2026-11-10}" % ("0" * 64), GapKind.NAMED_NOT_THERE),
        (f"{{file: a.md, sha256: '{hashlib.sha256(TEXT).hexdigest()}', by: Larkspur, date: 2026-12-10}}", GapKind.LATER),
    ],
)
def test_an_assessment_that_does_not_fit_is_left_out_and_said(row: str, kind: GapKind) -> None:
    read = _read(HEAD + f"  assessments:\n    - {row}\n")
    assert read.statements["KSI-CED-RAT"].assessments == ()
    assert [gap.kind for gap in read.gaps] == [kind]


def test_a_review_of_a_later_day_is_left_out_and_said_with_who_stated_it() -> None:
    rows = "  reviews:\n    - {what: x, by: A, role: B, date: 2026-12-02, every-months: 1}\n"
    read = _read(HEAD + rows + rows.split("\n", 1)[1].replace("2026-12-02", "2026-11-20").replace("what: x", "what: y"))
    assert [review.what for review in read.statements["KSI-CED-RAT"].reviews] == ["y"]
    (gap,) = read.gaps
    assert (gap.kind, gap.place) == (GapKind.LATER, "line 6")
    assert gap.reason.startswith("A stated it on 2026-12-02")


def test_an_unknown_indicator_is_a_gap_and_the_others_count() -> None:
    read = _read(HEAD + HEAD.replace("CED-RAT", "AFR-ADS"))
    assert list(read.statements) == ["KSI-CED-RAT"]
    (gap,) = read.gaps
    assert "KSI-AFR-ADS" in gap.reason
    assert gap.place == "line 5"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD + HEAD, "stated twice"),
        (HEAD + "  status: implemented\n", "status without a text"),
        (HEAD.replace("A. Lovelace", "' '"), "the text is empty"),
        (HEAD.replace("2026-11-02", "soon"), "date"),
        (HEAD + "  status: done\n", "must be one of"),
        (HEAD + "  reviews: [{what: x, by: A, role: B, date: 2026-11-02, every-months: 0}]\n", "every-months"),
        (HEAD + "  reviews: [{what: x, by: A, role: B, date: 2026-11-02, every-months: 99}]\n", "every-months"),
        (HEAD + "  reviews: [{what: x, by: A, role: B, date: 2026-11-02}]\n", "every-months"),
        (HEAD + "  reviews: [{what: x, by: A, role: B, date: 2026-11-02, every-months: 1, evidence: [x]}]\n", "no evidence"),
        (
            HEAD + "  reviews:\n" + "    - {what: x, by: A, role: B, date: 2026-11-02, every-months: 1}\n" * 2,
            "the same is stated twice",
        ),
        (HEAD + f"  assessments: [{{file: empty.md, sha256: {EMPTY}, by: L, date: 2026-11-02}}]\n", "empty"),
        (HEAD + "  odd: 1\n", "odd"),
        ("id: KSI-CED-RAT\n", "list"),
    ],
)  # fmt: skip
def test_what_is_refused_names_file_and_line(text: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _read(text)
    assert words in str(caught.value)
    assert "decisions/indicators.yaml" in str(caught.value)


def test_a_review_lapses_at_the_end_of_a_shorter_month() -> None:
    text = HEAD + "  reviews: [{what: x, by: A, role: B, date: 2026-08-31, every-months: 6}]\n"
    (review,) = _read(text).statements["KSI-CED-RAT"].reviews
    assert lapses(review) == date(2027, 2, 28)
