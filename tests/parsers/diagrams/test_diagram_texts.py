"""Grammar of the text formats, piece by piece."""

import pytest
from diagram_reading import page, snapshot, taker

from generator.errors import ParseError
from generator.model.diagram import DiagramPage, NodeKind
from generator.parsers.diagrams.c4_calls import call


def _plantuml(text: str) -> DiagramPage:
    return page(f"@startuml\n[zero]\n{text}\n@enduml")


def _edges(found: DiagramPage) -> list[tuple[str, str, str, bool]]:
    return [(edge.source_id, edge.target_id, edge.label, edge.both_ways) for edge in found.edges]


@pytest.mark.parametrize(
    ("line", "edge"),
    [
        ("a --> b", ("a", "b", "", False)),
        ("a-->b", ("a", "b", "", False)),
        ("a..>b", ("a", "b", "", False)),
        ("a -> b : HTTPS 443", ("a", "b", "HTTPS 443", False)),
        ("a <-- b", ("b", "a", "", False)),
        ("a <--> b", ("a", "b", "", True)),
        ("a -- b", ("a", "b", "", True)),
        ("a -left-> b", ("a", "b", "", False)),
        ("a -r- b", ("a", "b", "", True)),
        ("a -[#red,dashed]-> b", ("a", "b", "", False)),
        ("a -[hidden]-> b", None),
        ("a --[thickness=2]>> b", ("a", "b", "", False)),
        ("[a] ..> [b]", ("a", "b", "", False)),
        ('a "1" *-- "n" b', ("a", "b", "", True)),
        ("a --(0-- b", ("a", "b", "", True)),
        ("a -( b", ("a", "b", "", True)),
        ("a --o b", ("a", "b", "", True)),
        ("(a) --> :b:", ("a", "b", "", False)),
        ('"a" --> b #line:red : x', ("a", "b", "x", False)),
        ("a.x --> b.y", ("a.x", "b.y", "", False)),
    ],
)
def test_links_of_plantuml(line: str, edge: tuple[str, str, str, bool] | None) -> None:
    assert _edges(_plantuml(line)) == ([edge] if edge else [])


@pytest.mark.parametrize(
    ("line", "node"),
    [
        ("[Shop]", ("Shop", "Shop", NodeKind.COMPONENT)),
        ("[Web shop] as s", ("s", "Web shop", NodeKind.COMPONENT)),
        ('component "Web shop" as s <<v1>> #red', ("s", "Web shop", NodeKind.COMPONENT)),
        ('component s as "Web shop"', ("s", "Web shop", NodeKind.COMPONENT)),
        ("component s [\nWeb\nshop\n]", ("s", "s", NodeKind.COMPONENT)),
        ('() "API" as s', ("s", "API", NodeKind.COMPONENT)),
        ("actor Guard", ("Guard", "Guard", NodeKind.ACTOR)),
        (":Night guard: as g", ("g", "Night guard", NodeKind.ACTOR)),
        ("cloud DNS", ("DNS", "DNS", NodeKind.EXTERNAL)),
        ("node empty {\n}", ("empty", "empty", NodeKind.COMPONENT)),
        ("package tight { }", ("tight", "tight", NodeKind.BOUNDARY)),
        ('database "Order\\nstore" as db', ("db", "Order store", NodeKind.COMPONENT)),
        ("component <&cloud> as x", None),
        ("note as N\nall traffic is plain\nend note", ("N", "all traffic is plain", NodeKind.NOTE)),
        ('note "why" as N', ("N", "why", NodeKind.NOTE)),
        ("legend\nred\nend legend", ("note 1", "red", NodeKind.NOTE)),
        ('AWSLambda(fn, "Resize", "python")', ("fn", "Resize", NodeKind.COMPONENT)),
    ],
)
def test_elements_of_plantuml(line: str, node: tuple[str, str, NodeKind] | None) -> None:
    found = [(one.id, one.label, one.kind) for one in _plantuml(line).nodes if one.id != "zero"]
    assert found == ([node] if node else [])


