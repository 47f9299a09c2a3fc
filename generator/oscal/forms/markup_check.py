"""Whether text in XML has only the markup that OSCAL has: what else stands there has no spelling in Markdown.

Source: https://pages.nist.gov/metaschema/specification/datatypes/#markup-data-types.
"""

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

from generator.oscal.forms.faults import FormError
from generator.oscal.forms.xml_writing import NAMESPACE

_LINE = frozenset("a b br code em i img insert q strong sub sup".split())
_BLOCKS = frozenset("blockquote h1 h2 h3 h4 h5 h6 hr img ol p pre table ul".split())
_INSIDE: Mapping[str, frozenset[str]] = {
    "blockquote": _BLOCKS,
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "li": _LINE | _BLOCKS,
    "table": frozenset({"tr"}),
    "tr": frozenset({"td", "th"}),
}
"""What an element may hold; the others hold what stands in a line."""
_NO_TEXT = frozenset({"blockquote", "ul", "ol", "table", "tr"})


def check_line(element: Element, place: str) -> None:
    """One line of text.

    Raises:
        FormError: an element that a line does not have.
    """
    for child in element:
        _check(child, _LINE, place)


def check_blocks(blocks: Iterable[Element], place: str) -> None:
    """Paragraphs, lists and the like.

    Raises:
        FormError: an element that text does not have, or text where none may stand.
    """
    for block in blocks:
        _check(block, _BLOCKS, place)


def _check(element: Element, allowed: frozenset[str], place: str) -> None:
    name = element.tag.removeprefix(f"{{{NAMESPACE}}}")
    if name not in allowed:
        raise FormError(f"OSCAL's text has no element {name!r} here", place)
    if name in _NO_TEXT:
        for tail in (element.text, *(child.tail for child in element)):
            if tail and tail.strip():
                raise FormError(f"text stands in a {name}, outside of what it holds: {tail.strip()[:40]!r}", place)
    for child in element:
        _check(child, _INSIDE.get(name, _LINE), place)
