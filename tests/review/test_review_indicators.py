"""Indicators of FedRAMP 20x in the workbench: counted, filtered, and stated by a person through the form of their entry."""

import re
from pathlib import Path

import pytest
from review_client import SAMPLE, ReviewClient, entered, sample_copy, workbench

from generator.frameworks.fedramp_20x import indicators


@pytest.fixture(scope="module")
def on_the_path(tmp_path_factory: pytest.TempPathFactory) -> ReviewClient:
    root = sample_copy(tmp_path_factory.mktemp("indicators"))
    file = root / "system.yaml"
    file.write_text(f"{file.read_text()}\nframeworks: [fedramp-rev5, fedramp-20x]\nclass: c\n")
    return entered(workbench(root))


def rows(text: str) -> list[str]:
    """Ids of the table."""
    return re.findall(r'<tr><td class="nowrap"><a href="/indicators/(KSI-[A-Z-]+)">', text)


def test_all_46_are_listed_and_each_has_a_page(on_the_path: ReviewClient) -> None:
    assert rows(on_the_path.get("/indicators")) == [each.id for each in indicators()]
    for name in ("KSI-CED-RAT", "KSI-CNA-DFP", "KSI-IAM-AAM"):
        assert f"<h1>{name}: " in on_the_path.get(f"/indicators/{name}")
    assert on_the_path.http.get("/indicators/KSI-SVC-NONE").status_code == 404


@pytest.mark.parametrize("name", ["no status", "not shown by evidence", "methods missing", "to be stated"])
def test_a_filter_shows_as_many_as_it_counts(on_the_path: ReviewClient, name: str) -> None:
    text = on_the_path.get(f"/indicators?show={name.replace(' ', '+')}")
    (count,) = re.findall(rf"selected>{name} \((\d+)\)", text)
    assert len(rows(text)) == int(count) > 0


def test_a_method_says_why_it_does_not_count_and_what_would_give_it(on_the_path: ReviewClient) -> None:
    text = on_the_path.get("/indicators/KSI-CNA-DFP")
    assert "0 of the 2 automated methods that Class C must have" in text
    assert "collect it from the live system with atopack collect kubernetes" in text


def test_a_person_states_an_indicator_by_its_form(on_the_path: ReviewClient, tmp_path: Path) -> None:
    client = entered(workbench(sample_copy(tmp_path)))
    root = client.bench.root
    system = root / "system.yaml"
    system.write_text(f"{system.read_text()}\nframeworks: [fedramp-20x]\nclass: b\n")
    page = client.get("/indicators/KSI-PIY-RES")
    (form,) = re.findall(r'<a href="(/decisions/indicators/new[^"]*)">State it</a>', page)
    address = form.replace("&amp;", "&")
    assert 'value="KSI-PIY-RES"' in client.get(address)
    answer = client.post(
        "/decisions/indicators/new/save",
        {
            "shown": client.shown(address),
            "back": "/indicators/KSI-PIY-RES",
            "id": "KSI-PIY-RES",
            "status": "implemented",
            "implementation": "The board reviews <b>security</b> each quarter.",
            "by": "Ada Lovelace",
            "role": "ISSO",
            "date": "2026-11-20",
        },
    )
    assert answer.headers["location"] == "/indicators/KSI-PIY-RES"
    assert (root / "decisions/indicators.yaml").read_text().startswith("- id: KSI-PIY-RES\n")
    stated = client.get("/indicators/KSI-PIY-RES")
    assert "Implemented, stated by Ada Lovelace, ISSO, on 2026-11-20" in stated
    assert "<b>security" not in stated
    assert '<a href="/decisions/indicators/0?back=/indicators/KSI-PIY-RES">Change what is stated</a>' in stated
    assert "KSI-PIY-RES" not in rows(client.get("/indicators?show=no+status"))


def test_to_do_counts_what_the_list_shows(on_the_path: ReviewClient) -> None:
    text = on_the_path.get("/")
    for name, words in (("no status", "without a status"), ("to be stated", "to be stated by a person")):
        shown = len(rows(on_the_path.get(f"/indicators?show={name.replace(' ', '+')}")))
        assert f"{shown} indicators are {words}" in text


def test_who_may_only_read_gets_no_form_and_another_path_says_what_it_needs(tmp_path: Path) -> None:
    root = sample_copy(tmp_path)
    file = root / "system.yaml"
    file.write_text(f"{file.read_text()}\nframeworks: [fedramp-20x]\nclass: b\n")
    reader = entered(workbench(root, read_only=True))
    assert "State it" not in reader.get("/indicators/KSI-PIY-RES")
    other = entered(workbench(SAMPLE, read_only=True))
    assert "does not go for FedRAMP 20x" in other.get("/indicators")
    assert "does not go for FedRAMP 20x" in other.get("/indicators/KSI-PIY-RES")
    assert "Indicators</td>" not in other.get("/")
