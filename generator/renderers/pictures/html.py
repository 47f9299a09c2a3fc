"""The page of pictures: the boundary, the differences and every namespace, to be zoomed, moved and asked.

Self-contained, as all pages of the report are (`report.shell`); without its scripts, or printed, it shows everything.
"""

from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Renderer, without_template
from generator.renderers.html_page import filled
from generator.renderers.pictures.view import PAGE, of_page
from generator.renderers.pictures.viewer import viewer
from generator.renderers.report.shell import shell_of

_TEMPLATE = "pictures.html"


def _write(package: AuthorizationPackage) -> bytes:
    parts = of_page(package)
    shown = viewer(parts)
    return filled(_TEMPLATE, shell=shell_of(package, PAGE, (shown.script,)), parts=parts, viewer=shown).encode()


PICTURES_HTML = Renderer(
    name="pictures-html",
    path=f"report/{PAGE}",
    title="Pictures of the system, drawn from what runs",
    applies=lambda package: bool(package.pictures),
    render=without_template(_write),
)
