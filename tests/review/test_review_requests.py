"""Requests: who owes which file, the mail and the table of it, and what closes one."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from review_client import AS_OF, ReviewClient, entered, sample_copy, workbench

from generator.review.expected_files import expected_files


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> ReviewClient:
    return entered(workbench(sample_copy(tmp_path_factory.mktemp("requests"))))


def ask(client: ReviewClient, **values: str) -> None:
    client.post(
        "/decisions/requests/new/save",
        {"shown": client.shown("/decisions/requests/new"), "back": "/requests", **values},
    )


def rows(client: ReviewClient) -> list[dict[str, str]]:
    answer = client.http.get("/requests/requests.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_what_the_evidence_shows_to_be_missing_is_owed_by_somebody(copied: ReviewClient) -> None:
    expected = expected_files(copied.bench.root, copied.bench.assessments.current(), AS_OF)
    scans = [row for row in expected if row.what.startswith("Scan of")]
    assert {(row.person, row.address) for row in scans} >= {("Kwame Boateng", "kwame.boateng@example.com")}
    inventory = copied.bench.assessments.current().package.bundle.ssp.system_implementation.inventory_items
    assert sum(int(row.what.split()[2]) for row in scans) == len(inventory)
    assert list(expected) == sorted(expected, key=lambda row: (row.due, row.person, row.what))


def test_a_request_is_asked_mailed_and_closed_by_its_file(copied: ReviewClient) -> None:
    ask(
        copied, file="evidence/scans/*/minutes-*.json", **{"from": "dayo okafor"}, due="2026-11-18", note="Minutes of the board"
    )
    ask(copied, file="evidence/scans/*/minutes-*.json", **{"from": "Nobody Known"}, due="2026-12-02", each="month")
    page = copied.get("/requests")
    assert "late by 2 days" in page
    assert "Dear Dayo Okafor," in page
    assert "mailto:dayo.okafor%40example.com?subject=" in page
    assert "Dear Nobody Known," in page
    (mine,) = (row for row in rows(copied) if row["What"] == "Minutes of the board")
    assert (mine["Person"], mine["Mail"], mine["Due"]) == ("Dayo Okafor", "dayo.okafor@example.com", "2026-11-18")
    (theirs,) = (row for row in rows(copied) if row["Person"] == "Nobody Known")
    assert (theirs["Mail"], theirs["State"], theirs["Why"]) == ("", "open", "None is there yet.")
    folder = copied.bench.root / "evidence/scans/2026-11-19"
    folder.mkdir()
    (folder / "minutes-november.json").write_text("{}")
    assert not [row for row in rows(copied) if row["What"] == "Minutes of the board"]
    page = copied.get("/requests").partition("Received")[2]
    assert page.count("evidence/scans/2026-11-19/minutes-november.json") == 2


def test_a_formula_in_a_name_is_no_formula_in_the_table(copied: ReviewClient) -> None:
    ask(copied, file="evidence/x.json", **{"from": "=HYPERLINK(1)"}, due="2026-11-30")
    assert "'=HYPERLINK(1)" in [row["Person"] for row in rows(copied)]


def test_far_days_are_not_asked_for_yet(copied: ReviewClient) -> None:
    ask(copied, file="evidence/y.json", **{"from": "Somebody Later"}, due="2027-06-30")
    copied.get("/you")
    assert "Somebody Later" not in copied.get("/requests")
    expected = expected_files(copied.bench.root, copied.bench.assessments.current(), AS_OF)
    assert date(2027, 6, 30) in [row.due for row in expected if row.person == "Somebody Later"]


def test_a_link_in_place_of_the_file_is_not_followed(copied: ReviewClient, tmp_path: Path) -> None:
    (tmp_path / "secret.pdf").write_bytes(b"x")
    (copied.bench.root / "decisions/letter-linked.pdf").symlink_to(tmp_path / "secret.pdf")
    ask(copied, file="decisions/letter-linked.pdf", **{"from": "Ruth Castellane"}, due="2026-11-25")
    assert "decisions/letter-linked.pdf" in [row["What"] for row in rows(copied)]


def test_a_mistake_in_the_file_is_shown_with_its_line(copied: ReviewClient) -> None:
    file = copied.bench.root / "decisions/requests.yaml"
    before = file.read_text()
    file.write_text(f"- {{file: ../x, from: A, due: 2026-12-01}}\n{before}")
    for path in ("/requests", "/", "/month"):
        assert "decisions/requests.yaml, line 1" in copied.get(path), path
    file.write_text(before)


def test_late_files_are_to_do(copied: ReviewClient) -> None:
    late = sum(row["State"] != "open" for row in rows(copied))
    ask(copied, file="evidence/z.json", **{"from": "Somebody Late"}, due="2026-11-10")
    assert f"{late + 1} files are late" in copied.get("/")
    assert f"{late + 1} files late" in copied.get("/month")
