"""The blocks of a Word document, whatever wraps them."""

import pytest
from lxml import etree

from generator.documents.word_flow import blocks_of
from generator.documents.word_xml import NAMESPACES

W = f"{{{NAMESPACES['w']}}}"


def blocks(content: str) -> list[str]:
    body = etree.fromstring(f'<w:body xmlns:w="{NAMESPACES["w"]}">{content}</w:body>')
    return [str(block.tag).removeprefix(W) + "".join(block.itertext()) for block in blocks_of(body)]


@pytest.mark.parametrize("wrapper", ["ins", "moveTo", "customXml", "smartTag", "sdt"])
def test_blocks_are_found_in_what_wraps_them(wrapper: str) -> None:
    inner = "<w:p><w:r><w:t>new</w:t></w:r></w:p><w:tbl/>"
    inner = f"<w:sdtContent>{inner}</w:sdtContent>" if wrapper == "sdt" else inner
    assert blocks(f"<w:p/><w:{wrapper}>{inner}</w:{wrapper}><w:p/>") == ["p", "pnew", "tbl", "p"]


@pytest.mark.parametrize("wrapper", ["del", "moveFrom"])
def test_what_was_taken_out_has_no_blocks(wrapper: str) -> None:
    assert blocks(f"<w:{wrapper}><w:p/></w:{wrapper}><w:p/>") == ["p"]
