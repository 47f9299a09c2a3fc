"""The page of pictures: the boundary, the differences and every namespace, to be zoomed, moved and asked.

Self-contained, as all pages of the report are (`report.shell`); without its scripts, or printed, it shows everything.
"""

import msgspec

from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument
from generator.renderers.html_page import filled
from generator.renderers.pictures.view import PAGE, of_page
from generator.renderers.pictures.viewer import viewer
from generator.renderers.report.shell import shell_of

_TEMPLATE = "pictures.html"


class PicturesHtml(msgspec.Struct, frozen=True):
    """The page for whoever wants to see the system."""

    name: str = "pictures-html"
    path: str = f"report/{PAGE}"
    title: str = "Pictures of the system, drawn from what runs"
    template: str | None = None

    def applies(self, package: AuthorizationPackage) -> bool:
        """See `Renderer.applies`."""
        return bool(package.pictures)

    def render(self, package: AuthorizationPackage, template: bytes | None) -> RenderedDocument:  # noqa: ARG002 - no template of the user's
        """See `Renderer.render`."""
        parts = of_page(package)
        shown = viewer(parts)
        page = filled(_TEMPLATE, shell=shell_of(package, PAGE, (shown.script,)), parts=parts, viewer=shown)
        return RenderedDocument(data=page.encode())


PICTURES_HTML = PicturesHtml()
