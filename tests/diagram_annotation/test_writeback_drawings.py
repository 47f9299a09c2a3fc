"""Ids into drawings: nothing but the ids changes, in every kind of file that carries one."""

import base64
import hashlib
import html
import re
import urllib.parse
import zlib

import pytest
from prerequisites import need, shared

from generator.diagram_annotation.carriers import carry
from generator.diagram_annotation.drawings import with_ids
from generator.diagram_annotation.tags import edited
from generator.errors import ConfigError, ParseError
from generator.model.evidence import EvidenceFile
from generator.parsers.diagrams import png
from generator.parsers.document import Document
from generator.parsers.registry import read

REAL = shared("cases/diagrams")
DRAWIO = [
    "tanf-boundary.drawio",
    "tanf-environments.drawio",
    "asea-network-v2.drawio",
    "asea-perimeter.drawio",
    "eso-threat-model.drawio",
    "karmada-hpa.drawio",
    "aws-retail-store.drawio.xml",
    "karmada-deps.drawio.svg",
    "mborne-k8s.drawio.png",
    "asea-perimeter.drawio.png",
    "tanf-environments.drawio.png",
]

CELLS = """<mxGraphModel dx="1" page="1">
  <root>
    <mxCell id="0" />
    <mxCell id="1" parent="0" />
    <!-- a comment with <mxCell id="2"> in it -->
    <mxCell id="2" value="Seed &quot;API&quot; &lt;b&gt;&gt;&lt;/b&gt;" style="html=1;" parent="1" vertex="1">
      <mxGeometry x="10" y="10" width="80" height="40" as="geometry" />
    </mxCell>
    <mxCell style="a>b" id='3' vertex="1" parent="1"/>
    <object label="Store" tier="db" id="4">
      <mxCell style="shape=cylinder3;" vertex="1" parent="1"><mxGeometry width="9" height="9" as="geometry"/></mxCell>
    </object>
    <UserObject label="Mail" Workload="mail" id="5"><mxCell vertex="1" parent="1" /></UserObject>
    <UserObject label="Feed" workload="" id="6"><mxCell vertex="1" parent="1" /></UserObject>
    <mxCell id="2" value="Twin" vertex="1" parent="1" />
    <mxCell id="9" value="calls" edge="1" source="2" target="4" parent="1" />
  </root>
</mxGraphModel>"""
PLAIN = (
    f'<?xml version="1.0"?>\r\n<mxfile host="x"><diagram name="One" id="a">\n{CELLS}\n</diagram><diagram id="b"/></mxfile>\n'
)
IDS = {(0, "2"): "yard/Deployment/seed-api", (0, "4"): "a/B/<c>, a/B/d", (0, "5"): "x/y/z", (0, "6"): "yard/Job/feed"}


def packed(cells: str) -> str:
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = machine.compress(urllib.parse.quote(cells, safe="!~*'()").encode()) + machine.flush()
    return f'<mxfile><diagram name="One">{base64.b64encode(data).decode()}</diagram></mxfile>'


def in_svg(drawing: str) -> str:
    written = html.escape(drawing.removeprefix('<?xml version="1.0"?>\r\n')).replace("\n", "&#xa;")
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="9" content="{written}"><g data-x="1"/></svg>\n'


def in_png(drawing: str, kind: bytes = b"tEXt") -> bytes:
    parts = [b"\x89PNG\r\n\x1a\n", png.packed(kind, "mxfile", urllib.parse.quote(drawing, safe="!~*'()"))]
    end = b"IEND"
    return b"".join([*parts, (0).to_bytes(4, "big"), end, zlib.crc32(end).to_bytes(4, "big")])


def nodes(name: str, raw: bytes):
    evidence = EvidenceFile(path=name, sha256=hashlib.sha256(raw).hexdigest(), size=len(raw), media_type="")
    return [node for page in read(Document(name, raw), evidence)[1].pages for node in page.nodes]


def written(text: str) -> str:
    return edited(text, with_ids(text, IDS).edits)


