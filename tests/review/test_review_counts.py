"""What is counted: each page says what it leaves out, and a table is as long as a person chooses."""

import re
from html import unescape

import pytest
from lxml import html
from review_client import SAMPLE, ReviewClient, entered, workbench

from generator.renderers.report.sections.poam import open_of


@pytest.fixture(scope="module")
def client() -> ReviewClient:
    return entered(workbench(SAMPLE, read_only=True))


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.partition("<main")[2])).split())


def test_open_items_are_counted_with_or_without_configuration_findings_and_it_is_said(client: ReviewClient) -> None:
    every = open_of(client.bench.assessments.current().package)
    apart = sum(item.configuration for item in every)
    assert apart == 1
    items = len(every) - apart
    assert f"{items} open items, 5 past due; 1 configuration finding counted apart" in words(client.get("/month"))
    meeting = words(client.get("/meeting"))
    assert f"{items} items of the POA&M are open, 5 of them past due." in meeting
    assert "1 row of the sheet Configuration Findings is open beside them and not counted here." in meeting
    annual = words(client.get("/annual"))
    assert f"Open items of the POA&M {len(every)}" in annual
    assert "with 1 row of the sheet Configuration Findings, which Month and Meeting count apart." in annual
    poam = words(client.get("/poam"))
    assert f"of {len(every)} open items" in poam
    assert "With 1 row of the sheet Configuration Findings, the last of the list; Month and Meeting count it apart." in poam
    last = client.get("/poam?rows=250").rpartition('<td class="id"><a href="/poam/')[2]
    assert last.startswith(next(item.poam_id for item in every if item.configuration))


def test_a_person_chooses_how_many_rows_a_page_has(client: ReviewClient) -> None:
    def shown(query: str) -> int:
        return client.get(f"/poam{query}").count('<td class="id"><a href="/poam/')

    assert (shown(""), shown("?page=1")) == (50, 9)
    assert (shown("?rows=25"), shown("?rows=25&page=2"), shown("?rows=100")) == (25, 9, 59)
    assert shown("?rows=1000000") == shown("?rows=-1") == shown("?rows=x") == 50
    page = client.get("/poam?q=e&rows=25")
    assert 'href="?q=e&amp;rows=100"' in page
    assert "<strong>25</strong>" in page
    assert "Rows of a page" not in client.get("/poam?q=no-such-words-at-all")


def test_to_do_names_the_person_of_each_document(client: ReviewClient) -> None:
    rows = html.fromstring(client.get("/")).xpath("//tbody/tr")
    persons = {row.xpath("string(td[1])"): row.xpath("string(td[4])") for row in rows}
    assert persons["POA&M"] == persons["Appendix A"] == "Tomas Achterberg"
    assert persons["Inventory"] == "Kwame Boateng"
    assert persons.get("Requests", "several") == "several"
