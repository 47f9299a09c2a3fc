"""`narratives/`: one Markdown file a control, with a head that says status, role, parameters, and who approved it."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from generator.errors import ConfigError
from generator.frameworks.base import Control
from generator.limits import QUOTED
from generator.model.evidence import Gap, GapKind
from generator.model.identifiers import ControlId
from generator.model.narrative import Content, Narrative, PartText, TextBlock
from generator.narrative.conflicts import unresolved
from generator.narrative.front_matter import read_head, split
from generator.narrative.markdown_read import MarkdownSection, Piece, read_markdown
from generator.narrative.markdown_write import write_markdown
from generator.narrative.spans import plain
from generator.text import bulleted, counted, shortened

FOLDER = "narratives"
_NAME = re.compile(r"([A-Za-z]{2})-0*(\d+)(?:\(0*(\d+)\)|\.0*(\d+))?\.md")
_PART = re.compile(r"(?i)part\s+([a-z])\s*:?")
_SHOWN = 12
_HASH_LENGTH = 16
PLACEHOLDER = re.compile(r"<\s*insert\b[^>]*>|\[\s*click here\b[^\]]*\]|\b(?:TODO|TBD)\b", re.IGNORECASE)
"""What stands in a text where something is missing."""


class Narratives(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that people wrote, and what of it is not used."""

    written: tuple[Narrative, ...] = ()
    """By control of the baseline, in its order."""
    unused: tuple[Narrative, ...] = ()
    """About controls that the baseline does not have."""
    gaps: tuple[Gap, ...] = ()


def control_of(name: str) -> str | None:
    """The control that a file name stands for: `CM-8.md`, `AC-2(1).md`, also `ac-2.1.md`; None for every other name."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    family, number, enhancement, dotted = match.groups()
    inner = enhancement or dotted
    return f"{family.upper()}-{number}" + (f"({inner})" if inner else "")


def file_name(control: ControlId) -> str:
    """`CM-8.md`."""
    return f"{control}.md"


def read_narratives(
    files: Mapping[str, str], *, known: Sequence[Control], plan: Sequence[Control], as_of: dt.date
) -> Narratives:
    """All files, by path; `known` are the controls of any baseline, `plan` those that are answered.

    Raises:
        ConfigError: lists every place that cannot be read, with file and line.
    """
    controls, planned = (
        {known_control.id: known_control for known_control in known},
        {known_control.id for known_control in plan},
    )
    narratives: dict[str, Narrative] = {}
    faults: list[str] = []
    gaps: list[Gap] = []
    for path, text in sorted(files.items()):
        try:
            control = _control(path, controls, narratives)
            narrative = read_narrative(text, path, control, as_of=as_of)
        except ConfigError as error:
            faults += _listed(error)
            continue
        narratives[control.id] = narrative
        gaps += _gaps(narrative, in_plan=control.id in planned)
    if faults:
        shown = "\n  ".join(bulleted(faults, _SHOWN))
        raise ConfigError(
            f"{counted(len(faults), 'place')} in {FOLDER}/ cannot be read\n  {shown}", next_step="correct these lines"
        )
    return Narratives(
        written=tuple(narratives[planned_control.id] for planned_control in plan if planned_control.id in narratives),
        unused=tuple(planned_control for control, planned_control in narratives.items() if control not in planned),
        gaps=tuple(gaps),
    )


def read_narrative(text: str, path: str, control: Control, *, as_of: dt.date) -> Narrative:
    """One file.

    Raises:
        ConfigError: its head or its text cannot be read; several faults stand in several lines of `what`.
    """
    lines = text.split("\n")
    _refuse_markers(lines, path)
    try:
        head_at, body_at = split(lines)
    except ConfigError as error:
        raise ConfigError(error.what, where=f"{path}, {error.where}", next_step=error.next_step) from error
    head = read_head("\n" * head_at + "\n".join(lines[head_at : max(body_at - 1, 0)]), path, control)
    parts = read_parts("\n".join(lines[body_at:]), path, control, above=body_at)
    narrative = Narrative(
        file=path,
        control=control.id,
        parts=tuple(PartText(letter=letter, content=tuple(piece.content for piece in pieces)) for letter, pieces in parts),
        statuses=head.statuses,
        originations=head.originations,
        role=head.role,
        parameters=head.parameters,
        inherited_from=head.inherited_from,
        customer=head.customer,
        reviewed_by=head.reviewed_by,
        approver=head.approver,
        approves=head.approves or "",
        approves_evidence=head.approves_evidence or "",
        date=head.date,
    )
    return replace(narrative, doubts=tuple(_doubts(narrative, as_of)))


def read_parts(body: str, path: str, control: Control, *, above: int) -> tuple[tuple[str, tuple[Piece, ...]], ...]:
    """(letter, pieces) of each part with text; `above` lines of the file stand before the body.

    Raises:
        ConfigError: every fault is a line of `what`.
    """
    page = read_markdown(body)
    faults = [
        f"{path}, line {above + fault.line + 1}: {fault.what} is not understood here: {fault.step}" for fault in page.faults
    ]
    pieces: dict[str, tuple[Piece, ...]] = {}
    for section in page.sections:
        letter = letter_of(section, control)
        if letter is None or letter in pieces:
            line = above + (section.line if section.heading is not None else section.pieces[0].line) + 1
            faults.append(f"{path}, line {line}: {_wrong_part(section, letter, control)}")
        elif section.pieces:
            pieces[letter] = section.pieces
    if faults:
        raise ConfigError("\n".join(faults))
    return tuple((letter, pieces[letter]) for letter in control.parts or ("",) if letter in pieces)


def text_hash(narrative: Narrative) -> str:
    """Of the texts of all parts, status, origination, role and parameters."""
    parts = [f"{part.letter}\n{write_markdown(part.content)}" for part in narrative.parts]
    stated = [*narrative.statuses, *narrative.originations, narrative.role or "", *map("=".join, narrative.parameters)]
    return short_hash([*parts, *stated])


def short_hash(texts: Iterable[str]) -> str:
    """Enough digits to notice a change, and few enough for the head of a file."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(f"{text}\0".encode())
    return digest.hexdigest()[:_HASH_LENGTH]


