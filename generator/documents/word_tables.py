"""Filling a Word form whose tables have columns, or labels and values, such as FedRAMP's System Security Plan, in place.

Tables are found by what their header says, since their number and order differ from version to version of a form.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy

import msgspec
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from generator.documents.damage import damage_named
from generator.documents.sheet_fill import FillNote, normalize_header
from generator.documents.stable_zip import dated
from generator.documents.word import (
    WORD_DAMAGE,
    DocumentProperties,
    block_writer,
    describe,
    open_word,
    parsed,
    saved,
)
from generator.documents.word_blocks import Block, CellBlock, Field, Paragraph, TextRun, WordCell, WordRegion
from generator.documents.word_fill import FilledForm, FormCleaning, repeat_title, set_box
from generator.documents.word_form_pages import (
    close_gaps,
    keep_headings,
    keep_rows_whole,
    keep_with_next,
    open_contents,
    turn_headings,
)
from generator.documents.word_form_sections import count_by_heading
from generator.documents.word_forms import (
    clear,
    clear_bindings,
    clear_dead_references,
    clear_empty_pages,
    darken,
    keep_counted,
    name_marks,
    prompt_styles,
    remaining_placeholders,
)
from generator.documents.word_moving import move
from generator.documents.word_placeholders import margins, replace
from generator.documents.word_read import checkbox_state, paragraph_text
from generator.documents.word_xml import BlockWriter

_P, _TC, _TR, _TBL, _R = (qn(f"w:{name}") for name in ("p", "tc", "tr", "tbl", "r"))
_VAL = qn("w:val")
_PLACEHOLDER = re.compile(r"<[^>]+>|\[[^\]]+\]")
_TWIPS, _CELL_MARGINS = 1440, 0.15
_FEW_ROWS = 8
_FILLED = "it is filled in already; it was left as a person wrote it"


class GridFill(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of a table with columns: empty and example rows go, ours come, made like the last of them. A person's stay."""

    name: str  # for notes: "Table 6.1"
    header: tuple[str, ...]  # how the cells of its header row begin
    rows: tuple[tuple[WordCell, ...], ...]
    size: float = 0  # points, where the form's own letters are too large for what has to fit
    title: str = ""  # how the table's first row begins, for a form in which several tables have one header
    widths: tuple[int, ...] = ()  # of its grid columns in twips, where the form's leave no room for what has to fit


class PairFill(msgspec.Struct, frozen=True, kw_only=True):
    """A value beside its label."""

    title: str  # how the table's first row begins
    label: str  # how the label begins
    blocks: tuple[CellBlock, ...]


class Put(msgspec.Struct, frozen=True, kw_only=True):
    """Blocks behind a paragraph that begins so or a table whose first row does, or in place of that table."""

    where: str
    blocks: tuple[Block, ...]
    in_place: bool = False
    example: str = ""  # what the table says as long as it is not filled in; empty where its first row tells


class TableForm(FormCleaning, frozen=True, kw_only=True):
    """Everything that is done to a form."""

    grids: tuple[GridFill, ...] = ()
    pairs: tuple[PairFill, ...] = ()
    put: tuple[Put, ...] = ()
    ticked: tuple[str, ...] = ()  # how the rows begin whose box is ticked
    drop_paragraphs: tuple[str, ...] = ()  # those that say only this, or begin so where it ends with "…"


def fill_tables(
    template: bytes, form: TableForm, *, properties: DocumentProperties, date: dt.date, where: str = "template"
) -> FilledForm:
    """The form filled; everything else stays as it is."""
    with damage_named(where, *WORD_DAMAGE):
        document = open_word(template, where)
        writer, body = block_writer(document), document.element.body
        names = {style.style_id: style.name or "" for style in document.styles}
        # NOTE: first, since what tells an example row from a person's may be in the style of instructions
        notes = [*_pairs(body, form.pairs, writer), *_grids(body, form.grids, writer)]
        clear(body, form.drop_tables, form.drop_styles, form.drop_pages, names)
        open_contents(body, names)
        clear_dead_references(body)
        keep_counted(body)
        keep_headings(body, names)
        clear_empty_pages(body)
        clear_bindings((body, *margins(document)))
        _drop_paragraphs(body, form.drop_paragraphs)
        for root in (body, *margins(document)):
            replace(root, form.replacements)
        name_marks(margins(document))
        notes += [*_put(body, form.put, writer), *_tick(body, form.ticked)]
        keep_rows_whole(body)
        darken(body, prompt_styles(document.styles.element))
        turn_headings(body, names)
        close_gaps(body, names)
        left = remaining_placeholders(form.placeholders, (body, *margins(document))) if form.placeholders else ()
        count_by_heading(document, names)
        describe(document, properties, date)
        return FilledForm(members=dated(saved(document), date=date), notes=tuple(notes), left=left)


