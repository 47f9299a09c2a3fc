"""The cross-check report: one page that says whether the evidence tells one story, and shows the way to every file.

Self-contained: nothing is loaded from elsewhere. Its one script serves the pictures (`picture_viewer`); the page's own policy
allows it by its hash and no other, and without it everything is there.
"""

from dataclasses import dataclass

from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Rendered
from generator.renderers.crosscheck_rows import Page
from generator.renderers.crosscheck_view import view
from generator.renderers.html_page import filled
from generator.renderers.picture_rows import NO_PICTURES, PictureParts
from generator.renderers.picture_viewer import viewer
from generator.renderers.pictures_view import of_index
from generator.renderers.trend_chart import drawn

_TEMPLATE = "crosscheck.html"


@dataclass(frozen=True, slots=True)
class CrosscheckHtml:
    """The page for assessors and compliance writers."""

    name: str = "crosscheck-html"
    path: str = "report/index.html"
    title: str = "Cross-check report"
    template: str | None = None

    def applies(self, package: AuthorizationPackage) -> bool:  # noqa: ARG002 - every package owes it
        """See `Renderer.applies`."""
        return True

    def render(self, package: AuthorizationPackage, template: bytes | None) -> Rendered:  # noqa: ARG002 - no template of the user's
        """See `Renderer.render`."""
        return Rendered(data=write(view(package), of_index(package)))


def write(page: Page, pictures: PictureParts = NO_PICTURES) -> bytes:
    """The page as HTML; every text is escaped."""
    return filled(_TEMPLATE, page=page, chart=drawn(page.trend), viewer=viewer(pictures)).encode()


CROSSCHECK_HTML = CrosscheckHtml()
