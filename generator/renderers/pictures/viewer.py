"""Pictures inside a page, to be zoomed, moved and asked: markup, looks and script are files of their own in `templates/html/`.

A page puts `markup` where the pictures go and hands `script` to its shell. Without the script everything is there: shapes are
links to their cards, which stand below the pictures.
"""

import msgspec
from markupsafe import Markup

from generator.renderers.html_page import filled, source
from generator.renderers.pictures.rows import PictureParts
from generator.renderers.report.scripts import PageScript, script

_TEMPLATE, _STYLE, _SCRIPT = "picture_viewer.html", "picture_viewer.css", "picture_viewer.js"


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """What a page needs."""

    markup: Markup
    script: PageScript


def viewer(parts: PictureParts) -> Viewer:
    """The pictures with their looks."""
    markup = filled(_TEMPLATE, parts=parts, style=Markup(source(_STYLE)), svg=Markup)  # noqa: S704 - files of this project
    return Viewer(markup=markup, script=script(_SCRIPT))
