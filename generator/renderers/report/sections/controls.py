"""Which controls scanners exercised, and the open weaknesses of each, with a heatmap by family."""

from collections import Counter
from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from generator.model.grouping import grouped
from generator.model.progress import AnswerProgress, PartState, least
from generator.oscal.package import AuthorizationPackage
from generator.renderers.anchors import anchor
from generator.renderers.answer_progress import chip, part_states
from generator.renderers.control_coverage import (
    BASELINE,
    NONE,
    OTHER,
    CoveredControl,
    FamilyCoverage,
    ScannerExercise,
    by_family,
    covered_controls,
)
from generator.renderers.html_page import filled
from generator.renderers.report.pages import READINESS
from generator.renderers.report.table_rows import SecondLine, Shown, TableCell, TableColumn, TablePage, TableRow
from generator.text import counted, listed

_BY_REPORT, _BY_US, _BY_NONE = "by the reports' own references", "by our own mapping", "by no scanner"
_COLUMNS = (
    TableColumn(key="control", title="Control", kind="id"),
    TableColumn(key="title", title="Title", wide=True),
    TableColumn(key="standing", title="Asked for by", choice=True, order=(BASELINE, OTHER, NONE)),
    TableColumn(key="answer", title="Answer in the plan", choice=True, order=tuple(state.label for state in AnswerProgress)),
    TableColumn(key="exercised", title="Exercised", choice=True, order=(_BY_REPORT, _BY_US, _BY_NONE)),
    TableColumn(key="scanners", title="Scanners and their checks", wide=True),
    TableColumn(key="open", title="Open POA&M items", kind="number"),
    TableColumn(key="items", title="Items", kind="id", wide=True),
)
_MOST_ITEMS = 12
_SHADES = 4


class HeatCell(msgspec.Struct, frozen=True, kw_only=True):
    """One number of the heatmap with its shade, from 0 (none) to 4 (all)."""

    number: int
    shade: int


class HeatRow(msgspec.Struct, frozen=True, kw_only=True):
    """One family."""

    family: str
    controls: int
    cells: tuple[HeatCell, ...]


class ControlsSection(msgspec.Struct, frozen=True):
    """See `ReportSection`."""

    name: str = "controls"
    title: str = "Controls and weaknesses"

    def view(self, package: AuthorizationPackage) -> TablePage:
        """See `ReportSection.view`."""
        controls = covered_controls(package)
        states = grouped((part.control, part) for part in part_states(package))
        baseline = [each for each in controls if each.standing == BASELINE]
        reported = sum(each.mapped_by_report for each in baseline)
        ours = sum(bool(each.scanners) and not each.mapped_by_report for each in baseline)
        weak = sum(bool(each.items) for each in baseline)
        return TablePage(
            title=self.title,
            lead=f"Of {counted(len(baseline), 'control')} of the plan, scanners' reports name {reported:,}, our own "
            f"mapping adds {ours:,}, and {weak:,} have open weaknesses.",
            about=(
                "A scanner exercises a control where its report maps a check to it (ASFF, HDF, XCCDF and other reports carry "
                "such references). Of a report without references the mapping is ours, by what it reports: vulnerabilities "
                "RA-5 and SI-2, settings CM-6, secrets IA-5(7). Exercising a control assesses a part of it at most, and is no "
                "verdict.",
                "Controls that a scanner exercises or that have open items stand first. A control that no FedRAMP baseline "
                "holds is shown as the report names it: it may be withdrawn, of another catalog, or misspelled.",
            ),
            singular="control",
            many="controls",
            columns=_COLUMNS,
            rows=tuple(
                _row(each, states.get(each.control, ()))
                for each in sorted(controls, key=lambda each: not (each.scanners or each.items))
            ),
            charts=(heatmap(by_family(controls)),),
            none="No control.",
        )


def heatmap(families: Sequence[FamilyCoverage]) -> Markup:
    """As a table whose cells are shaded: the numbers stand in them, so that it needs no color."""
    rows = tuple(
        HeatRow(
            family=each.family,
            controls=each.controls,
            cells=tuple(
                HeatCell(number=number, shade=-(-number * _SHADES // each.controls) if each.controls else 0)
                for number in (each.by_report, each.by_us, each.open)
            ),
        )
        for each in families
    )
    return filled("report/heatmap.html", rows=rows)


def _row(covered: CoveredControl, parts: Sequence[PartState]) -> TableRow:
    how = _BY_REPORT if covered.mapped_by_report else _BY_US if covered.scanners else _BY_NONE
    return TableRow(
        anchor("control", covered.control),
        (
            covered.control,
            covered.title,
            covered.standing,
            _answer(parts),
            how,
            "; ".join(map(_words, covered.scanners)),
            str(len(covered.items)),
            listed(covered.items, _MOST_ITEMS),
        ),
    )


def _answer(parts: Sequence[PartState]) -> Shown:
    """The state of the part that has come least far; where parts differ, how many are in each state."""
    if not parts:
        return ""
    state, counts = least(part.state for part in parts), Counter(part.state for part in parts)
    words = "; ".join(f"{counts[each]:,} {each.words}" for each in AnswerProgress if counts[each])
    return TableCell(state.label, READINESS, chip(state), (SecondLine(words, style="soft"),) if len(counts) > 1 else ())


def _words(each: ScannerExercise) -> str:
    if each.ours:
        return f"{each.scanner} (our own mapping)"
    parts = ((each.passed, "pass"), (each.failed, "fail"), (each.undecided, "undecided"))
    return f"{each.scanner}: {', '.join(f'{number:,} {word}' for number, word in parts if number)}"
