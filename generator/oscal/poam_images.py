"""Images of one repository that are distinguished, as properties of the plan of action and milestones, for the next package."""

from collections.abc import Iterable

import msgspec

from generator.errors import ConfigError
from generator.ledger.image_identity import ImagesOfRepository, fault_of
from generator.oscal import poam_names as n
from generator.oscal import types as o
from generator.oscal.common import NS, prop


def images_apart(rows: Iterable[ImagesOfRepository]) -> tuple[o.Property, ...]:
    """One property for each repository, in their order."""
    return tuple(prop(n.IMAGES_APART, row.repository, NS, msgspec.json.encode(row).decode()) for row in rows)


def images_of(metadata: o.Metadata, where: str) -> tuple[ImagesOfRepository, ...]:
    """What the properties of a plan say.

    Raises:
        ConfigError: one is not as it was written.
    """
    rows: dict[str, ImagesOfRepository] = {}
    for written in metadata.props:
        if written.name != n.IMAGES_APART or written.ns != NS:
            continue
        row = _row(written, where)
        if row.repository != written.value or row.repository in rows or fault_of(row):
            what = fault_of(row) or "it is a duplicate, or names another repository than its remarks"
            raise _damaged(f"{written.value!r}: {what}", where)
        rows[row.repository] = row
    return tuple(rows.values())


def _row(written: o.Property, where: str) -> ImagesOfRepository:
    if not written.remarks:
        raise _damaged(f"{written.value!r} has no remarks", where)
    try:
        return msgspec.json.decode(written.remarks, type=ImagesOfRepository)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _damaged(f"its remarks cannot be read: {error}", where) from error


def _damaged(what: str, where: str) -> ConfigError:
    return ConfigError(
        f"a property {n.IMAGES_APART} is damaged: {what}", where=where, next_step="restore the plan as it was accepted"
    )
