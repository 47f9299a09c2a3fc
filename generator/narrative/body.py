"""The text of a narrative's file, changed part by part: what is not changed keeps its lines, letter by letter."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from generator.frameworks.base import Control
from generator.model.narrative import Content, TextBlock
from generator.narrative.conflicts import SideNames, conflict
from generator.narrative.lists import ITEMS
from generator.narrative.markdown_read import Piece, contents, read_markdown
from generator.narrative.markdown_write import write_markdown
from generator.narrative.merging import MergeSide, Stretch, merged
from generator.narrative.reading import letter_of


class _BodySection(msgspec.Struct, frozen=True):
    heading: str
    """With its line break; empty for a control without parts."""
    lines: tuple[str, ...]
    pieces: tuple[Piece, ...]
    """Their lines counted from the section's first."""


def changed_body(body: str, control: Control, changes: Mapping[str, Sequence[Stretch]], names: SideNames) -> str:
    """The text with some parts merged; `changes` by letter."""
    sections = _sections(body, control)
    written: list[str] = []
    for letter in control.parts or ("",):
        section = sections.get(letter)
        if letter in changes:
            written.append(_changed(letter, section, changes[letter], names))
        elif section is not None:
            written.append(section.heading + "\n".join(section.lines))
    return "\n\n".join(text.strip("\n") for text in written if text.strip()) + "\n"


def _sections(body: str, control: Control) -> Mapping[str, _BodySection]:
    page, lines = read_markdown(body), body.split("\n")
    starts = [section.line for section in page.sections] + [len(lines)]
    sections: dict[str, _BodySection] = {}
    for place, section in enumerate(page.sections):
        letter = letter_of(section, control)
        titled = section.heading is not None
        start, stop = starts[place] + titled, starts[place + 1]
        if letter is not None and (section.pieces or titled):
            pieces = tuple(Piece(content=piece.content, line=piece.line - start) for piece in section.pieces)
            heading = f"{lines[start - 1]}\n" if titled else ""
            sections[letter] = _BodySection(heading, tuple(lines[start:stop]), pieces)
    return sections


def _changed(letter: str, section: _BodySection | None, stretches: Sequence[Stretch], names: SideNames) -> str:
    section = section or _BodySection(f"## Part {letter}\n" if letter else "", (), ())
    ours = tuple(piece.content for piece in section.pieces)
    units = tuple(_units(stretches, section, names))
    text = _joined(units)
    if not any(stretch.side is MergeSide.CONFLICT for stretch in stretches):
        wanted = merged(stretches, ours)
        # NOTE: lines of ours and of theirs can mean something else side by side, such as items that are indented otherwise.
        text = text if contents(text) == wanted else write_markdown(wanted)
    return f"{section.heading}\n{text}" if section.heading and text else text


class _Unit(msgspec.Struct, frozen=True):
    text: str
    content: Content | None
    """None for a conflict."""
    source: tuple[int, str] | None
    """(place among the pieces, the lines as they stand), where it is the writer's own."""


def _units(stretches: Sequence[Stretch], section: _BodySection, names: SideNames) -> Iterator[_Unit]:
    for stretch in stretches:
        mine = [_own(section, place) for place in range(stretch.start, stretch.stop)]
        if stretch.side is MergeSide.OURS:
            yield from mine
        elif stretch.side is MergeSide.THEIRS:
            yield from _theirs(stretch.theirs)
        else:
            yield _Unit(conflict(_joined(mine), write_markdown(stretch.theirs), names), None, None)


def _theirs(content: Sequence[Content]) -> Iterator[_Unit]:
    """Items of a list are written together, so that they are indented and numbered as one."""
    run: list[Content] = []
    for text_block in content:
        if isinstance(text_block, TextBlock) and text_block.kind in ITEMS:
            run.append(text_block)
            continue
        if run:
            yield _Unit(write_markdown(run), run[0], None)
            run = []
        yield _Unit(write_markdown((text_block,)), text_block, None)
    if run:
        yield _Unit(write_markdown(run), run[0], None)


def _own(section: _BodySection, place: int) -> _Unit:
    start = section.pieces[place].line
    stop = section.pieces[place + 1].line if place + 1 < len(section.pieces) else len(section.lines)
    raw = "\n".join(section.lines[start:stop])
    return _Unit(raw.rstrip("\n"), section.pieces[place].content, (place, raw))


def _joined(units: Sequence[_Unit]) -> str:
    written = ""
    for before, unit in zip((None, *units), units, strict=False):
        if before is None:
            written = unit.text
        elif before.source and unit.source and before.source[0] + 1 == unit.source[0]:
            blank = len(before.source[1]) - len(before.source[1].rstrip("\n"))
            written += "\n" * (blank + 1) + unit.text
        else:
            written += ("\n" if _listed(before) and _listed(unit) else "\n\n") + unit.text
    return written


def _listed(unit: _Unit) -> bool:
    return isinstance(unit.content, TextBlock) and unit.content.kind in ITEMS
