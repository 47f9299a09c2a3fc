"""Paragraphs and tables of a Word document as blocks: text with its looks, items of lists, links.

What no block can hold (pictures, equations, notes at the foot of the page) is named, and its words are kept where it has any.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from lxml import etree

from generator.documents.bounded_zip import parse_xml
from generator.documents.word_blocks import Paragraph, TextRun, WordCell, WordLink, WordTable
from generator.documents.word_flow import W, blocks_of, is_gone, local_name, rows_of, runs_on
from generator.documents.word_styled import Styled
from generator.documents.word_xml import NAMESPACES
from generator.limits import QUOTED
from generator.text import shortened

_R = f"{{{NAMESPACES['r']}}}"
_RELATIONS = "word/_rels/document.xml.rels"
_TARGET = re.compile(r'\s*HYPERLINK\s+"([^"]+)"')
_LEAVES = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_NAMED = {
    "drawing": "a picture or drawing",
    "pict": "a picture or drawing",
    "object": "an embedded object",
    "oMath": "an equation",
    "oMathPara": "an equation",
    "AlternateContent": "a picture or drawing",
}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}


class RichTextReader:
    """Reads blocks of one document; `named` gathers what is no text."""

    def __init__(self, members: Mapping[str, bytes]) -> None:
        self.named: list[str] = []
        self.noted: set[str] = set()
        """Words of notes that were put into the text."""
        self._styled = Styled(members)
        self._links = _links(members.get(_RELATIONS))
        self._notes = {kind: _notes(members.get(f"word/{kind}s.xml"), kind) for kind in ("footnote", "endnote")}

    def blocks(self, elements: Sequence[etree._Element]) -> tuple[Paragraph | WordTable, ...]:
        """Paragraphs and tables, those without text as well."""
        blocks_found: list[Paragraph | WordTable] = []
        before: tuple[TextRun | WordLink, ...] = ()
        for element in elements:
            if element.tag == f"{W}tbl":
                blocks_found.append(self._table(element))
                continue
            content = (*before, *self._content(element))
            before = content if runs_on(element) else ()
            if not before:
                item = self._styled.item(element)
                blocks_found.append(Paragraph(content=content, style=self._styled.style(element), item=item))
        return (*blocks_found, *((Paragraph(content=before),) if before else ()))

    def _table(self, table: etree._Element) -> WordTable:
        rows = tuple(tuple(WordCell(blocks=self.blocks(blocks_of(cell))) for cell in row) for row in rows_of(table))
        return WordTable(rows=rows, widths=())

    def _content(self, paragraph: etree._Element) -> tuple[TextRun | WordLink, ...]:
        return tuple(_ParagraphContent(self._styled, self._links, self._note, self.named).pieces(paragraph))

    def _note(self, kind: str, identity: str) -> str:
        text = self._notes[kind].get(identity, "")
        self.noted.add(text)
        self.named.append(f"a {kind}, whose words now stand in brackets: {shortened(text, QUOTED)!r}")
        return f" [{text}]" if text else ""


class _ParagraphContent:
    """The inside of a paragraph, with the fields that span runs."""

    def __init__(self, styled: Styled, links: Mapping[str, str], note: Callable[[str, str], str], named: list[str]) -> None:
        self._styled, self._links, self._note, self._named = styled, links, note, named
        self._fields: list[str] = []
        """Instructions of the fields that are open; `=` is put before one whose result has begun."""

    def pieces(self, element: etree._Element, url: str = "") -> Iterator[TextRun | WordLink]:
        for child in element:
            name = local_name(child)
            if is_gone(child) or name == "pPr":
                continue
            if name == "r":
                yield from self._run(child, url)
            elif name == "hyperlink":
                yield from self.pieces(child, self._links.get(child.get(f"{_R}id", ""), ""))
            elif name in _NAMED:
                self._named.append(_NAMED[name])
                yield from self._words(child, url)
            else:
                yield from self.pieces(child, url)

    def _run(self, run: etree._Element, url: str) -> Iterator[TextRun | WordLink]:
        text = "".join(self._text(child) for child in run)
        if text:
            bold, italic, code = self._styled.looks(run)
            target = url or self._target()
            if target:
                yield WordLink(text=text, url=target, bold=bold, italic=italic)
            else:
                yield TextRun(text=text, bold=bold, italic=italic, code=code)

    def _text(self, child: etree._Element) -> str:
        name = local_name(child)
        if name == "fldChar":
            self._field(child.get(f"{W}fldCharType", ""))
        elif name == "instrText" and self._fields:
            self._fields[-1] += child.text or ""
        elif name in _NAMED:
            self._named.append(_NAMED[name])
            return "".join(word.text or "" for word in self._words_of(child))
        elif name == "sym":
            self._named.append("a symbol of a special font, which is no text")
        elif name == "ruby":
            self._named.append("a reading aid above words, which stands behind them now")
            parts = (*child.iter(f"{W}rubyBase"), *child.iter(f"{W}rt"))
            return " ".join("".join(text.text or "" for text in part.iter(f"{W}t")) for part in parts)
        elif name in _NOTES:
            return self._note(_NOTES[name], child.get(f"{W}id", ""))
        elif name == "t" and all(field.startswith("=") for field in self._fields):
            return child.text or ""
        return _LEAVES.get(name, "")

    def _words(self, element: etree._Element, url: str) -> Iterator[TextRun | WordLink]:
        text = "".join(word.text or "" for word in self._words_of(element))
        if text:
            yield WordLink(text=text, url=url) if url else TextRun(text=text)

    def _words_of(self, element: etree._Element) -> Iterator[etree._Element]:
        """Text inside of a drawing or an equation; of two ways to draw one thing, the first."""
        fallback = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
        for text_element in element.iter(f"{W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"):
            if next(text_element.iterancestors(fallback), None) is None:
                yield text_element

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append("")
        elif kind == "separate" and self._fields:
            self._fields[-1] = f"={self._fields[-1]}"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _target(self) -> str:
        matches = (_TARGET.match(field.removeprefix("=")) for field in reversed(self._fields))
        return next((match[1] for match in matches if match), "")


def _links(data: bytes | None) -> Mapping[str, str]:
    rows = parse_xml(data, where=_RELATIONS) if data else ()
    return {row.get("Id", ""): row.get("Target", "") for row in rows if row.get("TargetMode") == "External"}


def _notes(data: bytes | None, kind: str) -> Mapping[str, str]:
    root = parse_xml(data, where=f"word/{kind}s.xml") if data else ()
    return {
        element.get(f"{W}id", ""): " ".join("".join(text.text or "" for text in element.iter(f"{W}t")).split())
        for element in root
        if element.get(f"{W}type") is None
    }
