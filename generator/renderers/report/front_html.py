"""The front page of the report: the state of the system at a glance, what cannot wait, and the way to every other page."""

import msgspec

from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument, Renderer
from generator.renderers.html_page import filled
from generator.renderers.report.front_rows import FrontPage
from generator.renderers.report.front_view import view
from generator.renderers.report.pages import FRONT
from generator.renderers.report.shell import PageShell, shell_of


class FrontHtml(msgspec.Struct, frozen=True):
    """The page that everybody opens first."""

    name: str = "front-html"
    path: str = f"report/{FRONT}"
    title: str = "Report: begin here"
    template: str | None = None
    documents: tuple[Renderer, ...] = ()
    """What the package has beside the report."""

    def applies(self, package: AuthorizationPackage) -> bool:  # noqa: ARG002 - every package has it
        """See `Renderer.applies`."""
        return True

    def render(self, package: AuthorizationPackage, template: bytes | None) -> RenderedDocument:  # noqa: ARG002 - no template of the user's
        """See `Renderer.render`."""
        return RenderedDocument(data=write(view(package, self.documents), shell_of(package, FRONT)))


def write(page: FrontPage, shell: PageShell) -> bytes:
    """The page as HTML; every text is escaped."""
    return filled("report/front.html", page=page, shell=shell).encode()
