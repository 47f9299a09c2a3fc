"""The readiness report as a page: for each control what evidence shows, what is unknown and why, and what to do."""

from collections.abc import Iterator

import msgspec
from markupsafe import Markup

from generator.frameworks.rev5.table import FAMILIES
from generator.model.evidence import EvidenceSource
from generator.model.places import evidence_path
from generator.model.platform import named_place
from generator.model.progress import AnswerProgress, least
from generator.oscal.package import AuthorizationPackage
from generator.renderers.anchors import anchor
from generator.renderers.answer_progress import chip
from generator.renderers.crosscheck.text import link_to
from generator.renderers.html_page import filled
from generator.renderers.readiness.lines import RESULT_STYLES, paths_of
from generator.renderers.readiness.rows import ReadinessControl, ReadinessFamily, ReadinessLine, ReadinessReport
from generator.renderers.readiness.text import NEXT_STEPS, NOT_ASSESSMENT, counts_in_words, inherited_note, results_in_words
from generator.renderers.readiness.view import view
from generator.renderers.report.pages import CROSSCHECK, STATEMENTS
from generator.renderers.report.table_rows import SecondLine, Shown, TableCell, TableColumn, TablePage, TableRow
from generator.text import counted, enumerated

_MOST_FILES, _MOST_NAMED = 3, 60
NOT_EXAMINED, OBSERVATION = "not examined", "observation"
_RESULTS = (*map(str, RESULT_STYLES), OBSERVATION, NOT_EXAMINED)
_STATES = tuple(state.label for state in reversed(AnswerProgress))
_COLUMNS = (
    TableColumn(key="control", title="Control"),
    TableColumn(key="family", title="Family", choice=True),
    TableColumn(key="answer", title="Answer", choice=True, order=_STATES),
    TableColumn(key="requirement", title="Requirement and check", wide=True),
    TableColumn(key="result", title="Result", choice=True, order=_RESULTS),
    TableColumn(key="examined", title="Examined"),
    TableColumn(key="found", title="Found, unknown and why", wide=True),
    TableColumn(key="action", title="Action required", wide=True),
    TableColumn(key="evidence", title="Evidence", kind="id"),
)


class ReadinessSection(msgspec.Struct, frozen=True):
    """See `ReportSection`."""

    name: str = "readiness"
    title: str = "Readiness"

    def view(self, package: AuthorizationPackage) -> TablePage:
        """See `ReportSection.view`."""
        report = view(package)
        return TablePage(
            title="Readiness report",
            lead=f"{counts_in_words(report)} {results_in_words(report)}".strip(),
            about=(NOT_ASSESSMENT, inherited_note()),
            singular="row",
            many="rows",
            columns=_COLUMNS,
            rows=tuple(_rows(report, package.kept)),
            charts=(families_table(report),),
            none="The plan has no control.",
        )


def families_table(report: ReadinessReport) -> Markup:
    """Parts of each family by the state of their answers, as a table."""
    return filled(
        "report/states.html",
        states=[(state.label, chip(state)) for state in AnswerProgress],
        rows=[
            (
                f"{tally.family} {FAMILIES.get(tally.family, '')}".strip() if tally.family else "All",
                f"{tally.controls:,}",
                f"{tally.parts:,}",
                [(f"{number:,}", chip(state) if number else "") for state, number in tally.states],
            )
            for tally in report.tallies
        ],
    )


def _rows(report: ReadinessReport, kept: frozenset[str]) -> Iterator[TableRow]:
    """By family: controls with evidence, then the others."""
    for family in report.families:
        for control in family.examined:
            yield from (_line(line, control, family, kept) for line in control.lines)
        for control in family.silent:
            yield from _silent(control, family)


def _line(line: ReadinessLine, control: ReadinessControl, family: ReadinessFamily, kept: frozenset[str]) -> TableRow:
    key = anchor("readiness", f"{line.control} {line.check} {line.cluster} {line.title} {'' if line.check else line.found}")
    state = least(part.state for part in control.parts if not line.letters or part.letter in line.letters)
    result = str(line.state) if line.state else OBSERVATION
    unknown = (SecondLine(f"Unknown: {line.unknown}"),) if line.unknown else ()
    return TableRow(
        key,
        (
            TableCell(line.where, f"#{key}"),
            family.family,
            TableCell(state.label, style=chip(state)),
            _requirement(line),
            TableCell(result, style=line.style, lines=(*_certainty(line), *_contradicted(line))),
            line.examined,
            TableCell(line.found, lines=unknown),
            line.action,
            _evidence(line.sources, kept),
        ),
    )


def _requirement(line: ReadinessLine) -> Shown:
    if not line.check:
        return TableCell(line.title, STATEMENTS)
    where = (SecondLine(named_place(line.cluster), style="soft"),) if line.cluster else ()
    return TableCell(
        line.title, lines=(SecondLine(line.asks, style="soft"), *where, SecondLine(f"check {line.check}", style="id"))
    )


def _certainty(line: ReadinessLine) -> tuple[SecondLine, ...]:
    return (SecondLine(line.result, style="soft"),) if not line.state or line.result != str(line.state) else ()


def _contradicted(line: ReadinessLine) -> tuple[SecondLine, ...]:
    href = f"{CROSSCHECK}#{anchor('check', line.check)}" if line.check else ""
    return (SecondLine(f"contradicted by {line.contradicted}", href),) if line.contradicted else ()


def _silent(control: ReadinessControl, family: ReadinessFamily) -> Iterator[TableRow]:
    """Controls without evidence: a row for each state that parts of it are in."""
    for state, letters in control.by_state:
        where = f"{control.control}({', '.join(letters)})" if any(letters) else control.control
        key = anchor("readiness", f"{where} {state.key}")
        yield TableRow(
            key,
            (
                TableCell(where, f"#{key}"),
                family.family,
                TableCell(state.label, style=chip(state)),
                control.title,
                TableCell(NOT_EXAMINED, style="soft"),
                "",
                "",
                _to_write(control, state),
                "",
            ),
        )


def _to_write(control: ReadinessControl, state: AnswerProgress) -> Shown:
    wanted = enumerated(control.wanted, _MOST_NAMED)
    lines = (SecondLine(f"Evidence that would support it: {wanted}."),) if wanted else ()
    return TableCell(NEXT_STEPS[state], lines=lines) if lines else NEXT_STEPS[state]


def _evidence(sources: tuple[EvidenceSource, ...], kept: frozenset[str]) -> Shown:
    """The first files, each with the way to it; the others by name, to be searched for."""
    paths = [evidence_path(path) for path in paths_of(sources)]
    if not paths:
        return ""
    links = [(path, link_to(path) if path in kept else "") for path in paths]
    (first, href), *others = links[:_MOST_FILES]
    rest = [path for path, _ in links[_MOST_FILES:]]
    more = (SecondLine(counted(len(rest), "other file"), style="id", more=enumerated(rest, _MOST_NAMED)),) if rest else ()
    return TableCell(first, href, "id", (*(SecondLine(path, link, "id") for path, link in others), *more))
