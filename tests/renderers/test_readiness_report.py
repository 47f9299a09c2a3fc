"""The readiness report: each requirement with what was examined, found, unknown and to be done, and no verdict on a control."""

import re
from datetime import date

from discrepancies import discrepancy_of
from replacing import replace
from test_crosscheck_html import HOSTILE, package
from test_report_sections import SAID
from test_requirements_html import FAILS, GATE, PASSES, SOURCE, UNKNOWN, WEBHOOKS, posture

from generator.model.discrepancy import DiscrepancySubject, DiscrepancyWaiver
from generator.model.identifiers import ControlId
from generator.model.posture import Absence, ControlMapping, MappedBy, PostureState
from generator.model.progress import AnswerProgress, tallies
from generator.model.requirement_text import RequirementLine, RequirementText, RequirementTexts
from generator.model.scan import Severity
from generator.model.system import OutstandingKey
from generator.oscal.package import AuthorizationPackage
from generator.renderers.answer_progress import part_states
from generator.renderers.readiness.docx import READINESS_DOCX
from generator.renderers.readiness.rows import ReadinessControl, ReadinessReport
from generator.renderers.readiness.view import view
from generator.renderers.report.sections.readiness import ReadinessSection
from generator.renderers.report.table_csv import csv_of
from generator.renderers.report.table_rows import TableCell, text_of
from tests.office_text import dump_text

CONTROLS = tuple(ControlMapping(control=ControlId(control), by=MappedBy.OURS) for control in ("CM-6", "SI-7"))
REQUIREMENT = replace(GATE, controls=CONTROLS, severity=Severity.HIGH)
NOT_COLLECTED = replace(
    posture(absent=PostureState.NOT_COLLECTED, requirement=replace(WEBHOOKS, controls=CONTROLS[:1])),
    absence=Absence(state=PostureState.NOT_COLLECTED, reason="None was collected.", needs="admission webhooks"),
)
OPEN = posture(FAILS, UNKNOWN, PASSES, requirement=REQUIREMENT, notes=("Two namespaces are left out.",))


def made(*postures: object, **members: object) -> AuthorizationPackage:
    return replace(package(), postures=postures, **members)  # type: ignore[arg-type]


def control(report: ReadinessReport, name: str) -> ReadinessControl:
    return next(each for family in report.families for each in family.controls if each.control == name)


def test_a_line_says_what_was_examined_found_unknown_and_what_to_do() -> None:
    (line,) = control(view(made(OPEN)), "CM-6").lines
    assert (line.title, line.asks, line.check, line.result) == (GATE.title, GATE.asks, GATE.id, "not enforced")
    assert line.examined == f"2 of 3 {GATE.subjects[1]}"
    assert line.found == "1 passes. 1 fails: is <b>open</b> (1: shop/Deployment/cart). Two namespaces are left out."
    assert line.unknown == "who may change it was not collected (1: shop/Deployment/post)."
    assert line.action == f"{GATE.fix[:1].upper()}{GATE.fix[1:]}"
    assert line.sources == (SOURCE,)
    assert (line.home, control(view(made(OPEN)), "SI-7").lines[0].home) == ("CM-6", "CM-6")


def test_the_step_of_a_subject_counts_before_the_remediation_of_the_requirement() -> None:
    fails, unknown = replace(FAILS, next_step="close it"), replace(UNKNOWN, next_step="collect the roles")
    (line,) = control(view(made(posture(fails, requirement=REQUIREMENT))), "CM-6").lines
    assert line.action == "Close it."
    (line,) = control(view(made(posture(unknown, requirement=REQUIREMENT))), "CM-6").lines
    assert line.action == "Collect the roles."


def test_what_was_not_collected_is_evidence_that_would_speak_to_the_control() -> None:
    report = view(made(NOT_COLLECTED))
    assert control(report, "CM-6").lines == ()
    assert control(report, "CM-6").wanted == ("admission webhooks",)
    assert [(row.what, row.controls) for row in report.wanted] == [("Collect admission webhooks.", ("CM-6",))]
    (family,) = (family for family in report.families if family.family == "CM")
    assert (family.examined, "CM-6" in {each.control for each in family.silent}) == ((), True)


def test_discrepancies_that_contradict_are_counted_with_who_accepts_them() -> None:
    waiver = DiscrepancyWaiver(check=GATE.id, subject="*", reason="x", owner="Ada", expires=date(2026, 12, 1), place="line 1")
    subject = DiscrepancySubject(
        check=GATE.id,
        name="shop/Deployment/cart",
        title="x",
        reason="x",
        detail="x",
        controls=(ControlId("CM-6"),),
        severity=Severity.HIGH,
        next_step="x",
        waiver=waiver,
    )
    report = view(made(OPEN, discrepancies=(discrepancy_of(subject),)))
    assert control(report, "CM-6").lines[0].contradicted == "1 discrepancy; 1 accepted by Ada until 2026-12-01"
    assert control(view(made(posture(PASSES, requirement=REQUIREMENT))), "CM-6").lines[0].contradicted == ""


