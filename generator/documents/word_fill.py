"""Filling a Word form that is made of tables, such as the official FedRAMP Appendix A, in place.

A row is found by the text of the row that opens its section and by its own label, because forms differ in how they cut
their tables: FedRAMP's Low SA-4 and High PE-11 hold in one table what every other control holds in two.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.opc.part import Part, XmlPart
from lxml import etree

from generator.documents.cells import xml_text
from generator.documents.damage import damage_named
from generator.documents.sheet_fill import FillNote, normalise_header
from generator.documents.stable_zip import stabilise
from generator.documents.word import WORD_DAMAGE, Properties, block_writer, describe, open_word, parsed, saved
from generator.documents.word_blocks import Inline, Paragraph, Picture, Region
from generator.documents.word_read import checkbox_state, paragraph_text
from generator.documents.word_xml import CHECKED, NAMESPACES, UNCHECKED, BlockWriter
from generator.errors import ConfigError

_W = f"{{{NAMESPACES['w']}}}"
_W14 = f"{{{NAMESPACES['w14']}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFill:
    """What goes into one row of a form."""

    title: str  # the row that opens the section: "AC-1 Control Summary Information"
    label: str  # what the row says before it is filled: "Part a:"; empty for a row without text
    value: tuple[Inline, ...] = ()  # behind the label, in its paragraph
    blocks: tuple[Paragraph | Region | Picture, ...] = ()  # below the label
    checked: tuple[str, ...] = ()  # labels of the boxes to tick, or how they begin; a row with ticks already is left alone


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFill:
    """Everything that is done to a form."""

    rows: tuple[RowFill, ...]
    replacements: Mapping[str, str]  # placeholder text such as "<Insert CSP Name>", in headers and footers too
    drop_tables: tuple[str, ...] = ()  # how tables of instructions begin
    drop_styles: tuple[str, ...] = ()  # paragraph styles of instructions


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """The finished file, and what found no place in it."""

    data: bytes
    notes: tuple[FillNote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    label: str
    cell: etree._Element


_Sections = Mapping[str, Sequence[_Row]]  # the rows below the row with that text


def fill_form(template: bytes, form: FormFill, *, properties: Properties, date: dt.date, where: str = "template") -> FilledForm:
    """The form with its rows filled; everything else stays as it is."""
    with damage_named(where, *WORD_DAMAGE):
        document = open_word(template, where)
        writer, body = block_writer(document), document.element.body
        _drop(body, form, {style.style_id: style.name or "" for style in document.styles})
        for root in (body, *_margins(document)):
            _replace(root, form.replacements)
        sections = _sections(body)
        notes = [note for row in form.rows for note in _fill_row(row, sections, writer)]
        describe(document, properties, date)
        return FilledForm(data=stabilise(saved(document), date=date), notes=tuple(notes))


def _fill_row(fill: RowFill, sections: _Sections, writer: BlockWriter) -> Iterator[FillNote]:
    rows = sections.get(normalise_header(fill.title), ())
    cell = next((row.cell for row in rows if row.label == normalise_header(fill.label)), None)
    if cell is None:
        what = f"no row {fill.label!r}" if rows else "no such section"
        yield FillNote(where=fill.title, what=f"the template has {what}; its content was left out")
        return
    paragraphs = cell.findall(f"{_W}p")
    if fill.value and paragraphs:
        markup = f"<w:p>{writer.inline(fill.value)}</w:p>"
        paragraphs[0].extend(list(parsed(markup)[0]))
    if fill.blocks:
        unlabelled = [p for p in paragraphs if not fill.label and not paragraph_text(p).strip()]
        for empty in unlabelled:
            cell.remove(empty)
        cell.extend(parsed(writer.cell_content(fill.blocks)))
    yield from _tick(fill, cell)


def _tick(fill: RowFill, cell: etree._Element) -> Iterator[FillNote]:
    if not fill.checked:
        return
    boxes = [(box, _box_label(box)) for box in cell.iter(f"{_W}sdt") if checkbox_state(box) is not None]
    if any(checkbox_state(box) for box, _ in boxes):
        yield FillNote(where=fill.title, what="boxes are ticked already; they were left as a person ticked them")
        return
    wanted = {normalise_header(label): label for label in fill.checked}
    for box, label in boxes:
        chosen = next((key for key in wanted if label == key), None) or next(
            (key for key in wanted if label.startswith(key)), None
        )
        _set_box(box, checked=chosen is not None)
        wanted.pop(chosen or "", None)
    for label in wanted.values():
        yield FillNote(where=fill.title, what=f"the template has no check box {label!r}")


def _set_box(box: etree._Element, *, checked: bool) -> None:
    state = box.find(f"{_W}sdtPr/{_W14}checkbox/{_W14}checked")
    if state is None:
        holder = box.find(f"{_W}sdtPr/{_W14}checkbox")
        if holder is None:
            return
        state = etree.Element(f"{_W14}checked")
        holder.insert(0, state)
    state.set(f"{_W14}val", str(int(checked)))
    for text in box.iter(f"{_W}t"):
        text.text = CHECKED if checked else UNCHECKED


def _box_label(box: etree._Element) -> str:
    paragraph = box.getparent()
    text = "" if paragraph is None else paragraph_text(paragraph)
    return normalise_header(text.replace(CHECKED, "").replace(UNCHECKED, ""))


def _sections(body: etree._Element) -> _Sections:
    """For the text of every row, the rows below it in its table."""
    sections: dict[str, Sequence[_Row]] = {}
    for table in body.iter(f"{_W}tbl"):
        rows = [
            _Row(label=_label(cell), cell=cell)
            for row in table.iterchildren(f"{_W}tr")
            if (cell := row.find(f"{_W}tc")) is not None
        ]
        for number, row in enumerate(rows):
            sections.setdefault(row.label, rows[number + 1 :])
    return sections


def _label(cell: etree._Element) -> str:
    paragraph = cell.find(f"{_W}p")
    return "" if paragraph is None else normalise_header(paragraph_text(paragraph))


def _drop(body: etree._Element, form: FormFill, styles: Mapping[str, str]) -> None:
    beginnings = tuple(normalise_header(text) for text in form.drop_tables)
    unwanted: list[etree._Element] = []
    if beginnings:
        unwanted += [table for table in body.iter(f"{_W}tbl") if _first_text(table).startswith(beginnings)]
    dropped = {identity for identity, name in styles.items() if name in form.drop_styles}
    for paragraph in body.iter(f"{_W}p") if dropped else ():
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        if style is not None and style.get(f"{_W}val") in dropped:
            unwanted.append(paragraph)
    for element in unwanted:
        parent = element.getparent()
        if parent is not None and parent.tag == f"{_W}tc" and len(parent.findall(f"{_W}p")) == 1:
            element[:] = []  # a cell has to keep one paragraph
        elif parent is not None:
            parent.remove(element)


def _first_text(table: etree._Element) -> str:
    paragraphs = (paragraph_text(paragraph) for paragraph in table.iter(f"{_W}p"))
    return normalise_header(next((text for text in paragraphs if text.strip()), ""))


def _margins(document: Document) -> Iterator[etree._Element]:
    for part in document.part.package.iter_parts():
        if part.partname.startswith(("/word/header", "/word/footer")):
            yield _root_of(part)


def _root_of(part: Part) -> etree._Element:
    """The XML of a part. Which parts python-docx parses as XML is a matter of their content types."""
    if not isinstance(part, XmlPart):
        what = f"{part.partname} is not declared as a header or footer in [Content_Types].xml"
        raise ConfigError(what, next_step="open and save it again in Word")
    root: etree._Element = part.element
    return root


def _replace(root: etree._Element, replacements: Mapping[str, str]) -> None:
    """Word cuts a placeholder into runs as it likes: the new text goes where it begins, the rest of it goes away."""
    for paragraph in root.iter(f"{_W}p") if replacements else ():
        texts = list(paragraph.iter(f"{_W}t"))
        joined = "".join(text.text or "" for text in texts)
        for old, new in replacements.items():
            if old in joined:
                _replace_once(texts, old, xml_text(new))


def _replace_once(texts: Iterable[etree._Element], old: str, new: str) -> None:
    pieces = list(texts)
    joined = "".join(piece.text or "" for piece in pieces)
    at = joined.find(old)
    while at >= 0:
        position, end, inserted = 0, at + len(old), False
        for piece in pieces:
            text = piece.text or ""
            start, position = position, position + len(text)
            left, right = max(at - start, 0), max(end - start, 0)
            if position > at and start < end:
                piece.text = text[:left] + ("" if inserted else new) + text[right:]
                inserted = True
        joined = "".join(piece.text or "" for piece in pieces)
        at = joined.find(old, at + len(new))
