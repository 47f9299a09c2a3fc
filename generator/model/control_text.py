"""What the user's copy of NIST's catalog says of controls."""

from typing import Protocol

import msgspec


class CatalogAbout(msgspec.Struct, frozen=True, kw_only=True):
    """The catalog itself."""

    title: str
    version: str


class ControlText(msgspec.Struct, frozen=True, kw_only=True):
    """One control."""

    group: str
    """Its family: `ac`."""
    group_title: str
    sort_id: str
    """In the order of numbers: `ac-002.001`."""
    enhances: str | None
    """The id of the control that it enhances."""
    control: bytes
    """JSON, as NIST's OSCAL has it, without the enhancements below it."""


class ControlCatalog(Protocol):
    """The texts of controls by their OSCAL id."""

    @property
    def about(self) -> CatalogAbout | None:
        """None where the user did not add the catalog."""

    def control(self, control_id: str) -> ControlText | None:
        """None where the catalog is not there or does not know it."""

    def catalog_resource(self, uuid: str) -> bytes | None:
        """A resource of the back matter, as JSON."""
