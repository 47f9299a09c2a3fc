"""Which links of a document lead to a file inside the package."""

import pytest

from generator.oscal import attachments

PLAN = "oscal/plan.json"


@pytest.mark.parametrize(
    ("href", "path"),
    [
        ("../evidence/a%20b.json#part", "evidence/a b.json"),
        ("..\\evidence\\a.json?x=1", "evidence/a.json"),
        ("a.json", "oscal/a.json"),
        ("/etc/passwd", None),
        ("file:///etc/passwd", None),
        ("FILE:evidence/a.json", None),
        ("c:/secret", None),
        ("a%00b", None),
        ("../../secret", None),
        ("%2e%2e/%2e%2e/secret", None),
        ("..", None),
    ],
)
def test_a_link_is_a_path_of_the_package_or_none(href: str, path: str | None) -> None:
    assert attachments.inside(PLAN, href) == path


def test_other_places_are_not_looked_for_and_files_of_this_machine_are() -> None:
    links = ("", "#part", "https://example.com/a", "mailto:a@example.com", "file:///etc/passwd", "FILE:a", "a.json")
    assert [href for href in links if not attachments.is_elsewhere(href)] == ["file:///etc/passwd", "FILE:a", "a.json"]
