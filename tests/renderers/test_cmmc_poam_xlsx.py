"""The CMMC plan of action: every NOT MET requirement, what blocks Conditional, the close-out, the score."""

import io
from datetime import date

from openpyxl import load_workbook
from replacing import replace

from generator.documents.workbook_rows import read_rows
from generator.model.dod import Cmmc
from generator.oscal.package import AuthorizationPackage
from generator.renderers.poam.cmmc_rows import view
from generator.renderers.poam.cmmc_xlsx import CMMC_POAM_XLSX
from tests.facts.test_requirement_verdicts import all_met, not_met, read
from tests.renderers.workbook_story import package

LIGHT = ", note: Too wide., plan: Narrow it., owner: Platform team, due: 2026-02-01, evidence: [evidence/a.json]"
TEXT = all_met(
    but="\n".join((not_met("AC.L2-3.1.3", more=LIGHT), not_met("AC.L2-3.1.20"), not_met("SC.L2-3.13.11", more=", points: 3")))
)


def judged(text: str = TEXT, status_date: date | None = date(2025, 8, 1)) -> AuthorizationPackage:
    found = package()
    system = replace(found.system, cmmc=Cmmc(status_date=status_date))
    return replace(found, system=system, requirement_verdicts=read(text))


def test_every_requirement_that_is_not_met_is_recorded() -> None:
    data = CMMC_POAM_XLSX.render(judged(), None).data
    headers = (
        "Requirement", "Title", "Points", "Objectives NOT MET", "Weakness", "May stand on a POA&M", "Why", "Assessed by",
        "Evidence", "Remediation Plan", "Owner", "Scheduled Completion Date", "Close-out Due", "Status",
    )  # fmt: skip
    rows = [row.values for row in read_rows(data, "POA&M", headers, first_row=4)]
    assert [(row["Requirement"], row["Points"], row["May stand on a POA&M"]) for row in rows] == [
        ("AC.L2-3.1.3", 1, "Yes"), ("AC.L2-3.1.20", 1, "blocks Conditional"), ("SC.L2-3.13.11", 3, "Yes"),
    ]  # fmt: skip
    flow, external, encryption = rows
    assert (flow["Title"], flow["Weakness"], flow["Remediation Plan"], flow["Owner"]) == (
        "Control CUI Flow", "Too wide.", "Narrow it.", "Platform team",
    )  # fmt: skip
    assert flow["Assessed by"] == "A. Lovelace (Lead assessor)"
    assert (flow["Scheduled Completion Date"], flow["Close-out Due"]) == (date(2026, 2, 1), date(2026, 1, 28))
    assert flow["Status"] == "Late since 2026-01-28"
    assert (external["Close-out Due"], external["Status"]) == (None, "Open")
    assert external["Why"] == "Named in 32 CFR 170.21(a)(2)(iii)."
    assert encryption["Why"] == "Encryption is employed and not FIPS-validated: 32 CFR 170.21(a)(2)(ii)."


def test_the_standing_tells_score_blockers_and_the_days_left() -> None:
    about = dict(view(judged()).summary)
    assert about["Score"] == "105 of 110"
    assert about["Requirements NOT MET"] == "3, which cost 5 points"
    assert about["Conditional status"] == "out of reach: 1 requirement that no plan may hold"
    assert about["What blocks it"] == "AC.L2-3.1.20"
    assert about["Close-out, 180 days later"] == "2026-01-28; over for 32 days: the Conditional status has expired"
    assert "not stated" in dict(view(judged(status_date=None)).summary)["Conditional CMMC Status Date"]


def test_what_an_entry_lacks_is_told() -> None:
    about = dict(view(judged()).summary)
    blank = "AC.L2-3.1.20, SC.L2-3.13.11: write"
    assert about["Entries without a remediation plan"] == f"{blank} `plan` in decisions/verdicts.yaml"
    assert about["Entries without an owner"] == f"{blank} `owner` in decisions/verdicts.yaml"
    assert about["Entries without a completion date"] == f"{blank} `due` in decisions/verdicts.yaml"
    whole = dict(view(judged(all_met(but=not_met("AC.L2-3.1.3", more=LIGHT)))).summary)
    assert not [question for question in whole if question.startswith("Entries")]


def test_a_status_date_beside_what_bars_the_status_is_questioned() -> None:
    barred = dict(view(judged()).summary)["Conditional CMMC Status Date"]
    assert barred == "2025-08-01; out of reach while what blocks it is open, so check the date"
    free = dict(view(judged(all_met(but=not_met("AC.L2-3.1.3", more=LIGHT)))).summary)
    assert free["Conditional CMMC Status Date"] == "2025-08-01"


def test_no_total_before_all_have_a_verdict() -> None:
    about = dict(view(judged(not_met("AC.L2-3.1.3"))).summary)
    assert about["Score"] == "none yet: 109 requirements have no verdict; between -203 and 109"
    assert about["Requirements not assessed"] == "109"


def test_several_objectives_say_each_what_they_lack() -> None:
    text = "\n".join(
        (not_met('"3.1.3[a]"', more=", note: No policy."), not_met('"3.1.3[b]"', more=", note: No sources are named."))
    )
    (row,) = view(judged(text)).rows
    assert row.objectives == ("AC.L2-3.1.3[a]", "AC.L2-3.1.3[b]")
    assert row.weakness == "AC.L2-3.1.3[a]: No policy.\nAC.L2-3.1.3[b]: No sources are named."
    assert row.points == 1


def test_without_a_verdict_there_is_no_plan() -> None:
    assert not CMMC_POAM_XLSX.applies(package())
    assert CMMC_POAM_XLSX.applies(judged())


def test_it_opens_with_both_sheets() -> None:
    book = load_workbook(io.BytesIO(CMMC_POAM_XLSX.render(judged(), None).data))
    assert book.sheetnames == ["Standing", "POA&M", "Instructions", "Record of Changes"]
    assert (book["POA&M"].freeze_panes, book["POA&M"].print_title_rows) == ("B4", "$3:$3")
