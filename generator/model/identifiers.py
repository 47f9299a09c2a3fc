"""Texts that name something, each with a type of its own: one kind of identifier is never taken for another.

They are made where text enters (parsers, YAML, OSCAL that is read back) and carried from there.
"""

from typing import NewType

ControlId = NewType("ControlId", str)
"""A control of SP 800-53 as FedRAMP writes it: `AC-6(9)`. OSCAL writes `ac-6.9`: see `frameworks.base.oscal_id`."""
AssetId = NewType("AssetId", str)
"""UNIQUE ASSET IDENTIFIER of the inventory: `registry/repository:tag` of an image class, a host's name, a web address."""
Sha256 = NewType("Sha256", str)
"""SHA-256 of a file's bytes: 64 hexadecimal digits in lower case, without `sha256:`."""


def control_ids(*ids: str) -> tuple[ControlId, ...]:
    """Controls that are written out in code."""
    return tuple(map(ControlId, ids))
