"""D2: what is drawn in it, what is not taken for it, and nonsense in bounded time."""

import contextlib
from collections.abc import Callable

import pytest
from diagram_reading import CASES, page, snapshot, taker
from growth import assert_linear
from prerequisites import needs

from generator.errors import ParseError
from generator.model.diagram import NodeKind
from generator.parsers.diagrams import d2, fences

_BOX = "box: { inner }\n"


def test_arrows_in_every_direction() -> None:
    found = page(_BOX + "a -> b <- c <-> d -- e: TCP 443\n")
    assert [(edge.source_id, edge.target_id, edge.both_ways) for edge in found.edges] == [
        ("a", "b", False),
        ("c", "b", False),
        ("c", "d", True),
        ("d", "e", True),
    ]
    assert {edge.ports for edge in found.edges} == {(443,)}


def test_names_are_one_in_any_letter_case_and_boxes_nest() -> None:
    found = page("Box: { Web -> db; x: { web -> _.DB } }\nbox.web -> other\n")
    assert [(node.id, node.parent) for node in found.nodes] == [
        ("Box", None),
        ("Box.Web", "Box"),
        ("Box.db", "Box"),
        ("Box.x", "Box"),
        ("Box.x.web", "Box.x"),
        ("other", None),
    ]
    assert [edge.target_id for edge in found.edges] == ["Box.db", "Box.db", "other"]


def test_a_block_may_follow_a_text() -> None:
    found = page("note: |md\n  # Shop\n| {near: top-center}\nweb -> db: |txt sql | {style.stroke: red}\n")
    assert [(edge.source_id, edge.target_id) for edge in found.edges] == [("web", "db")]


def test_what_a_shape_says_it_is() -> None:
    found = page("a: {shape: person}\nb.shape: cloud\nc: |md\n  All connections are TLS 1.2\n|\na -> b\n")
    assert [node.kind for node in found.nodes] == [NodeKind.ACTOR, NodeKind.EXTERNAL, NodeKind.NOTE]
    assert found.notes == ("All connections are TLS 1.2",)


def test_what_is_not_read_is_named() -> None:
    found = page(_BOX + "a -> b\n...@/etc/passwd\n(a -> b)[0].label: x\nlayers: { n: { c -> d } }\n")
    assert found.unread == ("Not read: the layers from line 5 on.", "Not read: lines 3 and 4.")
    assert {node.id for node in found.nodes} == {"box", "box.inner", "a", "b"}


def test_fenced_in_markdown() -> None:
    (found,) = snapshot(b"# Boundary\n```d2\na -> b: HTTPS 443\n```\n", "x.md").pages
    assert (found.name, [edge.ports for edge in found.edges]) == ("Boundary", [(443,)])


@pytest.mark.parametrize(
    "text",
    [
        "def f(a: int) -> int:\n    return {\n    }\n",
        "fn main() -> i32 {\n}\n",
        "server {\n  listen 80;\n  location /x { proxy_pass http://a; }\n}\n",
        "body { direction: rtl; color: red }\n",
        "kind: Pod\nspec:\n  style: x\n",
        'resource "aws_lb" "a" {\n  x = "->"\n}\n',
        "2026-01-01 INFO a -> b\n",
        "a -> b\n",
    ],
)
def test_what_only_looks_like_it(text: str) -> None:
    assert taker(text.encode()) is None


@pytest.mark.parametrize(
    "text",
    [
        lambda part: "a" + " -> a" * (80_000 // part),
        lambda part: "direction: right\n" + "a: {\n" * (100_000 // part),
        lambda part: '"""' * (200_000 // part) + "\na: {shape: person}\n",
        lambda part: "a: {shape: person}\n" + "${" * (200_000 // part),
        lambda part: ("a" + ".b" * 40 + ": {\n") * 4 + "x;" * (24_000 // part) + "}" * 4,
        lambda part: "".join(f"t{number}: {{shape: sql_table; a: b}}\n" for number in range(4_000 // part)),
        lambda part: "a -> b: {\n}\n" + "x (\n" * (24_000 // part),
    ],
    ids=["arrows", "boxes", "comments", "variables", "names", "tables", "nonsense"],
)
def test_long_nonsense_is_read_or_refused_in_linear_time(text: Callable[[int], str]) -> None:
    assert_linear(text, _read_or_refused)


def _read_or_refused(text: str) -> None:
    taker(text.encode())
    with contextlib.suppress(ParseError):
        d2.drawn(fences.whole(text, "d2"), 1)


@needs(CASES)
@pytest.mark.parametrize(("name", "size"), [("kubediagrams-wordpress.d2", (9, 6)), ("phac-architecture.d2", (28, 20))])
def test_real_diagrams(name: str, size: tuple[int, int]) -> None:
    found = page((CASES / name).read_text())
    assert (len(found.nodes), len(found.edges)) == size
    assert found.unread == ()


def test_a_text_inside_a_shape_makes_it_no_box() -> None:
    found = page("api: Orders {\n  about: |md\n    Takes orders.\n  |\n}\nbox: { about: |md Zone | \n db }\napi -> box.db\n")
    assert [(node.label, node.kind) for node in found.nodes if node.kind is not NodeKind.NOTE] == [
        ("Orders", NodeKind.COMPONENT),
        ("box", NodeKind.BOUNDARY),
        ("db", NodeKind.COMPONENT),
    ]
