"""Files that a browser runs: no page of ours leads to one among the evidence, since whoever wrote it could write a script.

Tried in Chromium: it runs scripts in HTML, SVG and every kind of XML that it opens from disk, whatever page led there. Files
of other names it shows as text or saves.
"""

from pathlib import PurePosixPath

_RUN = frozenset(
    (
        ".html .htm .shtml .xhtml .xht .mhtml .mht .svg .svgz .xml .xsl .xslt .rdf .rss .atom .xbl .xul .hta .swf .url .webloc"
    ).split()
)
NOTE = (
    "A file that a browser would run (.html, .svg, .xml and the like) is named without a link: open it with a program that "
    "only shows its text."
)


def runs(path: str) -> bool:
    """Whether a browser might run what is in the file."""
    return PurePosixPath(path).suffix.lower() in _RUN