def _grids(body: etree._Element, grids: Sequence[GridFill], writer: BlockWriter) -> Iterator[FillNote]:
    for grid in grids:
        grid_place = next((place for table in body.iter(_TBL) if (place := _header(table, grid)) is not None), None)
        if grid_place is None:
            yield FillNote(where=grid.name, what=f"the template has no table with the columns {', '.join(grid.header)}")
            continue
        table, below = grid_place
        repeat_title(table, len(table.findall(_TR)) - len(below))
        if all(map(_is_open, below)):
            _widen(table, grid.widths)
            yield from _refill(below, grid, writer)
        else:
            yield FillNote(where=grid.name, what=_FILLED)


def _widen(table: etree._Element, widths: tuple[int, ...]) -> None:
    """Another share of the same width for each column; a table with other columns than expected stays as it is."""
    columns = table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")
    if not widths or len(columns) != len(widths):
        return
    for column, width in zip(columns, widths, strict=True):
        column.set(qn("w:w"), str(width))
    for row in table.findall(_TR):
        place = 0
        for cell in row.findall(_TC):
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            covered = 1 if span is None else int(span.get(_VAL, "1"))
            size = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
            if size is not None:
                size.set(qn("w:w"), str(sum(widths[place : place + covered])))
                size.set(qn("w:type"), "dxa")
            place += covered


def _header(table: etree._Element, grid: GridFill) -> tuple[etree._Element, list[etree._Element]] | None:
    """The table, and the rows below its header row."""
    rows = table.findall(_TR)
    if not rows or not _text(rows[0]).startswith(normalize_header(grid.title)):
        return None
    wanted = [normalize_header(header) for header in grid.header]
    for place, row in enumerate(rows):
        cells = [_text(cell) for cell in row.findall(_TC)]
        if len(cells) >= len(wanted) and all(cell.startswith(begin) for cell, begin in zip(cells, wanted, strict=False)):
            return table, rows[place + 1 :]
    return None


def _is_open(row: etree._Element) -> bool:
    """Does a row wait for whoever fills the form: is it empty, or does it hold a placeholder or an example to delete?"""
    text = _text(row)
    return not text or _PLACEHOLDER.search(text) is not None


def _refill(below: list[etree._Element], grid: GridFill, writer: BlockWriter) -> Iterator[FillNote]:
    table = below[0].getparent() if below else None
    if table is None:
        yield FillNote(where=grid.name, what="the template's table has no row to fill; its content was left out")
        return
    pattern, place = deepcopy(below[-1]), table.index(below[0])
    columns, wanted = len(pattern.findall(_TC)), max((sum(cell.span for cell in row) for row in grid.rows), default=0)
    if columns < wanted:
        yield FillNote(
            where=grid.name, what=f"the template's table has {columns} columns for {wanted} values; some were left out"
        )
    for row in below:
        table.remove(row)
    for number, cells in enumerate(grid.rows):
        row = deepcopy(pattern)
        for column, (element, cell) in enumerate(zip(row.findall(_TC), cells, strict=False)):
            _write(element, cell.blocks, writer, size=grid.size, shade=cell.shade)
            for other in row.findall(_TC)[column + 1 : column + cell.span]:
                row.remove(other)
            if cell.span > 1:
                _look_of(element, "w:gridSpan", behind=("w:tcW",)).set(_VAL, str(cell.span))
        table.insert(place + number, row)


def _write(
    cell: etree._Element, blocks: tuple[CellBlock, ...], writer: BlockWriter, *, size: float = 0, shade: str = ""
) -> None:
    """Our blocks in place of what the cell says, looking like its first paragraph."""
    look = cell.find(f"{_P}/{qn('w:pPr')}")
    for child in list(cell):
        if child.tag != qn("w:tcPr"):
            cell.remove(child)
    for element in parsed(writer.cell_content(blocks, _room(cell))):
        for paragraph in element.iter(_P):
            _dress(paragraph, look, size)
        cell.append(element)
    if shade:
        made = _look_of(cell, "w:shd", behind=("w:tcW", "w:gridSpan", "w:vMerge", "w:tcBorders"))
        made.attrib.clear()
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", shade)):
            made.set(qn(f"w:{name}"), value)


def _room(cell: etree._Element) -> float:
    """Inches across it; 0 where the form does not say."""
    width = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
    if width is None or width.get(qn("w:type")) != "dxa" or not width.get(qn("w:w"), "").isdigit():
        return 0.0
    return max(int(width.get(qn("w:w"), "0")) / _TWIPS - _CELL_MARGINS, 0.0)


def _dress(paragraph: etree._Element, look: etree._Element | None, size: float) -> None:
    """The form's own indents and spaces, its letters and their size."""
    mark = None if look is None else look.find(qn("w:rPr"))
    if look is not None and paragraph.find(qn("w:pPr")) is None:
        made = deepcopy(look)
        for old in made.findall(qn("w:rPr")):
            made.remove(old)
        paragraph.insert(0, made)
    letters, given = (None if mark is None else mark.find(qn(name)) for name in ("w:rFonts", "w:sz"))
    points = str(round(size * 2)) if size else ("" if given is None else given.get(_VAL, ""))
    for run in paragraph.iter(_R):
        properties = run.find(qn("w:rPr"))
        if properties is None:
            properties = OxmlElement("w:rPr")
            run.insert(0, properties)
        if letters is not None and properties.find(qn("w:rFonts")) is None:
            properties.insert(len(properties.findall(qn("w:rStyle"))), deepcopy(letters))
        if points:
            etree.SubElement(properties, qn("w:sz")).set(_VAL, points)


