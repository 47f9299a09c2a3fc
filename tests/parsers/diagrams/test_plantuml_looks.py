"""PlantUML as its documentation allows it: every form of arrow, sprites, stereotypes, empty braces, text behind a macro."""

import pytest
from diagram_reading import page

from generator.model.diagram import DiagramPage, NodeKind
from generator.model.evidence import EvidenceFile
from generator.parsers.document import Document
from generator.parsers.registry import read


def _page(*lines: str) -> DiagramPage:
    return page("@startuml\n[oven]\n" + "\n".join(lines) + "\n@enduml")


@pytest.mark.parametrize(
    "arrow",
    [
        "->", "-->", "..>", ".>", "~~>", "==>", "->>", "--|>", "..|>", "--:|>", "--||>", "--\\\\",
        "-up->", "-u->", ".up>", "-up>", ".u.>", "-le-|>", ".down.>>", "-ri>",
        "-[#red]->", "-[dotted]->", "-[#red,dashed,thickness=2]up->", "-r[#blue]->", "-[bold;#red]>",
    ],
)  # fmt: skip
def test_arrows_of_plantuml_point_at_their_end(arrow: str) -> None:
    drawing = _page(f"[a] {arrow} [b] : bakes")
    assert [(edge.source_id, edge.target_id, edge.label, edge.both_ways) for edge in drawing.edges] == [
        ("a", "b", "bakes", False)
    ]
    assert drawing.unread == ()


@pytest.mark.parametrize("arrow", ["<-", "<--", "<..", "<|--", "<||--", "<|:--", "<-[dotted]-", "<-up-", "<.u.", "<<--", "<-l"])
def test_arrows_of_plantuml_that_point_back(arrow: str) -> None:
    drawing = _page(f"[a] {arrow} [b]")
    assert [(edge.source_id, edge.target_id) for edge in drawing.edges] == [("b", "a")]


@pytest.mark.parametrize("arrow", ["--", "-left-", "-left", "0)--", "--(0", "-(0)-", "--(", ")--", "@--", "--#", "*--", "o--o"])
def test_lines_of_plantuml_without_a_head(arrow: str) -> None:
    drawing = _page(f"[a] {arrow} [b]")
    assert [(edge.source_id, edge.target_id, edge.headless) for edge in drawing.edges] == [("a", "b", True)]


@pytest.mark.parametrize(
    "looks", ["#red", "#line:red;line.bold", "<<slow>>", "[[https://docs.example/a what]]", "#red <<slow>>"]
)
def test_looks_between_a_line_and_its_text(looks: str) -> None:
    assert [edge.label for edge in _page(f"a --> b {looks} : bakes").edges] == ["bakes"]


@pytest.mark.parametrize(
    ("line", "node"),
    [
        ('agent "<$bun>" <<stale>> as b', ("b", "bun", "bun, stale")),
        ('agent "<$bun,scale=0.4> Bun shelf" as b', ("b", "Bun shelf", "bun")),
        ('agent "<$bun> <<stale>>" as b', ("b", "bun", "bun, stale")),
        ('agent "`<$bun>" as b', ("b", "bun", "bun")),
        ('agent "<&clock> Timer" as b', ("b", "Timer", None)),
        ('agent "x" <<warm>><<soft>> as b', ("b", "x", "warm, soft")),
        ('agent b <<warm>> as "Bun"', ("b", "Bun", "warm")),
        ("[Bun] <<$wheat{scale=0.3}>> as b", ("b", "Bun", "wheat")),
        ('node "Bun" <<(B,#ff0) warm>> as b', ("b", "Bun", "warm")),
        ('node #pink "Bun" as b', ("b", "Bun", None)),
        ('Bakery_Oven(b, "Bun")', ("b", "Bun", "Bakery Oven")),
        ('DEV_RUST(b, "Bun", rectangle)', ("b", "Bun", "RUST")),
        ('Container(b, "Bun", $sprite="rust")', ("b", "Bun", "rust")),
        ('ContainerDb(b, "Bun", "", "keeps", "$wheat,scale=2")', ("b", "Bun", "wheat")),
        ('Container(b, "Bun", "", "", "img:https://pictures.example/a.png")', ("b", "Bun", None)),
        ('System(b, "Bun", "sells", "&cart")', ("b", "Bun", None)),
        ('System(b, "Bun", "Sourdough")', ("b", "Bun", "Sourdough")),
        ('System(b, "Bun", "Sells rolls")', ("b", "Bun", None)),
        ('System(b, "Bun", "Sourdough", "$wheat")', ("b", "Bun", "Sourdough")),
    ],
)
def test_sprites_and_stereotypes(line: str, node: tuple[str, str, str | None]) -> None:
    (read,) = [node for node in _page(line).nodes if node.id != "oven"]
    assert (read.id, read.label, read.technology) == node


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ('node "Bun" as b {\n}', NodeKind.COMPONENT),
        ('database "Bun" as b { }', NodeKind.COMPONENT),
        ('Deployment_Node(b, "Bun", "oven") {\n}', NodeKind.COMPONENT),
        ('package "Bun" as b {\n}', NodeKind.BOUNDARY),
        ('cloud "Bun" as b {\n}', NodeKind.BOUNDARY),
        ('System_Boundary(b, "Bun") {\n}', NodeKind.BOUNDARY),
        ('node "Bun" as b {\n[crumb]\n}', NodeKind.BOUNDARY),
    ],
)
def test_empty_braces(line: str, kind: NodeKind) -> None:
    assert next(node.kind for node in _page(line).nodes if node.id == "b") is kind