@pytest.mark.parametrize(
    "text",
    [
        "Alice -> Bob : hello",
        "participant A\nA -> B",
        "actor A\ndatabase D\nA -> D",
        "class Loaf {\n}",
        "[*] --> baking",
        "start\n:bake;\nstop",
    ],
)
def test_other_drawings_of_plantuml_are_named_not_read(text: str) -> None:
    with pytest.raises(ParseError, match="places no components"):
        page(f"@startuml\n{text}\n@enduml")
    with pytest.raises(ParseError, match="places no components"):
        page("@startmindmap\n* a\n@endmindmap")


def test_looks_and_definitions_of_plantuml_are_no_shapes() -> None:
    looks = (
        "skinparam component {\n BorderColor red\n}\nskinparam shadowing false\nhide stereotype\nleft to right direction\n"
        "scale 1.5\n<style>\n a { b }\n</style>\n!define X y\n!$z = 1\nLAYOUT_TOP_DOWN()\nSHOW_LEGEND()\ntitle T\n"
        "AddElementTag(v1, $bgColor=red)\nUpdateRelStyle($textColor=red)\nLay_D(zero, zero)\nfooter end\n"
    )
    found = _plantuml(looks)
    assert ([node.id for node in found.nodes], found.edges, found.notes, found.name) == (["zero"], (), (), "T")


def test_a_note_beside_one_shape_does_not_speak_for_the_page() -> None:
    text = "All connections use TLS 1.2"
    assert _plantuml(f"note right of zero : {text}").notes == ()
    assert _plantuml(f"note right : {text}").notes == (text,)


@pytest.mark.parametrize(
    ("line", "arguments", "named"),
    [
        ('Rel(a, b, "x, y", "z")', ("a", "b", "x, y", "z"), {}),
        ('Rel(a, b, "x", $tags="v1,v2")', ("a", "b", "x"), {"tags": "v1,v2"}),
        ('Rel(a, b, , "z")', ("a", "b", "", "z"), {}),
        ("F(g(1, 2), b)", ("g(1, 2)", "b"), {}),
        ("F()", (), {}),
    ],
)
def test_calls(line: str, arguments: tuple[str, ...], named: dict[str, str]) -> None:
    found = call(line)
    assert found is not None
    assert (found.arguments, found.named) == (arguments, named)


@pytest.mark.parametrize("line", ["Rel(a, b", 'Rel("a)', "a --> b", "(a)", ""])
def test_what_is_no_call(line: str) -> None:
    assert call(line) is None


@pytest.mark.parametrize("head", ["@startuml\n{}\n@enduml", "C4Container\n{}"])
def test_c4_macros_are_the_same_in_plantuml_and_mermaid(head: str) -> None:
    text = (
        'Person_Ext(p, "Guest")\nSystem_Boundary(b, "Shop") {\nContainerQueue(q, "Jobs", "NATS")\nSystemDb_Ext(d, "Archive")\n'
        'Deployment_Node(n, "Box", "ARM") {\n}\nNode(m, "Bare")\n}\nRel_R(p, q, "asks", "HTTPS 443")\n'
        'RelIndex(1, q, d, "puts")\nRel_Back(d, q, "reads")\nBiRel_U(q, p, "talks")'
    )
    found = page(head.format(text))
    assert [(node.id, node.kind, node.parent) for node in found.nodes] == [
        ("p", NodeKind.ACTOR, None), ("b", NodeKind.BOUNDARY, None), ("q", NodeKind.COMPONENT, "b"),
        ("d", NodeKind.EXTERNAL, "b"), ("n", NodeKind.COMPONENT, "b"), ("m", NodeKind.COMPONENT, "b"),
    ]  # fmt: skip
    assert _edges(found) == [
        ("p", "q", "asks [HTTPS 443]", False), ("q", "d", "puts", False), ("q", "d", "reads", False), ("q", "p", "talks", True),
    ]  # fmt: skip
    assert found.edges[0].ports == (443,)


