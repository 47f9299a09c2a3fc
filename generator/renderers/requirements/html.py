"""The requirement matrix: area, requirement, state, evidence and gap, in one page that filters itself.

Self-contained, as all pages of the report are (`report.shell`); without its script, or printed, it shows everything.
"""

import msgspec

from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument
from generator.renderers.html_page import filled
from generator.renderers.report.pages import REQUIREMENTS
from generator.renderers.report.scripts import script
from generator.renderers.report.shell import PageShell, shell_of
from generator.renderers.requirements.rows import MatrixPage
from generator.renderers.requirements.view import view

_TEMPLATE, _SCRIPT = "requirements.html", "requirements.js"


class RequirementsHtml(msgspec.Struct, frozen=True):
    """The page for assessors and compliance writers."""

    name: str = "requirements-html"
    path: str = f"report/{REQUIREMENTS}"
    title: str = "Requirement matrix"
    template: str | None = None

    def applies(self, package: AuthorizationPackage) -> bool:
        """See `Renderer.applies`."""
        return bool(package.postures)

    def render(self, package: AuthorizationPackage, template: bytes | None) -> RenderedDocument:  # noqa: ARG002 - no template of the user's
        """See `Renderer.render`."""
        return RenderedDocument(data=write(view(package), shell_of(package, REQUIREMENTS, (script(_SCRIPT),))))


def write(page: MatrixPage, shell: PageShell) -> bytes:
    """The page as HTML; every text is escaped."""
    return filled(_TEMPLATE, page=page, shell=shell).encode()


REQUIREMENTS_HTML = RequirementsHtml()
