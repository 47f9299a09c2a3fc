"""What of a placed drawing is a remark: captions, legends, lists, logos on a border; and small icons, which hold nothing."""

import pytest
from diagram_reading import drawing, page, shape

from generator.model.diagram import DiagramNode, NodeKind

_ICON = "shape=mxgraph.bpmn.service_task;html=1"


def _nodes(*cells: str) -> dict[str, DiagramNode]:
    return {node.id: node for node in page(drawing(*cells)).nodes}


def _line(source: str, target: str) -> str:
    return f'<mxCell id="{source}-{target}" style="html=1" edge="1" parent="1" source="{source}" target="{target}"/>'


@pytest.mark.parametrize("y", [40, 50, 52.5, 60])
def test_a_caption_that_reaches_into_its_icon_is_the_icons_and_not_the_boxs(y: float) -> None:
    nodes = _nodes(
        shape("box", "", (0, 0, 600, 200)),
        shape("icon", "", (100, 0, 50, 52.5), _ICON),
        shape("text", "Bun counter", (85, y, 80, 30), "text;html=1"),
    )
    assert (nodes["icon"].label, nodes["icon"].kind) == ("Bun counter", NodeKind.COMPONENT)
    assert nodes["box"].label == ""


def test_a_caption_far_under_an_icon_is_not_the_icons() -> None:
    nodes = _nodes(shape("icon", "", (100, 0, 50, 50), _ICON), shape("text", "Bun", (85, 70, 80, 30), "text;html=1"))
    assert nodes["icon"].kind is NodeKind.NOTE


def test_a_small_icon_is_no_boundary() -> None:
    nodes = _nodes(
        shape("box", "Bakery", (0, 0, 600, 200)),
        shape("oven", "Oven", (100, 20, 50, 52.5), _ICON),
        shape("spark", "Spark", (110, 30, 20, 20), "ellipse"),
        shape("tray", "Tray", (300, 20, 55, 55)),
        shape("bun", "Bun", (310, 30, 20, 20)),
    )
    assert nodes["oven"].kind is NodeKind.COMPONENT
    assert nodes["spark"].parent == "box"
    assert (nodes["tray"].kind, nodes["bun"].parent) == (NodeKind.BOUNDARY, "tray"), "a small box with a text of its own"


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("3'", NodeKind.NOTE),
        ("\u2462", NodeKind.NOTE),
        ("Step 4", NodeKind.NOTE),
        ("GET /buns POST /buns/{id} DELETE /buns/{id}", NodeKind.NOTE),
        ("GET/POST /buns", NodeKind.NOTE),
        ("/buns /jam", NodeKind.NOTE),
        ("https://a.example/x https://a.example/y", NodeKind.NOTE),
        ("bun.proto jam.proto", NodeKind.NOTE),
        ("values.yaml", NodeKind.NOTE),
        ("Legend:", NodeKind.NOTE),
        ("Color key", NodeKind.NOTE),
        ("HTTPS 443", NodeKind.NOTE),
        ("port 8443 TLS", NodeKind.NOTE),
        ("...", NodeKind.NOTE),
        ("bun " * 20, NodeKind.NOTE),
        ("server.js", NodeKind.COMPONENT),
        ("Key Vault", NodeKind.COMPONENT),
        ("REST API", NodeKind.COMPONENT),
        ("GET wise", NodeKind.COMPONENT),
        ("Port", NodeKind.COMPONENT),
    ],
)
def test_remarks(label: str, kind: NodeKind) -> None:
    assert _nodes(shape("a", label.strip(), (0, 0, 120, 60)))["a"].kind is kind


@pytest.mark.parametrize("label", ["HTTPS 443", "bun " * 20])
def test_a_line_makes_of_a_remark_a_component(label: str) -> None:
    nodes = _nodes(shape("a", label.strip(), (0, 0, 120, 60)), shape("b", "Bun", (300, 0, 120, 60)), _line("a", "b"))
    assert nodes["a"].kind is NodeKind.COMPONENT


def test_a_rectangle_without_line_and_fill_is_a_caption_unless_it_holds_or_is_joined() -> None:
    bare = "rounded=0;html=1;strokeColor=none;fillColor=none"
    nodes = _nodes(
        shape("text", "Where buns are kept", (0, 0, 120, 30), bare),
        shape("joined", "Jam", (0, 100, 120, 30), bare),
        shape("shop", "Shop", (300, 100, 120, 60)),
        shape("around", "Cellar", (0, 300, 300, 200), bare),
        shape("wine", "Wine", (50, 350, 120, 60)),
        _line("joined", "shop"),
    )
    kinds = {id_: node.kind for id_, node in nodes.items()}
    assert kinds == {
        "text": NodeKind.NOTE, "joined": NodeKind.COMPONENT, "shop": NodeKind.COMPONENT, "around": NodeKind.BOUNDARY,
        "wine": NodeKind.COMPONENT,
    }  # fmt: skip