def test_parts_are_those_that_a_claim_about_the_requirement_names() -> None:
    about = replace(SAID, control=ControlId("CM-6"), part="b", requirements=(GATE.id,))
    other = replace(SAID, control=ControlId("CM-6"), part="a", text="Something else.")
    report = view(made(OPEN, claims=(about, other)))
    requirement, observation = control(report, "CM-6").lines
    assert (requirement.where, observation.where) == ("CM-6(b)", "CM-6(a)")
    assert (observation.check, observation.found, observation.state) == ("", "Something else.", None)
    assert control(report, "SI-7").lines[0].where == "SI-7", "of the control as a whole where no claim names a part"


def test_requirements_that_are_not_met_come_first_by_severity() -> None:
    low = posture(FAILS, requirement=replace(REQUIREMENT, id="other", severity=Severity.LOW))
    report = view(made(low, OPEN, posture(PASSES, requirement=WEBHOOKS)))
    assert [(action.line.check, action.severity) for action in report.actions] == [(GATE.id, "high"), ("other", "low")]
    assert report.actions[0].controls == ("CM-6", "SI-7")
    assert dict(report.results) == {PostureState.NOT_ENFORCED: 2, PostureState.ENFORCED: 1}


def test_the_counts_are_those_of_the_plan() -> None:
    package_ = made(OPEN)
    report = view(package_)
    assert report.tallies == tallies(part_states(package_))
    assert sum(len(control_.parts) for family in report.families for control_ in family.controls) == report.total.parts


def test_families_are_named_in_the_table_that_counts_them() -> None:
    (table,) = re.findall(
        r"^(?=.*Family \|.*Controls \|)(?:\|.*\n)+", dump_text(READINESS_DOCX.render(made(OPEN), None).data), re.M
    )
    names = [re.sub(r"\[[^\]]*\]", "", line.split("|")[1]).strip() for line in table.splitlines()]
    assert {"CM Configuration Management", "SI System and Information Integrity"} <= set(names)
    assert (names[0], names[-1]) == ("Family", "All")
    assert all(re.fullmatch(r"[A-Z]{2} [A-Z].*", name) for name in names[1:-1])


def test_the_page_has_a_row_for_each_line_and_for_controls_without() -> None:
    package_ = made(OPEN, NOT_COLLECTED)
    page = ReadinessSection().view(package_)
    report = view(package_)
    lines = sum(len(each.lines) for family in report.families for each in family.controls)
    silent = sum(len(each.by_state) for family in report.families for each in family.silent)
    assert len(page.rows) == lines + silent
    row = next(row for row in page.rows if text_of(row.cells[0]) == "CM-6")
    keys = [column.key for column in page.columns]
    result, found = row.cells[keys.index("result")], row.cells[keys.index("found")]
    assert isinstance(result, TableCell)
    assert isinstance(found, TableCell)
    assert (result.text, result.style) == ("not enforced", "bad")
    assert found.lines[0].text == "Unknown: who may change it was not collected (1: shop/Deployment/post)."
    assert "Unknown: who may change it was not collected" in csv_of(page).decode("utf-8-sig")
    assert {text_of(row.cells[keys.index("answer")]) for row in page.rows} == {AnswerProgress.MISSING.label}


def test_the_document_begins_with_the_summary_and_says_whose_it_is() -> None:
    keys = (OutstandingKey(key="system.status", why="the SSP states it"),)
    package_ = replace(made(OPEN, NOT_COLLECTED), system=replace(made().system, outstanding=keys))
    text = dump_text(READINESS_DOCX.render(package_, None).data)
    order = [
        "Prepared by the provider",
        "Action required",
        "Evidence to collect",
        "Statements outstanding",
        "CM-6 Configuration",
    ]
    places = [text.index(each) for each in order]
    assert places == sorted(places)
    for each in (GATE.title, GATE.id, "2 of 3", "shop/Deployment/post", "[E1]", "evidence/cluster/pods.json", "system.status"):
        assert each in text, each
    assert "atopack absorb" in text
    assert "Reported in full under another control" in text, "at SI-7"


def test_what_a_control_asks_is_in_the_words_of_the_users_catalog() -> None:
    texts = RequirementTexts(
        source="a catalog",
        controls={ControlId("CM-6"): RequirementText(parts={"a": (RequirementLine(text="Invented words of part a."),)})},
    )
    about = replace(SAID, control=ControlId("CM-6"), part="a", requirements=(GATE.id,))
    package_ = made(OPEN, claims=(about,), requirement_texts=texts)
    assert "a. Invented words of part a." in dump_text(READINESS_DOCX.render(package_, None).data)


def test_a_package_without_anything_makes_a_report() -> None:
    text = dump_text(READINESS_DOCX.render(made(discrepancies=(), claims=()), None).data)
    assert "No requirement is shown not to be met" in text
    assert "No collected file is cited." in text


def test_hostile_text_stays_text() -> None:
    fails = replace(FAILS, name=HOSTILE, reason=HOSTILE, next_step=HOSTILE)
    requirement = replace(REQUIREMENT, title=HOSTILE, asks=HOSTILE, fix=HOSTILE)
    package_ = made(posture(fails, requirement=requirement, notes=(HOSTILE,)), NOT_COLLECTED)
    text = dump_text(READINESS_DOCX.render(package_, None).data)
    assert "<script>alert(1)</script>" in text
