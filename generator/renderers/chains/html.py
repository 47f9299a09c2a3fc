"""The page about images: for each a picture and a table of its chain from commit to running digest, and how far it is hardened.

Self-contained, as all pages of the report are (`report.shell`). The pictures stand in the page; `drawing.chain` escapes their
texts.
"""

import msgspec
from markupsafe import Markup

from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument
from generator.renderers.chains.rows import ChainsPage
from generator.renderers.chains.view import view
from generator.renderers.html_page import filled
from generator.renderers.report.pages import CHAINS
from generator.renderers.report.scripts import find
from generator.renderers.report.shell import PageShell, shell_of

_TEMPLATE = "chains.html"


class ChainsHtml(msgspec.Struct, frozen=True):
    """The page for assessors and for whoever corrects a chain."""

    name: str = "chains-html"
    path: str = f"report/{CHAINS}"
    title: str = "Images: from commit to running digest, and hardening"
    template: str | None = None

    def applies(self, package: AuthorizationPackage) -> bool:
        """See `Renderer.applies`."""
        return bool(package.chains)

    def render(self, package: AuthorizationPackage, template: bytes | None) -> RenderedDocument:  # noqa: ARG002 - no template of the user's
        """See `Renderer.render`."""
        return RenderedDocument(data=write(view(package), shell_of(package, CHAINS, (find(),))))


def write(page: ChainsPage, shell: PageShell) -> bytes:
    """The page as HTML; every text is escaped, in the pictures already."""
    return filled(_TEMPLATE, page=page, shell=shell, drawn=Markup).encode()


CHAINS_HTML = ChainsHtml()
