"""Sections of a Word document (ECMA-376 part 1, 17.6): upright and landscape pages with its own headers and footers."""

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

_REFERENCES = (qn("w:headerReference"), qn("w:footerReference"))
_LETTER = (12240, 15840)
"""US Letter in twentieths of a point, for a document that states no size."""


class Sections:
    """Makes the properties of sections that end before the last one does."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._first = True

    def __call__(self, landscape: bool) -> str:  # noqa: FBT001 - the contract of BlockWriter
        """The properties of a section: those of one that the document has, else of its only one. In a document with one, the
        first that is made names headers and footers, and those that follow have the same."""
        body = self._document.element.body
        known = [
            section
            for section in body.iter(qn("w:sectPr"))
            if _is_landscape(section) is landscape and section.getparent() is not body
        ]
        if known:
            copied: etree._Element = parse_xml(etree.tostring(known[-1]))
            _drop(copied, "w:pgNumType")  # or pages would be counted anew
            _drop(copied, "w:titlePg")
            return etree.tostring(copied, encoding="unicode")
        last = body.find(qn("w:sectPr"))
        made: etree._Element = parse_xml(f"<w:sectPr {nsdecls('w', 'r')}/>")
        if last is not None:
            for child in last:
                if child.tag not in _REFERENCES or self._first:
                    made.append(parse_xml(etree.tostring(child)))
        if not self._first or last is None:
            _drop(made, "w:titlePg")
        elif last is not None:
            _drop(last, "w:titlePg")  # it was that of the first page
        self._first = False
        _turn(made, landscape=landscape)
        return etree.tostring(made, encoding="unicode")


def _drop(section: etree._Element, name: str) -> None:
    for element in section.findall(qn(name)):
        section.remove(element)


def _is_landscape(section: etree._Element) -> bool:
    size = section.find(qn("w:pgSz"))
    return size is not None and size.get(qn("w:orient")) == "landscape"


def _turn(section: etree._Element, *, landscape: bool) -> None:
    size = section.find(qn("w:pgSz"))
    if size is None:
        size = etree.SubElement(section, qn("w:pgSz"))
    given = [int(size.get(qn(name), usual)) for name, usual in zip(("w:w", "w:h"), _LETTER, strict=True)]
    short, long = sorted(given)
    size.set(qn("w:w"), str(long if landscape else short))
    size.set(qn("w:h"), str(short if landscape else long))
    if landscape:
        size.set(qn("w:orient"), "landscape")
    elif qn("w:orient") in size.attrib:
        del size.attrib[qn("w:orient")]