@pytest.mark.parametrize(
    ("behind", "label"),
    [
        ("", "asks [HTTPS]"),
        (" : 8443", "asks [HTTPS 8443]"),
        (' "port 8443"', "asks [HTTPS port 8443]"),
        (" port 8443;", "asks [HTTPS port 8443;]"),
        (" ' a comment", "asks [HTTPS]"),
        (" <<slow>>", "asks [HTTPS]"),
        (" #red", "asks [HTTPS]"),
    ],
)
def test_text_behind_a_relation_is_part_of_its_label(behind: str, label: str) -> None:
    drawing = _page('System(a, "A")', 'System(b, "B")', f'Rel(a, b, "asks", "HTTPS"){behind}')
    assert [edge.label for edge in drawing.edges] == [label]
    assert [edge.ports for edge in drawing.edges] == [(8443,) if "8443" in behind else ()]
    assert drawing.unread == ()


def test_text_behind_an_element_of_c4_loses_nothing() -> None:
    drawing = _page('System_Boundary(s, "S") : east {', 'Container(a, "A") <<hot>>', "}", 'Rel(a, s, "x")')
    assert [(node.id, node.label, node.parent) for node in drawing.nodes[1:]] == [("s", "S", None), ("a", "A", "s")]


def test_text_behind_what_is_no_macro_of_c4_is_not_understood() -> None:
    assert _page("bake(a, b) now").unread == ("Not read: line 3.",)


def test_of_several_shapes_with_the_same_sprite_the_id_tells_more() -> None:
    drawing = _page('agent "<$bun>" as morning', 'agent "<$bun>" as evening', 'agent "<$jam>" as j')
    assert [(node.label, node.technology) for node in drawing.nodes[1:]] == [
        ("morning", "bun"),
        ("evening", "bun"),
        ("jam", "jam"),
    ]


def test_a_port_is_where_a_line_enters_its_component() -> None:
    drawing = _page('component "Bun" as b {', "portin door", "port hatch", "}", "a --> door", "hatch --> a")
    assert [(node.id, node.kind) for node in drawing.nodes[1:]] == [("b", NodeKind.COMPONENT), ("a", NodeKind.COMPONENT)]
    assert [(edge.source_id, edge.target_id) for edge in drawing.edges] == [("a", "b"), ("b", "a")]


def test_boxes_without_a_name_are_several() -> None:
    drawing = _page("node {", "[a]", "}", "node {", "[b]", "}")
    assert [node.parent for node in drawing.nodes if node.id in "ab"] == ["node", "node, line 6"]


def test_a_text_with_an_alias_needs_no_keyword() -> None:
    drawing = _page('"Bake it" as (Bake)', '"Bun" <<warm>> as b', "url of b is [[https://docs.example/bun]]")
    assert [(node.id, node.label, node.technology) for node in drawing.nodes[1:]] == [
        ("Bake", "Bake it", None), ("b", "Bun", "warm"),
    ]  # fmt: skip
    assert drawing.unread == ()


def test_machines_in_a_drawing_make_it_no_jenkinsfile() -> None:
    drawn = b"@startuml\nnode {\n  component web\n}\nnode db {\n}\nweb --> db\n@enduml\n"
    evidence = EvidenceFile(path="d.puml", sha256="d" * 64, size=len(drawn), media_type="text/plain")
    parser, _ = read(Document("d.puml", drawn), evidence)
    assert parser.name == "plantuml"
