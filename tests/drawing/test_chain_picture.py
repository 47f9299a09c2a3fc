"""The picture of a chain: every link a box with its state in words, hostile text stays text, equal facts give equal bytes."""

from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from generator.drawing.chain import draw_chain
from generator.model.chain import ChainLink, ImageChain, LinkState

SVG = "{http://www.w3.org/2000/svg}"


def _chain(*texts: str, name: str = "registry.example/cart:1") -> ImageChain:
    states = list(LinkState)
    links = tuple(
        ChainLink(
            id=f"l{index}",
            title=f"Link {index}",
            question="Is it?",
            controls=("CM-3",),
            origin="ours",
            state=states[index % len(states)],
            text=text,
        )
        for index, text in enumerate(texts)
    )
    return ImageChain(asset_id=name, digests=(), links=links)


def _drawn(chain: ImageChain) -> Element:
    return fromstring(draw_chain(chain))  # type: ignore[no-any-return]


def _texts(root: Element) -> list[str]:
    return [one.text or "" for one in root.iter(f"{SVG}text")]


def test_every_link_has_a_box_with_its_state() -> None:
    root = _drawn(_chain(*(f"text {number}" for number in range(12))))
    assert len(root.findall(f"{SVG}g")) == 12
    shown = _texts(root)
    for state in LinkState:
        assert shown.count(str(state)) == 3
    assert "text 11" in shown
    assert "Link 11 not collected" in (root.get("aria-label") or "")


def test_boxes_lie_inside_and_do_not_overlap() -> None:
    root = _drawn(_chain(*["x"] * 12))
    _, _, width, height = (float(part) for part in (root.get("viewBox") or "").split())
    corners = []
    for group in root.findall(f"{SVG}g"):
        x, y = (float(part) for part in (group.get("transform") or "")[len("translate(") : -1].split())
        corners.append((x, y))
        assert 0 < x < width - 176
        assert 0 < y <= height - 92
    assert len(set(corners)) == 12


def test_long_and_hostile_text_stays_inside_and_text() -> None:
    hostile = "</text><script>alert(1)</script>\u202e\x00 " + "W" * 5000
    drawn = draw_chain(_chain(hostile, name='"><script>'))
    assert "<script" not in drawn
    root = fromstring(drawn)
    for one in root.iter(f"{SVG}text"):
        assert float(one.get("textLength") or 0) <= 176


def test_the_same_chain_is_drawn_the_same() -> None:
    assert draw_chain(_chain("a", "b")) == draw_chain(_chain("a", "b"))


def test_a_chain_without_links() -> None:
    assert _texts(_drawn(_chain())) == []
