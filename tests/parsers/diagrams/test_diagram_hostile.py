"""Input that is broken or built to do harm: an error that says where, in bounded time, or what can still be read."""

import base64
import contextlib
import zlib
from collections.abc import Callable

import pytest
from diagram_reading import drawing, page, shape, snapshot, taker
from growth import assert_linear

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.parsers.diagrams import drawio_png
from generator.parsers.diagrams.inflate import inflate
from generator.parsers.document import Document


def _compressed(data: bytes) -> bytes:
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    return base64.b64encode(machine.compress(data) + machine.flush())


def _file(text: bytes) -> bytes:
    return b'<mxfile><diagram name="Plan">' + text + b"</diagram></mxfile>"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (_file(_compressed(b"%3CmxGraphModel%3E")[:-5]), "damaged"),
        (_file(_compressed(b"%3CmxGraphModel%3E" * 50)[:-8]), "cut off"),
        (_file(b"!!!!"), "damaged"),
        (_file(_compressed(b"%3CmxGraphModel%3E")), "not valid XML"),
        (b"<mxfile><diagram>", "not valid XML"),
        (b"<mxfile/>", "no pages"),
        (
            drawing('<mxCell id="a" vertex="1" parent="b"/>', '<mxCell id="b" vertex="1" parent="a"/>').encode(),
            "contains itself",
        ),
        (drawing('<mxCell id="a" vertex="1" parent="a"/>').encode(), "contains itself"),
        (drawing('<mxCell vertex="1"/>' * 5_001).encode(), "5,000 shapes"),
        (drawing("<mxCell/>" * 20_001).encode(), "20,000 cells"),
        (drawing(*(f'<mxCell id="c{n}" vertex="1" parent="c{n - 1}"/>' for n in range(300))).encode(), "200 deep"),
        (b"\x89PNG\r\n\x1a\n", "cut off"),
        (b"\x89PNG\r\n\x1a\n\0\0\xff\xfftEXtmxfile\0%3C", "cut off"),
        (b"flowchart TD\n" + b" & ".join([b"a"] * 300) + b" --> " + b" & ".join([b"b"] * 300), "50,000 links"),
        (b"flowchart TD\n[]\n", "no shape"),
        ("flowchart TD\na[é]".encode("latin-1"), "UTF-8"),
    ],
)
def test_refused(raw: bytes, says: str) -> None:
    with pytest.raises(ParseError, match=says) as caught:
        snapshot(raw)
    assert caught.value.next_step


def test_the_page_of_a_damaged_page_is_named() -> None:
    with pytest.raises(ParseError, match="page Plan"):
        snapshot(_file(b"!!!!"))


def test_a_deflate_bomb_stops_early() -> None:
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = b"".join(machine.compress(bytes(1_000_000)) for _ in range(200)) + machine.flush()
    assert len(bomb) < 250_000
    with pytest.raises(ParseError, match="grows beyond"):
        snapshot(_file(base64.b64encode(bomb)))


def test_the_limit_holds_for_all_pages_together() -> None:
    assert inflate(zlib.compress(b"x" * 10), raw=False, limit=10) == b"x" * 10
    with pytest.raises(ParseError, match="beyond 9 bytes"):
        inflate(zlib.compress(b"x" * 10), raw=False, limit=9)
    half = _compressed(b" " * 40_000_000)
    two = b"<mxfile><diagram>" + half + b"</diagram><diagram>" + half + b"</diagram></mxfile>"
    with pytest.raises(ParseError, match=r"not valid XML|grows beyond"):
        snapshot(two)


def test_entities_are_never_expanded() -> None:
    laughs = b'<!DOCTYPE mxfile [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + _file(b"&b;")
    assert taker(laughs) is None
    inner = b'<!DOCTYPE x [<!ENTITY a "ha">]><mxGraphModel><root><mxCell id="&a;"/></root></mxGraphModel>'
    with pytest.raises(ParseError, match="entities"):
        snapshot(_file(_compressed(inner)))


def test_an_empty_file_handed_over_as_png() -> None:
    evidence = EvidenceFile(path="d.png", sha256="0" * 64, size=0, media_type="image/png")
    with pytest.raises(ParseError, match="not a PNG file"):
        drawio_png.parse(Document("d.png", b""), evidence)


def test_numbers_that_are_none_and_repeated_ids_lose_no_shape() -> None:
    odd = '<mxGeometry x="nan" y="inf" width="1e400" height="-5" as="geometry"/>'
    cell = f'<mxCell id="a" value="Shop" style="html=1" vertex="1" parent="gone">{odd}</mxCell>'
    assert [node.label for node in page(drawing(cell, cell)).nodes] == ["Shop", "Shop"]


def test_a_line_to_a_shape_that_is_missing_is_counted_not_drawn() -> None:
    line = '<mxCell id="e" value="HTTPS 443" edge="1" parent="1" source="a" target="gone"><mxGeometry as="geometry"/></mxCell>'
    found = page(drawing(shape("a", "Shop", (0, 0, 80, 40)), line))
    assert found.edges == ()
    assert found.unread == ("Not read: 1 line has an end at no shape: HTTPS 443.",)


def test_subgraphs_nested_twenty_thousand_deep() -> None:
    depth = 20_000
    found = page("graph TD\n" + "subgraph box\n" * depth + "a --> b\n" + "end\n" * depth)
    assert (len(found.nodes), len(found.edges)) == (depth + 2, 1)
    assert found.nodes[-1].parent == f"box ({depth})"


@pytest.mark.parametrize(
    "text",
    [
        lambda part: "graph TD\n" + 'a["\n' * (20_000 // part),
        lambda part: "graph TD\n" + "a -- x\n" * (20_000 // part),
        lambda part: "graph TD\na" + "[" * (200_000 // part),
        lambda part: "graph TD\na " + "-." * (5_000 // part),
        lambda part: "\n" * (500_000 // part) + "graph TD\na",
        lambda part: "%%{" * (50_000 // part) + "\ngraph TD\na",
        lambda part: " " * (500_000 // part) + "graph TD\n" + " " * (500_000 // part) + "a",
        lambda part: "graph TD\na" + " &" * (50_000 // part),
        lambda part: "graph TD\n" + "a@{\n" * (20_000 // part),
    ],
)
def test_long_nonsense_is_read_or_refused_in_linear_time(text: Callable[[int], str]) -> None:
    assert_linear(lambda part: text(part).encode(), _read_or_refused)


def _read_or_refused(raw: bytes) -> None:
    with contextlib.suppress(ParseError):
        snapshot(raw)


def test_a_page_full_of_shapes_stays_fast() -> None:
    def cells(part: int) -> list[str]:
        return [shape(f"c{n}", "x", (n * 7 % 9_000, n % 50 * 40, 30 + n % 11, 30)) for n in range(4_900 // part)]

    def read_whole(given: list[str]) -> None:
        assert len(page(drawing(*given)).nodes) == len(given)

    assert_linear(cells, read_whole)


@pytest.mark.parametrize(("encoding", "called"), [("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-32", "UTF-32")])
def test_a_drawing_that_names_its_encoding_is_read_in_it(encoding: str, called: str) -> None:
    """As Windows programs save XML: two bytes a character, and a declaration that says so."""
    cell = '<mxCell id="a" value="Caf\u00e9" vertex="1" parent="1"/>'
    (found,) = snapshot(f'<?xml version="1.0" encoding="{called}"?>{drawing(cell)}'.encode(encoding)).pages
    assert [node.label for node in found.nodes] == ["Caf\u00e9"]
