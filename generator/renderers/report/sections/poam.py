"""Every open item of the plan of action and milestones, with the days that are left."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

import msgspec

from generator.evaluation.clocks import RulesState, explained, phase, rules_clock
from generator.ledger.detection_basis import DetectionBasis
from generator.model.evaluation import ItemEvaluation
from generator.model.rating import Rating
from generator.oscal import poam_names as n
from generator.oscal import types as o
from generator.oscal.bundle import OscalBundle
from generator.oscal.package import AuthorizationPackage
from generator.oscal.poam import open_items
from generator.renderers.anchors import anchor
from generator.renderers.crosscheck.bundle import is_configuration
from generator.renderers.oscal_reading import day, value_of
from generator.renderers.poam.rows import PoamReader, PoamRow, rating_of, reader_of
from generator.renderers.report.due_chart import EXCUSED, LATE, due_chart
from generator.renderers.report.pages import INVENTORY
from generator.renderers.report.sections.inventory import ages, anything_scanned
from generator.renderers.report.table_rows import SecondLine, Shown, TableCell, TableColumn, TablePage, TableRow
from generator.text import counted, enumerated

SOON, LATER = "within 30 days", "later"
STATES = (LATE, EXCUSED, SOON, LATER)
_SOON = 30
_MOST_ASSETS, _MOST_NAMED = 3, 60
_STYLES = {LATE: "bad", EXCUSED: "", SOON: "warn", LATER: ""}
_STATE_CELLS = {state: TableCell(state, style=style) for state, style in _STYLES.items()}
_KEPT = 1 << 10
"""Cells that many rows have in common, kept for them."""
_RATED = {Rating.HIGH: "bad", Rating.MODERATE: "warn"}
_CONFIGURATION = (SecondLine("configuration", style="soft"),)
"""A row of the sheet Configuration Findings."""
_COLUMNS = (
    TableColumn(key="id", title="POA&M id", kind="id"),
    TableColumn(key="weakness", title="Weakness", wide=True),
    TableColumn(key="cwe", title="CWE", kind="id"),
    TableColumn(key="rating", title="Rating", order=tuple(Rating), choice=True),
    TableColumn(key="due-state", title="Due", order=STATES, choice=True),
    TableColumn(key="due", title="Due on", kind="day"),
    TableColumn(key="left", title="Days left", kind="number"),
    TableColumn(key="detected", title="Detected", kind="day"),
    TableColumn(key="exploited", title="Known exploited", choice=True),
    TableColumn(key="detector", title="Found by", choice=True),
    TableColumn(key="assets", title="Assets", kind="number"),
    TableColumn(key="which", title="Which", kind="id"),
)
_CLOCKS = (
    TableColumn(key="rules-state", title="By the rules", order=tuple(RulesState), choice=True),
    TableColumn(key="rules-due", title="Rules: due on", kind="day"),
    TableColumn(key="governs", title="Governs today", choice=True),
)
"""The other clock, where the Consolidated Rules apply."""
_RULES_STYLES = {RulesState.OVERDUE: "bad", RulesState.UNKNOWN: "warn"}


class OpenItem(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One open item, as far as a count or a chart asks."""

    item: o.PoamItem
    configuration: bool
    rating: Rating
    due: date
    late: bool
    """Past due, as the ledger judges it: the same everywhere."""
    days: int
    """Left until the Scheduled Completion Date; negative where that is over."""
    known_exploited: bool
    kev_due: date | None

    @property
    def state(self) -> str:
        """One of `STATES`."""
        if self.late:
            return LATE
        return EXCUSED if self.days < 0 else SOON if self.days <= _SOON else LATER

    @property
    def poam_id(self) -> str:
        """`V-` and ten hexadecimal digits."""
        return value_of(self.item.props, "POAM-ID") or ""


def open_of(package: AuthorizationPackage) -> tuple[OpenItem, ...]:
    """All open items, whatever the workbook's scope, most severe first, configuration findings last."""
    return package.views.once(_every_open, package.bundle, reader_of(package), package.as_of)


def _every_open(bundle: OscalBundle, reader: PoamReader, as_of: date) -> tuple[OpenItem, ...]:
    risks = {risk.uuid: risk for risk in bundle.poam.risks}
    items = sorted(open_items(bundle.poam), key=is_configuration)
    return tuple(_open(item, risks[item.related_risks[0].risk_uuid], reader, as_of) for item in items)


def _open(item: o.PoamItem, risk: o.Risk, reader: PoamReader, as_of: date) -> OpenItem:
    props = {prop.name: prop.value for prop in risk.props}
    due = day(risk.deadline) if risk.deadline else reader.row(item)[0].due
    kev = props.get("kev-due-date")
    return OpenItem(
        item=item,
        configuration=is_configuration(item),
        rating=rating_of(risk),
        due=due,
        late=n.LATE in props,
        days=(due - as_of).days,
        known_exploited=props.get("kev-catalog") == "yes",
        kev_due=day(kev) if kev else None,
    )


_NOTHING_SCANNED = "No item is open, and no asset was scanned: no vulnerability scan was collected yet."


