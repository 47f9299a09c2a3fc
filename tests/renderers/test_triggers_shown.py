"""Triggers of continuous monitoring and evaluations: on the page, and in the last lines of a build."""

from datetime import date

from replacing import replace
from test_crosscheck_html import package

from generator.cli.package_lines import activity
from generator.model.evaluation import EvaluationQuestion, ItemEvaluation, VulnerabilityAcceptance
from generator.model.trigger import Escalation, Trigger
from generator.renderers.crosscheck.html import write
from generator.renderers.crosscheck.view import view
from generator.renderers.report.shell import shell_of

FOUND = (
    Trigger(id="a", title="Late", level=Escalation.CAP, measured="7 <b>", limit="5", because="Again."),
    Trigger(id="b", title="Logins", level=None, measured="1 of 2", limit="10 %", because="Silence."),
    Trigger(id="c", title="More", level=Escalation.NONE, measured="+1", limit="+10"),
)


def test_each_trigger_is_a_row_of_the_page_with_its_level() -> None:
    made = replace(package(), triggers=FOUND)
    assert [(row.title, row.level, row.style) for row in view(made).triggers] == [
        ("Late", "Corrective Action Plan", "bad"),
        ("Logins", "not known", "soft"),
        ("More", "not reached", "good"),
    ]
    text = write(view(made), shell_of(made, "crosscheck.html")).decode()
    assert "<td>7 &lt;b&gt;</td>" in text
    assert 'id="triggers"' not in write(view(package()), shell_of(package(), "crosscheck.html")).decode()


def test_triggers_and_evaluations_have_a_line_each_where_they_are_owed() -> None:
    day = date(2026, 11, 6)
    rows = (
        ItemEvaluation(poam_id="V-1", evaluate_by=day, overdue=True, missing=(EvaluationQuestion.RATING,)),
        ItemEvaluation(poam_id="V-2", evaluate_by=day, acceptance=VulnerabilityAcceptance.DECLARED),
        ItemEvaluation(poam_id="V-3", evaluate_by=day, is_open=False),
    )
    made = replace(package(), evaluations=rows, triggers=FOUND)
    assert activity(made) == [
        "CR26       1 active, 1 overdue by the Consolidated Rules' time frames for evaluation and response, 1 accepted; "
        "1 not evaluated in full: cr26/monthly-report.html lists them. Until 2026-12-06 the POA&M's deadlines govern; from "
        "2026-12-07 on the Consolidated Rules are required, with a grace period to 2027-03-07.",
        "ConMon     Late (Corrective Action Plan); 1 cannot be determined.",
    ]
    assert activity(replace(made, evaluations=(), triggers=())) == []
    assert activity(replace(made, evaluations=(), triggers=FOUND[2:])) == ["ConMon     no trigger reached."]
