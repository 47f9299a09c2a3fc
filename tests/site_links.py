"""A hook of MkDocs (mkdocs.yml): pages and pictures that lie outside docs/ are on the site too, and links between both work on
either side, in the repository as well as on the site. https://www.mkdocs.org/dev-guide/plugins/#events
"""

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[1]
OUTSIDE = (
    "ARCHITECTURE.md",
    "BENCHMARKS.md",
    "CHANGELOG.md",
    "CODE_OF_CONDUCT.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "samples/parcel-tracker/README.md",
    "templates/README.md",
    "templates/workspace/README.md",
    "output/sample/diagrams/authorization-boundary.svg",
    "output/sample/diagrams/differences.svg",
)
"""Paths in the repository of what the site shows besides docs/."""
_BELOW = "project"
_LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#)(?P<path>[^)#\s]+)")


def on_files(files: "Files", config: "MkDocsConfig") -> "Files":
    """Add what lies outside docs/, each below `project/`."""
    from mkdocs.structure.files import File

    for path in OUTSIDE:
        files.append(File.generated(config, f"{_BELOW}/{path}", abs_src_path=str(ROOT / path)))
    return files


def on_page_markdown(markdown: str, *, page: "Page", config: "MkDocsConfig", files: "Files") -> str:
    """Links as they work in the repository become links of the site."""
    return for_site(markdown, page.file.src_uri)


def for_site(markdown: str, page: str) -> str:
    """Links of `page`, a path of the site's sources. A file that the site does not show is named and not linked."""
    here = posixpath.dirname(page.removeprefix(f"{_BELOW}/") if page.startswith(f"{_BELOW}/") else f"docs/{page}")

    def target(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(here, match["path"]))
        if path == "README.md":
            path = "docs/index.md"
        if path.startswith("docs/"):
            there = path.removeprefix("docs/")
        elif path in OUTSIDE:
            there = f"{_BELOW}/{path}"
        else:
            return match["path"]
        return posixpath.relpath(there, posixpath.dirname(page))

    return _LINK.sub(target, _unlinked(markdown, here))


def _unlinked(markdown: str, here: str) -> str:
    def text(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(here, match["path"]))
        shown = path in OUTSIDE or path == "README.md" or path.startswith("docs/")
        return match[0] if shown or not (ROOT / path).exists() else match["text"]

    return re.sub(r"(?<!!)\[(?P<text>[^\]]*)\]\((?![a-z]+:|#)(?P<path>[^)#\s]+)[^)]*\)", text, markdown)
