"""What a control requires, on its page: in the words of the copy that the user has, and what is said without one."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from review_client import ReviewClient, entered, sample_copy, workbench

from generator.content.store import add
from tests.content.made import catalog, control

DAY = date(2026, 11, 20)
LINE = re.compile(r'<p class="asked( depth\d)?">(.*?)</p>')


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> ReviewClient:
    folder = tmp_path_factory.mktemp("catalog")
    root = sample_copy(folder)
    copy = folder / "catalog.json"
    copy.write_bytes(catalog(("cm", [control("cm-8", "Inventory", "List what <runs>.", "Look again.")])))
    list(add(root, "nist-800-53", [str(copy)], DAY))
    return entered(workbench(root))


def test_each_part_has_what_it_requires(client: ReviewClient) -> None:
    page = client.get("/controls/CM-8")
    above, part_a, part_b = page.split('<section class="part">')[:3]
    assert "Quoted from An invented catalog like NIST SP 800-53, version 5.9.9." in unescape(above)
    assert [unescape(text) for _, text in LINE.findall(part_a)] == ["a. List what <runs>."]
    assert [unescape(text) for _, text in LINE.findall(part_b)] == ["b. Look again."]
    assert "RequirementLine" not in page
    assert "<runs>" not in page


def test_a_control_that_the_copy_does_not_have_is_said(client: ReviewClient) -> None:
    assert "An invented catalog like NIST SP 800-53, version 5.9.9 does not have this control." in client.get("/controls/AC-2")


def test_without_a_copy_the_page_says_how_to_get_one(tmp_path: Path) -> None:
    page = entered(workbench(sample_copy(tmp_path), read_only=True)).get("/controls/CM-8")
    assert "<code>atopack content add nist-800-53 FILE</code>" in page
    assert not LINE.findall(page)
