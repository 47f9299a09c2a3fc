"""What single shapes and lines of draw.io mean."""

import pytest
from diagram_reading import drawing, page, shape

from generator.model.diagram import DiagramPage, NodeKind

_BOX = (0, 0, 120, 60)


def _kind(value: str, style: str) -> NodeKind:
    (node,) = page(drawing(shape("a", value, _BOX, style))).nodes
    return node.kind


def _line(style: str = "html=1", ends: str = 'source="a" target="b"', points: str = "") -> DiagramPage:
    geometry = f'<mxGeometry as="geometry">{points}</mxGeometry>'
    line = f'<mxCell id="e" value="" style="{style}" edge="1" parent="1" {ends}>{geometry}</mxCell>'
    return page(drawing(shape("a", "A", (0, 0, 80, 40)), shape("b", "B", (200, 0, 80, 40)), line))


@pytest.mark.parametrize(
    ("value", "style", "kind"),
    [
        ("Shop", "rounded=1;html=1", NodeKind.COMPONENT),
        ("Shop", "shape=cylinder3", NodeKind.COMPONENT),
        ("Ana", "shape=umlActor", NodeKind.ACTOR),
        ("Client (Web Browser)", "", NodeKind.ACTOR),
        ("Client (React)", "", NodeKind.COMPONENT),
        ("Web App (Browser)", "", NodeKind.COMPONENT),
        ("Ana", "shape=mxgraph.aws4.users", NodeKind.ACTOR),
        ("Ana", "image;image=img/lib/azure2/identity/Users.svg", NodeKind.ACTOR),
        ("End users", "ellipse", NodeKind.ACTOR),
        ("Prometheus Operator", "ellipse", NodeKind.COMPONENT),
        ("user-service", "ellipse", NodeKind.COMPONENT),
        ("The web", "ellipse;shape=cloud", NodeKind.EXTERNAL),
        ("Gateway", "shape=mxgraph.aws4.internet_gateway", NodeKind.COMPONENT),
        ("Internet", "ellipse", NodeKind.EXTERNAL),
        ("Code host", "shape=mxgraph.weblogos.github", NodeKind.EXTERNAL),
        ("Anything", "text;html=1", NodeKind.NOTE),
        ("Anything", "shape=note", NodeKind.NOTE),
        ("Routes", "shape=table", NodeKind.NOTE),
        ("12", "ellipse", NodeKind.NOTE),
        ("Legend", "rounded=0", NodeKind.NOTE),
        ("", "shape=image;image=data:image/png,AAAA", NodeKind.NOTE),
        ("Lane", "swimlane", NodeKind.BOUNDARY),
        ("Private", "shape=mxgraph.aws4.group;grIcon=mxgraph.aws4.group_security_group", NodeKind.BOUNDARY),
        ("Namespace mail", "rounded=0;dashed=1", NodeKind.BOUNDARY),
        ("VPC Router", "rounded=0", NodeKind.COMPONENT),
    ],
)
def test_kinds(value: str, style: str, kind: NodeKind) -> None:
    assert _kind(value, style) is kind


def test_a_tag_that_a_text_of_the_page_explains_is_a_note() -> None:
    tag = shape("t", "T01", (200, 0, 30, 20))
    text = shape("x", "Threats: T01 tampering, T02 denial", (0, 200, 200, 80), "text;html=1")
    kinds = {node.id: node.kind for node in page(drawing(tag, text)).nodes}
    assert kinds == {"t": NodeKind.NOTE, "x": NodeKind.NOTE}
    assert [node.kind for node in page(drawing(tag)).nodes] == [NodeKind.COMPONENT]


def test_everything_in_a_legend_is_a_note() -> None:
    found = page(drawing(shape("l", "Legend", (0, 0, 300, 300)), shape("s", "Service", (20, 60, 80, 40))))
    assert {node.kind for node in found.nodes} == {NodeKind.NOTE}


def test_outside_the_authorization_boundary_is_external() -> None:
    cells = [
        shape("b", "Authorization Boundary", (0, 0, 300, 300), "dashed=1"),
        shape("in", "Shop", (20, 60, 80, 40)),
        shape("out", "Payments", (500, 60, 80, 40)),
    ]
    outline = '<mxGeometry x="500" y="160" width="80" height="40" as="geometry"/>'
    cell = f'<mxCell style="html=1" vertex="1" parent="1">{outline}</mxCell>'
    tied = f'<object id="tied" label="Jobs" workload="shop/CronJob/jobs">{cell}</object>'
    kinds = {node.id: node.kind for node in page(drawing(*cells, tied)).nodes}
    assert kinds == {"b": NodeKind.BOUNDARY, "in": NodeKind.COMPONENT, "out": NodeKind.EXTERNAL, "tied": NodeKind.COMPONENT}
    without = {node.id: node.kind for node in page(drawing(*cells[1:])).nodes}
    assert without["out"] is NodeKind.COMPONENT


def test_a_box_for_external_services_makes_its_content_external() -> None:
    found = page(drawing(shape("b", "External Services", (0, 0, 300, 300)), shape("s", "Chat", (20, 60, 80, 40))))
    assert [node.kind for node in found.nodes] == [NodeKind.BOUNDARY, NodeKind.EXTERNAL]
    operator = page(drawing(shape("b", "external-secrets", (0, 0, 300, 300)), shape("s", "Webhook", (20, 60, 80, 40))))
    assert [node.kind for node in operator.nodes] == [NodeKind.BOUNDARY, NodeKind.COMPONENT]


