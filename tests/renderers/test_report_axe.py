"""Every page that the program writes before axe, which finds barriers: nothing serious, light and dark, laptop and phone."""

from datetime import date
from pathlib import Path

import pytest
from axe_looks import looks
from browser_program import PHONE
from drawing.subjects import drifting
from indicators.indicators_made import on_the_path
from prerequisites import needs_program
from replacing import replace
from test_chains_html import chain
from test_cr26_reports import FULL
from test_cr26_reports import package as evaluated
from test_crosscheck_html import discrepancy
from test_pictures_html import pictured
from test_report_sections import SAID
from test_requirements_html import FAILS, PASSES, UNKNOWN, posture
from workbook_story import CART, weakness

from generator.deliverables.index_page import write as write_index
from generator.deliverables.index_rows import (
    DecisionRow,
    DocumentRow,
    IndexControlRow,
    IndexEvidenceRow,
    IndexLink,
    IndexObjectiveRow,
    IndexPage,
    PopulationRow,
    SentenceRow,
)
from generator.fleet.page import files_of, view
from generator.model.evidence import Gap, GapKind
from generator.model.posture import PostureState
from generator.model.scan import Severity
from generator.model.trend import DayCount
from generator.oscal.package import AuthorizationPackage
from generator.renderers.cr26.change_pages import (
    ChangeRow,
    ChangesPage,
    Dated,
    NotificationLine,
    NotificationPart,
    OngoingPage,
    TitledPart,
)
from generator.renderers.cr26.monthly_html import MONTHLY_HTML
from generator.renderers.html_page import filled
from generator.renderers.registry import RENDERERS
from generator.renderers.report.pages import PAGES, theme_file
from generator.renderers.report.shell import shell_alone
from tests.fleet.systems_made import made_fleet

pytestmark = needs_program("chromium")
FILE = IndexLink(text="evidence/pods.json", href="#f-2", note="pod a")
INDEX = IndexPage(
    system="Depot",
    title="What an assessor gets",
    as_of="2026-02-11",
    reader="an assessor",
    marking="CUI",
    lead="2 documents.",
    drafts="1 of 2 documents is a draft.",
    documents=tuple(
        DocumentRow(
            anchor=f"f-{status}",
            place=IndexLink(text="ssp/plan.docx", href="../ssp/plan.docx"),
            title="Plan",
            status=status,
            approved="",
            controls="PL-2",
            marking="CUI",
            sha256="e5" * 32,
        )
        for status in ("draft", "final")
    ),
    controls=tuple(
        IndexControlRow(
            anchor=f"c-{control}",
            control=control,
            sentences=(
                SentenceRow(
                    anchor=f"s-{control}",
                    part=control,
                    subject="Pods",
                    text=f"All pods of {control} run as a user.",
                    support="found, enforcing",
                    style="good",
                    evidence=(FILE,),
                ),
            ),
            populations=(IndexLink(text="Pods", href="#p-pods", note="2"),),
        )
        for control in ("AC-6", "CM-8")
    ),
    objectives=(IndexObjectiveRow(objective="AC.L2-3.1.5[a]", requirement="3.1.5", artifacts=(FILE,)),),
    decisions=(
        DecisionRow(
            anchor="d-1",
            place=IndexLink(text="decisions/assets.yaml", href="../decisions/assets.yaml"),
            decides="what no evidence says about an asset",
            deciders=("A. Lovelace, ISSO: 2026-02-01",),
            entries="2 entries",
            redacted="",
            sha256="e5" * 32,
        ),
    ),
    evidence=(
        IndexEvidenceRow(
            anchor="f-2",
            place=IndexLink(text="evidence/pods.json", href="../evidence/pods.json"),
            title="Pods",
            facts=(("Command", "kubectl get pods"),),
            sentences=(IndexLink(text="AC-6", href="#s-AC-6"),),
            others="1 observation",
        ),
    ),
    populations=(
        PopulationRow(
            anchor="p-pods",
            title="Pods",
            controls="AC-6",
            size="2",
            seed="s",
            sample=("a",),
            others=("b",),
            more="",
        ),
    ),
)
ONGOING = OngoingPage(
    title="Ongoing certification report",
    about="From 2026-01-01 to 2026-03-31.",
    draft="Written from a difference.",
    missing=("the next report's day",),
    parts=(TitledPart(title="Changes", rows=("One.",)), TitledPart(title="Incidents", text="None.")),
)
CHANGES = ChangesPage(
    title="Significant change notifications",
    about="Changes.",
    draft="Written from a difference.",
    file="decisions/significant-changes.yaml",
    notifications=(
        NotificationPart(
            title="Adaptive: a new database",
            rows=(
                NotificationLine(name="Type", text="Adaptive"),
                NotificationLine(name="Approver", text="not stated yet", outstanding=True),
            ),
            steps=(Dated(text="Move", day="2026-03-01"),),
            due=(Dated(text="Notice", day="2026-02-01"),),
        ),
    ),
    open=(ChangeRow(key="image:a", detail="new"),),
    routine=(ChangeRow(key="image:b", detail="new digest", why="patched"),),
)
THEMES = tuple(theme_file(theme) for theme in ("CED", "CMT", "IAM"))
"""Without a method and with a statement, with verdicts of a requirement, with those of a tool."""
ALONE = ("delivery.html", "monthly-report.html", "cr26-ongoing.html", "cr26-significant.html", "fleet.html")


