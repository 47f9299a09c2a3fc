"""What DoD and CMMC ask of people is answered by forms; what is not answered is outstanding."""

from datetime import date
from pathlib import Path

import pytest

from generator.strict_yaml import load
from tests.review.review_client import sample_copy
from tests.writer_at_work import WriterAtWork, words

DAY, PAGE = date(2026, 11, 20), "/additions"


@pytest.fixture
def writer(tmp_path: Path) -> WriterAtWork:
    root = sample_copy(tmp_path)
    system = root / "system.yaml"
    system.write_text(f"{system.read_text()}\nframeworks: [fedramp-rev5, dod-il4, cmmc-l2]\n")
    return WriterAtWork(root, DAY, "Ada Lovelace")


def test_readiness_and_categories_are_counted_and_answered(writer: WriterAtWork) -> None:
    todo = words(writer.open("/"))
    assert "10 readiness requirements are without an answer" in todo
    page = writer.open(PAGE)
    (link,) = page.xpath("//a[starts-with(text(), 'GRR-3 ')]/@href")
    answer = {"answer": "In two data centers in Virginia and Oregon.", "role": "ISSO"}
    writer.send(link, "/decisions/dod-readiness/new/save", answer)
    page = writer.open(PAGE)
    assert "9 of 10 have no answer of a person" in words(page)
    assert page.xpath("//a[starts-with(text(), 'GRR-3 ')]/@href") == ["/decisions/dod-readiness/0?back=/additions"]
    (row,) = load((writer.root / "decisions/dod-readiness.yaml").read_text(), "x").value
    assert (row["id"], row["by"], str(row["date"])) == ("GRR-3", "Ada Lovelace", "2026-11-20")

    chosen = writer.boxes(f"{PAGE}?show=blank", "asset")
    first, other = chosen[:2]
    writer.send(PAGE, f"{PAGE}/categories", {"category": "CUI Assets"}, check={"asset": [first, other]})
    assert writer.boxes(f"{PAGE}?show=blank", "asset") == chosen[2:]
    writer.send(PAGE, f"{PAGE}/categories", {"category": "Out-of-Scope Assets"}, check={"asset": [other]})
    shown = {
        words(row.xpath("./td[2]")[0]): words(row.xpath("./td[3]")[0]) for row in writer.open(PAGE).xpath("//tr[td/input]")
    }
    assert (shown[first], shown[other]) == ("CUI Assets", "Out-of-Scope Assets")
    wrong = {"asset": "nothing", "category": "CUI Assets", "shown": writer.client.shown(PAGE)}
    assert "no asset of the inventory" in writer.client.post(f"{PAGE}/categories", wrong, status=422).text


def test_a_system_that_goes_for_neither_is_told_so(tmp_path: Path) -> None:
    writer = WriterAtWork(sample_copy(tmp_path), DAY, "Ada Lovelace")
    assert "names no DoD impact level" in words(writer.open(PAGE))
    assert "readiness requirement" not in words(writer.open("/"))