def test_a_box_around_the_word_legend_is_one() -> None:
    cells = [
        shape("box", "", (0, 0, 300, 300)),
        shape("word", "Legend", (10, 10, 60, 20), "text"),
        shape("one", "Internal", (10, 50, 100, 40)),
        shape("two", "External", (150, 50, 100, 40)),
        _line("one", "two"),
        shape("out", "Bun", (500, 0, 120, 60)),
    ]
    assert {node.kind for id_, node in _nodes(*cells).items() if id_ != "out"} == {NodeKind.NOTE}
    nodes = _nodes(*cells, _line("two", "out"))
    assert nodes["one"].kind is NodeKind.COMPONENT, "the word stands on a page whose frame is no legend"


@pytest.mark.parametrize(
    ("style", "label", "product"),
    [
        ("shape=image;image=https://pictures.example/redis.svg", "", "redis"),
        ("shape=image;image=data:image/png,AAAA", "Redis", "Redis"),
        ("shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.elasticache", "", "elasticache"),
        ("rounded=1", ".NET", ".NET"),
    ],
)
def test_what_sticks_on_a_border_says_what_the_shape_is_made_of(style: str, label: str, product: str) -> None:
    host, logo = shape("host", "Bun", (0, 0, 120, 60)), shape("logo", label, (100, 45, 40, 30), style)
    nodes = _nodes(host, logo)
    assert (nodes["logo"].kind, nodes["host"].technology) == (NodeKind.NOTE, product)
    joined = _nodes(host, logo, shape("c", "Cellar", (0, 300, 120, 60)), _line("logo", "c"))
    assert joined["logo"].kind is NodeKind.COMPONENT
    assert joined["host"].technology is None


def test_what_sticks_on_a_boundary_or_on_two_shapes_is_no_logo() -> None:
    gateway = shape("gate", "Gate", (290, 100, 40, 40), "shape=mxgraph.aws4.internet_gateway")
    nodes = _nodes(shape("box", "Bakery", (0, 0, 310, 300)), shape("bun", "Bun", (20, 20, 120, 60)), gateway)
    assert (nodes["gate"].kind, nodes["gate"].technology) == (NodeKind.COMPONENT, "internet gateway")
    two = _nodes(shape("a", "A", (0, 0, 120, 60)), shape("b", "B", (130, 0, 120, 60)), shape("tag", "Tag", (110, 40, 30, 40)))
    assert two["tag"].kind is NodeKind.COMPONENT


def test_shapes_side_by_side_that_overlap_by_a_hair_are_shapes() -> None:
    nodes = _nodes(shape("a", "A", (0, 0, 120, 60)), shape("b", "B", (119, 0, 40, 30)))
    assert nodes["b"].kind is NodeKind.COMPONENT


@pytest.mark.parametrize(
    ("style", "product"),
    [
        ("shape=mxgraph.aws4.productIcon;prIcon=mxgraph.aws4.route_53", "route 53"),
        ("shape=mxgraph.aws3.rds", "rds"),
        ("shape=mxgraph.kubernetes.icon;prIcon=ing", "kubernetes ing"),
        ("aspect=fixed;image;image=img/lib/azure2/databases/Azure_SQL.svg", "Azure SQL"),
        ("image;image=https://pictures.example/a/10023-icon-service-Kubernetes-Services.svg?v=1", "Kubernetes Services"),
        ("image;image=https://pictures.example/social-media-logo-free-download-128.png", None),
        ("image;image=data:image/png,AAAA", None),
        ("shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.container_2", None),
        ("shape=mxgraph.kubernetes.icon", None),
        ("shape=mxgraph.flowchart.database", None),
        ("rounded=1", None),
    ],
)
def test_products_that_a_style_shows(style: str, product: str | None) -> None:
    assert _nodes(shape("a", "Bun", (0, 0, 50, 50), style))["a"].technology == product


def test_an_account_called_after_those_who_use_it_is_no_person() -> None:
    assert _nodes(shape("a", "Operations", (0, 0, 50, 50), "shape=mxgraph.aws3.cloud_2"))["a"].kind is NodeKind.COMPONENT


