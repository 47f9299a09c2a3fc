"""Every open item of the plan of action and milestones, with the days that are left."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import msgspec

from generator.model.rating import Rating
from generator.oscal import types as o
from generator.oscal.package import AuthorizationPackage
from generator.oscal.poam import open_items
from generator.renderers.anchors import anchor
from generator.renderers.crosscheck_bundle import is_configuration
from generator.renderers.oscal_reading import day, value_of
from generator.renderers.poam_rows import PoamReader, PoamRow, rating_of
from generator.renderers.report.due_chart import due_chart
from generator.renderers.report.pages import INVENTORY
from generator.renderers.report.sections.inventory import ages, anything_scanned
from generator.renderers.report.table_rows import Cell, Column, Part, Row, Shown, TablePage
from generator.text import counted, enumerated

LATE, SOON, LATER = "past due", "within 30 days", "later"
STATES = (LATE, SOON, LATER)
_SOON = 30
_MOST_ASSETS, _MOST_NAMED = 3, 60
_STYLES = {LATE: "bad", SOON: "warn", LATER: ""}
_RATED = {Rating.HIGH: "bad", Rating.MODERATE: "warn"}
_CONFIGURATION = (Part("configuration", style="soft"),)
"""A row of the sheet Configuration Findings."""
_COLUMNS = (
    Column(key="id", title="POA&M id", kind="id"),
    Column(key="weakness", title="Weakness", wide=True),
    Column(key="rating", title="Rating", order=tuple(Rating), choice=True),
    Column(key="due-state", title="Due", order=STATES, choice=True),
    Column(key="due", title="Due on", kind="day"),
    Column(key="left", title="Days left", kind="number"),
    Column(key="detected", title="Detected", kind="day"),
    Column(key="exploited", title="Known exploited", choice=True),
    Column(key="detector", title="Found by", choice=True),
    Column(key="assets", title="Assets", kind="number"),
    Column(key="which", title="Which", kind="id"),
)


class OpenItem(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One open item, as far as a count or a chart asks."""

    item: o.PoamItem
    configuration: bool
    rating: Rating
    due: date
    days: int
    """Left until it is due; negative where it is past due."""
    known_exploited: bool
    kev_due: date | None

    @property
    def state(self) -> str:
        """One of `STATES`."""
        return LATE if self.days < 0 else SOON if self.days <= _SOON else LATER

    @property
    def poam_id(self) -> str:
        """`V-` and ten hexadecimal digits."""
        return value_of(self.item.props, "POAM-ID") or ""


def open_of(package: AuthorizationPackage) -> tuple[OpenItem, ...]:
    """All open items, whatever the workbook's scope, most severe first, configuration findings last."""
    poam = package.bundle.poam
    risks, reader = {risk.uuid: risk for risk in poam.risks}, PoamReader(package)
    items = sorted(open_items(poam), key=is_configuration)
    return tuple(_open(item, risks[item.related_risks[0].risk_uuid], reader, package.as_of) for item in items)


def _open(item: o.PoamItem, risk: o.Risk, reader: PoamReader, as_of: date) -> OpenItem:
    said = {one.name: one.value for one in risk.props}
    due = day(risk.deadline) if risk.deadline else reader.row(item)[0].due
    kev = said.get("kev-due-date")
    return OpenItem(
        item=item,
        configuration=is_configuration(item),
        rating=rating_of(risk),
        due=due,
        days=(due - as_of).days,
        known_exploited=said.get("kev-catalog") == "yes",
        kev_due=day(kev) if kev else None,
    )


_NOTHING_SCANNED = "No item is open, and no asset was scanned: no vulnerability scan was collected yet."


@dataclass(frozen=True, slots=True)
class Poam:
    """See `Section`."""

    name: str = "poam"
    title: str = "Plan of action and milestones"

    def view(self, package: AuthorizationPackage) -> TablePage:
        """See `Section.view`."""
        # what is due first stands first, of one day the most severe
        items, reader = sorted(open_of(package), key=lambda one: (one.configuration, one.due)), PoamReader(package)
        late = sum(one.days < 0 for one in items)
        configuration = sum(one.configuration for one in items)
        return TablePage(
            title=self.title,
            lead=f"{counted(len(items) - configuration, 'open item')} and {counted(configuration, 'configuration finding')}, "
            f"{late:,} past due on {package.as_of.isoformat()}.",
            about=(
                "The workbook in workbooks/ is what FedRAMP asks for; this table is for searching it. "
                "High items are due 30 days after they were detected, Moderate ones after 90, Low ones after 180, "
                "unless CISA’s date is earlier or a person decided otherwise (FedRAMP Rev5 baselines, RA-5(d)).",
            ),
            one="item",
            many="items",
            columns=_COLUMNS,
            rows=tuple(_row(one, reader.row(one.item)[0]) for one in items),
            charts=(due_chart(tuple((one.due, one.rating) for one in items), package.as_of),) if items else (),
            none="No item is open." if anything_scanned(ages(package)) else _NOTHING_SCANNED,
        )


def _row(one: OpenItem, row: PoamRow) -> Row:
    key = anchor("item", row.poam_id)
    return Row(
        key,
        (
            Cell(row.poam_id, f"#{key}", "id"),
            Cell(row.name, lines=tuple(_identifiers(row))),
            Cell(row.rating, style=_RATED.get(row.rating, ""), lines=_CONFIGURATION if one.configuration else ()),
            Cell(one.state, style=_STYLES[one.state]),
            row.due.isoformat(),
            f"{one.days:,}",
            row.detected.isoformat(),
            Cell("yes", style="bad", lines=_asked(row.kev_due)) if row.known_exploited else "no",
            row.detector,
            f"{len(row.assets):,}",
            _assets(row.assets),
        ),
    )


def _identifiers(row: PoamRow) -> Iterator[Part]:
    names = dict.fromkeys(one for one in (row.identifier, *row.cves) if one and one not in row.name)
    if names:
        yield Part(", ".join(list(names)[:4]), style="soft")


def _asked(due: date | None) -> tuple[Part, ...]:
    return (Part(f"CISA: by {due.isoformat()}", style="soft"),) if due else ()


def _assets(assets: tuple[str, ...]) -> Shown:
    """The first with the way to their rows; the others to be searched for."""
    if not assets:
        return ""
    shown = tuple(Part(one, _asset(one), "id") for one in assets[1:_MOST_ASSETS])
    others = assets[_MOST_ASSETS:]
    more = enumerated(others, _MOST_NAMED - _MOST_ASSETS)
    also = (Part(counted(len(others), "other"), style="id", more=more),) if others else ()
    return Cell(assets[0], _asset(assets[0]), "id", (*shown, *also))


def _asset(asset: str) -> str:
    return f"{INVENTORY}#{anchor('asset', asset)}"
