"""Pages of the report: the front page counts what the others list, hostile text stays text, only our scripts may run."""

import base64
import csv
import hashlib
import html
import io
import json
import re
from datetime import date
from urllib.parse import parse_qs

import msgspec
import pytest
from replacing import replace
from test_crosscheck_html import CHECKS, HOSTILE, Reader, discrepancy, package
from test_report_sections import SAID
from test_requirements_html import FAILS, GATE, UNKNOWN, posture
from workbook_story import CART, SCAN_FILE, WEB, image, weakness

from generator.errors import GeneratorError
from generator.model.coverage import UnmatchedTarget
from generator.model.evidence import Gap, GapKind
from generator.model.identifiers import CweId
from generator.model.quality import ScanQuality
from generator.model.scan import ResultKind, Scanner, Severity, TargetKind
from generator.model.system import OutstandingKey
from generator.renderers.html_page import css_text, readable
from generator.renderers.registry import DOCUMENTS, RENDERERS
from generator.renderers.report import library
from generator.renderers.report.front_html import front_html
from generator.renderers.report.front_view import view
from generator.renderers.report.library import tables
from generator.renderers.report.pages import PAGES
from generator.renderers.report.sections.poam import PoamSection
from generator.renderers.report.sections.registry import SECTIONS
from generator.renderers.report.table_csv import csv_of
from generator.renderers.report.table_html import MOST_IN_HTML, table_html
from tests.ledger.candidates_made import candidate

FRONT_HTML = front_html()
NASTY = f"{HOSTILE}</script><!--<script>\u2028]]>"


def busy(**more: object):
    high = weakness("CVE-1", (CART, date(2026, 1, 20)), (WEB, date(2026, 1, 20)), severity=Severity.HIGH)
    return package(
        high, weakness("CVE-2", severity=Severity.LOW), **{"discrepancies": (discrepancy(1, Severity.HIGH),), **more}
    )


def page_of(renderer, made) -> tuple[str, Reader]:
    text = renderer.render(made, None).data.decode()
    reader = Reader()
    reader.feed(text)
    assert reader.open == []
    return text, reader


def data_of(text: str) -> dict:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_the_front_page_counts_what_the_other_pages_list() -> None:
    made = busy(gaps=(Gap(path="evidence/x.json", place="", kind=GapKind.UNREADABLE, reason="cut off"),))
    tiles = {tile.href: (tile.number, tile.note) for tile in view(made).tiles}
    assert tiles["poam.html"] == ("2", "1 High; 1 past due")
    assert tiles["discrepancies.html"] == ("1", "1 critical or high")
    assert tiles["inventory.html"] == ("4", "1 scanned within 30 days; 3 never")
    assert tiles["gaps.html"] == ("1", "49 of 54 places of the plan's front matter are not stated")
    assert tiles.pop("readiness.html")[0].startswith("0 of "), "no person wrote an answer"
    rows = {f"{section.name}.html": len(section.view(made).rows) for section in SECTIONS}
    assert {href: int(number) for href, (number, _) in tiles.items()} == {href: rows[href] for href in tiles}


def test_where_nothing_was_collected_the_front_page_does_not_say_that_all_is_well() -> None:
    made = package(discrepancies=(), checks=(replace(CHECKS[0], made=False), replace(CHECKS[1], made=False)))
    assert view(made).lead == "No check could be made: nothing was collected that could be compared."
    told = view(busy(checks=(CHECKS[0], replace(CHECKS[1], made=False)))).lead
    assert told.endswith("found by 1 of 1 check made; 1 more could judge no subject.")


def test_a_word_that_would_fill_a_page_is_begun_and_an_address_is_whole() -> None:
    word = "x" * 10_000
    assert readable(f"a {word} b") == f"a {'x' * 200}… (9,800 more characters) b"
    assert readable(f"../evidence/{word}") == f"../evidence/{word}"
    prose = "many words " * 1_000
    assert readable(prose) == prose


def test_text_in_a_style_can_end_nothing() -> None:
    assert css_text('a"}</style>\u202e') == r'"a\22 \7d \3c \2f style\3e \20 "'


def test_the_front_page_says_what_system_it_is_and_nothing_that_nobody_stated() -> None:
    made = package()
    assert ("Impact level", "Moderate") in view(made).about
    unsaid = replace(
        made, system=replace(made.system, outstanding=(OutstandingKey(key="system.impact-level", why="the baseline"),))
    )
    assert ("Impact level", "not stated") in view(unsaid).about


def test_the_front_page_leads_to_every_document_that_the_package_owes() -> None:
    made = package()
    front = next(one for one in RENDERERS if one.name == FRONT_HTML.name)
    outstanding = {f"../{one.path}" for one in RENDERERS if not one.path.startswith("report/") and one.applies(made)}
    assert {one.href for one in view(made, DOCUMENTS).documents} == outstanding
    assert all(f'href="{href}"' in front.render(made, None).data.decode() for href in outstanding)
    assert "../ssp/System-Security-Plan.docx" in outstanding


