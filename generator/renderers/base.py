"""The contract of every document.

A renderer has two halves: `view(package)` where all decisions are made, a pure function to plain rows; and a dumb writer
that puts the rows into a template. Renderers read the frozen package, its OSCAL bundle first, never scanner results.
"""

from typing import Any, Protocol, runtime_checkable

import msgspec

from generator.model.evidence import Gap
from generator.oscal.package import AuthorizationPackage


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


class Renderer(Protocol):
    """Writes one document."""

    @property
    def name(self) -> str:
        """`poam-xlsx`."""

    @property
    def path(self) -> str:
        """Inside the package: `workbooks/Appendix-O-POAM.xlsx`."""

    @property
    def title(self) -> str:
        """For people."""

    @property
    def template(self) -> str | None:
        """The document's name under `templates:` in system.yaml; None where no template of the user's can be used."""

    def applies(self, package: AuthorizationPackage) -> bool:
        """Whether the document applies to this package."""

    def render(self, package: AuthorizationPackage, template: bytes | None) -> RenderedDocument:
        """Write it, into the user's template where one is given.

        Raises:
            ConfigError: the template is not one of this document (names what is missing in it).
        """


@runtime_checkable
class SplitRenderer(Protocol):
    """A renderer with its two halves apart, so that a document whose rows did not change need not be written again."""

    def view(self, package: AuthorizationPackage) -> Any:
        """All that the document is written from: records whose `repr` tells their values."""

    def write(self, rows: Any, template: bytes | None) -> RenderedDocument:
        """Writes it. See `Renderer.render` for what is raised."""
