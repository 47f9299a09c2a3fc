"""Candidates are decided by requirement: an entry for each that the person saw, and none for what came later."""

import re
from pathlib import Path

import pytest
from lxml import html

from generator.ledger.candidate_decisions import read_candidate_decisions
from generator.review.pages import poam
from tests.review.review_client import entered, sample_copy, workbench

FILE = "decisions/candidates.yaml"
POST = "/poam/candidates"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    copy = sample_copy(tmp_path)
    (copy / FILE).unlink(missing_ok=True)
    return copy


def test_all_candidates_of_a_requirement_are_decided_at_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poam, "_CHOICES", 1)
    client = entered(workbench(root))
    page = html.fromstring(client.get("/poam"))
    boxes = {str(each.get("value")): each for each in page.xpath("//input[@name='requirement']")}
    counts = {value: int(box.xpath("string(ancestor::tr/td[3])").split()[0]) for value, box in boxes.items()}
    value = max(counts, key=lambda each: counts[each])
    assert counts[value] > 1
    assert len(boxes[value].xpath("ancestor::tr//input[@name='candidate']")) == 1, "of many only the first are offered"
    form = {"shown": client.shown("/poam"), "decision": "accepted", "reason": "Corrected in December."}
    check = value.partition("::")[0]
    client.post(POST, form | {"requirement": f"{check}::{'0' * 64}"}, status=422)
    assert not (root / FILE).exists()
    client.post(POST, form | {"requirement": value})
    entries = read_candidate_decisions((root / FILE).read_text())
    assert {(entry.check, entry.accepted) for entry in entries} == {(check, True)}
    assert len({entry.subject for entry in entries}) == len(entries) == counts[value]
    assert not re.search(r"[*?]", "".join(entry.subject for entry in entries))
    left = html.fromstring(client.get("/poam")).xpath("//input[@name='requirement']/@value")
    assert sorted(left) == sorted(set(boxes) - {value})
