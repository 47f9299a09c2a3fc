"""Documents that are data alone: the JSON of what their view gives."""

from collections.abc import Callable

import msgspec

from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument
from generator.text import indented_json


class JsonDocument(msgspec.Struct, frozen=True, kw_only=True):
    """See `Renderer`."""

    name: str
    path: str
    title: str
    belongs_to: Callable[[AuthorizationPackage], bool]
    """Whether it applies to a package."""
    content: Callable[[AuthorizationPackage], msgspec.Struct]
    """What it says of a package that it applies to."""
    template: str | None = None

    def applies(self, package: AuthorizationPackage) -> bool:
        """See `Renderer.applies`."""
        return self.belongs_to(package)

    def render(self, package: AuthorizationPackage, template: bytes | None) -> RenderedDocument:  # noqa: ARG002 - the contract
        """See `Renderer.render`."""
        return RenderedDocument(data=indented_json(self.content(package)))
