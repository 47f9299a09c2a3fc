"""FedRAMP's ratings and deadlines, and that the control table agrees with Appendix A."""

import json
from datetime import date

import pytest
from prerequisites import needs, shared

from generator.frameworks.base import is_control, oscal_id, printed_id
from generator.frameworks.fedramp_rev5 import CONTROLS, FEDRAMP_REV5
from generator.model.scan import Severity

REFERENCE = shared("reference/fedramp/templates/appendixA_controls.json")


@pytest.mark.parametrize(
    ("severity", "score", "rating"),
    [
        (Severity.LOW, 9.8, "High"),
        (Severity.CRITICAL, 6.9, "Moderate"),
        (Severity.HIGH, 3.9, "Low"),
        (Severity.HIGH, 7.0, "High"),
        (Severity.CRITICAL, None, "High"),
        (Severity.INFORMATIONAL, None, "Low"),
        (Severity.UNKNOWN, None, "Moderate"),
        (Severity.HIGH, 0.0, "High"),
    ],
)
def test_the_nvd_score_decides_and_else_the_scanner(severity: Severity, score: float | None, rating: str) -> None:
    assert FEDRAMP_REV5.rating(severity, score) == rating


def test_deadlines_are_30_90_and_180_days_and_a_known_exploited_date_wins_when_earlier() -> None:
    day = date(2026, 11, 1)
    assert [FEDRAMP_REV5.due(one, day, None) for one in ("High", "Moderate", "Low")] == [
        date(2026, 12, 1),
        date(2027, 1, 30),
        date(2027, 4, 30),
    ]
    assert FEDRAMP_REV5.due("Low", day, date(2026, 11, 15)) == date(2026, 11, 15)
    assert FEDRAMP_REV5.due("High", day, date(2027, 11, 15)) == date(2026, 12, 1)


def test_oscal_ids_are_nists() -> None:
    by_id = {control.id: control for control in CONTROLS}
    assert by_id["CM-8(3)"].oscal_id == "cm-8.3"
    assert by_id["CM-8(3)"].statement_id("a") == "cm-8.3_smt.a"
    assert by_id["SC-39"].statement_id("") == "sc-39_smt"


@pytest.mark.parametrize("level", ["Low", "Moderate", "High"])
@needs(REFERENCE)
def test_titles_parts_and_baselines_are_those_of_the_official_appendix(level: str) -> None:
    official = {row["control"]: row for row in json.loads(REFERENCE.read_text())[level]}
    for control in CONTROLS:
        row = official.get(control.id)
        assert (row is not None) == (level.lower() in control.baselines), control.id
        if row is not None:
            assert row["title"].startswith(f"{control.title} ("), control.id
            assert tuple(part.removeprefix("Part ") for part in row["parts"]) == control.parts, control.id


@pytest.mark.parametrize(
    ("level", "additional", "left_out"),
    [
        ("low", {"CM-3", "SC-2", "SC-3", "SC-4", "SC-6", "SI-7"}, {"AC-4", "AC-6", "CM-8(3)", "SC-7(5)"}),
        ("moderate", {"SC-3", "SC-6"}, set()),
        ("high", {"SC-6"}, set()),
    ],
)
def test_what_the_guidance_names_is_additional_where_the_baseline_lacks_it(
    level: str, additional: set[str], left_out: set[str]
) -> None:
    chosen = FEDRAMP_REV5.controls(level)
    assert {one.id for one in chosen if level not in one.baselines} == additional
    assert {one.id for one in CONTROLS} - {one.id for one in chosen} == left_out


def test_every_control_of_the_container_guidance_is_there() -> None:
    """Containers v1.0 names these; the article adds SC-8, SC-13 and SI-4."""
    named = "CM-6 SC-2 SC-3 SC-4 SC-6 SC-28 SC-39 CA-2 CM-2 CM-3 SI-3 SI-7 RA-5 CM-8 SC-8 SC-13 SI-4".split()
    assert {one.id for one in CONTROLS if one.named} == set(named)


@pytest.mark.parametrize("control", ["SC-7", "SC-7(5)", "RA-05", "SI-2(2)(a)", "AC-2(12)"])
def test_a_control_is_printed_as_it_was_written(control: str) -> None:
    assert is_control(control)
    assert printed_id(oscal_id(control)) == control


@pytest.mark.parametrize("text", ["see plan", "AC-2 / AC-3", "Not applicable", "SI-2 a)", ""])
def test_words_in_place_of_a_control_stay_words(text: str) -> None:
    assert not is_control(text)
    assert printed_id(text) == text


@pytest.mark.parametrize(
    ("rating", "detected", "due"),
    [
        ("High", date(2028, 1, 31), date(2028, 3, 1)),  # over the 29th of February
        ("High", date(2027, 1, 31), date(2027, 3, 2)),
        ("High", date(2028, 2, 29), date(2028, 3, 30)),
        ("Moderate", date(2026, 12, 31), date(2027, 3, 31)),
        ("Low", date(2027, 12, 31), date(2028, 6, 28)),
    ],
)
def test_days_are_counted_and_not_months(rating: str, detected: date, due: date) -> None:
    assert FEDRAMP_REV5.due(rating, detected, None) == due
    later, earlier = date(2099, 1, 1), date(2026, 1, 1)
    assert FEDRAMP_REV5.due(rating, detected, later) == due, "a later day of CISA's gives no more time"
    assert FEDRAMP_REV5.due(rating, detected, earlier) == earlier
