"""The text of a paragraph: what a reader sees of it."""

from lxml import etree

from generator.documents.word_read import paragraph_text
from generator.documents.word_xml import NAMESPACES


def text_of(content: str) -> str:
    return paragraph_text(etree.fromstring(f'<w:p xmlns:w="{NAMESPACES["w"]}">{content}</w:p>'))


def test_tabs_and_breaks_are_characters_and_tab_stops_are_none() -> None:
    stops = "<w:pPr><w:tabs><w:tab w:val='left' w:pos='720'/></w:tabs></w:pPr>"
    assert text_of(f"{stops}<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:cr/></w:r><!-- c --><w:r><w:t/></w:r>") == "a\tb\n\n"


def test_what_tracked_changes_took_out_is_left_out_with_all_that_is_in_it() -> None:
    inner = "<w:r><w:t>old</w:t><w:tab/><w:br/></w:r>"
    assert text_of(f"<w:del>{inner}<w:ins>{inner}</w:ins></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins>") == "new"
    assert (
        text_of(f"<w:moveFrom>{inner}</w:moveFrom><w:r><w:t>x</w:t></w:r><w:del>{inner}</w:del><w:r><w:t>y</w:t></w:r>") == "xy"
    )


def test_text_inside_of_fields_and_links_is_text() -> None:
    assert text_of("<w:hyperlink><w:sdt><w:sdtContent><w:r><w:t>a</w:t></w:r></w:sdtContent></w:sdt></w:hyperlink>") == "a"
