"""Drawings that are broken or meant to break: compared all the same, or refused with a place; never a crash."""

import xml.sax.saxutils
from pathlib import Path

import pytest
from growth import assert_linear

from generator.cli.main import main
from generator.errors import ParseError
from generator.graph.comparison import compare_whole
from generator.graph.flow_context import FlowContext
from generator.graph.flows import flow_graph
from generator.graph.mapping import DiagramMapping
from generator.model.comparison import Comparison
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.inventory import CalledHost, Container, Workload
from generator.parsers.document import Document
from generator.parsers.registry import read

_SOURCE = EvidenceSource("0" * 64, "c.yaml", "1")


def _runs(name: str, *calls: str) -> Workload:
    container = Container(name=name, image=name, calls=tuple(map(CalledHost, calls)))
    return Workload(
        cluster="c",
        namespace="n",
        kind="Deployment",
        name=name,
        containers=(container,),
        instances=1,
        services=(name,),
        sources=(_SOURCE,),
    )


_MANIFEST = (
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: n}\n"
    "spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: w}]}}}\n"
)
_RUNNING = (_runs("web", "cart"), _runs("cart"))


def _cell(id_: str, label: str = "", **said: object) -> str:
    kept = {"parent": "1", **{key.rstrip("_"): value for key, value in said.items() if key not in ("x", "y")}}
    members = " ".join(f"{key}={xml.sax.saxutils.quoteattr(str(value))}" for key, value in kept.items())
    box = f'<mxGeometry x="{said.get("x", 0)}" y="{said.get("y", 0)}" width="100" height="40" as="geometry"/>'
    return f'<mxCell id="{id_}" value={xml.sax.saxutils.quoteattr(label)} {members}>{box}</mxCell>'


def _page(*cells: str, name: str = "p") -> str:
    inside = '<mxCell id="0"/><mxCell id="1" parent="0"/>' + "".join(cells)
    return f'<diagram name="{name}"><mxGraphModel><root>{inside}</root></mxGraphModel></diagram>'


def _compare(*pages: str) -> Comparison:
    raw = f"<mxfile>{''.join(pages)}</mxfile>".encode()
    evidence = EvidenceFile(path="diagrams/d.drawio", sha256="d" * 64, size=len(raw), media_type="text/xml")
    diagram = read(Document("d.drawio", raw), evidence)[1]
    assert isinstance(diagram, DiagramSnapshot)
    return compare_whole([diagram], _RUNNING, flow_graph(FlowContext(workloads=_RUNNING)), DiagramMapping())


WEB, CART = _cell("web", "web", vertex=1, x=0), _cell("cart", "cart", vertex=1, x=900)


def _found(comparison: Comparison) -> set[str]:
    return {match.id for match in comparison.in_both}


def test_lines_to_nowhere() -> None:
    lines = (
        _cell("e1", edge=1, source="web", target="gone"),
        _cell("e2", edge=1, source="gone", target="gone too"),
        _cell("e3", edge=1),
        _cell("e4", edge=1, source="e1", target="e2"),
    )
    assert _found(_compare(_page(WEB, CART, *lines))) == {"web", "cart"}


_CIRCLE = (_cell("a", "A", vertex=1, parent="b"), _cell("b", "B", vertex=1, parent="a"))


@pytest.mark.parametrize("cells", [_CIRCLE, (_cell("web", "web", vertex=1, parent="web"),)])
def test_shapes_inside_each_other_in_a_circle_are_refused_by_name(cells: tuple[str, ...]) -> None:
    """In a build that is a gap, and stops nothing."""
    with pytest.raises(ParseError, match="contains itself") as raised:
        _compare(_page(*cells, CART))
    assert raised.value.where.startswith("page p, shape ")
    assert raised.value.next_step


def test_fifty_pages() -> None:
    pages = [_page(WEB, CART, _cell("e", edge=1, source="web", target="cart"), name=f"Page {number}") for number in range(50)]
    found = _compare(*pages)
    assert _found(found) == {"web", "cart"}
    assert [(each.verdict.value, each.source, each.target) for each in found.flows] == [("convergence", "web", "cart")]


@pytest.mark.parametrize("place", ["1e308", "-1e308", "99999999999999999999", "NaN", "Infinity", "x"])
def test_coordinates_of_another_world(place: str) -> None:
    far = _cell("cart", "cart", vertex=1, x=place, y=place)
    assert "web" in _found(_compare(_page(WEB, far, _cell("e", edge=1, source="web", target="cart"))))


@pytest.mark.parametrize(
    "label",
    [
        "<b>cart</b>",
        "<img src=x onerror=alert(1)>cart",
        "cart<script>alert(1)</script>",
        "&lt;script&gt;cart",
        "<a href='javascript:alert(1)'>cart</a>",
    ],
)
def test_a_label_with_markup(label: str) -> None:
    found = _compare(_page(WEB, _cell("shape", label, vertex=1, x=900, style="html=1;")))
    texts = [*(match.label for match in found.in_both), *(one.label for one in found.diagram_only)]
    assert not [text for text in texts if "<b>" in text or "onerror" in text or "<a " in text]


def test_labels_that_move_the_cursor_are_printed_harmlessly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "d.mmd").write_text("flowchart LR\n  a[\x1b]0;owned\x07Ghost] --> b[web]\n", encoding="utf-8")
    (tmp_path / "c.yaml").write_text(_MANIFEST)
    assert main(["compare", str(tmp_path / "d.mmd"), str(tmp_path / "c.yaml")]) in (0, 1, 2, 3)
    assert "\x1b" not in capsys.readouterr().out


