"""Mermaid's grammar, piece by piece."""

import pytest
from diagram_reading import page, snapshot, taker

from generator.errors import ParseError
from generator.model.diagram import NodeKind
from generator.parsers.diagrams import fences, mermaid_text


def _nodes(text: str) -> dict[str, str]:
    return {node.id: node.label for node in page(f"flowchart TD\n{text}").nodes}


def _edges(text: str) -> list[tuple[str, str, str, bool]]:
    return [(edge.source_id, edge.target_id, edge.label, edge.both_ways) for edge in page(f"flowchart TD\n{text}").edges]


@pytest.mark.parametrize(
    "form",
    [
        "a[X y]", "a(X y)", "a([X y])", "a[[X y]]", "a[(X y)]", "a((X y))", "a(((X y)))", "a>X y]", "a{X y}", "a{{X y}}",
        "a[/X y/]", "a[\\X y\\]", "a[/X y\\]", "a[\\X y/]", 'a["X y"]', 'a["`**X** y`"]', "a[X<br/>y]", "a[X&nbsp;y]",
        'a@{ shape: cyl, label: "X y" }', "a(-X y-)", "a[fa:fa-server X y]", 'a["X\n  y"]', "a[X y]:::css", "a:::css\na[X y]",
    ],
)  # fmt: skip
def test_every_form_of_a_node(form: str) -> None:
    assert _nodes(form) == {"a": "X y"}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("a[&#40b&#41]", "(b)"),
        ("a[#40;b#41;]", "(b)"),
        ("a[#quot;b#quot;]", '"b"'),
        ("a[x &amp; y]", "x & y"),
        ("a[#9829;]", "♥"),
    ],
)
def test_entities(text: str, label: str) -> None:
    assert _nodes(text) == {"a": label}


@pytest.mark.parametrize(
    ("text", "edge"),
    [
        ("a-->b", ("a", "b", "", False)),
        ("a---->b", ("a", "b", "", False)),
        ("a---b", ("a", "b", "", True)),
        ("a<-->b", ("a", "b", "", True)),
        ("a-.->b", ("a", "b", "", False)),
        ("a-.-b", ("a", "b", "", True)),
        ("a==>b", ("a", "b", "", False)),
        ("a===b", ("a", "b", "", True)),
        ("a --o b", ("a", "b", "", False)),
        ("a o--o b", ("a", "b", "", True)),
        ("a x--x b", ("a", "b", "", True)),
        ("a--text here-->b", ("a", "b", "text here", False)),
        ('a -- "it\'s -- so" --> b', ("a", "b", "it's -- so", False)),
        ("a--text---b", ("a", "b", "text", True)),
        ("a-.text.->b", ("a", "b", "text", False)),
        ("a==text==>b", ("a", "b", "text", False)),
        ("a-->|text|b", ("a", "b", "text", False)),
        ('a-->|"text | more"|b', ("a", "b", "text | more", False)),
        ("a <--text--- b", ("b", "a", "text", False)),
        ("a e1@--> b", ("a", "b", "", False)),
        ("a\n  --> b", ("a", "b", "", False)),
        ("a -->\n  b", ("a", "b", "", False)),
        ("a-->b %% because", ("a", "b", "", False)),
        ("a-->b;", ("a", "b", "", False)),
    ],
)
def test_every_form_of_a_link(text: str, edge: tuple[str, str, str, bool]) -> None:
    assert _edges(text) == [edge]


def test_chains_and_lists() -> None:
    assert [edge[:2] for edge in _edges("a & b --> c --> d & e")] == [
        ("a", "c"), ("b", "c"), ("c", "d"), ("c", "e"),
    ]  # fmt: skip


def test_ids_with_dashes_dots_and_letters_of_the_world() -> None:
    assert set(_nodes("load-gen-->v1.api\nstyle-guide-->endpoint\nÖl-->graphql")) == {
        "load-gen", "v1.api", "style-guide", "endpoint", "Öl", "graphql",
    }  # fmt: skip


def test_invisible_links_are_for_layout_only() -> None:
    assert _edges("a ~~~ b") == []
    assert set(_nodes("a ~~~ b")) == {"a", "b"}


def test_statements_about_looks_are_no_shapes() -> None:
    text = 'classDef x fill:#f9f,color:white;\nclass a,b x\nstyle a fill:#fff\nlinkStyle 0,1 stroke:red\nclick a href "x;y"\naccTitle: t\naccDescr {\n d\n}\ndirection LR\na-->b'  # noqa: E501
    assert set(_nodes(text)) == {"a", "b"}


