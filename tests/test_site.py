"""The site of the documentation: made pages are current, every page is on it, it builds, it loads nothing from elsewhere."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from prerequisites import need_program

from tests import make_docs, site_links
from tests.schema_rows import SchemaRow, rows_of

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
NAVIGATION = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:\n")[2]


@pytest.mark.parametrize("page", make_docs.PAGES)
def test_a_made_page_is_current(page: str) -> None:
    assert (DOCS / page).read_text("utf-8") == make_docs.made(page), f"docs/{page}: run python -m tests.make_docs"


def test_every_page_is_in_the_navigation() -> None:
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    pages = {page for page in pages if not re.match(r"decisions/\d", page)}
    assert pages <= set(re.findall(r"[\w./-]+\.md", NAVIGATION))


def test_what_the_site_shows_besides_docs_is_there() -> None:
    assert [path for path in site_links.OUTSIDE if not (ROOT / path).is_file()] == []


def test_every_screen_is_shown_and_can_be_made_again() -> None:
    pages = "".join(path.read_text("utf-8") for path in DOCS.rglob("*.md"))
    makes = (ROOT / "tests/make_screens.py").read_text("utf-8")
    screens = {path.name for path in (DOCS / "screens").iterdir()}
    light = {name for name in screens if not name.endswith("-dark.png")}
    assert light
    assert [name for name in light if f'"{name}"' not in makes] == []
    assert screens - light == {name.replace(".png", "-dark.png") for name in light}
    shown = r'<source media="\(prefers-color-scheme: dark\)" srcset="screens/(.+)">\n<img alt="[^"]+" src="screens/(.+)">'
    assert sorted(re.findall(shown, pages)) == sorted((name.replace(".png", "-dark.png"), name) for name in light)


def test_what_make_runs_needs_no_pytest() -> None:
    modules = sorted(set(re.findall(r"-m (tests[\w.]*)", (ROOT / "Makefile").read_text("utf-8"))))
    assert "tests.make_screens" in modules
    path = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ended = subprocess.run(
        [sys.executable, "-c", f"import {', '.join(modules)}"], cwd=ROOT, env=path, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    program = need_program("mkdocs")
    folder = tmp_path_factory.mktemp("site")
    ended = subprocess.run(
        [program, "build", "--strict", "--quiet", "--config-file", str(ROOT / "mkdocs.yml"), "--site-dir", str(folder)],
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        cwd=ROOT,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return folder


def test_pages_of_the_repository_are_on_the_site(site: Path) -> None:
    assert (site / "project/SECURITY.html").is_file()
    assert 'href="project/samples/parcel-tracker/index.html"' in (site / "start.html").read_text("utf-8")
    assert 'href="../SECURITY.md' not in (site / "threat-model.html").read_text("utf-8")


def test_the_site_loads_nothing_from_elsewhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 30
    loaded = re.compile(
        r"<(?:script|img|iframe|source)\b[^>]*\bsrc=[\"']?(?:https?:)?//|<link\b[^>]*\bhref=[\"']?(?:https?:)?//"
    )
    assert [page.name for page in pages if loaded.search(page.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("markdown", "page", "expected"),
    [
        ("[a](../SECURITY.md#b)", "threat-model.md", "[a](project/SECURITY.md#b)"),
        ("[a](../../templates/README.md)", "how-to/templates.md", "[a](../project/templates/README.md)"),
        ("[a](docs/limits.md)", "project/CONTRIBUTING.md", "[a](../limits.md)"),
        ("[a](../README.md)", "limits.md", "[a](index.md)"),
        ("[a](collect.md#dates)", "how-to/deviations.md", "[a](collect.md#dates)"),
        (
            "see [the key](../generator/ids.py) and [x](https://example.com)",
            "why.md",
            "see the key and [x](https://example.com)",
        ),
        ("![a](../output/sample/diagrams/differences.svg)", "index.md", "![a](project/output/sample/diagrams/differences.svg)"),
        ("[a](gone.md)", "index.md", "[a](gone.md)"),
    ],
)
def test_links_of_the_repository_become_links_of_the_site(markdown: str, page: str, expected: str) -> None:
    assert site_links.for_site(markdown, page) == expected


def test_keys_of_a_schema_are_listed_with_their_path() -> None:
    schema = {
        "type": "array",
        "items": {"$ref": "#/$defs/Row"},
        "$defs": {
            "Row": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string"},
                    "level": {"anyOf": [{"enum": ["low", "high"]}, {"type": "null"}]},
                    "words": {"type": "object", "additionalProperties": {"type": "integer"}},
                    "below": {"type": "array", "items": {"$ref": "#/$defs/Row"}},
                },
            }
        },
    }
    assert list(rows_of(schema)) == [
        SchemaRow(key="[].name", value="text", required=True),
        SchemaRow(key="[].level", value="`low` · `high`", required=False),
        SchemaRow(key="[].words", value="names, each with a whole number", required=False),
        SchemaRow(key="[].below", value="a list: keys", required=False),
    ]