@pytest.mark.parametrize(
    ("statement", "edges"),
    [
        ("a -> b [label=<x<br/>443>]", [("a", "b", "x 443", False)]),
        ("a -> b -> c", [("a", "b", "", False), ("b", "c", "", False)]),
        ("a -> {b c}", [("a", "b", "", False), ("a", "c", "", False)]),
        ("a -> b; a -> b [label=two]", [("a", "b", "", False), ("a", "b", "two", False)]),
        ("a -> b [dir=back]", [("b", "a", "", False)]),
        ("a -> b [dir=both]", [("a", "b", "", True)]),
        ("a -> b [style=invis]", []),
        ("a [style=invis]; a -> b", []),
        ("a:port:n -> b", [("a", "b", "", False)]),
        ('a -> b [taillabel="1", headlabel="n"]', [("a", "b", "1 n", False)]),
    ],
)
def test_edges_of_dot(statement: str, edges: list[tuple[str, str, str, bool]]) -> None:
    assert _edges(page(f"digraph {{ {statement} }}")) == edges


def test_an_undirected_graph_and_a_second_graph() -> None:
    found = page("graph {\n a -- b\n}\ndigraph more {\n c -> d\n}\n")
    assert _edges(found) == [("a", "b", "", True)]
    assert found.unread == ("Not read: 1 more graph in the same text; put each into a file of its own.",)


def test_clusters_count_and_other_subgraphs_do_not() -> None:
    found = page(
        "digraph { subgraph cluster_a { label=A; subgraph same { x } } subgraph rest { y } subgraph b { cluster=true; z } }"
    )
    assert {node.id: (node.kind, node.parent) for node in found.nodes} == {
        "cluster_a": (NodeKind.BOUNDARY, None), "b": (NodeKind.BOUNDARY, None), "x": (NodeKind.COMPONENT, "cluster_a"),
        "y": (NodeKind.COMPONENT, None), "z": (NodeKind.COMPONENT, "b"),
    }  # fmt: skip


def test_edges_to_clusters_count_only_where_the_graph_is_compound() -> None:
    text = "digraph {{ {} subgraph cluster_a {{ x }} y -> x [lhead=cluster_a]; x -> y [lhead=cluster_a] }}"
    plain, compound = page(text.format("")), page(text.format("compound=true;"))
    assert [edge.target_box for edge in plain.edges] == [None, None]
    assert {(edge.target_id, edge.target_box) for edge in compound.edges} == {("x", "cluster_a"), ("y", None)}


def test_a_graph_of_terraform_has_resources_and_no_flows() -> None:
    found = page(
        'digraph {\n compound = "true"\n subgraph "root" {\n'
        '  "[root] aws_lb.web (expand)" [label = "aws_lb.web", shape = "box"]\n'
        '  "[root] module.db.aws_db_instance.main (expand)" [label = "module.db.aws_db_instance.main", shape = "box"]\n'
        '  "[root] provider[\\"example.invalid/aws\\"]" [label = "provider[\\"example.invalid/aws\\"]"]\n'
        '  "[root] var.size" [label = "var.size"]\n  "[root] aws_lb.web (expand)" -> "[root] var.size"\n }\n}\n'
    )
    assert [node.label for node in found.nodes] == ["aws_lb.web", "module.db.aws_db_instance.main"]
    assert (found.edges, found.unread) == ((), ("Not read: what depends on what in Terraform, since that is no flow.",))


_SINCE_1_7 = """digraph G {
  rankdir = "RL";
  node [shape = rect, fontname = "sans-serif"];
  "data.aws_ami.base" [label="data.aws_ami.base"];
  "aws_instance.web" [label="aws_instance.web"];
  subgraph "cluster_module.db" {
    label = "module.db"
    fontname = "sans-serif"
    "module.db.aws_db_instance.main" [label="aws_db_instance.main"];
  }
  "aws_instance.web" -> "data.aws_ami.base";
  "aws_instance.web" -> "module.db.aws_db_instance.main";
}
"""


