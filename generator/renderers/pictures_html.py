"""The page of pictures: the boundary, the differences and every namespace, to be zoomed, moved and asked.

Self-contained: nothing is loaded from elsewhere. The one script stands in the page, and the page's own policy allows it by its
hash and no other; without it, or printed, the page shows everything.
"""

from dataclasses import dataclass

from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Rendered
from generator.renderers.html_page import filled
from generator.renderers.oscal_reading import value_of
from generator.renderers.picture_viewer import viewer
from generator.renderers.pictures_view import PAGE, of_page

_TEMPLATE = "pictures.html"


@dataclass(frozen=True, slots=True)
class PicturesHtml:
    """The page for whoever wants to see the system."""

    name: str = "pictures-html"
    path: str = f"report/{PAGE}"
    title: str = "Pictures of the system, drawn from what runs"
    template: str | None = None

    def applies(self, package: AuthorizationPackage) -> bool:
        """See `Renderer.applies`."""
        return bool(package.pictures)

    def render(self, package: AuthorizationPackage, template: bytes | None) -> Rendered:  # noqa: ARG002 - no template of the user's
        """See `Renderer.render`."""
        parts = of_page(package)
        marking = value_of(package.bundle.ssp.metadata.props, "marking") or ""
        page = filled(
            _TEMPLATE,
            system=package.system.name,
            as_of=package.as_of.isoformat(),
            marking=marking.upper(),
            parts=parts,
            viewer=viewer(parts),
        )
        return Rendered(data=page.encode())


PICTURES_HTML = PicturesHtml()