def test_a_page_of_logos_is_read_in_time() -> None:
    cells = [shape(f"h{n}", "Bun", (0, 0, 120, 60)) for n in range(700)]
    logos = [shape(f"l{n}", "", (100, 45, 40, 30), "shape=image;image=https://pictures.example/redis.svg") for n in range(700)]
    assert len(_nodes(*cells, *logos)) == 1400


def test_a_table_in_a_text_is_a_note_unless_a_line_leads_to_it() -> None:
    table = (
        "&lt;table&gt;&lt;tr&gt;&lt;td&gt;Bun&lt;/td&gt;&lt;/tr&gt;&lt;TR&gt;&lt;td&gt;443&lt;/td&gt;&lt;/TR&gt;&lt;/table&gt;"
    )
    cells = shape("a", table, (0, 0, 120, 60)), shape("b", "Jam", (300, 0, 120, 60))
    assert (_nodes(*cells)["a"].kind, _nodes(*cells)["a"].label) == (NodeKind.NOTE, "Bun 443")
    assert _nodes(*cells, _line("a", "b"))["a"].kind is NodeKind.COMPONENT


@pytest.mark.parametrize("label", ["External services (other owners)", "Government SaaS", "Third-party services"])
def test_boxes_of_what_others_run(label: str) -> None:
    assert _nodes(shape("box", label, (0, 0, 300, 300)), shape("a", "Bun", (20, 20, 120, 60)))["a"].kind is NodeKind.EXTERNAL


@pytest.mark.parametrize("style", ["rounded=1", "rounded=0;html=1;strokeColor=none;fillColor=none"])
def test_a_shape_that_a_person_tied_to_a_workload_is_no_logo_and_no_caption(style: str) -> None:
    tied = (
        f'<object id="tag" label="Tag" workload="shop/Deployment/tag"><mxCell style="{style}" vertex="1" parent="1">'
        '<mxGeometry x="100" y="45" width="40" height="30" as="geometry"/></mxCell></object>'
    )
    assert _nodes(shape("host", "Bun", (0, 0, 120, 60)), tied)["tag"].kind is NodeKind.COMPONENT


@pytest.mark.parametrize(("y", "title"), [(5, "Bakery"), (275, "Bakery"), (-5, "Bakery"), (140, "")])
def test_of_several_texts_in_a_box_the_one_along_its_border_is_its_title(y: float, title: str) -> None:
    nodes = _nodes(
        shape("box", "", (0, 0, 300, 300)),
        shape("bun", "Bun", (20, 60, 120, 60)),
        shape("name", "Bakery", (100, y, 100, 20), "text"),
        shape("word", "bakes", (20, 200, 60, 20), "text"),
    )
    assert nodes["box"].label == title


def test_an_empty_frame_for_a_machine_is_that_machine() -> None:
    frame = shape("a", "Oven", (0, 0, 120, 60), "shape=mxgraph.aws4.group;grIcon=mxgraph.aws4.group_ec2_instance_contents")
    assert _nodes(frame)["a"].kind is NodeKind.COMPONENT
    assert _nodes(frame, shape("b", "Bun", (10, 10, 60, 30)))["a"].kind is NodeKind.BOUNDARY


def test_a_text_of_signs_names_no_shape() -> None:
    node = _nodes(shape("a", "+", (0, 0, 120, 60)), shape("b", "Bun", (300, 0, 120, 60)), _line("a", "b"))["a"]
    assert (node.label, node.kind) == ("", NodeKind.COMPONENT)


def test_a_box_of_clients_may_hold_what_runs() -> None:
    """The web client is often a workload that serves it."""
    assert (
        _nodes(shape("box", "Client", (0, 0, 300, 300)), shape("a", "Bun", (20, 20, 120, 60)))["a"].kind is NodeKind.COMPONENT
    )


_PICTURE = "shape=image;image=data:image/png,iVBORw0KGgo=;html=1"


def test_pictures_without_a_text_are_counted_and_logos_are_not() -> None:
    drawn = page(
        drawing(
            shape("alone", "", (400, 300, 60, 60), _PICTURE),
            shape("named", "", (500, 300, 60, 60), "shape=image;image=img/lib/azure2/databases/Azure_SQL.svg;html=1"),
            shape("captioned", "Ledger", (600, 300, 60, 60), _PICTURE),
            shape("oven", "Oven", (0, 0, 120, 60)),
            shape("logo", "", (100, 40, 30, 30), _PICTURE),
        )
    )
    assert drawn.wordless == 1
    assert drawn.unread == ()
