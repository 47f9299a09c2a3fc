"""The cross-check report: one page that says whether the evidence tells one story, and shows the way to every file.

Self-contained: no script, nothing loaded from elsewhere; the boundary picture is the one of the package.
"""

from dataclasses import dataclass

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Rendered
from generator.renderers.crosscheck_rows import Page
from generator.renderers.crosscheck_view import view
from generator.resources import data

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
        return Rendered(data=write(view(package)))


def write(page: Page) -> bytes:
    """The page as HTML; every text is escaped."""
    source = (data("templates") / "html" / _TEMPLATE).read_text("utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_readable
    )
    return environment.from_string(source).render(page=page).encode()


def _readable(value: object) -> object:
    """Text without characters that show nothing or turn the direction of what follows; markup of the template as it is."""
    if isinstance(value, Markup) or not isinstance(value, str) or value.isprintable():
        return value
    return "".join(char if char.isprintable() else " " for char in value)


CROSSCHECK_HTML = CrosscheckHtml()