def test_configuration_findings_are_counted_apart_from_the_items() -> None:
    made = package(weakness("CVE-1"), weakness("RULE-1", severity=Severity.LOW, kind=ResultKind.MISCONFIGURATION))
    (tile,) = [each for each in view(made).tiles if each.href == "poam.html"]
    assert (tile.number, tile.note.partition("; ")[2]) == ("2", "0 past due; 1 configuration finding apart"), (
        "with the one that stands for the finding"
    )


def test_no_item_is_no_comfort_where_nothing_was_scanned() -> None:
    unscanned = package(images=(image(WEB, scanned=None),))
    assert next(one.note for one in view(unscanned).tiles if one.href == "poam.html") == "no asset was scanned"
    assert "no asset was scanned" in PoamSection().view(unscanned).none


def test_what_cannot_wait_leads_to_the_rows_it_counts() -> None:
    said = {one.what: one.href for one in view(busy(outstanding=(OutstandingKey(key="a", why="b"),))).urgent}
    assert said == {
        "1 POA&M item past due": "poam.html#due-state=past+due&sort=left.asc",
        "1 discrepancy of severity high": "discrepancies.html#severity=high&accepted=no",
        "3 assets never scanned": "inventory.html#scanned=never",
        "1 statement outstanding in system.yaml": "gaps.html#kind=not+stated+in+system.yaml",
    }


def test_nothing_that_cannot_wait_is_said() -> None:
    made = package(images=(), discrepancies=())
    quiet = replace(made, bundle=replace_assets(made.bundle))
    assert view(quiet).urgent == ()
    assert "The evidence shows nothing urgent." in page_of(FRONT_HTML, quiet)[1].text


def replace_assets(bundle):
    plan = bundle.ssp
    implementation = plan.system_implementation
    return replace(bundle, ssp=_with(plan, system_implementation=_with(implementation, inventory_items=())))


def _with(record, **members):
    return msgspec.structs.replace(record, **members)


def test_every_page_of_the_navigation_is_a_document_of_the_package() -> None:
    paths = {one.path for one in RENDERERS}
    assert {f"report/{one.file}" for one in PAGES} <= paths
    for renderer in RENDERERS:
        if renderer.path in {f"report/{one.file}" for one in PAGES}:
            (page,) = [one for one in PAGES if f"report/{one.file}" == renderer.path]
            assert page.there(package()) == renderer.applies(package()), renderer.path


def test_every_link_between_pages_leads_to_a_place_or_to_rows() -> None:
    made = busy(outstanding=(OutstandingKey(key="a", why="b"),))
    rendered = [(one.path, one.render(made, None)) for one in RENDERERS if one.path.startswith("report/") and one.applies(made)]
    pages = {path.removeprefix("report/"): one.data.decode() for path, one in rendered}
    spreadsheets = {each.path.removeprefix("report/") for _, one in rendered for each in one.second_forms}
    for file, text in pages.items():
        for href in re.findall(r'href="([^"]*)"', text):
            page, _, place = html.unescape(href).partition("#")
            if page.startswith("../") or page in spreadsheets:
                continue
            assert (page or file) in pages, f"{file}: {href}"
            target = pages[page or file]
            if "=" in place:
                known = {column["key"] for column in data_of(target)["columns"]} | {"q", "sort"}
                assert set(parse_qs(place, strict_parsing=True)) <= known, f"{file}: {href}"
            elif place:
                assert f'id="{place}"' in target, f"{file}: {href}"


