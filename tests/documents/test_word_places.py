"""Where a person's text ends in a document whose places were copied or moved."""

from lxml import etree

from generator.documents.word_controls import begin_name, end_name
from generator.documents.word_places import DocumentPlaces
from generator.documents.word_xml import NAMESPACES

TAG = "narrative:CM-8:a"
BEGIN, END = (f'<w:bookmarkStart w:id="1" w:name="{name}"/>' for name in (begin_name(TAG), end_name(TAG)))


def words(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def control(content: str) -> str:
    return f'<w:sdt><w:sdtPr><w:tag w:val="{TAG}"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'


def regions(body: str) -> list[list[str]]:
    document = f'<w:document xmlns:w="{NAMESPACES["w"]}"><w:body>{body}</w:body></w:document>'
    places = DocumentPlaces(etree.fromstring(document), {}, (TAG,))
    return [["".join(block.itertext()) for block in blocks] for blocks, _ in places.regions(TAG)]


COPY = control(f"<w:p>{words('copy')}</w:p>")
BETWEEN, MORE, BELOW = (f"<w:p>{content}</w:p>" for content in (words("between"), words("more"), END + words("below")))


def test_a_copy_before_the_place_is_what_stands_in_it_and_the_place_goes_on_to_its_end() -> None:
    original = control(f"<w:p>{BEGIN}{words('mine')}</w:p>")
    assert regions(COPY + BETWEEN + original + MORE + BELOW) == [["copy"], ["mine", "more"]]


def test_a_place_that_lost_its_paragraph_is_still_told_from_a_copy_by_its_beginning() -> None:
    original = f"<w:p>{BEGIN}{control(words('mine'))}</w:p>"
    assert regions(COPY + BETWEEN + original + MORE + BELOW) == [["copy"], ["mine", "more"]]