class PoamSection(msgspec.Struct, frozen=True):
    """See `ReportSection`."""

    name: str = "poam"
    title: str = "Plan of action and milestones"

    def view(self, package: AuthorizationPackage) -> TablePage:
        """See `ReportSection.view`."""
        # what is due first stands first, of one day the most severe
        items, reader = sorted(open_of(package), key=lambda item: (item.configuration, item.due)), reader_of(package)
        late = sum(item.late and not item.configuration for item in items)
        configuration = sum(item.configuration for item in items)
        evaluations = {row.poam_id: row for row in package.evaluations}
        two = two_clocks(package, items)
        return TablePage(
            title=self.title,
            lead=f"{counted(len(items) - configuration, 'open item')}, {late:,} past due on {package.as_of.isoformat()}, "
            f"and {counted(configuration, 'configuration finding')}.",
            about=(
                "The workbook in workbooks/ is what FedRAMP asks for; this table is for searching it. "
                "High items are due 30 days after they were detected, Moderate ones after 90, Low ones after 180, "
                "unless CISA’s date is earlier or a person decided otherwise (FedRAMP Rev5 baselines, RA-5(d)). "
                f"“{EXCUSED}”: the date is over, and an open vendor dependency or an approved operational requirement holds.",
                *((f"Two clocks: {two}",) if two else ()),
            ),
            singular="item",
            many="items",
            columns=(*_COLUMNS, *(_CLOCKS if evaluations else ())),
            rows=tuple(_row(item, reader.row(item.item)[0], _clocks(item, evaluations, package)) for item in items),
            charts=(due_chart(tuple((item.late, item.days, item.rating) for item in items)),) if items else (),
            none="No item is open." if anything_scanned(ages(package)) else _NOTHING_SCANNED,
        )


def two_clocks(package: AuthorizationPackage, items: Sequence[OpenItem]) -> str:
    """Why what is past due and what is overdue are two numbers; empty where only the POA&M's deadlines apply."""
    late = {item.poam_id for item in items if item.late and not item.configuration}
    return explained(late, package.evaluations, package.system.regime, package.as_of)


def _clocks(item: OpenItem, evaluations: Mapping[str, ItemEvaluation], package: AuthorizationPackage) -> tuple[Shown, ...]:
    if not evaluations:
        return ()
    evaluation = evaluations.get(item.poam_id)
    if evaluation is None:  # an item that only represents others is not evaluated
        return ("", "", "")
    clock = rules_clock(evaluation)
    return (
        _clock_cell(clock.state, clock.what),
        clock.due.isoformat() if clock.due else "",
        str(phase(package.system.regime, package.as_of)),
    )


@lru_cache(_KEPT)
def _clock_cell(state: RulesState, what: str) -> TableCell:
    return TableCell(state, style=_RULES_STYLES.get(state, ""), lines=(SecondLine(what, style="soft"),))


def _row(item: OpenItem, row: PoamRow, clocks: tuple[Shown, ...]) -> TableRow:
    key = anchor("item", row.poam_id)
    return TableRow(
        key,
        (
            TableCell(row.poam_id, f"#{key}", "id"),
            TableCell(row.name, lines=tuple(_identifiers(row))),
            ", ".join(row.cwes),
            _rating_cell(row.rating, item.configuration),
            _STATE_CELLS[item.state],
            row.due.isoformat(),
            f"{item.days:,}",
            _detected(row),
            TableCell("yes", style="bad", lines=_questions(row.kev_due)) if row.known_exploited else "no",
            _detectors(row.detector),
            f"{len(row.assets):,}",
            _assets(row.assets),
            *clocks,
        ),
    )


@lru_cache(_KEPT)
def _rating_cell(rating: Rating, configuration: bool) -> TableCell:  # noqa: FBT001 - what the cell is made of
    return TableCell(rating, style=_RATED.get(rating, ""), lines=_CONFIGURATION if configuration else ())


@lru_cache(_KEPT)
def _detectors(lines: str) -> str:
    return ", ".join(dict.fromkeys(lines.splitlines()))


def _identifiers(row: PoamRow) -> Iterator[SecondLine]:
    names = {cve: None for cve in (*(row.identifier or "").splitlines(), *row.cves) if cve and cve not in row.name}
    if names:
        yield SecondLine(", ".join(list(names)[:4]), style="soft")


def _detected(row: PoamRow) -> Shown:
    """With what stands in for a date that no report states."""
    words = {
        DetectionBasis.COLLECTION: "day of collection",
        DetectionBasis.AS_OF: "day of the package",
        DetectionBasis.PERSON: "stated by a person",
    }
    day, basis = row.detected.isoformat(), words.get(row.detected_by)
    return TableCell(day, lines=(SecondLine(basis, style="soft"),)) if basis else day


def _questions(due: date | None) -> tuple[SecondLine, ...]:
    return (SecondLine(f"CISA: by {due.isoformat()}", style="soft"),) if due else ()


@lru_cache(_KEPT)
def _assets(assets: tuple[str, ...]) -> Shown:
    """The first with the way to their rows; the others to be searched for."""
    if not assets:
        return ""
    shown = tuple(SecondLine(asset, _asset(asset), "id") for asset in assets[1:_MOST_ASSETS])
    others = assets[_MOST_ASSETS:]
    more = enumerated(others, _MOST_NAMED - _MOST_ASSETS)
    also = (SecondLine(counted(len(others), "other"), style="id", more=more),) if others else ()
    return TableCell(assets[0], _asset(assets[0]), "id", (*shown, *also))


def _asset(asset: str) -> str:
    return f"{INVENTORY}#{anchor('asset', asset)}"
