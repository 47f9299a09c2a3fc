"""Scripts of the report's pages: each stands in its page and is allowed by its hash, none holds a value from evidence."""

import base64
import hashlib

import msgspec
from markupsafe import Markup

from generator.renderers.html_page import source


class PageScript(msgspec.Struct, frozen=True, kw_only=True):
    """One script of a page."""

    text: Markup
    digest: str
    """For the page's Content-Security-Policy: `sha256-…`."""
    module: bool = False
    """Runs when the page is read, with names of its own."""


def script(name: str) -> PageScript:
    """A script of `templates/html/`."""
    return script_of(source(name))


def find() -> PageScript:
    """The search of a page that is read from top to bottom (`find.html`)."""
    return script("report/find.js")


def script_of(text: str, *, module: bool = False) -> PageScript:
    """A script whose text is at hand."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    # NOTE: no value from evidence is in it: it must not be escaped, or its hash is wrong.
    return PageScript(text=Markup(text), digest=f"sha256-{digest}", module=module)  # noqa: S704
