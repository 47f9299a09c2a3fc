"""The three tables of a fleet, decided and in words: on the page, and whole as CSV files."""

from collections.abc import Sequence

import msgspec

from generator.fleet.base_updates import BaseUpdate
from generator.fleet.building import BuildFailure, SystemBuild
from generator.fleet.image_exposure import ImageExposure
from generator.fleet.system_summary import SystemSummary
from generator.model.rating import Rating
from generator.renderers.report.table_rows import SecondLine, Shown, TableCell, TableColumn, TablePage, TableRow
from generator.text import counted

BUILT, DRAFT, NOT_BUILT = "built", "built, draft", "not built"
STATES = (NOT_BUILT, DRAFT, BUILT)
_STYLES = {BUILT: "good", DRAFT: "warn", NOT_BUILT: "bad"}
_MOST_NAMED = 8
_WEAKNESSES = (
    TableColumn(key="kev", title="KEV", kind="number"),
    TableColumn(key="high", title="High", kind="number"),
    TableColumn(key="moderate", title="Moderate", kind="number"),
    TableColumn(key="low", title="Low", kind="number"),
)


class FleetTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table with its file."""

    name: str
    """`systems`: its part of the page, and `systems.csv`."""
    page: TablePage


def state_of(build: SystemBuild) -> str:
    """`built`, `built, draft` or `not built`."""
    if isinstance(build.result, BuildFailure):
        return NOT_BUILT
    return DRAFT if build.result.draft else BUILT


def systems_table(builds: Sequence[SystemBuild]) -> FleetTable:
    """What was not built first, then by what is most urgent."""
    columns = (
        TableColumn(key="system", title="System"),
        TableColumn(key="name", title="Name"),
        TableColumn(key="state", title="State", order=STATES, choice=True),
        TableColumn(key="error", title="Why not", wide=True),
        TableColumn(key="open", title="Open items", kind="number"),
        TableColumn(key="late", title="Late", kind="number"),
        *_WEAKNESSES,
        TableColumn(key="assets", title="Assets", kind="number"),
        TableColumn(key="never", title="Never scanned", kind="number"),
        TableColumn(key="discrepancies", title="Discrepancies", kind="number"),
        TableColumn(key="gaps", title="Gaps", kind="number"),
    )
    page = TablePage(
        title="Systems",
        lead="What was not built comes first, then known exploited vulnerabilities and late items of the POA&M.",
        about=(
            "Draft: cells of the inventory that are mandatory are blank. KEV: in CISA’s catalog of known exploited "
            "vulnerabilities. Never scanned: assets that no scan looked at. An earlier package of a system that was not built "
            "stays where it is, and is counted nowhere.",
        ),
        singular="system",
        many="systems",
        columns=columns,
        rows=tuple(_system_row(build, len(columns)) for build in sorted(builds, key=_by_need)),
    )
    return FleetTable(name="systems", page=page)


def images_table(exposures: Sequence[ImageExposure]) -> FleetTable:
    """The most exposed first."""
    columns = (
        TableColumn(key="image", title="Image"),
        TableColumn(key="digest", title="Digest", kind="id"),
        TableColumn(key="systems", title="Systems", kind="number"),
        TableColumn(key="where", title="In", wide=True),
        TableColumn(key="workloads", title="Workloads", kind="number"),
        *_WEAKNESSES,
        TableColumn(key="items", title="Open items", kind="number"),
        TableColumn(key="never", title="Never scanned in"),
    )
    page = TablePage(
        title="Images by exposure",
        lead="Images that run, by digest, over all systems that were built.",
        about=(
            "A weakness counts once however many systems have it, by the highest rating that one of them gives it; open items "
            "are those of all systems together. An image of which no digest is known is joined by its name, which may mean "
            "other bytes in each system; one that runs with several digests is in the row of each.",
        ),
        singular="image",
        many="images",
        columns=columns,
        rows=tuple(map(_image_row, exposures)),
        none="No image runs in a system that was built.",
    )
    return FleetTable(name="images", page=page)


def bases_table(updates: Sequence[BaseUpdate]) -> FleetTable:
    """What closes the most urgent weaknesses first."""
    columns = (
        TableColumn(key="base", title="Base image"),
        TableColumn(key="closes", title="Items closed", kind="number"),
        *_WEAKNESSES,
        TableColumn(key="late", title="Late", kind="number"),
        TableColumn(key="in-part", title="Closed in part", kind="number"),
        TableColumn(key="systems", title="Systems", kind="number"),
        TableColumn(key="where", title="In", wide=True),
        TableColumn(key="images", title="Images", kind="number"),
        TableColumn(key="workloads", title="Workloads", kind="number"),
        TableColumn(key="named", title="Named by", wide=True),
    )
    page = TablePage(
        title="Patch this first",
        lead="What one update of a base image, and a rebuild of the images on it, closes in all systems.",
        about=(
            "Counted are items of which every asset is an image on that base, and of which every vulnerable package comes from "
            "the operating system and has a fixed version that a scan names. Packages that an image itself installs from the "
            "same distribution are among them, so the number is an upper bound. Closed in part: other assets stay open.",
        ),
        singular="base image",
        many="base images",
        columns=columns,
        rows=tuple(map(_base_row, updates)),
        none="No evidence names a base image.",
    )
    return FleetTable(name="bases", page=page)


def _by_need(build: SystemBuild) -> tuple[int, int, int, int, str]:
    if isinstance(build.result, BuildFailure):
        return 0, 0, 0, 0, build.entry.id
    items = build.result.items.values()
    exploited, late = sum(item.known_exploited for item in items), sum(item.late for item in items)
    return 1, -exploited, -late, -len(items), build.entry.id


def _system_row(build: SystemBuild, columns: int) -> TableRow:
    state, result = state_of(build), build.result
    if isinstance(result, BuildFailure):
        labels = (("Where", result.where), ("Next", result.next_step))
        lines = tuple(SecondLine(f"{label}: {text}", style="soft") for label, text in labels if text)
        cells = (build.entry.id, "", TableCell(state, style=_STYLES[state]), TableCell(result.what, lines=lines))
        return TableRow(build.entry.id, (*cells, *[""] * (columns - len(cells))))
    return TableRow(result.id, (*_about(result, state), *_counts(result)))


def _about(system: SystemSummary, state: str) -> tuple[Shown, ...]:
    report = TableCell(system.id, href=f"../{system.id}/report/index.html")
    return report, system.name, TableCell(state, style=_STYLES[state]), ""


def _counts(system: SystemSummary) -> tuple[Shown, ...]:
    items = system.items.values()
    rated = [sum(item.rating is rating for item in items) for rating in Rating]
    exploited, late = sum(item.known_exploited for item in items), sum(item.late for item in items)
    return (
        _number(len(items)),
        _number(late, style="bad"),
        _number(exploited, style="bad"),
        *map(_number, rated),
        _number(system.assets),
        _number(system.never_scanned, style="bad"),
        _number(system.discrepancies),
        _number(system.gaps),
    )


def _image_row(exposure: ImageExposure) -> TableRow:
    counts = exposure.weaknesses
    return TableRow(
        exposure.digest or exposure.names[0],
        (
            _names(exposure.names, "name"),
            exposure.digest or TableCell("not known", style="warn"),
            _number(len(exposure.systems)),
            _names(exposure.systems, "system"),
            _number(exposure.workloads),
            _number(counts.known_exploited, style="bad"),
            _number(counts.high),
            _number(counts.moderate),
            _number(counts.low),
            _number(exposure.items),
            _names(exposure.never_scanned, "system", style="bad"),
        ),
    )


def _base_row(update: BaseUpdate) -> TableRow:
    counts = update.weaknesses
    return TableRow(
        update.base,
        (
            update.base,
            _number(update.closes),
            _number(counts.known_exploited, style="bad"),
            _number(counts.high),
            _number(counts.moderate),
            _number(counts.low),
            _number(update.late, style="bad"),
            _number(update.in_part),
            _number(len(update.systems)),
            _names(update.systems, "system"),
            _number(len(update.images)),
            _number(update.workloads),
            "; ".join(update.named_by),
        ),
    )


def _number(number: int, style: str = "") -> Shown:
    text = f"{number:,}"
    return TableCell(text, style=style) if style and number else text


def _names(names: Sequence[str], kind: str, style: str = "") -> Shown:
    """All of them; many are folded on the page."""
    whole = ", ".join(names)
    if len(names) > _MOST_NAMED:
        return TableCell("", lines=(SecondLine(counted(len(names), kind), more=whole),))
    return TableCell(whole, style=style) if style and names else whole
