"""The README tells the truth about what is registered."""

import re
from pathlib import Path

from generator.checks.registry import CHECKS
from generator.parsers.registry import PARSERS
from generator.renderers.registry import RENDERERS

READ = [parser for parser in PARSERS if parser.name != "picture"]
"""All but the one that recognises pictures only to refuse them with advice."""

README = (Path(__file__).parents[1] / "README.md").read_text()


def test_every_format_has_its_row() -> None:
    rows = [line for line in README.splitlines() if line.startswith("| `")]
    assert rows == [f"| `{parser.name}` | {parser.title} |" for parser in READ]


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
        assert check.question.endswith("?"), check.id
        assert check.controls, check.id
        assert len(check.source) > 20, check.id


def test_what_the_readme_links_to_is_there() -> None:
    root = Path(__file__).parents[1]
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (root / target).exists(), target
