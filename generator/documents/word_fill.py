"""Filling a Word form that is made of tables, such as the official FedRAMP Appendix A, in place.

A row is found by the text of the row that opens its section and by its own label, because forms differ in how they cut
their tables: FedRAMP's Low SA-4 and High PE-11 hold in one table what every other control holds in two.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy

import msgspec
from lxml import etree

from generator.documents.damage import damage_named
from generator.documents.sheet_fill import FillNote, normalize_header
from generator.documents.stable_zip import dated, pack
from generator.documents.word import (
    WORD_DAMAGE,
    DocumentProperties,
    add_blocks,
    block_writer,
    describe,
    open_word,
    parsed,
    saved,
)
from generator.documents.word_blocks import Block, CellBlock, Field, Inline
from generator.documents.word_controls import CHECKED, UNCHECKED
from generator.documents.word_form_numbers import count_by_chapter
from generator.documents.word_form_pages import keep_rows_whole, keep_with_next, look_of_row, open_contents
from generator.documents.word_forms import clear, clear_dead_references, name_marks, remaining_placeholders
from generator.documents.word_placeholders import margins, replace
from generator.documents.word_read import checkbox_state, paragraph_text
from generator.documents.word_xml import NAMESPACES, BlockWriter

_W = f"{{{NAMESPACES['w']}}}"
_W14 = f"{{{NAMESPACES['w14']}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class RowFill(msgspec.Struct, frozen=True, kw_only=True):
    """What goes into one row of a form."""

    title: str  # the row that opens the section: "AC-1 Control Summary Information"
    label: str  # what the row says before it is filled: "Part a:"; empty for a row without text
    value: tuple[Inline, ...] = ()  # behind the label, in its paragraph
    blocks: tuple[CellBlock, ...] = ()  # below the label
    checked: tuple[str, ...] = ()  # labels of the boxes to tick, or how they begin; a row with ticks already is left alone
    or_labels: tuple[str, ...] = ()  # other labels that the row may have
    tags: tuple[tuple[str, str], ...] = ()  # (label of a box, or how it begins; the tag it gets)
    fields: tuple[tuple[str, Field], ...] = ()  # placeholders inside the row, and what takes their place


Annex = Callable[[Sequence[FillNote], Sequence[tuple[str, int]]], Iterable[Block]]
"""From what found no place, and the placeholders that are not filled with how often each is there."""


class FormCleaning(msgspec.Struct, frozen=True, kw_only=True):
    """What is done to a form beside filling its tables."""

    replacements: Mapping[str, str] = msgspec.field(default_factory=dict)  # of placeholder text, in headers and footers too
    drop_tables: tuple[str, ...] = ()  # how the rows begin from which on a table is instructions
    drop_styles: tuple[str, ...] = ()  # paragraph styles of instructions
    drop_pages: tuple[tuple[str, str], ...] = ()  # (paragraph that opens instructions, style of the one that closes them)
    placeholders: re.Pattern[str] | None = None  # what a placeholder looks like: those that are left are counted


class FormFill(FormCleaning, frozen=True, kw_only=True):
    """Everything that is done to a form."""

    rows: tuple[RowFill, ...]
    drop_page_numbers: bool = False  # of a table of contents, which are wrong once anything is filled in
    drop_dead_references: bool = False  # fields that show a bookmark which is not there: Word would show an error
    annex: Annex | None = None  # added behind the last page, once it is known what found no place
    repeat_titles: bool = False  # the first row of a filled table stands on top of each of its pages


class FilledForm(msgspec.Struct, frozen=True, kw_only=True):
    """The finished file, and what found no place in it."""

    members: Mapping[str, bytes]
    notes: tuple[FillNote, ...]
    left: tuple[tuple[str, int], ...] = ()  # placeholders that are not filled, and how often each is there

    @property
    def data(self) -> bytes:
        """The file, packed."""
        return pack(self.members)


class _FormRow(msgspec.Struct, frozen=True, kw_only=True):
    label: str
    table: etree._Element
    cell: etree._Element


_Sections = Mapping[str, Sequence[_FormRow]]  # the rows below the row with that text


def fill_form(
    template: bytes, form: FormFill, *, properties: DocumentProperties, date: dt.date, where: str = "template"
) -> FilledForm:
    """The form with its rows filled; everything else stays as it is."""
    with damage_named(where, *WORD_DAMAGE):
        document = open_word(template, where)
        writer, body = block_writer(document), document.element.body
        names = {style.style_id: style.name or "" for style in document.styles}
        clear(body, form.drop_tables, form.drop_styles, form.drop_pages, names)
        if form.drop_page_numbers:
            open_contents(body, names)
        if form.drop_dead_references:
            clear_dead_references(body)
        for root in (body, *margins(document)):
            replace(root, form.replacements)
        name_marks(margins(document))
        sections = _sections(body)
        notes = [note for row in form.rows for note in _fill_row(row, sections, writer)]
        for table in {row.table for fill in form.rows for row in _rows_of(fill, sections)[:1]} if form.repeat_titles else ():
            repeat_title(table)
        keep_rows_whole(body)
        left = remaining_placeholders(form.placeholders, (body, *margins(document))) if form.placeholders else ()
        add_blocks(document, writer, form.annex(notes, left) if form.annex else ())
        if form.drop_page_numbers:
            count_by_chapter(document, names)
        describe(document, properties, date)
        return FilledForm(members=dated(saved(document), date=date), notes=tuple(notes), left=left)


def _fill_row(fill: RowFill, sections: _Sections, writer: BlockWriter) -> Iterator[FillNote]:
    rows = _rows_of(fill, sections)
    labels = [normalize_header(label) for label in (fill.label, *fill.or_labels)]
    cell = next((row.cell for label in labels for row in rows if row.label == label), None)
    if cell is None:
        what = f"no row {fill.label!r}" if rows else "no such section"
        yield FillNote(where=fill.title, what=f"the template has {what}; its content was left out")
        return
    paragraphs = cell.findall(f"{_W}p")
    # NOTE: not above check boxes: such a row is one page as it is, and with it what stands above it
    if fill.label and fill.blocks and not fill.tags and paragraphs:
        keep_with_next(paragraphs[0])  # a label such as `Part a:` is never the last line of a page
    if fill.value and paragraphs:
        markup = f"<w:p>{writer.inline(fill.value)}</w:p>"
        paragraphs[0].extend(list(parsed(markup)[0]))
    if fill.blocks:
        unlabeled = [p for p in paragraphs if not fill.label and not paragraph_text(p).strip()]
        for empty in unlabeled:
            cell.remove(empty)
        cell.extend(parsed(writer.cell_content(fill.blocks)))
    for placeholder, field in fill.fields:
        yield from _put_field(fill, cell, placeholder, field, writer)
    for box, label in _boxes(cell):
        _name_box(box, next((tag for known, tag in fill.tags if label.startswith(normalize_header(known))), ""))
    yield from _tick(fill, cell)


def _rows_of(fill: RowFill, sections: _Sections) -> Sequence[_FormRow]:
    return sections.get(normalize_header(fill.title), ())


def repeat_title(table: etree._Element, rows: int = 1) -> None:
    """The first rows of a table stand on top of each of its pages."""
    for row in table.findall(f"{_W}tr")[:rows]:
        look = look_of_row(row)
        if look.find(f"{_W}tblHeader") is None:
            etree.SubElement(look, f"{_W}tblHeader")


def _put_field(fill: RowFill, cell: etree._Element, placeholder: str, field: Field, writer: BlockWriter) -> Iterator[FillNote]:
    """Word cuts a placeholder into runs as it likes: the field stands where it begins, the rest of it goes away."""
    for paragraph in cell.iter(f"{_W}p"):
        texts = list(paragraph.iter(f"{_W}t"))
        at = "".join(text.text or "" for text in texts).find(placeholder)
        if at >= 0:
            _cut_in(texts, at, at + len(placeholder), parsed(f"<w:p>{writer.inline((field,))}</w:p>")[0][0])
            return
    if field.text:
        yield FillNote(where=fill.title, what=f"the template has no {placeholder!r} for {field.text!r}")


def _cut_in(texts: Sequence[etree._Element], start: int, end: int, element: etree._Element) -> None:
    position, put = 0, False
    for text in texts:
        old = text.text or ""
        left, right = max(start - position, 0), max(end - position, 0)
        begins, position = position, position + len(old)
        run = text.getparent()
        if run is None or position <= start or begins >= end:
            continue
        if not put and right < len(old):  # all of it lies in one run: what follows gets a run of its own
            rest = deepcopy(run)
            kept = list(rest.iter(f"{_W}t"))[[text_element is text for text_element in run.iter(f"{_W}t")].index(True)]
            kept.text = old[right:]
            kept.set(_SPACE, "preserve")
            run.addnext(rest)
            right = len(old)
        text.text = old[:left] + old[right:]
        text.set(_SPACE, "preserve")
        if not put:
            run.addnext(element)
            put = True


def _boxes(cell: etree._Element) -> list[tuple[etree._Element, str]]:
    return [(box, _box_label(box)) for box in cell.iter(f"{_W}sdt") if checkbox_state(box) is not None]


def _name_box(box: etree._Element, tag: str) -> None:
    """A box of the template gets a tag, so that it is found again; what a reader sees stays as it is."""
    properties = box.find(f"{_W}sdtPr")
    if not tag or properties is None:
        return
    known = properties.find(f"{_W}tag")
    if known is None:
        known = etree.Element(f"{_W}tag")
        before = [properties.find(f"{_W}{name}") for name in ("rPr", "alias")]
        place = max((properties.index(element) + 1 for element in before if element is not None), default=0)
        properties.insert(place, known)
    known.set(f"{_W}val", tag)


def _tick(fill: RowFill, cell: etree._Element) -> Iterator[FillNote]:
    if not fill.checked:
        return
    boxes = _boxes(cell)
    if any(checkbox_state(box) for box, _ in boxes):
        yield FillNote(where=fill.title, what="boxes are ticked already; they were left as a person ticked them")
        return
    wanted = {normalize_header(label): label for label in fill.checked}
    for box, label in boxes:
        chosen = next((key for key in wanted if label == key), None) or next(
            (key for key in wanted if label.startswith(key)), None
        )
        set_box(box, checked=chosen is not None)
        wanted.pop(chosen or "", None)
    for label in wanted.values():
        yield FillNote(where=fill.title, what=f"the template has no check box {label!r}")


def set_box(box: etree._Element, *, checked: bool) -> None:
    """Ticks a box, or not."""
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
    return normalize_header(text.replace(CHECKED, "").replace(UNCHECKED, ""))


def _sections(body: etree._Element) -> _Sections:
    """For the text of every row, the rows below it in its table."""
    sections: dict[str, Sequence[_FormRow]] = {}
    for table in body.iter(f"{_W}tbl"):
        rows = [
            _FormRow(label=_label(cell), table=table, cell=cell)
            for row in table.iterchildren(f"{_W}tr")
            if (cell := row.find(f"{_W}tc")) is not None
        ]
        for number, row in enumerate(rows):
            sections.setdefault(row.label, rows[number + 1 :])
    return sections


def _label(cell: etree._Element) -> str:
    paragraph = cell.find(f"{_W}p")
    return "" if paragraph is None else normalize_header(paragraph_text(paragraph))
