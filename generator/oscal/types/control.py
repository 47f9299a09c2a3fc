"""Controls as a catalog has them, as far as their text is read."""

from generator.oscal.types.metadata import Assembly, Property


class ParameterSelection(Assembly, frozen=True, kw_only=True):
    """The choices that a parameter leaves."""

    how_many: str | None = None
    choice: tuple[str, ...] = ()


class CatalogParameter(Assembly, frozen=True, kw_only=True):
    """A parameter of a control."""

    id: str = ""
    """OSCAL demands it, and NIST's JSON schema does not."""
    label: str | None = None
    select: ParameterSelection | None = None


class Part(Assembly, frozen=True, kw_only=True):
    """A statement, an item of one, guidance, …"""

    name: str
    id: str | None = None
    props: tuple[Property, ...] = ()
    prose: str = ""
    parts: "tuple[Part, ...]" = ()


class CatalogControl(Assembly, frozen=True, kw_only=True):
    """One control."""

    id: str
    params: tuple[CatalogParameter, ...] = ()
    parts: tuple[Part, ...] = ()
