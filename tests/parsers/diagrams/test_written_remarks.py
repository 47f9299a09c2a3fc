"""Words and pictures of the formats that are written: Mermaid's forms, Graphviz's texts, D2's titles."""

import pytest
from diagram_reading import page

from generator.model.diagram import DiagramNode, NodeKind


def _node(text: str, id_: str = "b") -> DiagramNode:
    return next(node for node in page(text).nodes if node.id == id_)


@pytest.mark.parametrize(
    ("looks", "kind", "technology"),
    [
        ('shape: text, label: "Bun"', NodeKind.NOTE, None),
        ('shape: "braces"', NodeKind.NOTE, None),
        ("shape: cloud", NodeKind.EXTERNAL, None),
        ("shape: cyl", NodeKind.COMPONENT, None),
        ('icon: "logos:redis", form: square', NodeKind.COMPONENT, "redis"),
        ('icon: "fa:cart"', NodeKind.COMPONENT, None),
        ('img: "https://pictures.example/redis.svg", w: 60', NodeKind.COMPONENT, "redis"),
    ],
)
def test_forms_and_pictures_of_mermaid(looks: str, kind: NodeKind, technology: str | None) -> None:
    node = _node(f"flowchart LR\n  a --> c\n  b@{{ {looks} }}\n")
    assert (node.kind, node.technology) == (kind, technology)


@pytest.mark.parametrize("form", ["plaintext", "plain", "none"])
def test_words_of_graphviz_without_an_outline(form: str) -> None:
    assert _node(f"digraph {{ a -> c; b [shape={form}, label=Bun] }}").kind is NodeKind.NOTE
    assert _node(f"digraph {{ a -> b; b [shape={form}, label=Bun] }}").kind is NodeKind.COMPONENT


def test_a_picture_of_graphviz_is_a_product() -> None:
    node = _node('digraph { a -> c; b [shape=none, label=Buns, image="/pictures/aws/database/rds.png"] }')
    assert (node.kind, node.technology) == (NodeKind.COMPONENT, "rds")


def test_what_d2_puts_beside_the_drawing_is_no_part_of_it() -> None:
    read = page(
        "a -> b\nwords: Colors {\n  near: bottom-center\n  red: Hot\n}\nb.icon: https://pictures.example/Amazon-RDS.svg\n"
    )
    assert {node.id: (node.kind, node.technology) for node in read.nodes} == {
        "a": (NodeKind.COMPONENT, None),
        "b": (NodeKind.COMPONENT, "Amazon RDS"),
        "words": (NodeKind.NOTE, None),
        "words.red": (NodeKind.NOTE, None),
    }


@pytest.mark.parametrize("text", ["flowchart LR\n  a --> b[+]\n", '@startuml\n[a]\nnode "<&cloud> -" as b\na --> b\n@enduml'])
def test_a_text_of_signs_names_nothing(text: str) -> None:
    assert _node(text).label == "b"
