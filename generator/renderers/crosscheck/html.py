"""The cross-check in full: every discrepancy, where every scan result is, and the quality of the scans.

Self-contained, as all pages of the report are (`report.shell`); without its scripts everything is there.
"""

from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Renderer, without_template
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


def write(page: CrosscheckPage, shell: PageShell, pictures: PictureParts = NO_PICTURES) -> bytes:
    """The page as HTML; every text is escaped."""
    return filled(_TEMPLATE, page=page, shell=shell, chart=drawn(page.trend), viewer=viewer(pictures)).encode()


def _rendered(package: AuthorizationPackage) -> bytes:
    pictures = of_index(package)
    return write(view(package), shell_of(package, CROSSCHECK, (viewer(pictures).script, find())), pictures)


CROSSCHECK_HTML = Renderer(
    name="crosscheck-html",
    path=f"report/{CROSSCHECK}",
    title="Cross-check in full",
    render=without_template(_rendered),
)
