"""The contract of every document.

A renderer has two halves: `view(package)` where all decisions are made, a pure function to plain rows; and a dumb writer
that puts the rows into a template. Renderers read the frozen package, its OSCAL bundle first, never scanner results.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec

from generator.model.evidence import Gap
from generator.model.system import Regime
from generator.oscal.package import AuthorizationPackage

Rows = TypeVar("Rows")


class SecondForm(msgspec.Struct, frozen=True, kw_only=True):
    """A second form of a document, made from the same rows."""

    path: str
    title: str
    data: bytes


class RenderedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One document of the package."""

    data: bytes
    second_forms: tuple[SecondForm, ...] = ()
    notes: tuple[Gap, ...] = ()
    """What had to be cut or left out, with the document as path."""


def in_every_package(_: AuthorizationPackage) -> bool:
    """Of a document that belongs to all packages."""
    return True


def outside_cr26(package: AuthorizationPackage) -> bool:
    """Of a document that the Consolidated Rules replace."""
    return package.system.regime is not Regime.CR26


def under_cr26(package: AuthorizationPackage) -> bool:
    """Of a document that the Consolidated Rules ask for."""
    return package.system.regime is not Regime.LEGACY


class Renderer(msgspec.Struct, frozen=True, kw_only=True):
    """Writes one document."""

    name: str
    """`poam-xlsx`."""
    path: str
    """Inside the package: `workbooks/Appendix-O-POAM.xlsx`."""
    title: str
    """For people."""
    template: str | None = None
    """The document's name under `templates:` in system.yaml; None where no template of the user's can be used."""
    applies: Callable[[AuthorizationPackage], bool] = in_every_package
    """Whether the document applies to this package."""
    render: Callable[[AuthorizationPackage, bytes | None], RenderedDocument]
    """Writes it, into the user's template where one is given.

    Raises:
        ConfigError: the template is not one of this document (names what is missing in it).
    """


def without_template(
    write: Callable[[AuthorizationPackage], bytes],
) -> Callable[[AuthorizationPackage, bytes | None], RenderedDocument]:
    """`Renderer.render` of a document for which no template of the user's can be used."""
    return lambda package, _: RenderedDocument(data=write(package))


class SplitRenderer(Renderer, Generic[Rows], frozen=True, kw_only=True):
    """A renderer with its two halves apart, so that a document whose rows did not change need not be written again."""

    view: Callable[[AuthorizationPackage], Rows]
    """All that the document is written from: records whose `repr` tells their values."""
    write: Callable[[Rows, bytes | None], RenderedDocument]
    """Writes it. See `Renderer.render` for what is raised."""


def in_turn(
    view: Callable[[AuthorizationPackage], Rows], write: Callable[[Rows, bytes | None], RenderedDocument]
) -> Callable[[AuthorizationPackage, bytes | None], RenderedDocument]:
    """`Renderer.render` of the two halves."""
    return lambda package, template: write(view(package), template)
