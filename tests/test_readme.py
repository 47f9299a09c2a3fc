"""Members of the registries are complete, and links of the pages for people lead to files."""

import re
from pathlib import Path

import pytest
from test_formats_docs import READ

from generator.checks.registry import CHECKS
from generator.parsers.registry import PARSERS
from generator.renderers.registry import RENDERERS

ROOT = Path(__file__).parents[1]
PAGES = (
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    *(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").rglob("*.md")) if path.parent.name != "decisions"),
)


def test_names_are_unique() -> None:
    for family in (PARSERS, RENDERERS):
        names = [member.name for member in family]
        assert len(set(names)) == len(names)
    paths = [renderer.path for renderer in RENDERERS]
    assert len(set(paths)) == len(paths)
    assert len({check.id for check in CHECKS}) == len(CHECKS)


def test_every_parser_has_test_data() -> None:
    tests = Path(__file__).parent / "parsers"
    for parser in READ:
        found = {path.name.split(".")[0] for path in tests.glob(f"*/testdata/{parser.name}/*")}
        assert {"empty", "one", "many", "broken"} <= found, parser.name


def test_every_check_names_controls_and_source() -> None:
    for check in CHECKS:
        assert check.requirement.asks.endswith("?"), check.id
        assert check.controls, check.id
        assert len(check.requirement.source) > 20, check.id


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files(page: str) -> None:
    path = ROOT / page
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 150
