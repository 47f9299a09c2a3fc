"""The cross-check in full: every discrepancy, where every scan result is, and the quality of the scans.

Self-contained, as all pages of the report are (`report.shell`); without its scripts everything is there.
"""

import msgspec

from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument
from generator.renderers.crosscheck.rows import CrosscheckPage
from generator.renderers.crosscheck.view import view
from generator.renderers.html_page import filled
from generator.renderers.pictures.rows import NO_PICTURES, PictureParts
from generator.renderers.pictures.view import of_index
from generator.renderers.pictures.viewer import viewer
from generator.renderers.poam.trend_chart import drawn
from generator.renderers.report.pages import CROSSCHECK
from generator.renderers.report.scripts import find
from generator.renderers.report.shell import PageShell, shell_of

_TEMPLATE = "crosscheck.html"


class CrosscheckHtml(msgspec.Struct, frozen=True):
    """The page for assessors and compliance writers."""

    name: str = "crosscheck-html"
    path: str = f"report/{CROSSCHECK}"
    title: str = "Cross-check in full"
    template: str | None = None

    def applies(self, package: AuthorizationPackage) -> bool:  # noqa: ARG002 - every package has it
        """See `Renderer.applies`."""
        return True

    def render(self, package: AuthorizationPackage, template: bytes | None) -> RenderedDocument:  # noqa: ARG002 - no template of the user's
        """See `Renderer.render`."""
        pictures = of_index(package)
        return RenderedDocument(
            data=write(view(package), shell_of(package, CROSSCHECK, (viewer(pictures).script, find())), pictures)
        )


def write(page: CrosscheckPage, shell: PageShell, pictures: PictureParts = NO_PICTURES) -> bytes:
    """The page as HTML; every text is escaped."""
    return filled(_TEMPLATE, page=page, shell=shell, chart=drawn(page.trend), viewer=viewer(pictures)).encode()


CROSSCHECK_HTML = CrosscheckHtml()
