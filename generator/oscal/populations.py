"""What can be sampled of a package: assets of the inventory, the subjects of each requirement, open items of the POA&M."""

from collections.abc import Iterator

from generator.model.identifiers import ControlId, control_ids
from generator.model.platform import named_place
from generator.oscal.package import AuthorizationPackage
from generator.oscal.poam import open_items
from generator.oscal.properties import value_of

Population = tuple[str, str, tuple[ControlId, ...], frozenset[str]]
"""Id, title, controls, members."""


def populations_of(package: AuthorizationPackage) -> Iterator[Population]:
    """All but the scans, whose places depend on what is handed on."""
    yield from _inventory(package)
    yield from _requirements(package)
    yield from _items(package)


def _inventory(package: AuthorizationPackage) -> Iterator[Population]:
    kinds: dict[str, set[str]] = {}
    for item in package.bundle.ssp.system_implementation.inventory_items:
        kind, name = value_of(item.props, "asset-type"), value_of(item.props, "asset-id")
        if name:
            kinds.setdefault(kind or "other", set()).add(name)
    for kind, members in sorted(kinds.items()):
        yield (
            f"inventory-{kind}",
            f"Assets of the inventory: {kind}",
            control_ids("CM-8", "CM-2", "CM-6", "RA-5"),
            frozenset(members),
        )


def _requirements(package: AuthorizationPackage) -> Iterator[Population]:
    """The subjects of each requirement, whatever was judged of them."""
    for posture in package.postures:
        members = {subject.name for subject in posture.subjects}
        if members:
            name = "-".join(part for part in (posture.requirement.id, posture.cluster) if part)
            where = f", {named_place(posture.cluster, posture.place_word)}" if posture.cluster else ""
            yield name, f"{posture.requirement.title}{where}", posture.requirement.control_ids, frozenset(members)


def _items(package: AuthorizationPackage) -> Iterator[Population]:
    ids = {value_of(item.props, "POAM-ID") for item in open_items(package.bundle.poam)}
    yield (
        "poam-items",
        "Open items of the POA&M",
        control_ids("SI-2", "RA-5(d)", "CA-5"),
        frozenset(poam_id for poam_id in ids if poam_id),
    )