def _look_of(cell: etree._Element, name: str, *, behind: Sequence[str]) -> etree._Element:
    """A property of a cell, made where it is not there; properties stand in a fixed order (17.4.69)."""
    properties = cell.find(qn("w:tcPr"))
    if properties is None:
        properties = OxmlElement("w:tcPr")
        cell.insert(0, properties)
    element = properties.find(qn(name))
    if element is None:
        element = OxmlElement(name)
        known = [properties.index(sibling) + 1 for before in behind for sibling in properties.findall(qn(before))]
        properties.insert(max(known, default=0), element)
    return element


def _pairs(body: etree._Element, pairs: Sequence[PairFill], writer: BlockWriter) -> Iterator[FillNote]:
    tables = [(_first(table), table) for table in body.iter(_TBL)]
    for pair in pairs:
        title, label = normalize_header(pair.title), normalize_header(pair.label)
        rows = (row.findall(_TC) for first, table in tables if first.startswith(title) for row in table.findall(_TR))
        cells = next((cells for cells in rows if len(cells) > 1 and _text(cells[0]).startswith(label)), None)
        if cells is None:
            yield FillNote(where=pair.title, what=f"the template has no row {pair.label!r}; its content was left out")
            continue
        written = _text(cells[1])
        if not written or _PLACEHOLDER.search(written):
            _write(cells[1], pair.blocks, writer)
            _keep_together(cells[1])
        elif written != _words(pair.blocks):
            yield FillNote(where=f"{pair.title}, {pair.label}", what=_FILLED)


def _keep_together(cell: etree._Element) -> None:
    """A short table of labels and values stands on one page: each of its rows keeps with the next."""
    table = next(cell.iterancestors(_TBL), None)
    rows = [] if table is None else table.findall(_TR)
    for row in rows[:-1] if len(rows) <= _FEW_ROWS else ():
        for paragraph in row.iter(_P):
            keep_with_next(paragraph)


def _put(body: etree._Element, listed: Sequence[Put], writer: BlockWriter) -> Iterator[FillNote]:
    for path in listed:
        begin = normalize_header(path.where)
        if path.in_place:
            table = next((table for table in body.findall(_TBL) if _first(table).startswith(begin)), None)
        else:
            table = next((element for element in body.iterchildren(_P, _TBL) if _begins(element).startswith(begin)), None)
        if table is None:
            yield FillNote(where=path.where, what="the template has no such place; its content was left out")
            continue
        if path.example and normalize_header(path.example) not in _text(table):
            yield FillNote(where=path.where, what=_FILLED)
            continue
        for element in reversed(parsed(writer.markup(path.blocks))):
            move(element, table.addnext)
        if path.in_place:
            body.remove(table)


def _tick(body: etree._Element, rows: Sequence[str]) -> Iterator[FillNote]:
    for label in rows:
        begin = normalize_header(label)
        row = next((row for row in body.iter(_TR) if _text(row).startswith(begin) and _boxes(row)), None)
        table = None if row is None else row.getparent()
        if row is None or table is None:
            yield FillNote(where=label, what="the template has no check box for it")
        elif any(checkbox_state(box) for box in _boxes(table)):
            yield FillNote(where=label, what="boxes are ticked already; they were left as a person ticked them")
        else:
            set_box(_boxes(row)[0], checked=True)


def _boxes(element: etree._Element) -> list[etree._Element]:
    return [box for box in element.iter(qn("w:sdt")) if checkbox_state(box) is not None]


def _drop_paragraphs(body: etree._Element, texts: Sequence[str]) -> None:
    whole = {normalize_header(wanted) for wanted in texts if not wanted.endswith("…")}
    beginnings = tuple(normalize_header(wanted.removesuffix("…")) for wanted in texts if wanted.endswith("…"))
    for paragraph in list(body.findall(_P)):
        text = normalize_header(paragraph_text(paragraph))
        if text in whole or (beginnings and text.startswith(beginnings)):
            body.remove(paragraph)


def _begins(element: etree._Element) -> str:
    return _first(element) if element.tag == _TBL else normalize_header(paragraph_text(element))


def _first(table: etree._Element) -> str:
    row = table.find(_TR)
    return "" if row is None else _text(row)


def _words(blocks: Sequence[CellBlock]) -> str:
    listed = [paragraph for block in blocks for paragraph in (block.blocks if isinstance(block, WordRegion) else (block,))]
    texts = (
        part.text
        for paragraph in listed
        if isinstance(paragraph, Paragraph)
        for part in paragraph.content
        if isinstance(part, TextRun | Field)
    )
    return normalize_header(" ".join(texts))


def _text(element: etree._Element) -> str:
    return normalize_header(" ".join(paragraph_text(paragraph) for paragraph in element.iter(_P)))
