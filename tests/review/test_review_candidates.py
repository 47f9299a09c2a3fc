"""Candidates of the cross-check: a whole requirement in one entry, or some of its subjects, with one reason."""

from collections import Counter
from pathlib import Path

import pytest
from lxml import html
from review_client import ReviewClient, entered, sample_copy, workbench

from generator.ledger.candidate_decisions import FILE, read_candidate_decisions
from generator.model.candidate import CandidateState
from generator.review import assessment
from generator.review.people import Person
from generator.review.workspace_look import WorkspaceLook

PAGE = "/poam/candidates"
WRITER = Person(name="Ada Lovelace")


@pytest.fixture
def client(tmp_path: Path) -> ReviewClient:
    root = sample_copy(tmp_path)
    (root / FILE).unlink()
    return entered(workbench(root, person=WRITER))


def boxes(client: ReviewClient, query: str = "") -> list[str]:
    return html.fromstring(client.get(PAGE + query)).xpath("//input[@name='candidate']/@value")


def undecided(client: ReviewClient) -> Counter[str]:
    rows = client.bench.assessments.current().package.candidates
    return Counter(row.check for row in rows if row.state is CandidateState.UNDECIDED)


def decide(client: ReviewClient, chosen: list[str], *, status: int = 303, **values: str) -> None:
    form = {"shown": client.shown(PAGE), "decision": "refused", "reason": "It is a test system.", **values}
    client.post(PAGE, {**form, "candidate": chosen}, status=status)


def test_every_undecided_one_has_a_box_and_every_requirement_one_for_all(client: ReviewClient) -> None:
    waiting, shown = undecided(client), boxes(client)
    assert waiting
    assert sorted(box for box in shown if box.endswith("::*")) == sorted(f"{check}::*" for check in waiting)
    assert Counter(box.partition("::")[0] for box in shown if not box.endswith("::*")) == waiting


def test_a_whole_requirement_is_one_entry(client: ReviewClient) -> None:
    (check, count), *_ = undecided(client).most_common()
    assert count > 1
    decide(client, [box for box in boxes(client) if box.startswith(f"{check}::")])
    (entry,) = read_candidate_decisions((client.bench.root / FILE).read_text())
    assert (entry.check, entry.subject, entry.accepted, entry.by) == (check, "*", False, WRITER.name)
    assert check not in undecided(client)
    assert not [box for box in boxes(client) if box.startswith(f"{check}::")]


def test_what_was_decided_one_by_one_stays_when_the_rest_is_decided_together(client: ReviewClient) -> None:
    (check, _), *_ = undecided(client).most_common()
    first = next(box for box in boxes(client) if box.startswith(f"{check}::") and not box.endswith("::*"))
    decide(client, [first], decision="accepted", reason="It is corrected in December.")
    decide(client, [f"{check}::*"])
    states = Counter(row.state for row in client.bench.assessments.current().package.candidates if row.check == check)
    assert states[CandidateState.ACCEPTED] == 1
    assert states[CandidateState.UNDECIDED] == 0


def test_the_filter_shows_fewer_and_nothing_is_decided_without_a_reason(client: ReviewClient) -> None:
    (check, count), *_ = undecided(client).most_common()
    fitting = [box for box in boxes(client, f"?q={check}&show=undecided") if not box.endswith("::*")]
    assert len(fitting) == count
    decide(client, fitting[:1], status=422, reason=" ")
    assert not (client.bench.root / FILE).exists()


@pytest.mark.parametrize("path", [PAGE, "/poam", "/inventory", "/month", "/package"])
def test_a_page_asks_the_files_once(client: ReviewClient, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client.get(path)
    asked, ask = [], WorkspaceLook.holds
    monkeypatch.setattr(WorkspaceLook, "holds", lambda look: asked.append(look) or ask(look))
    monkeypatch.setattr(assessment, "look_at", lambda root: asked.append(root))
    client.get(path)
    assert len(asked) == 1
