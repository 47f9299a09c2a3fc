"""The requirement matrix: area, requirement, state, evidence and gap, in one page that filters itself.

Self-contained: nothing is loaded from elsewhere. The one script stands in the page, and the page's own policy allows it by its
hash and no other; without it, or printed, the page shows everything.
"""

import base64
import hashlib
from dataclasses import dataclass

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Rendered
from generator.renderers.requirements_rows import MatrixPage
from generator.renderers.requirements_view import view
from generator.resources import data

_TEMPLATE, _SCRIPT = "requirements.html", "requirements.js"


@dataclass(frozen=True, slots=True)
class RequirementsHtml:
    """The page for assessors and compliance writers."""

    name: str = "requirements-html"
    path: str = "report/requirements.html"
    title: str = "Requirement matrix"
    template: str | None = None

    def applies(self, package: AuthorizationPackage) -> bool:
        """See `Renderer.applies`."""
        return bool(package.postures)

    def render(self, package: AuthorizationPackage, template: bytes | None) -> Rendered:  # noqa: ARG002 - no template of the user's
        """See `Renderer.render`."""
        return Rendered(data=write(view(package)))


def write(page: MatrixPage) -> bytes:
    """The page as HTML; every text is escaped."""
    folder = data("templates") / "html"
    script = (folder / _SCRIPT).read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_readable
    )
    template = environment.from_string((folder / _TEMPLATE).read_text("utf-8"))
    # NOTE: the script is a file of this project, without any value from evidence: it must not be escaped, or its hash is wrong.
    return template.render(page=page, script=Markup(script), digest=digest).encode()  # noqa: S704


def _readable(value: object) -> object:
    """Text without characters that show nothing or turn the direction of what follows; markup of the template as it is."""
    if isinstance(value, Markup) or not isinstance(value, str) or value.isprintable():
        return value
    return "".join(char if char.isprintable() else " " for char in value)


REQUIREMENTS_HTML = RequirementsHtml()
