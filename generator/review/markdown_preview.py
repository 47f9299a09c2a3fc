"""How a statement in Markdown looks: no HTML of its own, and no link that leads to a script."""

from markdown_it import MarkdownIt
from markupsafe import Markup


def markdown_preview(source: str) -> Markup:
    """Markdown as HTML."""
    # NOTE: the library escapes everything where HTML is off, and no link of a narrative leads to a script.
    return Markup(MarkdownIt("commonmark", {"html": False}).enable("table").render(source))  # noqa: S704
