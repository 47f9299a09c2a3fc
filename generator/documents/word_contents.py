"""A table of contents whose page numbers are right wherever the document is opened.

Only the program that lays a document out knows its pages, and Word updates no reference to a page by itself when it opens a
file: `updateFields` (ECMA-376 part 1, 17.15.1.81) and `dirty` fields both make it ask the reader first. So sections that are
listed begin a page of their own and count their pages by themselves ("8-1", "8-2", "A-1"), and the page of a heading is known
where nothing but paragraphs that keep with the next stands between it and the beginning of its section. Another heading has a
`PAGEREF` field, which LibreOffice fills on opening and Word when fields are updated; until then it shows nothing rather than a
wrong number.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from generator.documents.word_blocks import FRONT_PAGES, Block, Contents, Heading, PageBreak, Paragraph, SectionEnd
from generator.documents.word_runs import bookmark_name, field_markup, run


def heading_key(heading: Heading) -> str:
    """What a heading is called by links that lead to it."""
    return heading.bookmark or f"heading {heading.text}"


def pages_of(blocks: Iterable[Block]) -> Mapping[str, str]:
    """By the key of a heading, its page: `8-1`. Headings without one are left out."""
    pages: dict[str, str] = {}
    first: list[str] = []
    at_start, label = True, ""
    for block in blocks:
        match block:
            case SectionEnd():
                if block.label not in ("", FRONT_PAGES, label):
                    pages |= dict.fromkeys(first, f"{block.label}-1")
                first, at_start, label = [], True, block.label
            case Heading():
                first += [heading_key(block)] if at_start else []
            case Paragraph():
                at_start = at_start and block.keep_with_next
            case PageBreak() if at_start and not first:
                pass
            case _:
                at_start = False
    return pages


def contents(block: Contents, headings: Sequence[Heading], pages: Mapping[str, str], look: Callable[[str], str]) -> str:
    """The entries as markup, each a link to its heading; `look` gives the properties of a paragraph of a style."""
    return "".join(
        f'<w:p>{look(_style(heading))}<w:hyperlink w:anchor="{bookmark_name(heading_key(heading))}" w:history="1">'
        f"{run(_entry(heading))}{_page(heading, pages)}</w:hyperlink></w:p>"
        for heading in _listed(block, headings)
    )


def entries(block: Contents, headings: Sequence[Heading], pages: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The words of each entry with its style, as `contents` writes them."""
    for heading in _listed(block, headings):
        yield f"{_entry(heading)}\t{pages.get(heading_key(heading), '')}", _style(heading)


def _listed(block: Contents, headings: Sequence[Heading]) -> Iterator[Heading]:
    return (heading for heading in headings if heading.level <= block.deepest)


def _style(heading: Heading) -> str:
    """`toc 1`."""
    return f"toc {heading.level}"


def _page(heading: Heading, pages: Mapping[str, str]) -> str:
    key = heading_key(heading)
    if key in pages:
        return run(f"\t{pages[key]}")
    return run("\t") + field_markup(f" PAGEREF {bookmark_name(key)} \\h ", run(""))


def _entry(heading: Heading) -> str:
    """A number of words, such as that of an appendix, is wider than the room before the titles."""
    apart = " " if " " in heading.number else "\t"
    return f"{heading.number}{apart}{heading.text}" if heading.number else heading.text
