"""One family of controls in the readiness report: controls with evidence, and one table of the others.

A requirement is reported in full under the control that it names first, and in one line with the way there under the others.
"""

from collections.abc import Iterator, Sequence

from generator.documents.word_blocks import (
    Block,
    BookmarkReference,
    Heading,
    Inline,
    Paragraph,
    TextRun,
    WordCell,
    WordTable,
    plain,
    text_cell,
    text_cells,
)
from generator.limits import IDENTIFIED
from generator.model.platform import named_place
from generator.model.posture import PostureState
from generator.model.requirement_text import RequirementLine
from generator.renderers.answer_progress import FILLS
from generator.renderers.readiness.evidence_numbers import EvidenceNumbers
from generator.renderers.readiness.rows import ReadinessControl, ReadinessFamily, ReadinessLine
from generator.text import counted, listed

_TEXT, _HEADING = "Table Text", "Table Heading"
_SET_IN = "\u2003"
_RESULT_FILLS = {"bad": "FBE3E0", "warn": "FFF6DF", "good": "DDEFE3", "soft": ""}


def family_blocks(family: ReadinessFamily, numbers: EvidenceNumbers) -> Iterator[Block]:
    """The heading, the counts, each control with evidence, and the table of the others."""
    yield Heading(level=1, text=f"{family.family} {family.title}")
    counts = listed(f"{number:,} {state.words}" for state, number in family.tally.states if number)
    yield _leading(f"{counted(family.tally.parts, 'part')} of {counted(family.tally.controls, 'control')}: {counts}.")
    for control in family.examined:
        yield from _control(control, numbers)
    if family.silent:
        yield from _silent(family)


def _control(control: ReadinessControl, numbers: EvidenceNumbers) -> Iterator[Block]:
    yield Heading(level=2, text=f"{control.control} {control.title}", bookmark=_bookmark(control.control))
    yield Paragraph(content=tuple(_states(control)), keep_with_next=True)
    yield from _requirements(control)
    open_lines = [line for line in control.lines if line.open]
    here = [line for line in open_lines if line.home == line.control]
    if here:
        yield _table(here, numbers)
    if elsewhere := [line for line in open_lines if line.home != line.control]:
        yield _elsewhere(elsewhere)
    shown = [line for line in control.lines if line.state is PostureState.ENFORCED]
    if shown:
        yield _with_lead("Shown by evidence: ", "; ".join(map(_shown, shown)))
    not_applicable = [line for line in control.lines if line.state is PostureState.NOT_APPLICABLE]
    if not_applicable:
        yield _with_lead("Not applicable: ", "; ".join(f"{line.title} ({line.found.rstrip('.')})" for line in not_applicable))
    if control.wanted:
        yield _with_lead("Not collected, and would support it: ", listed(control.wanted, separator="; "))


def _states(control: ReadinessControl) -> Iterator[Inline]:
    for index, (state, letters) in enumerate(control.by_state):
        yield TextRun(text=f"{'   ' if index else ''}{state.label}", bold=True)
        yield TextRun(text=_letters_of(letters))


def _letters_of(letters: Sequence[str]) -> str:
    return f": {', '.join(letters)}" if any(letters) else ""


def _requirements(control: ReadinessControl) -> Iterator[Paragraph]:
    """What the control requires, in its publisher's words, of the parts that lines are about."""
    letters = {letter for line in control.lines for letter in line.letters}
    yield from _requirement(control.requirement, "")
    for part in control.parts:
        if not letters or not part.letter or part.letter in letters:
            yield from _requirement(part.requirement, part.letter)


def _requirement(lines: Sequence[RequirementLine], letter: str) -> Iterator[Paragraph]:
    for index, line in enumerate(lines):
        mark = f"{letter}. " if letter and not index else ""
        yield plain(f"{_SET_IN * line.depth}{mark}{line.text}", italic=True, keep_with_next=True)


def _table(lines: Sequence[ReadinessLine], numbers: EvidenceNumbers) -> WordTable:
    names = ("Requirement", "Result", "Found, unknown and why", "Action required")
    return WordTable(
        rows=(
            text_cells(names, _HEADING),
            *(_row(line, numbers) for line in lines),
        ),
        widths=(2.3, 1.3, 3.1, 2.3),
        description=f"{lines[0].control}: requirements that are open, with what was found and what to do",
    )


