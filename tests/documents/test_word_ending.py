"""Markup takes the place of a mark at the end of a document, and means there what it means where it was written."""

import io

import docx
import pytest
from docx.oxml import parse_xml
from lxml import etree

from generator.documents.word_ending import mark_end, with_ending
from generator.errors import ConfigError

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_NAMESPACES = {"w": _MAIN, "a": _DRAWING}
_MARKUP = '<w:p><w:r><w:t>one &amp; two</w:t></w:r></w:p><w:p w:rsidR="00000001"/>'


def document(inside: str, declared: str = f'xmlns:w="{_MAIN}"') -> etree._Element:
    root: etree._Element = parse_xml(f"<w:document {declared}><w:body>{inside}</w:body></w:document>")
    return root


def ended(root: etree._Element, markup: str) -> etree._Element:
    body = root[0]
    last = body[-1] if len(body) and body[-1].tag == f"{{{_MAIN}}}sectPr" else None
    mark = mark_end(body, last)
    written = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return etree.fromstring(with_ending(written, mark, markup, known=body.nsmap, namespaces=_NAMESPACES))


def names(root: etree._Element) -> list[str]:
    return [etree.QName(element).localname for element in root[0]]


def test_blocks_stand_before_the_last_section() -> None:
    assert names(ended(document("<w:tbl/><w:sectPr/>"), _MARKUP)) == ["tbl", "p", "p", "sectPr"]


def test_without_a_section_they_stand_last() -> None:
    assert names(ended(document("<w:tbl/>"), _MARKUP)) == ["tbl", "p", "p"]
    assert names(ended(document(""), _MARKUP)) == ["p", "p"]


def test_the_result_is_that_of_moving_elements() -> None:
    moved = document("<w:sectPr/>")
    for element in document(_MARKUP)[0][:]:
        moved[0][-1].addprevious(element)
    assert etree.tostring(ended(document("<w:sectPr/>"), _MARKUP), method="c14n") == etree.tostring(moved, method="c14n")


def test_a_document_may_have_a_mark_of_the_same_name() -> None:
    """Of a template that holds the name of a mark, in a text or as an instruction, nothing is replaced."""
    root = ended(document("<w:p><?blocks0?><w:r><w:t>blocks1</w:t></w:r></w:p><w:sectPr/>"), _MARKUP)
    assert names(root) == ["p", "p", "p", "sectPr"]
    assert b"<?blocks0?>" in etree.tostring(root)
    assert b"blocks2" not in etree.tostring(root)


def test_what_the_document_lacks_is_declared_at_its_root() -> None:
    root = ended(document("<w:sectPr/>"), "<w:p><a:graphic/></w:p>")
    assert root.nsmap["a"] == _DRAWING
    assert root[0][0][0].tag == f"{{{_DRAWING}}}graphic"
    assert "a" not in ended(document("<w:sectPr/>"), _MARKUP).nsmap


def test_a_prefix_of_another_meaning_is_refused() -> None:
    other = document("<w:sectPr/>", f'xmlns:w="{_MAIN}" xmlns:a="urn:other"')
    with pytest.raises(ConfigError, match="prefix 'a' for 'urn:other'"):
        ended(other, "<w:p><a:graphic/></w:p>")
    unused = document("<w:sectPr/>", f'xmlns:w="{_MAIN}" xmlns:a="urn:other"')
    assert names(ended(unused, _MARKUP)) == ["p", "p", "sectPr"]


def test_the_mark_is_written_once_by_python_docx() -> None:
    opened = docx.Document()
    body = opened.element.body
    mark = mark_end(body, body[-1])
    buffer = io.BytesIO()
    opened.save(buffer)
    written = docx.Document(buffer).part.blob
    assert written.count(mark) == 1
    root = etree.fromstring(with_ending(written, mark, _MARKUP, known=body.nsmap, namespaces=_NAMESPACES))
    assert names(root) == ["p", "p", "sectPr"]
