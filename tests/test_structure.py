"""The project is laid out as ARCHITECTURE.md and pyproject.toml say it is."""

import re
import tomllib
from importlib import import_module
from pathlib import Path

from generator.cli import grammar

ROOT = Path(__file__).parents[1]
GENERATOR = ROOT / "generator"
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text()
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]


def test_every_folder_has_its_row_and_every_row_its_folder() -> None:
    rows = re.findall(r"^\| `(\w+)/` \|", ARCHITECTURE, re.MULTILINE)
    folders = [path.name for path in GENERATOR.iterdir() if (path / "__init__.py").is_file()]
    assert sorted(rows) == sorted(folders)


def test_few_modules_are_loose() -> None:
    loose = sorted(path.name for path in GENERATOR.glob("*.py") if path.name != "__init__.py")
    assert len(loose) <= 8
    for name in loose:
        assert f"`{name}`" in ARCHITECTURE


def test_layers_are_few_exhaustive_and_shown() -> None:
    assert LAYERS["exhaustive"] is True
    assert len(LAYERS["layers"]) <= 14
    block = re.search(r"^## Layers.*?^```\n(.*?)^```", ARCHITECTURE, re.MULTILINE | re.DOTALL)
    assert block is not None
    assert [_names(line) for line in block[1].splitlines()] == [_names(line) for line in LAYERS["layers"]]


def test_every_stage_is_a_module_in_the_order_of_the_table() -> None:
    stages = re.findall(r"^\| (\w+) \|", ARCHITECTURE.partition("## Folders")[0], re.MULTILINE)[1:]
    assert stages == ["load", "parse", "as_of", "assess", "track", "compose", "render", "publish"]
    assert all((GENERATOR / "pipeline" / f"{stage}.py").is_file() for stage in stages)


def test_every_command_names_a_function_that_is_there() -> None:
    named = re.findall(r'_runs\("(\w+)"(?:, "(\w+)")?\)', Path(grammar.__file__).read_text())
    assert named
    for module, function in named:
        assert callable(getattr(import_module(f"generator.cli.{module}"), function or "run"))


def test_paths_that_the_documents_name_exist() -> None:
    for document in ("ARCHITECTURE.md", "CONTRIBUTING.md"):
        for path in re.findall(r"`((?:generator|tests|templates|docs|samples)/[\w/.-]*\w)`", (ROOT / document).read_text()):
            assert (ROOT / path).exists(), f"{document} names {path}"


def _names(line: str) -> set[str]:
    return set(re.findall(r"\w+", line))
