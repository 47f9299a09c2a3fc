"""The page about images: for each a picture and a table of its chain from commit to running digest, and how far it is hardened.

Self-contained: no script, nothing loaded from elsewhere. The pictures stand in the page; `drawing.chain` escapes their
texts.
"""

from dataclasses import dataclass

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Rendered
from generator.renderers.chains_rows import ChainsPage
from generator.renderers.chains_view import view
from generator.resources import data

_TEMPLATE = "chains.html"


@dataclass(frozen=True, slots=True)
class ChainsHtml:
    """The page for assessors and for whoever mends a chain."""

    name: str = "chains-html"
    path: str = "report/chains.html"
    title: str = "Images: from commit to running digest, and hardening"
    template: str | None = None

    def applies(self, package: AuthorizationPackage) -> bool:
        """See `Renderer.applies`."""
        return bool(package.chains)

    def render(self, package: AuthorizationPackage, template: bytes | None) -> Rendered:  # noqa: ARG002 - no template of the user's
        """See `Renderer.render`."""
        return Rendered(data=write(view(package)))


def write(page: ChainsPage) -> bytes:
    """The page as HTML; every text is escaped."""
    source = (data("templates") / "html" / _TEMPLATE).read_text("utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_readable
    )
    environment.filters["drawn"] = Markup
    return environment.from_string(source).render(page=page).encode()


def _readable(value: object) -> object:
    """Text without characters that show nothing or turn the direction of what follows; markup as it is."""
    if isinstance(value, Markup) or not isinstance(value, str) or value.isprintable():
        return value
    return "".join(char if char.isprintable() else " " for char in value)


CHAINS_HTML = ChainsHtml()