def test_subgraphs_titles_repeats_and_membership() -> None:
    found = page(
        "graph LR\nsubgraph one [Zone (A)]\n a --> b\n subgraph Public Subnet\n  c\n end\nend\n"
        'subgraph "Two"\n subgraph Public Subnet\n  b --> d\n end\nend\nsubgraph\n e\nend'
    )
    boxes = {node.id: (node.label, node.parent) for node in found.nodes if node.kind is NodeKind.BOUNDARY}
    assert boxes == {
        "one": ("Zone (A)", None),
        "Public Subnet": ("Public Subnet", "one"),
        "Two": ("Two", None),
        "Public Subnet (2)": ("Public Subnet", "Two"),
        "subgraph": ("", None),
    }
    inside = {node.id: node.parent for node in found.nodes if node.kind is NodeKind.COMPONENT}
    assert inside == {"a": "one", "b": "one", "c": "Public Subnet", "d": "Public Subnet (2)", "e": "subgraph"}


def test_a_subgraph_as_an_end_of_a_link() -> None:
    found = page("flowchart TD\nx --> zone\nsubgraph zone\n a\nend")
    assert [(node.id, node.kind) for node in found.nodes] == [
        ("zone", NodeKind.BOUNDARY), ("x", NodeKind.COMPONENT), ("a", NodeKind.COMPONENT),
    ]  # fmt: skip
    assert [(edge.source_id, edge.target_id) for edge in found.edges] == [("x", "zone")]


def test_lines_that_are_not_understood_are_named_and_the_rest_is_kept() -> None:
    found = page("flowchart TD\na --> b\nsome words here\nd(x (y))\nend\ne --> f g\nsubgraph open\nc -->")
    assert [node.id for node in found.nodes] == ["open", "a", "b", "e", "f", "c"]
    assert [(edge.source_id, edge.target_id) for edge in found.edges] == [("a", "b"), ("e", "f")]
    assert found.unread == ("Not read: lines 3, 4, 5, 6, 7 and 8.",)


def test_blocks_in_markdown_each_a_page_others_left_out() -> None:
    text = "---\ntitle: Front\n---\n# One\n```mermaid\ngraph TD\na\n```\n```mermaid\nsequenceDiagram\na->>b: x\n```\n## Two\n  ~~~mermaid\n  ---\n  title: Named\n  ---\n  flowchart LR\n  b\n  ~~~\n"  # noqa: E501
    found = snapshot(text.encode(), "notes.md")
    assert [(page.name, [node.id for node in page.nodes]) for page in found.pages] == [("One (1)", ["a"]), ("Named", ["b"])]
    assert found.pages[0].nodes[0].source.place == "line 7"


def test_text_without_a_diagram_is_left_alone() -> None:
    for text in (
        "# Title\nSee the graph TD here",
        "```yaml\ngraph TD\na\n```",
        "graph: 1\nflowchart: 2",
    ):
        assert taker(text.encode(), "x.md") is None


@pytest.mark.parametrize("header", ["sequenceDiagram", "block-beta", "erDiagram", "classDiagram", "stateDiagram-v2"])
def test_kinds_that_are_not_read_are_named(header: str) -> None:
    with pytest.raises(ParseError, match=f"Not read: a Mermaid {header}"):
        snapshot(f"%% title: x\n{header}\n  a\n".encode(), "x.mmd")


def test_a_kind_that_is_not_read_is_a_remark_beside_one_that_is() -> None:
    text = "```mermaid\ngraph TD\na\n```\n```mermaid\nblock\n  columns 1\n```\n"
    (found,) = snapshot(text.encode(), "x.md").pages
    assert found.unread == ("Not read: a Mermaid block on line 6; flowcharts, C4 and architecture diagrams are.",)


def test_names_of_pages() -> None:
    for text, name in (("%% title: 10-1 Network\ngraph LR\na", "10-1 Network"), ("graph LR\na", "flowchart (1)")):
        block = mermaid_text.block(fences.whole(text, "mermaid"), 1)
        assert block is not None
        assert block.name == name


def test_comments_tie_shapes_to_workloads() -> None:
    (node,) = page(
        "flowchart LR\nshop[Customers]\n%% workload: shop = store/Deployment/shop\n%% diagram-label: shop = C-9"
    ).nodes
    assert (node.workload, node.diagram_label, node.kind) == ("store/Deployment/shop", "C-9", NodeKind.COMPONENT)


def test_windows_line_ends() -> None:
    assert len(snapshot(b"graph TD\r\na-->b\r\nb-->c\r\n").pages[0].edges) == 2
