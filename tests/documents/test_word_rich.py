"""What a person wrote into a Word document, as blocks: fields give what they show, links where they lead, and what no block can
hold is named with its words.

Complex fields: ECMA-376 part 1, 17.16.18 fldChar; a field's instruction is no text of the document.
"""

from generator.documents.bounded_zip import parse_xml
from generator.documents.word_blocks import Paragraph, TextRun, WordLink
from generator.documents.word_rich import RichTextReader
from generator.documents.word_xml import NAMESPACES

_SPACES = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
_BEGIN, _SEPARATE, _END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))


def _text(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


def _field(instruction: str, shown: str) -> str:
    return f"{_BEGIN}<w:r><w:instrText>{instruction}</w:instrText></w:r>{_SEPARATE}{shown}{_END}"


def _read(content: str, **members: str) -> tuple[tuple[TextRun | WordLink, ...], list[str]]:
    paragraph = parse_xml(f"<w:p {_SPACES}>{content}</w:p>".encode(), where="word/document.xml")
    reader = RichTextReader({f"word/{name}.xml": text.encode() for name, text in members.items()})
    (block,) = reader.blocks([paragraph])
    assert isinstance(block, Paragraph)
    return block.content, reader.named


def test_a_field_that_leads_somewhere_is_a_link_with_what_it_shows() -> None:
    content, named = _read(_field(' HYPERLINK "https://wiki.example/keys" ', _text("the key plan")) + _text(" says so"))
    assert content == (WordLink(text="the key plan", url="https://wiki.example/keys"), TextRun(text=" says so"))
    assert named == []


def test_another_field_is_what_it_shows() -> None:
    content, _ = _read(_text("Table ") + _field(" SEQ Table ", _text("3")))
    assert content == (TextRun(text="Table "), TextRun(text="3"))


def test_a_field_within_a_link_leads_where_the_link_does() -> None:
    content, _ = _read(_field(' HYPERLINK "https://wiki.example/keys" ', _text("page ") + _field(" PAGE ", _text("7"))))
    assert content == tuple(WordLink(text=text, url="https://wiki.example/keys") for text in ("page ", "7"))


def test_the_words_of_an_equation_stay_and_it_is_named() -> None:
    math = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>n/2</m:t></m:r></m:oMath>'
    assert _read(_text("of ") + math) == ((TextRun(text="of "), TextRun(text="n/2")), ["an equation"])


def test_a_note_at_the_foot_of_the_page_stands_in_brackets_and_is_named() -> None:
    note = f'<w:footnotes {_SPACES}><w:footnote w:id="2"><w:p>{_text("since May")}</w:p></w:footnote></w:footnotes>'
    content, named = _read(_text("in use") + '<w:r><w:footnoteReference w:id="2"/></w:r>', footnotes=note)
    assert content == (TextRun(text="in use"), TextRun(text=" [since May]"))
    assert named == ["a footnote, whose words now stand in brackets: 'since May'"]
