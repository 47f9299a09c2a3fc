"""Texts of single parts in the body of a narrative's file."""

import pytest

from generator.narrative.part_texts import part_sources, with_part_texts

PARTS = ("a", "b")


@pytest.mark.parametrize(
    ("body", "sources"),
    [
        ("", {}),
        ("Above the parts.\n", {}),
        ("## Part b\n\nB.\n", {"b": "B."}),
        ("## Part a\n\nA.\n\n## Part b\n\nB.\n", {"a": "A.", "b": "B."}),
        ("## Part a\n```\n## Part b\n```\n", {"a": "```\n## Part b\n```"}),
    ],
)
def test_the_source_of_each_part(body: str, sources: dict[str, str]) -> None:
    assert part_sources(body, PARTS) == sources


def test_a_first_text_and_a_part_in_between() -> None:
    assert with_part_texts("", PARTS, {"b": "B."}) == "## Part b\n\nB.\n"
    assert with_part_texts("## Part b\n\nB.\n", PARTS, {"a": "A."}) == "## Part a\n\nA.\n\n## Part b\n\nB.\n"
    assert with_part_texts("", (), {"": "A."}) == "A.\n"