def everything() -> AuthorizationPackage:
    """A package that owes every page."""
    items = (weakness("CVE-1", (CART, date(2026, 1, 20)), severity=Severity.HIGH), weakness("CVE-2", severity=Severity.LOW))
    made = pictured(
        drifting(),
        *items,
        discrepancies=(discrepancy(1, Severity.HIGH), discrepancy(2, Severity.LOW)),
        gaps=(Gap(path="evidence/x.json", place="", kind=GapKind.UNREADABLE, reason="cut off"),),
    )
    judged = replace(
        made,
        claims=(SAID,),
        chains=(chain(),),
        postures=(
            posture(FAILS, UNKNOWN, PASSES),
            posture(PASSES, cluster="dev"),
            *(posture(absent=state, cluster=state.value) for state in list(PostureState)[3:]),
        ),
        trend=(DayCount(day=date(2026, 2, 1), high=3, moderate=2, low=9, late=1),),
    )
    return on_the_path(judged)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made, found = everything(), tmp_path_factory.mktemp("report")
    for renderer in RENDERERS:
        if renderer.path.startswith("report/") and renderer.applies(made):
            (found / renderer.path.removeprefix("report/")).write_bytes(renderer.render(made, None).data)
    (found / "delivery.html").write_bytes(write_index(INDEX))
    (found / "monthly-report.html").write_bytes(MONTHLY_HTML.render(evaluated(**FULL), None).data)
    for name, page in (("cr26-ongoing.html", ONGOING), ("cr26-significant.html", CHANGES)):
        shell = shell_alone(system="Depot", as_of="2026-01-01 to 2026-03-31", marking="CUI")
        (found / name).write_text(filled(name, page=page, shell=shell))
    (found / "fleet.html").write_bytes(files_of(view("Depots", date(2026, 11, 20), made_fleet()))["index.html"][0])
    return found


@pytest.mark.parametrize("file", [*(each.file for each in PAGES), *THEMES, *ALONE])
def test_axe_finds_no_serious_barrier(tab, folder: Path, file: str) -> None:
    page = tab.show((folder / file).as_uri())
    found = [(look, barrier) for look, barriers in looks(page) for barrier in barriers]
    assert [each for each in found if each[1].impact in ("serious", "critical")] == []


def test_a_state_of_an_area_is_a_link_to_its_requirements(tab, folder: Path) -> None:
    page = tab.show((folder / "index.html").as_uri())
    page.locator("a[href*='state=not%20enforced'][href*='area=']").first.click()
    page.wait_for_url("**/requirements.html#area=*")
    shown = page.locator("article.row:visible .state").all_inner_texts()
    assert [text.split("\n")[0] for text in shown] == ["not enforced"]
    page.get_by_label("Control").fill("AC-99")
    page.wait_for_url("**control=AC-99*")
    assert page.locator("article.row:visible").count() == 0
    page.evaluate("location.hash = document.querySelector('article.row').id")
    page.locator("article.row:visible").first.wait_for()
    assert page.get_by_label("Control").input_value() == ""


@pytest.mark.parametrize("file", ["delivery.html", "monthly-report.html", "fleet.html", "indicators.html", *THEMES[1:]])
def test_on_a_phone_no_table_is_pushed_sideways_and_each_cell_is_named(tab, folder: Path, file: str) -> None:
    page = tab.show((folder / file).as_uri(), viewport=PHONE)
    wide = "Array.from(document.querySelectorAll('.scroll')).filter((one) => one.scrollWidth > one.clientWidth).length"
    assert page.evaluate(wide) == 0
    cell = page.locator(".carded tbody td").first
    assert cell.get_attribute("data-label") == cell.evaluate(
        "(one) => one.closest('table').tHead.rows[0].cells[one.cellIndex].textContent"
    )


def test_the_index_of_a_delivery_is_searched_and_a_link_opens_what_it_leads_to(tab, folder: Path) -> None:
    page = tab.show((folder / "delivery.html").as_uri())
    page.get_by_label("Search this page").fill("pods of cm-8")
    page.wait_for_url("**/delivery.html#q=pods+of+cm-8")
    assert page.locator("#shown").inner_text() == "1 fit of 10 on this page"
    assert page.locator("#content h3:visible").all_inner_texts() == ["CM-8"]
    page.evaluate("location.hash = 's-AC-6'")
    page.locator("#s-AC-6:visible").wait_for()
    assert page.get_by_label("Search this page").input_value() == ""
