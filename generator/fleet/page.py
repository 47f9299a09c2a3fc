"""`fleet/`: one page over all systems, which works without scripts, and its three tables whole as CSV files."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec

from generator.fleet.base_updates import BaseUpdates, base_updates
from generator.fleet.building import SystemBuild
from generator.fleet.fleet_file import PAGE_FOLDER
from generator.fleet.image_exposure import ImageExposure, counts_of, image_exposures
from generator.fleet.system_summary import SystemSummary
from generator.fleet.tables import BUILT, DRAFT, NOT_BUILT, FleetTable, bases_table, images_table, state_of, systems_table
from generator.limits import PAGE_ROWS
from generator.renderers.html_page import filled
from generator.renderers.report.shell import shell_alone
from generator.renderers.report.table_csv import csv_of
from generator.renderers.report.table_rows import TableColumn, TableRow
from generator.seal import manifest as seal
from generator.seal import publish as seal_publish
from generator.text import agreeing, counted, left_out
from generator.version import VERSION

INDEX = "index.html"


class FleetView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of a fleet that is shown, before it is written."""

    name: str
    as_of: date
    marking: str
    lead: str
    tables: tuple[FleetTable, ...]
    """Systems, bases and images."""
    summary: tuple[tuple[str, str, str], ...]
    """Number, what it counts, and the part of the page that has it."""
    bases: str
    """How many images have a known base, as a sentence."""
    counts: dict[str, int]


class TablePart(msgspec.Struct, frozen=True, kw_only=True):
    """A table as the page shows it."""

    table: FleetTable
    columns: tuple[TableColumn, ...]
    """Those with something in them."""
    rows: tuple[TableRow, ...]
    more: str
    """How many rows are left out, and where they are; empty where none."""
    note: str


def view(name: str, as_of: date, builds: Sequence[SystemBuild]) -> FleetView:
    """From what became of each system; the same for every order of them."""
    systems = sorted(
        (build.result for build in builds if isinstance(build.result, SystemSummary)), key=lambda system: system.id
    )
    exposures, bases = image_exposures(systems), base_updates(systems)
    counts = _counts(builds, systems, exposures, bases)
    return FleetView(
        name=name,
        as_of=as_of,
        marking=" / ".join(sorted({system.marking for system in systems if system.marking})),
        lead=_lead(counts),
        tables=(systems_table(builds), bases_table(bases.updates), images_table(exposures)),
        summary=_summary(counts),
        bases=_known_bases(bases),
        counts=counts,
    )


def files_of(shown: FleetView) -> dict[str, tuple[bytes, str]]:
    """Name in `fleet/` to content and title."""
    files = {INDEX: (_html(shown), "Fleet: systems, images by exposure, base images")}
    return files | {f"{table.name}.csv": (csv_of(table.page), f"{table.page.title}, all rows") for table in shown.tables}


def publish_page(shown: FleetView, builds: Sequence[SystemBuild], output: Path) -> Path:
    """Written beside `<output>/fleet/`, then put in its place, with a manifest that names the packages it is made from.

    Raises:
        OutputEditedError: a person changed what is there.
    """
    files, folder = files_of(shown), output / PAGE_FOLDER
    rows = (seal.entry(path, content, kind="generated", title=title) for path, (content, title) in files.items())
    manifest = seal.PackageManifest(
        tool="atopack",
        version=VERSION,
        system=PAGE_FOLDER,
        as_of=shown.as_of.isoformat(),
        draft=bool(shown.counts["drafts"] or shown.counts["not_built"]),
        counts=shown.counts,
        inputs={
            f"../{build.result.id}/{seal.MANIFEST}": build.result.package_sha256
            for build in sorted(builds, key=lambda build: build.entry.id)
            if isinstance(build.result, SystemSummary)
        },
        files=tuple(sorted(rows, key=lambda row: row.path)),
    )
    encoded = seal.encode(manifest)
    written = {path: content for path, (content, _) in files.items()}
    written |= {seal.MANIFEST: encoded, seal.SUMS: seal.sums(manifest.files, encoded)}
    seal_publish.publish(folder, written, {})
    return folder


