"""What makes a paragraph of a Word document an item of a list: its own properties, or those of its style; with the number that
Word shows before it (ECMA-376 part 1, 17.9 Numbering)."""

from generator.documents.bounded_zip import parse_xml
from generator.documents.word_blocks import ListItemStyle
from generator.documents.word_styled import Styled
from generator.documents.word_xml import NAMESPACES

_SPACES = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())


def _of_list(number: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


_STYLES = (
    f'<w:styles {_SPACES}><w:style w:styleId="Steps"><w:name w:val="Steps of a procedure"/>'
    f"<w:pPr><w:keepNext/>{_of_list(7)}</w:pPr></w:style>"
    '<w:style w:styleId="Body"><w:name w:val="Body Text"/></w:style></w:styles>'
)
_LISTS = (
    f'<w:numbering {_SPACES}><w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="decimal"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="8"><w:abstractNumId w:val="1"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>'
)


def _items(*properties: str) -> list[ListItemStyle | None]:
    styled = Styled({"word/styles.xml": _STYLES.encode(), "word/numbering.xml": _LISTS.encode()})
    paragraphs = (f"<w:p {_SPACES}><w:pPr>{each}</w:pPr></w:p>" for each in properties)
    return [styled.item(parse_xml(each.encode(), where="word/document.xml")) for each in paragraphs]


def test_a_style_that_is_numbered_makes_items_from_the_first_number_of_the_list() -> None:
    fourth, body, fifth = _items('<w:pStyle w:val="Steps"/>', '<w:pStyle w:val="Body"/>', '<w:pStyle w:val="Steps"/>')
    assert (fourth, fifth) == (ListItemStyle(numbered=True, start=4), ListItemStyle(numbered=True, start=5))
    assert body is None


def test_the_properties_of_the_paragraph_come_before_those_of_its_style() -> None:
    bullet, none = _items(f'<w:pStyle w:val="Steps"/>{_of_list(7, 1)}', f'<w:pStyle w:val="Steps"/>{_of_list(0)}')
    assert bullet == ListItemStyle(numbered=False, level=1)
    assert none is None, "list 0 takes a paragraph out of the list of its style"


def test_a_list_may_begin_at_another_number_than_the_one_that_it_is_made_of() -> None:
    assert _items(_of_list(8), _of_list(7)) == [ListItemStyle(numbered=True, start=1), ListItemStyle(numbered=True, start=4)]
