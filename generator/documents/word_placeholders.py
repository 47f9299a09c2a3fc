"""Placeholders of a Word form, such as `<Insert CSO Name>`: what stands in their place, in headers and footers too."""

from collections.abc import Iterable, Iterator, Mapping

from docx.document import Document
from docx.opc.part import Part, XmlPart
from lxml import etree

from generator.documents.cells import xml_text
from generator.documents.word_xml import NAMESPACES
from generator.errors import ConfigError

_W = f"{{{NAMESPACES['w']}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def margins(document: Document) -> Iterator[etree._Element]:
    """Headers and footers."""
    for part in document.part.package.iter_parts():
        if part.partname.startswith(("/word/header", "/word/footer")):
            yield _root_of(part)


def replace(root: etree._Element, replacements: Mapping[str, str]) -> None:
    """Word cuts a placeholder into runs as it likes: the new text goes where it begins, the rest of it goes away."""
    for paragraph in root.iter(f"{_W}p") if replacements else ():
        texts = list(paragraph.iter(f"{_W}t"))
        joined = "".join(text.text or "" for text in texts)
        for old, new in replacements.items():
            if old in joined:
                _replace_once(texts, old, xml_text(new))


def _root_of(part: Part) -> etree._Element:
    """The XML of a part. Which parts python-docx parses as XML is a matter of their content types."""
    if not isinstance(part, XmlPart):
        what = f"{part.partname} is not declared as a header or footer in [Content_Types].xml"
        raise ConfigError(what, next_step="open and save it again in Word")
    root: etree._Element = part.element
    return root


def _replace_once(texts: Iterable[etree._Element], old: str, new: str) -> None:
    pieces = list(texts)
    joined = "".join(piece.text or "" for piece in pieces)
    at = joined.find(old)
    while at >= 0:
        position, end, inserted = 0, at + len(old), False
        for piece in pieces:
            text = piece.text or ""
            start, position = position, position + len(text)
            left, right = max(at - start, 0), max(end - start, 0)
            if position > at and start < end:
                piece.text = text[:left] + ("" if inserted else new) + text[right:]
                piece.set(_SPACE, "preserve")  # else a space at an end of what is left is none to Word
                inserted = True
        joined = "".join(piece.text or "" for piece in pieces)
        at = joined.find(old, at + len(new))