def test_many_shapes_of_one_name_take_no_time() -> None:
    def shapes(part: int) -> list[str]:
        return [_cell(f"s{number}", "web", vertex=1, x=number * 200) for number in range(1_500 // part)]

    assert_linear(shapes, lambda cells: _compare(_page(*cells)))


def test_what_a_reader_left_out_says_nothing_about_encryption() -> None:
    """The text of a line to nowhere is no statement about the lines that are there."""
    login = _cell("login", "Third-party services", vertex=1, x=1800)
    lost = _cell("e2", "HTTPS 443", edge=1, source="web", target="gone")
    found = _compare(_page(WEB, login, _cell("e1", "asks", edge=1, source="web", target="login"), lost))
    assert [each.missing for each in found.crossings] == [("port", "protocol", "encryption")]
    assert found.pages[0].unread == ("Not read: 1 line has an end at no shape: HTTPS 443.",)


def test_a_hundred_long_texts_of_lines_to_nowhere_are_told_shortly() -> None:
    lost = [_cell(f"e{number}", f"{number} " + "x" * 5_000, edge=1, source="web", target="gone") for number in range(100)]
    (said,) = _compare(_page(WEB, *lost)).pages[0].unread
    assert said.startswith("Not read: 100 lines have an end at no shape: ")
    assert said.endswith(" and 80 more.")
    assert len(said) < 2_000


def test_what_was_left_out_of_a_drawing_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hidden = _cell("old", "Old server", vertex=1, visible=0)
    (tmp_path / "d.drawio").write_text(f"<mxfile>{_page(WEB, hidden)}</mxfile>")
    (tmp_path / "c.yaml").write_text(_MANIFEST)
    main(["compare", str(tmp_path / "d.drawio"), str(tmp_path / "c.yaml")])
    assert "Left out of the drawing: 1\n  page p: Not read: 1 hidden shape." in capsys.readouterr().out
    main(["compare", str(tmp_path / "d.drawio"), str(tmp_path / "c.yaml"), "--json"])
    assert '"unread": [{"page": "p", "what": "Not read: 1 hidden shape."}]' in capsys.readouterr().out


def test_a_mapping_file_in_another_encoding_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "d.drawio").write_text(f"<mxfile>{_page(WEB)}</mxfile>")
    (tmp_path / "c.yaml").write_text(_MANIFEST)
    (tmp_path / "m.yaml").write_bytes("matches: []".encode("utf-16"))
    arguments = ["compare", str(tmp_path / "d.drawio"), str(tmp_path / "c.yaml"), "--mapping", str(tmp_path / "m.yaml")]
    assert main(arguments) == 2
    assert "the file is not UTF-8 text" in capsys.readouterr().err


def test_boxes_nested_without_end_take_no_time() -> None:
    assert_linear(lambda part: _nested(5_000 // part), _is_found_in)


def _nested(depth: int) -> DiagramSnapshot:
    text = ("graph TD\n" + "subgraph box\n" * depth + "web --> cart\n" + "end\n" * depth).encode()
    evidence = EvidenceFile(path="diagrams/d.mmd", sha256="d" * 64, size=len(text), media_type="text/plain")
    diagram = read(Document("d.mmd", text), evidence)[1]
    assert isinstance(diagram, DiagramSnapshot)
    return diagram


def _is_found_in(diagram: DiagramSnapshot) -> None:
    found = compare_whole([diagram], _RUNNING, flow_graph(FlowContext(workloads=_RUNNING)), DiagramMapping())
    assert _found(found) == {"web", "cart"}


def test_a_cluster_that_cannot_be_read_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "d.drawio").write_text(f"<mxfile>{_page(WEB)}</mxfile>")
    (tmp_path / "c.yaml").write_text(_MANIFEST.replace("name: web", "name: [web"))
    assert main(["compare", str(tmp_path / "d.drawio"), str(tmp_path / "c.yaml")]) == 2
    said = capsys.readouterr().err
    assert "nothing that runs was found" in said
    assert "c.yaml: " in said.partition("correct what could not be read")[2]


def test_a_flow_log_names_a_workload_that_nobody_collected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every log tells of the cluster's DNS; a shape beside who asks it is looked at for what it may stand for."""
    ghost = _cell("ghost", "Ghost", vertex=1, x=900)
    (tmp_path / "d.drawio").write_text(
        f"<mxfile>{_page(WEB, ghost, _cell('e', edge=1, source='web', target='ghost'))}</mxfile>"
    )
    (tmp_path / "c.yaml").write_text(_MANIFEST)
    (tmp_path / "flows.jsonl").write_text(
        '{"flow":{"time":"2026-11-17T04:00:11Z","verdict":"FORWARDED","l4":{"UDP":{"destination_port":5353}},"source":{"namespace"'
        ':"n","workloads":[{"name":"web","kind":"Deployment"}]},"destination":{"namespace":"kube-system","workloads":[{"name":'
        '"dns","kind":"Deployment"}]},"is_reply":false}}\n'
    )
    assert main(["compare", *(str(tmp_path / name) for name in ("d.drawio", "c.yaml", "flows.jsonl"))]) == 1
    said = capsys.readouterr().out
    assert "Drawn, not running: 1\n  Ghost" in said
    assert "kube-system/Deployment/dns?" not in said
