"""Lists of a Word document (ECMA-376 part 1, 17.9): our two definitions beside the document's own, one list for each use."""

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from lxml import etree

_NAME = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_NAME}}}"
_LEVELS = 4
_STEP, _HANG = 360, 300  # twentieths of a point
_BULLETS = ("\u2022", "\u2013", "\u2022", "\u2013")


class Numbering:
    """Makes lists as they are asked for."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._root: etree._Element | None = None
        self._abstract: dict[bool, int] = {}
        self._bullets: int | None = None

    def __call__(self, numbered: bool, level: int, start: int) -> int:  # noqa: FBT001 - the contract of BlockWriter
        """The id of a list; all bullets are one."""
        if not numbered:
            if self._bullets is None:
                self._bullets = self._list(numbered=False, level=0, start=1)
            return self._bullets
        return self._list(numbered=True, level=level, start=start)

    def _list(self, *, numbered: bool, level: int, start: int) -> int:
        root = self._numbering()
        if numbered not in self._abstract:
            self._abstract[numbered] = self._define(root, numbered=numbered)
        number = 1 + max((int(element.get(f"{_W}numId") or 0) for element in root.iter(f"{_W}num")), default=0)
        override = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>' if numbered else ""
        kind = f'<w:abstractNumId w:val="{self._abstract[numbered]}"/>'
        made = f'<w:num xmlns:w="{_NAME}" w:numId="{number}">{kind}{override}</w:num>'
        last = [element for element in root if element.tag in {f"{_W}abstractNum", f"{_W}num"}][-1]
        last.addnext(parse_xml(made))
        return number

    def _define(self, root: etree._Element, *, numbered: bool) -> int:
        number = 1 + max(
            (int(definition.get(f"{_W}abstractNumId") or 0) for definition in root.iter(f"{_W}abstractNum")), default=-1
        )
        levels = "".join(_level(level, numbered=numbered) for level in range(_LEVELS))
        body = f'<w:multiLevelType w:val="multilevel"/>{levels}'
        element = parse_xml(f'<w:abstractNum xmlns:w="{_NAME}" w:abstractNumId="{number}">{body}</w:abstractNum>')
        first = root.find(f"{_W}num")  # definitions stand before lists
        root.append(element) if first is None else first.addprevious(element)
        return number

    def _numbering(self) -> etree._Element:
        if self._root is None:
            relations = self._document.part.rels.values()
            known = [relation.target_part for relation in relations if relation.reltype == RELATIONSHIP_TYPE.NUMBERING]
            self._root = known[0].element if known else self._new_part()
        root: etree._Element = self._root
        return root

    def _new_part(self) -> etree._Element:
        part = self._document.part
        element: etree._Element = parse_xml(f'<w:numbering xmlns:w="{_NAME}"/>')
        made = XmlPart(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, element, part.package)
        part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
        return element


def _level(level: int, *, numbered: bool) -> str:
    kind, text = ("decimal", f"%{level + 1}.") if numbered else ("bullet", _BULLETS[level])
    left = _STEP * (level + 1)
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{_HANG}"/></w:pPr></w:lvl>'
    )