def _counts(
    builds: Sequence[SystemBuild], systems: Sequence[SystemSummary], exposures: Sequence[ImageExposure], bases: BaseUpdates
) -> dict[str, int]:
    items = [item for system in systems for item in system.items.values()]
    weaknesses = counts_of(items)
    states = [state_of(build) for build in builds]
    return {
        "systems": len(builds),
        "built": states.count(BUILT),
        "drafts": states.count(DRAFT),
        "not_built": states.count(NOT_BUILT),
        "open_items": len(items),
        "late_items": sum(item.late for item in items),
        "known_exploited": weaknesses.known_exploited,
        "assets": sum(system.assets for system in systems),
        "never_scanned": sum(system.never_scanned for system in systems),
        "discrepancies": sum(system.discrepancies for system in systems),
        "gaps": sum(system.gaps for system in systems),
        "images": len(exposures),
        "shared_images": sum(len(exposure.systems) > 1 for exposure in exposures),
        "base_images": len(bases.updates),
        "images_without_known_base": bases.not_known,
    }


def _lead(counts: dict[str, int]) -> str:
    """What a reader has to know before any number."""
    built = counts["systems"] - counts["not_built"]
    text = f"{counted(built, 'package')} of {counted(counts['systems'], 'system')}."
    if counts["not_built"]:
        missing = counts["not_built"]
        verbs = agreeing(missing, "was not built and is", "were not built and are")
        text += f" {counted(missing, 'system')} {verbs} in no number below."
    return text


def _summary(counts: dict[str, int]) -> tuple[tuple[str, str, str], ...]:
    systems, not_built, items = counts["systems"], counts["not_built"], counts["open_items"]
    exploited, shared, bases = counts["known_exploited"], counts["shared_images"], counts["base_images"]
    of_built = "in the systems that were built" if not_built else "in all systems"
    states = f"{agreeing(systems, 'system')}, {counts['drafts']:,} built as a draft, {not_built:,} not built"
    tracked = f"open POA&M {agreeing(items, 'item')} {of_built}, {counts['late_items']:,} late"
    vulnerabilities = agreeing(exploited, "vulnerability", "vulnerabilities")
    rows = (
        (systems, states, "systems"),
        (items, tracked, "systems"),
        (exploited, f"known exploited {vulnerabilities} (CISA KEV) among them, each once", "systems"),
        (counts["never_scanned"], f"of {counted(counts['assets'], 'asset')} never scanned", "systems"),
        (shared, f"of {counted(counts['images'], 'image')} {agreeing(shared, 'runs', 'run')} in several systems", "images"),
        (bases, f"base {agreeing(bases, 'image')} that evidence names", "bases"),
    )
    return tuple((f"{number:,}", text, part) for number, text, part in rows)


def _known_bases(bases: BaseUpdates) -> str:
    everything = bases.on_a_base + bases.without_base + bases.not_known
    if not everything:
        return ""
    known = f"Of {counted(everything, 'image')}, counted in each system, evidence names the base of {bases.on_a_base:,}"
    scratch = (
        f"; {bases.without_base:,} {agreeing(bases.without_base, 'is', 'are')} built on no other" if bases.without_base else ""
    )
    if not bases.not_known:
        return f"{known}{scratch}."
    unknown = f"the base of {bases.not_known:,} is not known, and {agreeing(bases.not_known, 'it is', 'they are')} in no row"
    step = "To name it, collect the image with atopack collect registry, or put its Dockerfile among the evidence."
    return f"{known}{scratch}; {unknown}. {step}"


def _html(shown: FleetView) -> bytes:
    parts = [_part(table, shown.bases if table.name == "bases" else "") for table in shown.tables]
    shell = shell_alone(
        system=shown.name,
        as_of=shown.as_of.isoformat(),
        marking=shown.marking,
        parts=[(part.table.page.title, part.table.name) for part in parts],
    )
    return filled("fleet.html", shell=shell, shown=shown, parts=parts).encode()


def _part(table: FleetTable, note: str) -> TablePart:
    left = len(table.page.rows) - PAGE_ROWS
    more = left_out(left, where=f"{table.name}.csv") if left > 0 else ""
    rows = table.page.rows[:PAGE_ROWS]
    kept = [index for index in range(len(table.page.columns)) if any(row.cells[index] for row in rows)]
    return TablePart(
        table=table,
        columns=tuple(table.page.columns[index] for index in kept),
        rows=tuple(TableRow(row.key, tuple(row.cells[index] for index in kept)) for row in rows),
        more=more,
        note=note,
    )
