"""What scans covered, which mandatory cells are blank, and what is scanned as a sample: the assets' part of the page."""

from collections import defaultdict

from generator.facts.coverage import IMAGE
from generator.oscal.package import AuthorizationPackage
from generator.renderers.crosscheck_rows import CoverageRow, MissingRow, SampleRow
from generator.renderers.crosscheck_words import INVENTORY
from generator.renderers.inventory_missing import missing_cells
from generator.text import counted, left_out

_MOST = 12


def coverage(package: AuthorizationPackage) -> tuple[CoverageRow, ...]:
    """One row per kind of asset."""
    return tuple(
        CoverageRow(
            kind="Image class" if one.kind == IMAGE else one.kind.capitalize(),
            total=f"{one.total:,}",
            latest=f"{one.latest:,}",
            differing=f"{one.differing:,}" if one.kind == IMAGE else "",
            older=f"{one.older:,}",
            never=f"{one.never:,}",
            unauthenticated="" if one.kind == IMAGE else f"{one.unauthenticated:,}",
        )
        for one in package.coverage
    )


def idle(package: AuthorizationPackage) -> str:
    """Images of the registry that were scanned and that nothing runs."""
    number = package.idle_images
    return f"{counted(number, 'image class was', 'image classes were')} scanned and nothing runs them." if number else ""


def missing(package: AuthorizationPackage) -> tuple[MissingRow, ...]:
    """One row per column, in the order of the workbook."""
    columns: dict[tuple[str, str], list[str]] = defaultdict(list)
    for cell in missing_cells(package):
        columns[cell.column, cell.say].append(cell.asset_id)
    return tuple(
        MissingRow(
            column=column,
            count=f"{len(assets):,}",
            assets=tuple(assets[:_MOST]),
            more=left_out(len(assets) - _MOST, where=INVENTORY),
            say=say,
        )
        for (column, say), assets in columns.items()
    )


def samples(package: AuthorizationPackage) -> tuple[SampleRow, ...]:
    """One row per class of the sampling plan."""
    return tuple(
        SampleRow(
            assets=one.assets,
            members=f"{len(one.selected):,} of {len(one.members):,}",
            selected=one.selected[:_MOST],
            more=left_out(len(one.selected) - _MOST),
            variance=one.variance,
            place=one.place,
        )
        for one in package.samples
    )
