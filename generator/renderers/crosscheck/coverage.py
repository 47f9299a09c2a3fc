"""What scans covered, which mandatory cells are blank, and what is scanned as a sample: the assets' part of the page."""

from generator.facts.coverage import IMAGE
from generator.model.grouping import grouped
from generator.oscal.package import AuthorizationPackage
from generator.renderers.crosscheck.rows import CoverageRow, MissingRow, SampleRow
from generator.renderers.crosscheck.text import INVENTORY
from generator.renderers.inventory.missing import missing_cells
from generator.text import counted, left_out

_MOST = 12


def coverage(package: AuthorizationPackage) -> tuple[CoverageRow, ...]:
    """One row per kind of asset."""
    return tuple(
        CoverageRow(
            kind="Image class" if asset_coverage.kind == IMAGE else asset_coverage.kind.capitalize(),
            total=f"{asset_coverage.total:,}",
            latest=f"{asset_coverage.latest:,}",
            by_name=f"{asset_coverage.by_name:,}" if asset_coverage.kind == IMAGE else "",
            older=f"{asset_coverage.older:,}",
            never=f"{asset_coverage.never:,}",
            unauthenticated="" if asset_coverage.kind == IMAGE else f"{asset_coverage.unauthenticated:,}",
        )
        for asset_coverage in package.coverage
    )


def idle(package: AuthorizationPackage) -> str:
    """Images of the registry that were scanned and that nothing runs."""
    number = package.idle_images
    return f"{counted(number, 'image class was', 'image classes were')} scanned and nothing runs them." if number else ""


def missing(package: AuthorizationPackage) -> tuple[MissingRow, ...]:
    """One row per column, in the order of the workbook."""
    columns = grouped(((cell.column, cell.say), cell.asset_id) for cell in missing_cells(package))
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
            assets=sample.assets,
            members=f"{len(sample.selected):,} of {len(sample.members):,}",
            selected=sample.selected[:_MOST],
            more=left_out(len(sample.selected) - _MOST),
            variance=sample.variance,
            place=sample.place,
        )
        for sample in package.samples
    )
