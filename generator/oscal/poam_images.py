"""Images of one repository that are distinguished, as properties of the plan of action and milestones, for the next package."""

from collections.abc import Iterable

import msgspec

from generator.errors import ConfigError
from generator.ledger.image_identity import ImagesOfRepository
from generator.oscal import poam_names as n
from generator.oscal import types as o
from generator.oscal.common import NS, prop


def images_apart(rows: Iterable[ImagesOfRepository]) -> tuple[o.Property, ...]:
    """One property for each repository, in their order."""
    return tuple(prop(n.IMAGES_APART, row.repository, NS, msgspec.json.encode(row).decode()) for row in rows)


def images_of(metadata: o.Metadata, where: str) -> tuple[ImagesOfRepository, ...]:
    """What the properties of a plan say.

    Raises:
        ConfigError: the remarks of one are not as they were written.
    """
    props = (prop for prop in metadata.props if prop.name == n.IMAGES_APART and prop.ns == NS)
    try:
        return tuple(msgspec.json.decode(prop.remarks or "", type=ImagesOfRepository) for prop in props)
    except msgspec.DecodeError as error:
        what = f"the remarks of a property {n.IMAGES_APART} cannot be read: {error}"
        raise ConfigError(what, where=where, next_step="restore the plan as it was accepted") from error
