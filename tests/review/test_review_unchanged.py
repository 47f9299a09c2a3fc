"""A form that is sent as a page shows it changes no file: nothing is lost on the way through a browser."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from generator.workspace.written_records import decision_lists, system_groups, system_lists
from generator.workspace.yaml_writer import read_yaml
from tests.review.review_client import sample_copy
from tests.writer_at_work import WriterAtWork

DAY = date(2026, 11, 20)
LONG = "See " + "a" * 600 + " and\n\n  - a list\n  - of two\n\nand " + "b" * 700 + "."


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> WriterAtWork:
    root = sample_copy(tmp_path_factory.mktemp("unchanged"))
    text = LONG.replace("a list", "a\u00a0list")  # as it is pasted from Word
    (root / "narratives/PE-3.md").write_text(f"## Part a\n\n{text}\n")
    (root / "narratives/plan").mkdir(exist_ok=True)
    (root / "narratives/plan/purpose.md").write_text(f"First line.\n\n{LONG}\n")
    (root / "decisions/item-plans.yaml").write_text(
        "- poam-id: V-70F25D89C7\n  plan: |\n    Asked each month.\n\n    Closed at the gateway.\n"
        "  milestones: [{day: 2026-12-10, step: Closed}]\n  comments: |-\n    Ticket 1\n    Ticket 2\n"
        "  by: A\n  planned: 2026-11-19\n"
    )
    return WriterAtWork(root, DAY, "Ada Lovelace")


def hashes(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("decisions", "narratives")
        for path in (*(root / folder).rglob("*"), root / "system.yaml")
        if path.is_file()
    }


def sent_as_shown(writer: WriterAtWork, page: str, action: str) -> None:
    before = hashes(writer.root)
    writer.send(page, action)
    assert hashes(writer.root) == before, page


def test_every_entry_of_every_list(writer: WriterAtWork) -> None:
    count = 0
    for each in (*decision_lists(), *system_lists()):
        for index in range(len(each.entries(read_yaml(writer.root, each.file).value))):
            count += 1
            sent_as_shown(writer, f"/decisions/{each.key}/{index}", f"/decisions/{each.key}/{index}/save")
    assert count > 60


def test_every_group_of_system_yaml(writer: WriterAtWork) -> None:
    content = read_yaml(writer.root, "system.yaml").value
    for group in [group for group in system_groups() if group.values(content)]:
        sent_as_shown(writer, f"/system/{group.key}", f"/system/{group.key}/save")


@pytest.mark.parametrize("control", ["PE-3", "RA-5", "CM-2", "SC-8", "SC-12"])
def test_statements(writer: WriterAtWork, control: str) -> None:
    sent_as_shown(writer, f"/controls/{control}", f"/controls/{control}/save")


def test_texts_of_the_plan(writer: WriterAtWork) -> None:
    sent_as_shown(writer, "/plan/purpose", "/plan/purpose/save")


def test_the_grid_with_every_column(writer: WriterAtWork) -> None:
    sent_as_shown(writer, "/inventory?columns=all", "/inventory/save")


def test_lines_stay_lines_in_what_is_shown(writer: WriterAtWork) -> None:
    (area,) = writer.open("/controls/PE-3").xpath("//textarea[@name='part a']/text()")
    assert area.strip("\n") == LONG
    (area,) = writer.open("/decisions/item-plans/0").xpath("//textarea[@name='comments']/text()")
    assert area == "Ticket 1\nTicket 2"
    mail = writer.open("/requests").xpath("//pre[starts-with(@aria-label, 'Mail to ')]/text()")[0]
    assert mail.startswith("Dear ")
    assert mail.count("\n") > 4