def test_a_bare_cell_becomes_an_object_that_takes_over_its_id_and_text():
    found = written(PLAIN)
    start = (
        '<object label="Seed &quot;API&quot; &lt;b&gt;&gt;&lt;/b&gt;" workload="yard/Deployment/seed-api" id="2"><mxCell style='
    )
    assert start in found
    assert '</mxCell></object>\n    <mxCell style="a>b"' in found


def test_an_object_gets_a_property_and_one_that_has_it_keeps_it():
    found = with_ids(PLAIN, IDS)
    text = written(PLAIN)
    assert '<object label="Store" tier="db" id="4" workload="a/B/&lt;c>, a/B/d">' in text
    assert '<UserObject label="Feed" workload="yard/Job/feed" id="6">' in text
    assert found.present == ((0, "5"),)
    assert found.added == ((0, "2"), (0, "4"), (0, "6"))


def test_everything_else_keeps_its_bytes():
    text = written(PLAIN)
    text = text.replace(
        '<object label="Seed &quot;API&quot; &lt;b&gt;&gt;&lt;/b&gt;" workload="yard/Deployment/seed-api" id="2"><mxCell',
        "<mxCell",
    )
    text = text.replace(
        '<mxCell style="html=1;"', '<mxCell id="2" value="Seed &quot;API&quot; &lt;b&gt;&gt;&lt;/b&gt;" style="html=1;"'
    )
    text = text.replace("</mxCell></object>\n    <mxCell", "</mxCell>\n    <mxCell")
    text = text.replace(' workload="a/B/&lt;c>, a/B/d"', "").replace('workload="yard/Job/feed"', 'workload=""')
    assert text == PLAIN


def test_a_second_run_changes_nothing():
    once = written(PLAIN)
    again = with_ids(once, IDS)
    assert again.edits == ()
    assert again.added == ()
    assert len(again.present) == 4


def test_of_two_cells_with_one_id_the_reader_says_which_is_meant():
    text = edited(PLAIN, with_ids(PLAIN, {(0, "2-7"): "yard/Job/twin"}).edits)
    assert '<object label="Twin" workload="yard/Job/twin" id="2"><mxCell vertex="1" parent="1" /></object>' in text


def test_a_cell_without_text_or_end_tag():
    text = edited(PLAIN, with_ids(PLAIN, {(0, "3"): "a/b/c"}).edits)
    assert """<object label="" workload="a/b/c" id='3'><mxCell style="a>b" vertex="1" parent="1"/></object>""" in text


def test_a_bare_model_without_pages():
    assert 'workload="yard/Deployment/seed-api"' in edited(CELLS, with_ids(CELLS, IDS).edits)


def test_a_compressed_page_holds_the_same_but_for_the_ids():
    text = packed(CELLS)
    found = with_ids(text, IDS)
    changed = edited(text, found.edits)
    assert found.compressed
    data = base64.b64decode(re.search(r">([A-Za-z0-9+/=]+)<", changed)[1])
    assert urllib.parse.unquote(zlib.decompress(data, -15).decode()) == written(CELLS)
    assert with_ids(changed, IDS).edits == ()


@pytest.mark.parametrize(
    "page",
    [
        "%3CmxGraphModel%3E%3C%2FmxGraphModel%3E",
        "&lt;mxGraphModel/&gt;",
        packed("<other/>")[len('<mxfile><diagram name="One">') : -19],
    ],
)
def test_a_page_in_an_old_or_unknown_form_is_refused(page):
    with pytest.raises((ConfigError, ParseError)) as caught:
        with_ids(f"<mxfile><diagram>{page}</diagram></mxfile>", {(0, "2"): "a/b/c"})
    assert caught.value.next_step


@pytest.mark.parametrize(
    ("name", "kind", "raw"),
    [
        ("a.drawio", "drawio-xml", PLAIN.encode()),
        ("a.drawio", "drawio-xml", b"\xef\xbb\xbf" + PLAIN.encode()),
        ("a.drawio.svg", "drawio-svg", in_svg(PLAIN).encode()),
        ("a.drawio.png", "drawio-png", in_png(PLAIN)),
        ("a.drawio.png", "drawio-png", in_png(PLAIN, b"zTXt")),
        ("a.drawio.png", "drawio-png", in_png(PLAIN, b"iTXt")),
    ],
)
def test_every_kind_of_file_is_read_back_with_its_ids(name, kind, raw):
    changed = carry(kind, raw, lambda text: with_ids(text, IDS).edits)
    before, after = nodes(name, raw), nodes(name, changed)
    assert [(node.id, node.label) for node in before] == [(node.id, node.label) for node in after]
    told = {node.id: node.workload for node in after if node.workload}
    assert told == {"2": "yard/Deployment/seed-api", "4": "a/B/<c>, a/B/d", "5": "mail", "6": "yard/Job/feed"}


