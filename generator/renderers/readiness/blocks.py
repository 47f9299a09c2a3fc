"""The readiness report as blocks of a Word document. Everything that it says is decided in `view.py`."""

from collections.abc import Iterator, Sequence

from generator.documents.word_blocks import (
    Block,
    Contents,
    Heading,
    Paragraph,
    SectionEnd,
    WordCell,
    WordTable,
    plain,
    text_cell,
    text_cells,
)
from generator.frameworks.rev5.table import FAMILIES
from generator.limits import IDENTIFIED, NAMED
from generator.model.progress import AnswerProgress
from generator.renderers.answer_progress import FILLS
from generator.renderers.readiness.evidence_numbers import EvidenceNumbers
from generator.renderers.readiness.family_blocks import family_blocks
from generator.renderers.readiness.rows import ReadinessAction, ReadinessReport, WantedEvidence
from generator.renderers.readiness.text import COMPLETING, NOT_ASSESSMENT, counts_in_words, inherited_note, results_in_words
from generator.text import counted, listed, sentence

TEXT, HEADING = "Table Text", "Table Heading"
_WANTED_SHOWN = 60


def blocks(report: ReadinessReport) -> Iterator[Block]:
    """Everything below the title."""
    numbers = EvidenceNumbers(report)
    yield plain(counts_in_words(report), bold=True)
    yield plain(results_in_words(report))
    yield plain(NOT_ASSESSMENT)
    yield plain(inherited_note())
    yield _families(report)
    yield Heading(level=2, text="Contents")
    yield Contents(deepest=1)
    yield from _actions(report.actions)
    yield from _wanted(report.wanted)
    yield from _outstanding(report)
    yield SectionEnd(landscape=False)
    for family in report.families:
        yield from family_blocks(family, numbers)
    yield SectionEnd(landscape=True)
    yield Heading(level=1, text="Evidence cited")
    yield from numbers.table()


def _families(report: ReadinessReport) -> WordTable:
    """Counted as in SSP Appendix A and by `atopack status`."""
    names = ("Family", "Controls", "Parts", *(state.label for state in AnswerProgress), "Not met")
    actions = {family.family: family.actions for family in report.families}
    rows = [text_cells(names, HEADING)]
    for tally in report.tallies:
        title = f"{tally.family} {FAMILIES.get(tally.family, '')}".strip() if tally.family else "All"
        failing = actions.get(tally.family, len(report.actions))
        rows.append(
            (
                *text_cells((title, f"{tally.controls:,}", f"{tally.parts:,}"), TEXT),
                *(_cell(_number(number), shade=FILLS[state] if number else "") for state, number in tally.states),
                _cell(_number(failing)),
            )
        )
    return WordTable(
        rows=tuple(rows),
        widths=(1.35, 0.7, 0.5, 0.75, 0.75, 0.65, 0.7, 0.6, 0.5),
        description="Parts of each family in each of the five states, and how many requirements are not enforced",
    )


def _actions(actions: Sequence[ReadinessAction]) -> Iterator[Block]:
    yield Heading(level=1, text="Action required")
    if not actions:
        yield plain("No requirement is shown not to be met by the evidence collected.")
        return
    yield plain(f"{counted(len(actions), 'requirement')} not met, the most severe first. Subjects are named under the control.")
    rows = [text_cells(("Severity", "Requirement and check", "Examined", "Action required", "Controls"), HEADING)]
    rows += [
        (
            _cell(action.severity),
            WordCell(blocks=(plain(_title(action), style=TEXT), _code(action.line.check))),
            *text_cells((action.line.examined, action.line.action, listed(action.controls, IDENTIFIED)), TEXT),
        )
        for action in actions
    ]
    yield WordTable(rows=tuple(rows), widths=(0.75, 1.8, 1.0, 1.95, 1.0), description="Requirements that are not met")


def _title(action: ReadinessAction) -> str:
    return f"{action.line.title} (cluster {action.line.cluster})" if action.line.cluster else action.line.title


def _wanted(wanted: Sequence[WantedEvidence]) -> Iterator[Block]:
    yield Heading(level=1, text="Evidence to collect and questions to resolve")
    if not wanted:
        yield plain("Nothing that was asked of the evidence is unknown.")
        return
    shown = wanted[:_WANTED_SHOWN]
    left = f" The first {len(shown)} are listed; report/readiness.csv has all of them." if len(wanted) > len(shown) else ""
    yield plain(f"{counted(len(wanted), 'step')} would decide what is unknown; what decides most is first.{left}")
    rows = [text_cells(("What to do", "Decides", "Controls"), HEADING)]
    rows += [
        text_cells((row.what, listed(row.decides, NAMED, separator="; "), listed(row.controls, IDENTIFIED)), TEXT)
        for row in shown
    ]
    yield WordTable(rows=tuple(rows), widths=(3.0, 2.2, 1.3), description="What to collect or resolve, and what it decides")


def _outstanding(report: ReadinessReport) -> Iterator[Block]:
    yield Heading(level=1, text="Statements outstanding")
    yield from (plain(paragraph) for paragraph in COMPLETING)
    rows = [(each.key, sentence(each.why)) for each in report.outstanding]
    rows += [(question.key, f"{question.document}, {question.place}: {question.what}") for question in report.front_matter]
    if not rows:
        yield plain("Every value of system.yaml that a document needs is stated.")
        return
    yield WordTable(
        rows=(text_cells(("Key of system.yaml", "Needed for"), HEADING), *(text_cells(row, TEXT) for row in rows)),
        widths=(2.6, 3.9),
        description="Keys of system.yaml that are outstanding, with what needs them",
    )


def _number(number: int) -> str:
    return f"{number:,}" if number else "–"


def _cell(text: str, *, shade: str = "") -> WordCell:
    return text_cell(text, TEXT, shade=shade)


def _code(text: str) -> Paragraph:
    return plain(text, code=True, style=TEXT)