def _row(line: ReadinessLine, numbers: EvidenceNumbers) -> tuple[WordCell, ...]:
    found = [plain(line.found, style=_TEXT)] if line.found else []
    if line.unknown:
        found.append(Paragraph(content=(TextRun(text="Unknown: ", bold=True), TextRun(text=line.unknown)), style=_TEXT))
    if cited := numbers.cited(line.sources):
        found.append(Paragraph(content=cited, style=_TEXT))
    return (
        WordCell(blocks=(_named(line), *((plain(line.asks, style=_TEXT),) if line.asks else ()))),
        _result(line),
        WordCell(blocks=tuple(found) or (plain("", style=_TEXT),)),
        text_cell(line.action, _TEXT),
    )


def _elsewhere(lines: Sequence[ReadinessLine]) -> WordTable:
    """In one line each: requirements that another control reports in full."""
    names = ("Reported in full under another control", "Result", "See")
    return WordTable(
        rows=(
            text_cells(names, _HEADING),
            *(
                (
                    WordCell(blocks=(_named(line),)),
                    text_cell(_result_text(line), _TEXT, shade=_RESULT_FILLS[line.style]),
                    WordCell(blocks=(_home(line),)),
                )
                for line in lines
            ),
        ),
        widths=(5.1, 3.0, 0.9),
        description=f"{lines[0].control}: requirements that are open and reported under another control",
    )


def _home(line: ReadinessLine) -> Paragraph:
    return Paragraph(content=(BookmarkReference(text=line.home, bookmark=_bookmark(line.home)),), style=_TEXT)


def _result_text(line: ReadinessLine) -> str:
    return f"{line.result} ({line.examined} judged)" if line.examined else line.result


def _named(line: ReadinessLine) -> Paragraph:
    parts = f" (part {', '.join(line.letters)})" if line.letters else ""
    cluster = f", {named_place(line.cluster)}" if line.cluster else ""
    check = (TextRun(text="  "), TextRun(text=line.check, code=True)) if line.check else ()
    return Paragraph(content=(TextRun(text=line.title, bold=True), TextRun(text=f"{parts}{cluster}"), *check), style=_TEXT)


def _result(line: ReadinessLine) -> WordCell:
    lines = [plain(line.result, style=_TEXT)]
    if line.examined:
        lines.append(plain(f"{line.examined} judged", style=_TEXT))
    if line.contradicted:
        lines.append(plain(f"Contradicted by {line.contradicted}", style=_TEXT))
    return WordCell(blocks=tuple(lines), shade=_RESULT_FILLS[line.style])


def _shown(line: ReadinessLine) -> str:
    return f"{line.title} ({line.result}; {line.examined}; {line.check})" if line.examined else f"{line.title} ({line.check})"


def _silent(family: ReadinessFamily) -> Iterator[Block]:
    yield Heading(level=2, text=f"{family.family}: controls without evidence")
    yield _leading(
        "Nothing was examined for these controls. People answer them; evidence that would support an answer is named."
    )
    names = ("Control", "Parts by state of the answer", "Evidence that would support it")
    rows = [text_cells(names, _HEADING)]
    for control in family.silent:
        states = control.by_state
        answer = "; ".join(f"{state.label}{_letters_of(letters)}" for state, letters in states)
        rows.append(
            (
                text_cell(f"{control.control} {control.title}", _TEXT),
                text_cell(answer, _TEXT, shade=FILLS[states[0][0]] if len(states) == 1 else ""),
                text_cell(listed(control.wanted, IDENTIFIED, separator="; ") or "–", _TEXT),
            )
        )
    yield WordTable(
        rows=tuple(rows),
        widths=(3.6, 2.6, 2.8),
        description=f"{family.title}: controls about which nothing was examined",
    )


def _leading(text: str) -> Paragraph:
    """On one page with what follows."""
    return plain(text, keep_with_next=True)


def _with_lead(lead: str, text: str) -> Paragraph:
    return Paragraph(content=(TextRun(text=lead, bold=True), TextRun(text=f"{text.rstrip('.')}.")))


def _bookmark(control: str) -> str:
    return f"control {control}"
