"""What styles and numbering of a document say of its paragraphs and runs."""

from collections.abc import Mapping

from lxml import etree

from generator.documents.bounded_zip import parse_xml
from generator.documents.word_blocks import ListItemStyle
from generator.documents.word_flow import W

_OFF = frozenset({"0", "false", "off", "none"})
_FIXED_FONTS = ("courier", "consolas", "menlo", "monaco", "mono", "cascadia")
_DEEPEST = 3


class Styled:
    """Styles and lists of one document."""

    def __init__(self, members: Mapping[str, bytes]) -> None:
        self._names: dict[str, str] = {}
        self._style_lists: dict[str, tuple[str, int]] = {}
        self._formats: dict[tuple[str, int], tuple[str, int]] = {}
        """(list, level) to format and first number."""
        self._counted: dict[tuple[str, int], int] = {}
        self._read_styles(members.get("word/styles.xml"))
        self._read_lists(members.get("word/numbering.xml"))

    def style(self, paragraph: etree._Element) -> str:
        """The name of a paragraph's style, as the document spells it."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return "" if style is None else self._names.get(style.get(f"{W}val", ""), "")

    def item(self, paragraph: etree._Element) -> ListItemStyle | None:
        """What makes it an item of a list; `start` is its own number. To be asked once, in the order of the document."""
        number, level = self._list(paragraph)
        if not number or number == "0":
            return None
        kind, first = self._formats.get((number, level), ("bullet", 1))
        if kind in {"bullet", "none"}:
            return ListItemStyle(numbered=False, level=min(level, _DEEPEST))
        count = self._counted.get((number, level), first - 1) + 1
        self._counted[number, level] = count
        return ListItemStyle(numbered=True, level=min(level, _DEEPEST), start=count)

    def looks(self, run: etree._Element) -> tuple[bool, bool, bool]:
        """Bold, italic, code."""
        look = run.find(f"{W}rPr")
        if look is None:
            return False, False, False
        style = look.find(f"{W}rStyle")
        name = self._names.get(style.get(f"{W}val", ""), "").lower() if style is not None else ""
        bold = _is_on(look, "b") if look.find(f"{W}b") is not None else name in {"strong", "strong emphasis"}
        italic = _is_on(look, "i") if look.find(f"{W}i") is not None else name in {"emphasis"}
        return bold, italic, name in {"code", "source text", "html code"} or _is_fixed(look)

    def _list(self, paragraph: etree._Element) -> tuple[str, int]:
        properties = paragraph.find(f"{W}pPr")
        element = None if properties is None else properties.find(f"{W}numPr")
        if element is not None:
            return _number_of(element)
        style = None if properties is None else properties.find(f"{W}pStyle")
        return self._style_lists.get(style.get(f"{W}val", ""), ("", 0)) if style is not None else ("", 0)

    def _read_styles(self, data: bytes | None) -> None:
        for style in parse_xml(data, where="word/styles.xml").iter(f"{W}style") if data else ():
            identity, name = style.get(f"{W}styleId", ""), style.find(f"{W}name")
            self._names[identity] = "" if name is None else name.get(f"{W}val", "")
            numbered = style.find(f"{W}pPr/{W}numPr")
            if numbered is not None:
                self._style_lists[identity] = _number_of(numbered)

    def _read_lists(self, data: bytes | None) -> None:
        if not data:
            return
        root = parse_xml(data, where="word/numbering.xml")
        abstract = {element.get(f"{W}abstractNumId", ""): element for element in root.iter(f"{W}abstractNum")}
        for element in root.iter(f"{W}num"):
            number = element.get(f"{W}numId", "")
            kind = element.find(f"{W}abstractNumId")
            defined = abstract.get("" if kind is None else kind.get(f"{W}val", ""))
            for level in defined.iter(f"{W}lvl") if defined is not None else ():
                self._formats[number, _integer(level, "ilvl")] = _format(level)
            for override in element.iter(f"{W}lvlOverride"):
                start, place = override.find(f"{W}startOverride"), _integer(override, "ilvl")
                if start is not None:
                    known = self._formats.get((number, place), ("decimal", 1))[0]
                    self._formats[number, place] = (known, _integer(start, "val", 1))


def _number_of(properties: etree._Element) -> tuple[str, int]:
    number, level = properties.find(f"{W}numId"), properties.find(f"{W}ilvl")
    return ("" if number is None else number.get(f"{W}val", "")), (0 if level is None else _integer(level, "val"))


def _format(level: etree._Element) -> tuple[str, int]:
    kind, start = level.find(f"{W}numFmt"), level.find(f"{W}start")
    return ("decimal" if kind is None else kind.get(f"{W}val", "decimal")), (1 if start is None else _integer(start, "val", 1))


def _integer(element: etree._Element, name: str, missing: int = 0) -> int:
    text = element.get(f"{W}{name}", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else missing


def _is_on(look: etree._Element, name: str) -> bool:
    mark = look.find(f"{W}{name}")
    return mark is not None and mark.get(f"{W}val", "1").lower() not in _OFF


def _is_fixed(look: etree._Element) -> bool:
    fonts = look.find(f"{W}rFonts")
    return fonts is not None and any(part in fonts.get(f"{W}ascii", "").lower() for part in _FIXED_FONTS)
