"""Every asset of the inventory, with the age of its newest scan."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

import msgspec

from generator.oscal import types as o
from generator.oscal.bundle import OscalBundle
from generator.oscal.package import AuthorizationPackage
from generator.oscal.poam import open_items
from generator.renderers.anchors import anchor
from generator.renderers.crosscheck.bundle import kind_of, kinds
from generator.renderers.crosscheck.text import day_of
from generator.renderers.oscal_reading import values_of
from generator.renderers.report.pages import POAM
from generator.renderers.report.table_rows import SecondLine, TableCell, TableColumn, TablePage, TableRow
from generator.text import counted, left_out

FRESH, BY_NAME, OLD, NEVER = "within 30 days", "by name only", "older than 30 days", "never"
AGES = (FRESH, BY_NAME, OLD, NEVER)
AGE_STYLES = {FRESH: "good", BY_NAME: "bad", OLD: "warn", NEVER: "bad"}
_MOST_DAYS = 30
_MOST_LINES = 4
_COLUMNS = (
    TableColumn(key="asset", title="Asset", kind="id", wide=True),
    TableColumn(key="kind", title="Kind", choice=True),
    TableColumn(key="scanned", title="Scanned", order=AGES, choice=True),
    TableColumn(key="last", title="Last scan", kind="day"),
    TableColumn(key="age", title="Days ago", kind="number"),
    TableColumn(key="open", title="Open items", kind="number"),
    TableColumn(key="workloads", title="Workloads", kind="id"),
    TableColumn(key="label", title="Diagram label"),
)


class Inventory(msgspec.Struct, frozen=True):
    """See `ReportSection`."""

    name: str = "inventory"
    title: str = "Inventory"

    def view(self, package: AuthorizationPackage) -> TablePage:
        """See `ReportSection.view`."""
        items = package.bundle.ssp.system_implementation.inventory_items
        counts = open_by_asset(package.bundle)
        ages = Counter(age_of(_props(item), package.as_of)[0] for item in items)
        known = kinds(package.bundle)
        return TablePage(
            title=self.title,
            lead=f"{counted(len(items), 'asset')}{f': {known}' if known else ''}. "
            f"{ages[FRESH]:,} scanned within 30 days, {_by_name(ages)}{ages[OLD]:,} longer ago, {ages[NEVER]:,} never.",
            about=(
                "Every month the entire inventory of operating systems, web applications and databases is scanned, and only "
                "images scanned within 30 days may run (FedRAMP Vulnerability Scanning Requirements for Containers v1.0). "
                "An image was scanned “by name only” where no scan of that time is shown to have examined the digest that "
                "runs: it names another digest or none, or the digest that runs is not known. “Never” is also what was looked "
                "at for its settings alone, or by a scan of the source code that it is built from.",
            ),
            singular="asset",
            many="assets",
            columns=_COLUMNS,
            rows=tuple(_row(item, package.as_of, counts) for item in items),
            none="Nothing is in the inventory.",
        )


def age_of(props: Mapping[str, str], as_of: date) -> tuple[str, int | None]:
    """How fresh the newest scan of an asset is, and its age in days where it is dated. A scan within the window that does not
    put the asset into the latest scan is not shown to have examined the digest that runs: it names another or none, or none is
    known to run (`facts.coverage.image_in_latest_scan`)."""
    if props.get("is-scanned") != "yes" and not props.get("last-scan"):
        return NEVER, None
    last = day_of(props.get("last-scan"))
    if not last:
        return OLD, None
    days = (as_of - date.fromisoformat(last)).days
    if days > _MOST_DAYS:
        return OLD, days
    return (FRESH if props.get("is-scanned") == "yes" else BY_NAME), days


def ages(package: AuthorizationPackage) -> Counter[str]:
    """Assets by the age of their newest scan."""
    items = package.bundle.ssp.system_implementation.inventory_items
    return Counter(age_of(_props(item), package.as_of)[0] for item in items)


def anything_scanned(counts: Mapping[str, int]) -> bool:
    """Did a scan look at any asset? `found` is of `ages`. Where none did, no open item says nothing."""
    return sum(counts.values()) > counts[NEVER]


def _by_name(counts: Mapping[str, int]) -> str:
    return f"{counts[BY_NAME]:,} by name only, " if counts[BY_NAME] else ""


def open_by_asset(bundle: OscalBundle) -> Counter[str]:
    """How many open items each inventory item has, by its uuid."""
    subjects = {
        observation.uuid: tuple(subject.subject_uuid for subject in observation.subjects)
        for observation in bundle.poam.observations
    }
    counts: Counter[str] = Counter()
    for item in open_items(bundle.poam):
        for related in item.related_observations:
            counts.update(subjects.get(related.observation_uuid, ()))
    return counts


def _props(item: o.InventoryItem) -> dict[str, str]:
    return {prop.name: prop.value for prop in item.props}


def _row(item: o.InventoryItem, as_of: date, counts: Counter[str]) -> TableRow:
    stated = _props(item)
    asset, (age, days) = stated.get("asset-id", ""), age_of(stated, as_of)
    number = counts[item.uuid]
    key = anchor("asset", asset)
    return TableRow(
        key,
        (
            TableCell(asset, f"#{key}", "id", _lines(values_of(item.props, "image-digest"))),
            kind_of(stated),
            TableCell(age, style=AGE_STYLES[age]),
            day_of(stated.get("last-scan")),
            "" if days is None else f"{days:,}",
            TableCell(f"{number:,}", f"{POAM}#q={quote(asset, safe='')}") if number else "0",
            _list(values_of(item.props, "workload")),
            stated.get("diagram-label", ""),
        ),
    )


def _list(values: tuple[str, ...]) -> TableCell | str:
    return TableCell(values[0], style="id", lines=_lines(values[1:], style="id")) if values else ""


def _lines(values: tuple[str, ...], style: str = "soft id") -> tuple[SecondLine, ...]:
    shown = tuple(SecondLine(value, style=style) for value in values[:_MOST_LINES])
    left = left_out(len(values) - _MOST_LINES, where="the SSP")
    return (*shown, SecondLine(left, style="soft")) if left else shown
