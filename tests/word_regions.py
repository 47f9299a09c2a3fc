"""The content controls of a Word document that carry a tag, as tests read them back."""

from collections.abc import Iterator
from functools import lru_cache

import msgspec
from lxml import etree

from generator.documents.bounded_zip import parse_xml, unpack
from generator.documents.damage import damage_named
from generator.documents.word_read import checkbox_state, control_tag, is_prompting, paragraph_text
from generator.documents.word_xml import NAMESPACES
from generator.errors import ParseError

_W = f"{{{NAMESPACES['w']}}}"
_DOCUMENT = "word/document.xml"


class ReadRegion(msgspec.Struct, frozen=True, kw_only=True):
    """A tagged control as it is now. `paragraphs` is empty while only the prompt shows."""

    tag: str
    paragraphs: tuple[str, ...]


class ReadCheckbox(msgspec.Struct, frozen=True, kw_only=True):
    """A tagged check box as it is now."""

    tag: str
    checked: bool


def read_regions(data: bytes, *, where: str = "Word document") -> tuple[ReadRegion, ...]:
    """Every tagged text control, in document order; tracked changes read as if accepted."""
    with damage_named(where):
        return tuple(
            ReadRegion(tag=tag, paragraphs=_paragraphs(control))
            for control, tag in _tagged(data, where)
            if checkbox_state(control) is None
        )


def read_checkboxes(data: bytes, *, where: str = "Word document") -> tuple[ReadCheckbox, ...]:
    """Every tagged check box, in document order."""
    with damage_named(where):
        return tuple(
            ReadCheckbox(tag=tag, checked=state)
            for control, tag in _tagged(data, where)
            if (state := checkbox_state(control)) is not None
        )


def _paragraphs(control: etree._Element) -> tuple[str, ...]:
    if is_prompting(control):
        return ()
    content = control.find(f"{_W}sdtContent")
    if content is None:
        return ()
    paragraphs = list(content.iter(f"{_W}p")) or [content]
    return tuple(paragraph_text(paragraph) for paragraph in paragraphs)


def _tagged(data: bytes, where: str) -> Iterator[tuple[etree._Element, str]]:
    for control in _document(data, where).iter(f"{_W}sdt"):
        if tag := control_tag(control):
            yield control, tag


@lru_cache(maxsize=1)
def _document(data: bytes, where: str) -> etree._Element:
    """Nothing changes it: regions and check boxes are mostly read one after the other."""
    members = unpack(data, where=where)
    if _DOCUMENT not in members:
        raise ParseError("this is not a Word document", where=where, next_step="name a .docx file")
    return parse_xml(members[_DOCUMENT], where=where)