def test_a_picture_keeps_all_that_is_not_its_drawing():
    raw = in_svg(PLAIN).encode()
    changed = carry("drawio-svg", raw, lambda text: with_ids(text, {(0, "4"): "a/b/c"}).edits)
    assert changed == raw.replace(b"id=&quot;4&quot;&gt;", b"id=&quot;4&quot; workload=&quot;a/b/c&quot;&gt;")
    raw = in_png(PLAIN)
    changed = carry("drawio-png", raw, lambda text: with_ids(text, {(0, "4"): "a/b/c"}).edits)
    was, now = png.text_chunk(raw, "mxfile"), png.text_chunk(changed, "mxfile")
    assert now.text == was.text.replace("id%3D%224%22%3E", "id%3D%224%22%20workload%3D%22a%2Fb%2Fc%22%3E")
    assert changed[now.end :] == raw[was.end :]


@pytest.mark.parametrize(
    ("kind", "raw", "says"),
    [
        ("drawio-xml", PLAIN.encode("utf-16"), "not UTF-8"),
        ("drawio-svg", b'<svg xmlns="http://www.w3.org/2000/svg" content="%3Cmxfile%3E"/>', "an outdated format"),
        ("drawio-png", in_png("x").replace(b"mxfile", b"Author"), "holds no drawing"),
    ],
)
def test_what_cannot_be_changed_is_refused_with_a_next_step(kind, raw, says):
    with pytest.raises(ConfigError, match=says) as caught:
        carry(kind, raw, lambda text: with_ids(text, IDS).edits)
    assert caught.value.next_step


_WRAPPED = re.compile(r'<object label=("[^"]*") workload="[^"]*" id=("[^"]*")><mxCell\b((?:[^>"]|"[^"]*")*?)(/?)>', re.DOTALL)


@pytest.mark.parametrize("name", DRAWIO)
def test_real_drawings_differ_by_their_ids_alone(name):
    raw = need(REAL / name).read_bytes()
    kind = {"svg": "drawio-svg", "png": "drawio-png"}.get(name.rpartition(".")[2], "drawio-xml")
    seen: list[tuple[str, str]] = []

    def change(text: str):
        found = with_ids(text, {(page, node.id): f"ns/Deployment/w{number}" for number, (page, node) in enumerate(shapes)})
        seen.append((text, edited(text, found.edits)))
        assert len(found.added) == len(shapes)
        return found.edits

    evidence = EvidenceFile(path=name, sha256="", size=0, media_type="")
    pages = read(Document(name, raw), evidence)[1].pages
    shapes = [(number, node) for number, page in enumerate(pages) for node in page.nodes]
    changed = carry(kind, raw, change)
    assert changed != raw
    assert carry(kind, changed, change_nothing(shapes)) == changed
    told = {node.workload for page in read(Document(name, changed), evidence)[1].pages for node in page.nodes}
    assert told >= {f"ns/Deployment/w{number}" for number in range(len(shapes))}
    before, after = seen[0]
    if "<mxGraphModel" in before and not before.count("<object") and not before.count("<UserObject"):
        undone = _WRAPPED.sub(_unwrapped, after).replace("</mxCell></object>", "</mxCell>").replace("/></object>", "/>")
        assert undone == before


def _unwrapped(found: re.Match[str]) -> str:
    return f"<mxCell id={found[2]} value={found[1]}{found[3]}{found[4]}>"


def change_nothing(shapes):
    def change(text: str):
        found = with_ids(text, {(page, node.id): "other/Deployment/x" for page, node in shapes})
        assert found.edits == ()
        return found.edits

    return change
