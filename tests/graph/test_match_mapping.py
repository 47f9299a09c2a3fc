"""`decisions/diagram-mapping.yaml` and the mistakes people make in it."""

from pathlib import Path

import pytest

from generator.errors import ConfigError
from generator.graph.mapping import DiagramMapping, MappedShape, is_pattern, matcher, read_mapping

_SHIPPED = sorted((Path(__file__).parent / "mappings").glob("*.yaml"))


def test_a_whole_file() -> None:
    match = "  - drawn: Cache (Valkey)\n    workloads: [valkey]\n    reviewed-by: A. Reviewer\n    note: why\n"
    text = f"matches:\n{match}not-workloads: [x]\n"
    assert read_mapping(text) == DiagramMapping(
        matches=(
            MappedShape(
                drawn="Cache (Valkey)",
                workloads=("valkey",),
                reviewed_by="A. Reviewer",
                note="why",
                place="decisions/diagram-mapping.yaml, line 2",
            ),
        ),
        not_workloads=("x",),
    )


def test_pages_external_services_and_shapes_of_one_page() -> None:
    text = "matches:\n  - {drawn: a, page: p, external: [Bank]}\n  - {drawn: a, workloads: [b]}\n"
    found = read_mapping(text + "not-compared: [q]\npages:\n  - {page: p, shows: data-flow}\n")
    assert [(each.page, each.external, each.workloads) for each in found.matches] == [("p", ("Bank",), ()), (None, (), ("b",))]
    assert (found.not_compared, found.pages) == (("q",), (("p", "data-flow"),))


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("Cart*", "cart service", True),
        ("cart?", "carts", True),
        ("cart?", "cart", False),
        ("cart [a]*", "cart [a] service", True),
        ("cart [a]*", "cart a", False),
        ("[!a]*", "[!a]", True),
        ("[!a]*", "b", False),
        ("a.c*", "abc", False),
    ],
)
def test_only_stars_and_question_marks_stand_for_other_texts(pattern: str, text: str, fits: bool) -> None:
    assert is_pattern(pattern)
    assert bool(matcher(pattern).fullmatch(text)) is fits


@pytest.mark.parametrize("text", ["", "# nothing decided yet\n", "matches: []\n", "matches:\nnot-workloads:\n"])
def test_nothing_decided(text: str) -> None:
    assert read_mapping(text) == DiagramMapping()


@pytest.mark.parametrize(
    ("text", "says", "where"),
    [
        ("match: []\n", "`match` is not a known key", "line 1"),
        ("matches:\n  - drawn: a\n    workload: [b]\n", "workload", "line 3"),
        ("matches:\n  - drawn: a\n", "no workload is named", "line 2, the first entry of matches"),
        (
            "matches:\n  - drawn: a\n    workloads: []\n",
            "no workload is named",
            "line 3, key workloads of the first entry of matches",
        ),
        ("matches:\n  - drawn: a\n    workloads: ['']\n", "the text is empty", "line 3"),
        (
            "matches:\n  - drawn: ' '\n    workloads: [b]\n",
            "the text is empty",
            "line 2, key drawn of the first entry of matches",
        ),
        ("matches:\n  - drawn: 12\n    workloads: [b]\n", "12", "line 2"),
        ("matches:\n  - drawn: a\n    workloads: b\n", "list", "line 3"),
        (
            "matches:\n  - {drawn: a, workloads: [b]}\n  - {drawn: A, workloads: [c]}\n",
            "decided twice (first on line 2)",
            "line 3",
        ),
        (
            "matches:\n  - {drawn: a, workloads: [b]}\nnot-workloads: [a]\n",
            "decided twice",
            "line 3, the first entry of not-workloads",
        ),
        ("not-workloads: ['']\n", "the text is empty", "line 1"),
        ("not-compared: ['']\n", "the text is empty", "line 1, the first entry of not-compared"),
        (
            "matches:\n  - {drawn: a, external: ['']}\n",
            "the text is empty",
            "line 2, the first entry of external of the first entry of matches",
        ),
        ("pages:\n  - {page: p, shows: everything}\n", "everything", "line 2"),
        ("pages:\n  - {page: '', shows: network}\n", "the text is empty", "line 2, key page of the first entry of pages"),
        ("matches: [\n", "not valid YAML", "line"),
    ],
)
def test_mistakes_name_file_line_and_key(text: str, says: str, where: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_mapping(text, file="map.yaml")
    assert says in caught.value.what
    assert caught.value.where.startswith("map.yaml")
    assert where in caught.value.where
    assert caught.value.next_step


@pytest.mark.parametrize("path", _SHIPPED, ids=lambda path: path.name)
def test_shipped_mappings_are_valid(path: Path) -> None:
    read = read_mapping(path.read_text(encoding="utf-8"), file=path.name)
    assert read.matches or read.not_workloads
