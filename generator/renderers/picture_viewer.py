"""Pictures inside a page, to be zoomed, moved and asked: markup, looks and script are files of their own in `templates/html/`.

A page puts `viewer` where the pictures go and `script` at its end, and allows the script in its policy by `digest`. Without the
script everything is there: shapes are links to their cards, which stand below the pictures.
"""

import base64
import hashlib
from dataclasses import dataclass

from markupsafe import Markup

from generator.renderers.html_page import filled
from generator.renderers.picture_rows import PictureParts
from generator.resources import data

_TEMPLATE, _STYLE, _SCRIPT = "picture_viewer.html", "picture_viewer.css", "picture_viewer.js"


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """What a page needs."""

    markup: Markup
    script: Markup
    digest: str
    """For the page's Content-Security-Policy: `script-src 'sha256-…'`."""


def viewer(parts: PictureParts) -> Viewer:
    """The pictures with their looks."""
    script = _file(_SCRIPT)
    markup = filled(_TEMPLATE, parts=parts, style=Markup(_file(_STYLE)), svg=Markup)  # noqa: S704 - files of this project
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    # NOTE: the script holds no value from evidence: it must not be escaped, or its hash is wrong.
    return Viewer(markup=markup, script=Markup(script), digest=digest)  # noqa: S704


def _file(name: str) -> str:
    return (data("templates") / "html" / name).read_text("utf-8")
