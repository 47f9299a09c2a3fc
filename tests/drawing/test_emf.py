"""Pictures as Enhanced Metafiles: read back record by record ([MS-EMF])."""

import struct
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from generator.drawing.emf import from_svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50">'
SAMPLE = Path(__file__).parents[2] / "output/sample/diagrams"
END, POLYGON, POLYLINE, TEXT, PEN, FONT = 14, 3, 4, 84, 95, 82


def drawn(body: str) -> bytes:
    return from_svg(f"{HEAD}{body}</svg>".encode())


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place < len(data):
        kind, size = struct.unpack_from("<II", data, place)
        yield kind, data[place : place + size]
        place += size


def points(record: bytes) -> list[tuple[int, int]]:
    (count,) = struct.unpack_from("<I", record, 24)
    return [struct.unpack_from("<ii", record, 28 + 8 * number) for number in range(count)]


def lines(data: bytes) -> list[list[tuple[int, int]]]:
    return [points(record) for kind, record in records(data) if kind == POLYLINE]


def test_header_says_size_length_and_number_of_records() -> None:
    data = drawn('<rect x="1" y="2" width="3" height="4" fill="#ff0000"/>')
    listed = list(records(data))
    assert struct.unpack_from("<iiii", data, 8) == (0, 0, 2000, 1000)  # twentieths of a point
    assert struct.unpack_from("<iiii", data, 24) == (0, 0, 3528, 1764)  # hundredths of a millimetre
    assert data[40:44] == b" EMF"
    assert struct.unpack_from("<II", data, 48) == (len(data), len(listed))
    assert listed[-1][0] == END


def test_a_box_is_filled_and_then_framed() -> None:
    data = drawn('<g transform="translate(10 5)"><rect x="1" y="2" width="3" height="4" fill="#ffffff" stroke="#c00000"'
                 ' stroke-width="2"/></g>')  # fmt: skip
    corners = [(220, 140), (280, 140), (280, 220), (220, 220), (220, 140)]
    assert [points(record) for kind, record in records(data) if kind == POLYGON] == [corners]
    assert lines(data) == [corners]
    (pen,) = [record for kind, record in records(data) if kind == PEN]
    assert struct.unpack_from("<I", pen, 40) == (0x0000C0,)  # red comes last in a COLORREF


def test_dashes_are_pieces_of_their_own() -> None:
    pieces = lines(drawn('<path d="M0 0L10 0" fill="none" stroke="#000000" stroke-width="1" stroke-dasharray="3 2"/>'))
    assert pieces == [[(0, 0), (60, 0)], [(100, 0), (160, 0)]]


def test_a_dash_goes_around_a_corner() -> None:
    pieces = lines(drawn('<path d="M0 0L2 0 2 9" fill="none" stroke="#000000" stroke-width="1" stroke-dasharray="5 3"/>'))
    assert pieces == [[(0, 0), (40, 0), (40, 60)], [(40, 120), (40, 180)]]


def test_a_curve_ends_where_it_leads() -> None:
    (curve,) = lines(drawn('<path d="M0,0C0,10 20,10 20,0" fill="none" stroke="#000000" stroke-width="1"/>'))
    assert (curve[0], curve[-1]) == ((0, 0), (400, 0))
    assert max(y for _, y in curve) == 150  # a quarter above its control points
    assert all(one[0] < other[0] for one, other in pairwise(curve))


def test_letters_fill_the_width_that_the_picture_states() -> None:
    data = drawn('<text x="5" y="10" font-size="12" fill="#000000" textLength="40">A – b😀</text>')
    (record,) = [record for kind, record in records(data) if kind == TEXT]
    x, y, count, start = struct.unpack_from("<iiII", record, 36)
    (advances,) = struct.unpack_from("<I", record, 72)
    assert (x, y) == (100, 200)
    assert record[start : start + 2 * count].decode("utf-16-le") == "A – b😀"
    assert sum(struct.unpack_from(f"<{count}I", record, advances)) == 800
    assert len(record) % 4 == 0


def test_a_font_is_made_once() -> None:
    text = '<text x="5" y="10" font-size="12" fill="#000000" textLength="40">a</text>'
    assert [kind for kind, _ in records(drawn(text * 3))].count(FONT) == 1


def test_an_element_that_no_picture_of_ours_has_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        drawn('<ellipse cx="1"/>')


@pytest.mark.parametrize("name", ["authorization-boundary", "differences", "namespace-parcel-web"])
def test_pictures_of_the_sample_keep_every_word(name: str) -> None:
    svg = (SAMPLE / f"{name}.svg").read_bytes()
    data = from_svg(svg)
    shown = [record for kind, record in records(data) if kind == TEXT]
    assert len(shown) == svg.count(b"<text ")
    assert from_svg(svg) == data
    assert len(data) < 250_000
