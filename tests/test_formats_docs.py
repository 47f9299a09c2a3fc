"""docs/formats.md lists what the registries hold, and the README counts it."""

import re
from collections import Counter
from pathlib import Path

from generator.parsers.registry import PARSERS

ROOT = Path(__file__).parents[1]
READ = [parser for parser in PARSERS if parser.name != "picture"]
"""All but the parser that recognizes pictures only to refuse them with advice."""
_HEADINGS = {
    "scan": "Scans",
    "cluster": "Cluster state and manifests",
    "cloud": "Cloud accounts and registry settings",
    "pipeline": "Pipelines and build definitions",
    "diagram": "Diagrams",
    "registry": "Images in registries, signatures and attestations",
    "flow": "Flow logs",
    "monitoring": "Monitoring records",
}


def test_every_format_has_its_row_under_the_heading_of_its_family() -> None:
    lines = (ROOT / "docs/formats.md").read_text("utf-8").splitlines()
    written = [
        line.removeprefix("## ") if line.startswith("## ") else line for line in lines if line.startswith(("## ", "| `"))
    ]
    expected = []
    for family, heading in _HEADINGS.items():
        expected += [heading, *(f"| `{parser.name}` | {parser.title} |" for parser in READ if parser.family == family)]
    assert written == expected


def test_every_family_has_a_heading() -> None:
    assert list(dict.fromkeys(parser.family for parser in READ)) == list(_HEADINGS)


def test_the_readme_counts_the_formats() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    paragraph = text.partition("## What it reads\n")[2].partition(". ")[0]
    counts = Counter(parser.family for parser in READ)
    assert list(map(int, re.findall(r"\d+", paragraph))) == [len(READ), *(counts[family] for family in _HEADINGS)]
