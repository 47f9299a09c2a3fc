"""A moved element is what it was, and moving takes as long as the element is large, not the square of that."""

import time

import docx
from lxml import etree

from generator.documents.word import parsed
from generator.documents.word_moving import move


def table(rows: int) -> etree._Element:
    cells = '<w:tc><w:p><w:pPr/><w:r><w:t xml:space="preserve"> a </w:t></w:r></w:p></w:tc>' * 5
    (made,) = parsed(f"<w:tbl><w:tblPr/><w:tblGrid/>{f'<w:tr>{cells}</w:tr>' * rows}</w:tbl>")
    return made


def test_the_document_is_the_one_of_a_move_in_one_go() -> None:
    documents = []
    for carefully in (False, True):
        body = docx.Document().element.body
        put = body[-1].addprevious
        move(table(300), put) if carefully else put(table(300))
        documents.append(etree.tostring(body))
    assert documents[0] == documents[1]
    assert documents[0].count(b"<w:tr>") == 300


def test_a_large_table_moves_at_once() -> None:
    body, large = docx.Document().element.body, table(8_000)
    started = time.process_time()
    move(large, body[-1].addprevious)
    assert time.process_time() - started < 1  # 6 seconds when it moves with its rows
    assert len(body[-2]) == 8_002
