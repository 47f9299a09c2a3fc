"""What is built to do harm in the formats beside draw.io and flowcharts: refused with a next step, or read in bounded time."""

import contextlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from diagram_reading import TESTDATA, snapshot, taker
from growth import assert_linear

from generator.errors import ParseError
from generator.parsers.diagrams import dot_graph

_VISIO = "http://schemas.microsoft.com/office/visio/2012/main"


def _visio(page: bytes, **more: bytes) -> bytes:
    """The small Visio file with another page."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(TESTDATA / "visio-vsdx" / "one.vsdx") as small,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in small.namelist():
            archive.writestr(name, page if name == "visio/pages/page1.xml" else small.read(name))
        for name, content in more.items():
            archive.writestr(name, content)
    return made.getvalue()


def _shapes(*shapes: str, connects: str = "") -> bytes:
    body = "".join(shapes)
    return f"<PageContents xmlns='{_VISIO}'><Shapes>{body}</Shapes><Connects>{connects}</Connects></PageContents>".encode()


def _scene_in_png(encoded: bytes) -> bytes:
    packed = json.dumps({"encoding": "bstring", "compressed": True, "encoded": encoded.decode("latin-1")}).encode()
    content = b"application/vnd.excalidraw+json\0" + packed
    chunks = ((b"tEXt", content), (b"IEND", b""))
    parts = (struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _lucid(*rows: str) -> bytes:
    columns = "Id,Name,Shape Library,Page ID,Contained By,Group,Line Source,Line Destination,Source Arrow,Destination Arrow"
    header = f"{columns},Text Area 1"
    return "\n".join((header, "1,Page,,,,,,,,,P", *rows)).encode()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (_visio(_shapes(), bomb=bytes(60_000_000)), "inflates"),
        (_visio(b"<!DOCTYPE a [<!ENTITY b 'c'>]><PageContents/>"), "declares a document type"),
        (_visio(_shapes(), **{"../../escape.xml": b"x"}), "is a path"),
        (_visio(_shapes(), **{"visio/vbaProject.bin": b"x"}), "macros"),
        (_visio(_shapes("<Shape ID='1'><Shapes>" * 120 + "</Shapes></Shape>" * 120)), "nested more than 100 deep"),
        (_scene_in_png(zlib.compress(bytes(80_000_000), 9)), "grows beyond"),
        (_scene_in_png(b"\xff\xfe"), "damaged"),
        (_lucid("2,Box,,1,3,,,,,,a", "3,Box,,1,2,,,,,,b"), "contains itself"),
        (b"architecture-beta\ngroup a(cloud)[A] in b\ngroup b(cloud)[B] in a\n", "contains itself"),
        (b"diagram: x\nnodes: 5\n", "must be a list"),
        (b"digraph {" + b"subgraph cluster_a {" * 100_000, "not valid DOT|gave up"),
        (b"digraph { a -> b; /*" + b"x" * dot_graph.SOURCE_BYTES, "bytes of DOT"),
        (b"digraph { a [label=<<b>] }", "not valid DOT|gave up"),
        (b"workspace {\n!include https://example.invalid/x\n}", "!include"),
        (b"workspace {\n!script groovy {\n}\n}", "!script"),
        (b"workspace {\n!plugin com.example.X\n}", "!plugin"),
        (b"workspace extends https://example.invalid/x {\n}", "extends another"),
        (b'{"model": {"softwareSystems": ' + b"[" * 3_000 + b"]" * 3_000 + b"}}", "deeply|another shape"),
        (b'{"type": "excalidraw", "elements": ' + b"[" * 100_000, "JSON|deeply|another shape"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value,
)
def test_refused(raw: bytes, says: str) -> None:
    name = "a.diagram.yaml" if raw.startswith(b"diagram") else "x"
    with pytest.raises(ParseError, match=says) as caught:
        snapshot(raw, name)
    assert caught.value.next_step


def test_a_graph_that_cannot_be_read_in_time_is_given_up() -> None:
    with pytest.raises(ParseError, match=r"within 0\.001 seconds"):
        dot_graph.read("digraph { a -> b }", seconds=0.001)


def test_the_tree_of_a_graph_may_be_deep() -> None:
    deep = 1_000
    text = "digraph {" + "".join(f"subgraph cluster_{n} {{" for n in range(deep)) + "x" + "}" * deep + "}"
    (found,) = snapshot(text.encode()).pages
    assert len(found.nodes) == deep + 1
    assert found.nodes[-1].parent == f"cluster_{deep - 1}"


def test_places_beyond_any_page_lose_no_shape() -> None:
    far = "<Shape ID='{}'><Cell N='PinX' V='{}'/><Cell N='Width' V='1e300'/><Text>{}</Text></Shape>"
    shapes = (far.format(n, value, value) for n, value in enumerate(("1e308", "nan", "-inf", "x"), start=1))
    (found,) = snapshot(_visio(_shapes(*shapes))).pages
    assert [node.label for node in found.nodes] == ["1e308", "nan", "-inf", "x"]
    element = '{"id": "%d", "type": "rectangle", "x": %s, "y": -1e308, "width": 1e308, "height": 1, "points": [[1]]}'
    elements = ",".join(element % pair for pair in enumerate(("1e308", "-1e308", "0")))
    (found,) = snapshot(f'{{"type": "excalidraw", "elements": [{elements}]}}'.encode()).pages
    assert len(found.nodes) == 3


def test_connectors_glued_to_nothing_and_to_themselves() -> None:
    line = "<Shape ID='2'><Cell N='BeginX' V='0'/><Cell N='EndX' V='1'/></Shape>"
    glue = "<Connect FromSheet='2' FromCell='BeginX' ToSheet='2'/><Connect FromSheet='2' FromCell='EndX' ToSheet='77'/>"
    (found,) = snapshot(_visio(_shapes(line, connects=glue))).pages
    assert (found.nodes, found.edges) == ((), ())
    assert found.unread == ("Not read: 1 line has an end at no shape.",)


def test_nothing_that_a_text_names_is_opened() -> None:
    found = snapshot(b"@startuml\n!include /etc/hostname\n!include C4_Container.puml\n[a]\n@enduml\n").pages[0]
    assert [node.id for node in found.nodes] == ["a"]
    assert found.unread == ("Not read: the file /etc/hostname included on line 2.",)


_PLANTUML = "@startuml\n[a]\n{}\n@enduml\n"


@pytest.mark.parametrize(
    "text",
    [
        lambda part: _PLANTUML.format("a " + "-" * (100_000 // part) + " b"),
        lambda part: _PLANTUML.format("\n".join("a " + "-" * 40 + "." * 40 + "-" * 40 + " x" for _ in range(5_000 // part))),
        lambda part: _PLANTUML.format("component x" + " " * (200_000 // part) + "?"),
        lambda part: _PLANTUML.format("component x " + "<<" * (100_000 // part)),
        lambda part: _PLANTUML.format("/'" * (100_000 // part)),
        lambda part: _PLANTUML.format('note "' * (30_000 // part)),
        lambda part: _PLANTUML.format("Container(" * (50_000 // part)),
        lambda part: _PLANTUML.format("Container(a, " + " " * (9_900 // part) + "?"),
        lambda part: _PLANTUML.format("Container(a, b)" + " " * (9_900 // part) + "?"),
        lambda part: _PLANTUML.format("!include a" + " " * (200_000 // part) + "b"),
        lambda part: _PLANTUML.format("\n".join("note right" for _ in range(20_000 // part))),
        lambda part: _PLANTUML.format("\n".join(f"note right : {n}" for n in range(20_000 // part))),
        lambda part: _PLANTUML.format('[a] "' * (50_000 // part)),
        lambda part: _PLANTUML.format("{" * (100_000 // part)),
        lambda part: _PLANTUML.format("\n".join(f"package p{n} {{" for n in range(20_000 // part))),
        lambda part: "@startuml\n" * (20_000 // part),
        lambda part: "#" * (500_000 // part) + "@startuml",
        lambda part: "C4Context\n" + "Person(" + " " * (9_000 // part) + "\n" + " " * (200_000 // part) + "x",
        lambda part: "architecture-beta\n" + "service a" + " " * (200_000 // part) + "?",
        lambda part: "architecture-beta\n" + "a" * (100_000 // part) + ":L -- R:b",
        lambda part: "architecture-beta\n" + "a -[" * (50_000 // part),
        lambda part: "digraph" + " " * (500_000 // part),
        lambda part: "/*" * (200_000 // part) + " digraph {",
        lambda part: "\n" * (500_000 // part) + "digraph {",
        lambda part: "digraph {}" + "\n" * (500_000 // part),
        lambda part: "digraph {\n" + "}\ngraph" * (20_000 // part) + " " * (100_000 // part),
        lambda part: "workspace" + " " * (300_000 // part) + "{",
        lambda part: "\n" * (500_000 // part) + "workspace {",
        lambda part: "workspace {\n" + '"' * (300_000 // part) + "\n}",
        lambda part: 'workspace {\nmodel {\n"""' + "\n" * (100_000 // part) + "}\n}",
        lambda part: "workspace {\nmodel {\n" + "a = " * (100_000 // part) + "\n}\n}",
        lambda part: "workspace {\nmodel {\n" + "person x {\n" * (50_000 // part),
        lambda part: "workspace {\n/*" * (50_000 // part),
        lambda part: "```" + " " * (500_000 // part) + "x\n```mermaid\ngraph TD\na\n```\n",
        lambda part: "#" * 6 + " " * (500_000 // part) + "x\n```mermaid\ngraph TD\na\n```\n",
        lambda part: "```mermaid\n" * (50_000 // part),
        lambda part: "```mermaid\ngraph TD\na\n```\n" * (5_000 // part),
    ],
    ids=lambda text: repr(text(1)[:20]),
)
def test_long_nonsense_is_read_or_refused_in_linear_time(text: Callable[[int], str]) -> None:
    assert_linear(lambda part: text(part).encode(), _read_or_refused)


def _read_or_refused(raw: bytes) -> None:
    with contextlib.suppress(ParseError):
        if taker(raw) is not None:
            snapshot(raw)


def test_pairs_of_instances_are_bounded() -> None:
    nodes = [{"id": f"n{n}", "name": "n", "environment": "Live", "containerInstances": [
        {"id": f"{kind}{n}", "containerId": kind, "environment": "Live"} for kind in "ab"]} for n in range(400)]  # fmt: skip
    system = {"id": "s", "name": "S", "containers": [
        {"id": "a", "name": "A", "relationships": [{"destinationId": "b"}]}, {"id": "b", "name": "B"}]}  # fmt: skip
    with pytest.raises(ParseError, match="50,000 links"):
        snapshot(json.dumps({"model": {"softwareSystems": [system], "deploymentNodes": nodes}}).encode())


def test_a_visio_file_whose_page_is_missing_is_not_read_as_one_with_a_page_less() -> None:
    whole = zipfile.ZipFile(io.BytesIO((TESTDATA / "visio-vsdx" / "many.vsdx").read_bytes()))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in whole.namelist():
            if not name.endswith("pages/page1.xml"):
                archive.writestr(name, whole.read(name))
    with pytest.raises(ParseError, match="the archive lacks its page"):
        snapshot(buffer.getvalue())