def test_a_graph_of_terraform_since_1_7_has_no_flows_either() -> None:
    found = page(_SINCE_1_7)
    assert [node.label for node in found.nodes] == ["aws_instance.web", "aws_db_instance.main"]
    assert (found.edges, found.unread) == ((), ("Not read: what depends on what in Terraform, since that is no flow.",))


@pytest.mark.parametrize(
    ("was", "now"),
    [("digraph G", "digraph Ours"), ("shape = rect", "shape = box"), ('label="aws_instance.web"', 'label="The shop"')],
)
def test_a_graph_that_people_drew_of_such_names_keeps_its_flows(was: str, now: str) -> None:
    assert len(page(_SINCE_1_7.replace(was, now)).edges) == 2


@pytest.mark.parametrize(
    ("edge", "read"),
    [
        ("a:R -- L:b", ("a", "b", "", True)),
        ("a:R --> L:b", ("a", "b", "", False)),
        ("a:R <-- L:b", ("b", "a", "", False)),
        ("a:R <--> L:b", ("a", "b", "", True)),
        ("a:R -[HTTPS 443]-> L:b", ("a", "b", "HTTPS 443", False)),
    ],
)
def test_edges_of_mermaid_architecture(edge: str, read: tuple[str, str, str, bool]) -> None:
    assert _edges(page(f"architecture-beta\nservice a(server)[A]\nservice b(disk)[B]\n{edge}")) == [read]


def test_junctions_join_what_meets_there() -> None:
    services = "\n".join(f"service {name}(server)[{name}]" for name in "abc")
    found = page(f"architecture-beta\n{services}\njunction j\njunction k\na:R --> L:j\nj:R -- L:k\nk:T --> B:b\nk:B --> T:c")
    assert sorted(_edges(found)) == [("a", "b", "", False), ("a", "c", "", False)]
    assert {node.id for node in found.nodes} == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("model", "edges"),
    [
        ('a = person "A"\nb = softwareSystem "B"\na -> b "uses" "HTTPS"', [("a", "b", "uses [HTTPS]", False)]),
        ('a = PERSON "A"\nb = softwaresystem "B" {\na -> this "uses"\n}', [("a", "b", "uses", False)]),
        ('a = person "A"\nb = softwareSystem "B"\nr = a -> b "later" {\ntags "x"\n}', [("a", "b", "later", False)]),
        ('a -> b "before"\na = person "A"\nb = softwareSystem "B"', [("a", "b", "before", False)]),
        ('a = person "A" {\n-> b\n}\nb = softwareSystem "B" # why', [("a", "b", "", False)]),
    ],
)
def test_relations_of_structurizr(model: str, edges: list[tuple[str, str, str, bool]]) -> None:
    assert _edges(page(f"workspace {{\nmodel {{\n{model}\n}}\n}}\n")) == edges


def test_formats_do_not_take_each_other() -> None:
    for text, name in (
        ("digraph {\n a -> b\n}", "dot"),
        ("graph {\n a -- b\n}", "dot"),
        ("graph LR\n a --> b", "mermaid"),
        ("@startuml\ndigraph {\n}\n@enduml", "plantuml"),
        ("# x\n```dot\ndigraph { a }\n```", "markdown"),
        ("workspace {\n}", "structurizr-dsl"),
    ):
        parser = taker(text.encode())
        assert parser is not None
        assert parser.name == name
    for other in ("graph paper", "workspace: x", "digraph of letters", "@startup\n", "plain text", "Id,Name\n1,2"):
        assert taker(other.encode()) is None, other


def test_one_broken_text_in_markdown_loses_no_other() -> None:
    (found,) = snapshot(b"```dot\ndigraph { a ->\n```\n```mermaid\ngraph TD\nb\n```\n").pages
    assert [node.id for node in found.nodes] == ["b"]
    assert found.unread[0].startswith("Not read: the dot text from line 2 on: not valid DOT")