def test_properties_placeholders_and_c4_names() -> None:
    cell = '<mxCell style="html=1" vertex="1" parent="1"><mxGeometry width="80" height="40" as="geometry"/></mxCell>'
    found = page(
        drawing(
            f'<UserObject id="a" label="%name% on %os%" placeholders="1" name="Shop" Diagram-Label="C-1" workload="w">{cell}'
            "</UserObject>",
            f'<object id="p" label="x" c4Name="Teller" c4Type="Person">{cell}</object>',
            f'<object id="s" label="x" c4Name="Bank" c4Type="SystemScopeBoundary" c4Technology="Java">{cell}</object>',
        )
    )
    shop, teller, bank = found.nodes
    assert (shop.label, shop.diagram_label, shop.workload) == ("Shop on", "C-1", "w")
    assert (teller.label, teller.kind) == ("Teller", NodeKind.ACTOR)
    assert (bank.label, bank.kind, bank.technology) == ("Bank", NodeKind.BOUNDARY, "Java")


def test_hidden_shapes_and_layers_are_not_drawn() -> None:
    found = page(
        drawing(
            '<mxCell id="layer" value="Later" parent="0" visible="0"/>',
            shape("a", "Planned", (0, 0, 80, 40), parent="layer"),
            shape("b", "Here", (0, 100, 80, 40)),
        )
    )
    assert [node.id for node in found.nodes] == ["b"]
    assert found.unread == ("Not read: 1 hidden shape.",)


def test_titles_in_above_and_under() -> None:
    found = page(
        drawing(
            shape("box", "", (0, 100, 300, 300), "dashed=1"),
            shape("word", "System boundary", (100, 70, 100, 20), "text"),
            shape("app", "App", (20, 120, 80, 40)),
            shape("icon", "", (150, 150, 40, 40), "shape=image"),
            shape("name", "Queue", (140, 194, 60, 20), "text"),
            shape("bare", "", (220, 300, 40, 40), "shape=image"),
        )
    )
    labels = {node.id: (node.label, node.kind) for node in found.nodes}
    assert labels["box"] == ("System boundary", NodeKind.BOUNDARY)
    assert labels["icon"] == ("Queue", NodeKind.COMPONENT)
    assert labels["bare"] == ("", NodeKind.NOTE)


def test_two_texts_are_no_title() -> None:
    texts = [shape(f"t{n}", f"word {n}", (20, 20 + 40 * n, 60, 20), "text") for n in range(2)]
    found = page(drawing(shape("box", "", (0, 0, 300, 300)), *texts))
    assert {node.label for node in found.nodes} == {"", "word 0", "word 1"}


def test_statements_for_the_whole_page() -> None:
    found = page(drawing(shape("n", "All connections use TLS 1.2 unless otherwise noted", _BOX, "shape=note")))
    assert found.notes == ("All connections use TLS 1.2 unless otherwise noted",)


@pytest.mark.parametrize(
    ("style", "ends", "both_ways"),
    [
        ("html=1", ("a", "b"), False),
        ("endArrow=none", ("a", "b"), True),
        ("startArrow=classic;endArrow=none", ("b", "a"), False),
        ("startArrow=classic;endArrow=block", ("a", "b"), True),
    ],
)
def test_arrowheads(style: str, ends: tuple[str, str], both_ways: bool) -> None:
    (edge,) = _line(style).edges
    assert ((edge.source_id, edge.target_id), edge.both_ways, edge.snapped) == (ends, both_ways, False)


def test_loose_ends_within_reach_are_attached_and_marked() -> None:
    near = '<mxPoint x="105" y="20" as="sourcePoint"/><mxPoint x="200" y="20" as="targetPoint"/>'
    (edge,) = _line(ends='target="b"', points=near).edges
    assert (edge.source_id, edge.target_id, edge.snapped) == ("a", "b", True)
    far = '<mxPoint x="111" y="20" as="sourcePoint"/>'
    assert _line(ends='target="b"', points=far).edges == ()


def test_a_loose_end_inside_a_box_goes_to_the_shape_not_the_box() -> None:
    line = (
        '<mxCell id="e" edge="1" parent="1" source="a"><mxGeometry as="geometry"><mxPoint x="245" y="120" as="targetPoint"/>'
        "</mxGeometry></mxCell>"
    )
    cells = [shape("box", "Zone", (200, 0, 400, 400)), shape("b", "B", (260, 100, 80, 40)), shape("a", "A", (0, 100, 80, 40))]
    (edge,) = page(drawing(*cells, line)).edges
    assert (edge.source_id, edge.target_id) == ("a", "b")


def test_a_line_to_a_note_is_no_flow_and_not_lost() -> None:
    stale = '<mxGeometry as="geometry"><mxPoint x="210" y="10" as="targetPoint"/></mxGeometry>'
    line = f'<mxCell id="e" edge="1" parent="1" source="a" target="n">{stale}</mxCell>'
    note = shape("n", "why", (0, 200, 80, 40), "shape=note")
    found = page(drawing(shape("a", "A", (0, 0, 80, 40)), shape("b", "B", (200, 0, 80, 40)), note, line))
    assert (found.edges, found.notes) == ((), ())


def test_texts_on_a_line_are_its_label() -> None:
    text = '<mxCell id="l" value="HTTPS&lt;br&gt;443" style="edgeLabel;html=1" vertex="1" parent="e"/>'
    line = '<mxCell id="e" value="orders" style="html=1" edge="1" parent="1" source="a" target="b"/>'
    found = page(drawing(shape("a", "A", (0, 0, 80, 40)), shape("b", "B", (200, 0, 80, 40)), line, text))
    (edge,) = found.edges
    assert (edge.label, edge.ports, edge.protocols) == ("orders HTTPS 443", (443,), ("HTTPS",))
    assert len(found.nodes) == 2