@pytest.mark.parametrize("renderer", [FRONT_HTML, *map(table_html, SECTIONS)], ids=lambda one: one.name)
def test_hostile_text_stays_text_in_page_and_data(renderer) -> None:
    made = package(
        msgspec.structs.replace(weakness("CVE-1", (NASTY, date(2026, 2, 20)), title=NASTY), cwes=(CweId(NASTY),)),
        name=NASTY,
        images=(image(NASTY), image(WEB, scanned=None)),
        discrepancies=(discrepancy(1, Severity.HIGH, name=NASTY, title=NASTY, detail=NASTY, asset_ids=(NASTY,)),),
        gaps=(Gap(path=f"evidence/{NASTY}", place=NASTY, kind=GapKind.UNREADABLE, reason=NASTY, next_step=NASTY),),
        outstanding=(OutstandingKey(key=NASTY, why=NASTY),),
    )
    target = UnmatchedTarget(
        name=NASTY, kind=TargetKind.IMAGE, scanner=NASTY, day=None, source=SCAN_FILE.source, nearest=(NASTY,)
    )
    made = replace(made, claims=(replace(SAID, subject=NASTY, text=NASTY, sources=()),), unmatched_targets=(target,))
    scan = ScanQuality(evidence=SCAN_FILE, scanner=Scanner(name=NASTY), taken=None, uses_database=True)
    made = replace(made, scan_quality=(scan,))
    made = replace(made, candidates=(candidate(NASTY),))
    fails = replace(FAILS, name=NASTY, reason=NASTY, next_step=NASTY, citations=())
    unknown = replace(UNKNOWN, name=f"{NASTY}2", reason=NASTY, next_step=NASTY, citations=())
    requirement = replace(GATE, title=NASTY, asks=NASTY, fix=NASTY)
    made = replace(made, postures=(posture(fails, unknown, requirement=requirement, notes=(NASTY,), cluster=NASTY),))
    text, reader = page_of(renderer, made)
    expected = ["script", "script", "script"] if renderer is not FRONT_HTML else ["script"]
    assert [tag for tag, _ in reader.tags if tag == "script"] == expected
    assert not [tag for tag, _ in reader.tags if tag in ("img", "iframe", "object", "link", "base")]
    assert not any(key.startswith("on") for _, attrs in reader.tags for key in attrs)
    for unsafe in ("\u202e", "\x07", "\u2028"):
        assert unsafe not in text
    if renderer is not FRONT_HTML:
        inside = re.search(r'id="data">(.*?)</script>', text, re.DOTALL)[1]
        assert not set(inside) & {"<", ">", "&"}
        assert "<script>alert(1)</script>" in json.dumps(data_of(text)) or renderer.name == "evidence-html"


@pytest.mark.parametrize("renderer", [FRONT_HTML, *map(table_html, SECTIONS)], ids=lambda one: one.name)
def test_the_policy_of_a_page_allows_its_own_scripts_and_nothing_from_elsewhere(renderer) -> None:
    text, _ = page_of(renderer, busy(outstanding=(OutstandingKey(key="a", why="b"),)))
    scripts = re.findall(r'<script(?: type="module")?>(.*?)</script>', text, re.DOTALL)
    digests = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in scripts)
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src {digests}; base-uri 'none'; form-action 'none'"
    assert f'content="{policy}"' in html.unescape(text)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', text)


def test_the_library_can_neither_end_its_script_nor_hide_its_end() -> None:
    text = tables().text.lower()
    assert "</script" not in text
    assert "<script" not in text
    assert "<!--" not in text


def test_a_library_that_is_not_there_is_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "find_spec", lambda _name: None)
    with pytest.raises(GeneratorError, match="it is not installed") as caught:
        tables()
    assert "pip install" in caught.value.next_step


def test_a_library_that_exports_something_else_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "_bundle", lambda: "var a=1;export{a as other}")
    with pytest.raises(GeneratorError, match="does not export what it did"):
        tables()


def test_without_a_script_the_first_rows_are_there_and_the_way_to_all() -> None:
    section = next(one for one in SECTIONS if one.name == "inventory")
    many = tuple(image(f"reg.example/shop/app-{number:03}:1.0") for number in range(MOST_IN_HTML + 20))
    text, reader = page_of(table_html(section), package(images=many))
    assert len([attrs for tag, attrs in reader.tags if tag == "tr" and "id" in attrs]) == MOST_IN_HTML
    assert len(data_of(text)["rows"]) == MOST_IN_HTML + 22, "two more: a cluster and its node"
    assert "… and 22 more, which this page shows when scripts may run" in reader.text
    rows = list(csv.reader(io.StringIO(csv_of(section.view(package(images=many))).decode("utf-8-sig"))))
    assert len(rows) == MOST_IN_HTML + 23


def test_a_page_without_rows_says_so_and_carries_no_library() -> None:
    section = next(one for one in SECTIONS if one.name == "poam")
    text, reader = page_of(table_html(section), package())
    assert "No item is open." in reader.text
    assert len(text) < 60_000


def test_numbers_are_numbers_in_the_spreadsheet_and_formulas_are_text() -> None:
    section = next(one for one in SECTIONS if one.name == "poam")
    made = package(weakness("CVE-1", (CART, date(2026, 1, 20)), severity=Severity.HIGH, title="=1+1"))
    rows = list(csv.DictReader(io.StringIO(csv_of(section.view(made)).decode("utf-8-sig"))))
    assert (rows[0]["Days left"], rows[0]["Weakness"][:5]) == ("-10", "'=1+1")


def test_the_same_package_gives_the_same_bytes() -> None:
    made = busy()
    for renderer in (FRONT_HTML, *map(table_html, SECTIONS)):
        assert renderer.render(made, None) == renderer.render(made, None), renderer.name