def letter_of(section: MarkdownSection, control: Control) -> str | None:
    """Of the part that a section is about; "" where the control has none, None where it is not clear."""
    if section.heading is None:
        return "" if not section.pieces or not control.parts else None
    named = _PART.fullmatch(section.heading)
    return named[1].lower() if named and named[1].lower() in control.parts else None


def texts_of(content: Iterable[Content]) -> str:
    """The words of some blocks, a line each."""
    rows = ([(text_block.spans,)] if isinstance(text_block, TextBlock) else text_block.rows for text_block in content)
    return "\n".join(plain(cell) for table in rows for row in table for cell in row)


def _control(path: str, controls: Mapping[ControlId, Control], narratives: Mapping[str, Narrative]) -> Control:
    name = control_of(path.rpartition("/")[2])
    control = controls.get(ControlId(name)) if name is not None else None
    if control is None:
        what = f"no control is called `{path.rpartition('/')[2].removesuffix('.md')}`"
        raise ConfigError(what, where=path, next_step="name the file after the control: CM-8.md, AC-2(1).md")
    if control.id in narratives:
        raise ConfigError(
            f"{name} has a file already: {narratives[control.id].file}", where=path, next_step="put both into one"
        )
    return control


def _wrong_part(section: MarkdownSection, letter: str | None, control: Control) -> str:
    parts = ", ".join(f"`## Part {part}`" for part in control.parts)
    if letter is not None:
        return f"part {letter} is there twice: put both into one"
    if section.heading is None:
        return f"{control.id} has parts, and this text stands above all of them: put it below one of {parts}"
    if not control.parts:
        return f"`{shortened(section.heading, QUOTED)}`: {control.id} has no parts: leave the heading out"
    return f"`{shortened(section.heading, QUOTED)}` is no part of {control.id}: its parts are {parts}"


def _refuse_markers(lines: list[str], path: str) -> None:
    number = unresolved(lines)
    if number is not None:
        raise ConfigError(
            "a conflict of two texts is not resolved yet",
            where=f"{path}, line {number}",
            next_step="keep what is right of the two, and remove the lines of <<<<<<<, ======= and >>>>>>>",
        )


def _doubts(narrative: Narrative, as_of: dt.date) -> Iterable[str]:
    if narrative.approver is None:
        return
    if narrative.date is None:
        yield "it names an approver and no date"
    elif narrative.date > as_of:
        yield f"its date, {narrative.date.isoformat()}, lies after {as_of.isoformat()}"
    if narrative.approves and narrative.approves != text_hash(narrative):
        yield "its text, status or parameters are not those that were approved"
    for part in narrative.parts:
        placeholder = PLACEHOLDER.search(texts_of(part.content))
        if placeholder:
            where = f"part {part.letter}" if part.letter else "the text"
            yield f"{where} still holds `{shortened(placeholder[0], QUOTED)}`"


def _gaps(narrative: Narrative, *, in_plan: bool) -> Iterable[Gap]:
    if not in_plan:
        reason = f"{narrative.control} is no control of this system's baseline, so its text is not used"
        yield _gap(narrative, GapKind.UNRECOGNIZED, reason, "remove the file, or correct `impact-level` in system.yaml")
    for doubt in narrative.doubts:
        yield _gap(
            narrative, GapKind.CONTRADICTED, f"it stays a draft although it names an approver: {doubt}", "correct the file"
        )


def _gap(narrative: Narrative, kind: GapKind, reason: str, step: str) -> Gap:
    return Gap(path=narrative.file, kind=kind, reason=reason, next_step=step)


def _listed(error: ConfigError) -> list[str]:
    if not error.where:
        return error.what.split("\n")
    return [f"{error.where}: {error.what}: {error.next_step}" if error.next_step else f"{error.where}: {error.what}"]
