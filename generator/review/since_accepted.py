"""What changed since an accepted package, and which controls and assets a change touches."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import msgspec

from generator.difference.comparison import PackageDifference, difference
from generator.difference.item_changes import ItemLine
from generator.difference.part_changes import ChangeKind, SystemChange
from generator.difference.sides import PackageSide, read_side, side_of
from generator.difference.significant import Sorted, sort_changes
from generator.frameworks.base import control_order
from generator.model.identifiers import AssetId, ControlId
from generator.model.images import repository_of
from generator.oscal.properties import value_of
from generator.renderers.flows_json import FLOWS_JSON
from generator.review.assessment import WorkspaceAssessment
from generator.text import left_out
from generator.workspace.prior_package import FOLDER as PREVIOUS

_MOST = 50
"""Items of one list."""
_BETWEEN = frozenset({ChangeKind.FLOW_CAME, ChangeKind.FLOW_WENT, ChangeKind.INNER_FLOW_CAME, ChangeKind.INNER_FLOW_WENT})
_OF_PORT = frozenset({ChangeKind.PORT_CAME, ChangeKind.PORT_WENT})


class SinceAccepted(msgspec.Struct, frozen=True, kw_only=True):
    """The difference from an accepted package to the workspace as it is."""

    accepted: date
    difference: PackageDifference
    changes: Sorted
    """Of the system, with what people decided about them."""


class ItemList(msgspec.Struct, frozen=True, kw_only=True):
    """Items of the POA&M under one heading, the first of many."""

    title: str
    rows: tuple[ItemLine, ...]
    more: str


class TouchedParts(msgspec.Struct, frozen=True, kw_only=True):
    """What a change touches."""

    controls: tuple[ControlId, ...]
    """Those of the requirements whose state rests on what changed."""
    assets: tuple[str, ...]
    """Of the inventory, by identifier."""


def accepted_days(root: Path, as_of: date) -> tuple[date, ...]:
    """Of the packages in `previous/` up to a day, oldest first."""
    folder = root / PREVIOUS
    names = [path.name for path in folder.iterdir()] if folder.is_dir() and not folder.is_symlink() else []
    days = (_day(name) for name in names if (folder / name).is_dir() and not (folder / name).is_symlink())
    return tuple(sorted(day for day in days if day is not None and day <= as_of))


def since(root: Path, assessment: WorkspaceAssessment, accepted: date) -> SinceAccepted:
    """The difference from the package that was accepted of a day.

    Raises:
        ConfigError: a file of that package, or `decisions/significant-changes.yaml`, cannot be read.
    """
    old = read_side(root / PREVIOUS / accepted.isoformat())
    compared = difference(old, assessment.once(_now))
    text = assessment.tracked.assessed.loaded.workspace.decision("significant-changes.yaml")
    return SinceAccepted(accepted=accepted, difference=compared, changes=sort_changes(compared.changes, text))


def item_lists(compared: PackageDifference) -> Iterator[ItemList]:
    """What became of the items of the POA&M, a list for each way in which any changed."""
    parts = compared.items
    for title, rows in (
        ("Opened", parts.opened),
        ("Closed", parts.closed),
        ("Became late", parts.became_late),
        ("No longer late", parts.no_longer_late),
        ("Changed", parts.changed),
        ("Missing in this package", parts.lost),
    ):
        if rows:
            yield ItemList(title=f"{title}: {len(rows):,}", rows=rows[:_MOST], more=left_out(len(rows) - _MOST, "item"))


def touched(assessment: WorkspaceAssessment, change: SystemChange) -> TouchedParts:
    """What of the plan rests on what changed: by name, so that it proposes what a person has to look at."""
    controls, assets = assessment.once(_controls_by_name), assessment.once(_assets_by_name)
    names = tuple(_names(change))
    hit = {control for name in names for control in controls.get(name, ())}
    return TouchedParts(
        controls=tuple(sorted(hit, key=control_order)),
        assets=tuple(sorted({asset for name in names for asset in assets.get(name, ())})),
    )


def _now(assessment: WorkspaceAssessment) -> PackageSide:
    package, ledger = assessment.package, assessment.tracked.ledger
    return side_of(
        path="this workspace",
        as_of=package.as_of,
        items=ledger.items,
        looks=ledger.looks,
        images=ledger.images,
        plan=package.bundle.ssp,
        flows=FLOWS_JSON.render(package, None).data if FLOWS_JSON.applies(package) else None,
    )


def _names(change: SystemChange) -> Iterator[str]:
    if change.kind in _BETWEEN:
        yield from change.subject.split(" -> ")
    elif change.kind in _OF_PORT:
        yield change.subject.rsplit(" ", 2)[0]
    else:
        yield change.subject


def _controls_by_name(assessment: WorkspaceAssessment) -> Mapping[str, set[ControlId]]:
    controls: dict[str, set[ControlId]] = defaultdict(set)
    for posture in assessment.package.postures:
        for subject in posture.subjects:
            for name in filter(None, (subject.name, repository_of(AssetId(subject.name)))):
                controls[name].update(posture.requirement.control_ids)
    return controls


def _assets_by_name(assessment: WorkspaceAssessment) -> Mapping[str, set[str]]:
    assets: dict[str, set[str]] = defaultdict(set)
    for item in assessment.package.bundle.ssp.system_implementation.inventory_items:
        asset = value_of(item.props, "asset-id")
        for name in filter(None, (asset, repository_of(AssetId(asset)))):
            assets[name].add(asset)
    for workload in assessment.package.running:
        images = (repository_of(AssetId(container.image)) or container.image for container in workload.containers)
        assets[workload.key].update(asset for image in images for asset in assets.get(image, ()))
    return assets


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None
