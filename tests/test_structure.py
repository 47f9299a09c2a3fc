"""The project is laid out as ARCHITECTURE.md and pyproject.toml say it is."""

import ast
import builtins
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from generator.cli import grammar
from generator.model.settings.areas import AREAS
from generator.parsers.late_parser import LateParser
from generator.parsers.registry import PARSERS
from generator.parsers.scans.scan_format import ScanFormat

ROOT = Path(__file__).parents[1]
GENERATOR = ROOT / "generator"
_CODE = (GENERATOR, ROOT / "tests")
_NAMED = re.compile(
    r"^ *(?:(?:async )?def|class) \w+|^ *(?:from|import) [^\n]*|^    \w+,$|^ *\w+(?:, \w+)*(?=:? [^\n]*=|: [\w\"])",
    re.MULTILINE,
)
"""Where a name is given or imported."""
_OF_LIBRARIES = {*sys.stdlib_module_names, *dir(builtins), "sigstore"}
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
    assert _commands()
    for module, function in _commands():
        assert callable(getattr(import_module(f"generator.cli.{module}"), function or "run"))


def test_paths_that_the_documents_name_exist() -> None:
    for document in ("ARCHITECTURE.md", "CONTRIBUTING.md"):
        for path in re.findall(r"`((?:generator|tests|templates|docs|samples)/[\w/.-]*\w)`", (ROOT / document).read_text()):
            assert (ROOT / path).exists(), f"{document} names {path}"


def test_names_of_code_in_the_documents_exist() -> None:
    known = _names_in_code() | set(dir(builtins)) | {path.name for folder in _CODE for path in folder.rglob("*.*")}
    for document in ("ARCHITECTURE.md", "CONTRIBUTING.md"):
        named = re.findall(r"`(?:[\w.]+/)*([A-Za-z_]\w*(?:\.py)?)`", (ROOT / document).read_text())
        unknown = {name for name in named if _is_of_code(name) and name not in known}
        assert unknown == set(), f"{document} names what no module has: change the sentence with the code"


def test_what_a_docstring_refers_to_exists() -> None:
    known = _names_in_code() | {path.stem for path in GENERATOR.rglob("*")}
    unknown = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in GENERATOR.rglob("*.py")
        for name in re.findall(r"\b[Ss]ee `([\w.]+)`", path.read_text())
        if name.partition(".")[0] not in _OF_LIBRARIES and not known.issuperset(name.split("."))
    }
    assert unknown == set(), "change `See …` where the name that it leads to was changed"


def _is_of_code(name: str) -> bool:
    """A module, a class, a constant or a function of two words; one word in small letters may be anything."""
    return (
        name.endswith(".py") or "_" in name or re.search(r"[a-z][A-Z]", name) is not None or (name.isupper() and len(name) > 4)
    )


@cache
def _names_in_code() -> frozenset[str]:
    """Of classes, functions, values, fields and arguments, and what is imported: words of docstrings are none of them."""
    matches = (_NAMED.finditer(path.read_text()) for folder in _CODE for path in folder.rglob("*.py"))
    return frozenset(name for each in matches for match in each for name in re.findall(r"\w+", match[0]))


def test_frozen_records_are_structs_but_where_they_keep_something_beside_their_fields() -> None:
    """docs/decisions/0176: what Structs cannot do is the reason for a frozen dataclass."""
    frozen = [(path, kind) for path, kind in _classes() if any(map(_is_frozen, kind.decorator_list))]
    assert frozen
    without = [f"{path.relative_to(ROOT)}: {kind.name}" for path, kind in frozen if not _keeps_something(kind)]
    assert not without, "make it `class Name(msgspec.Struct, frozen=True, kw_only=True)`"


def test_every_module_is_used_by_another_one() -> None:
    """What tests alone import belongs to them. Commands, readers and the process that reads DOT are started by their names."""
    started = {f"generator.cli.{name}" for name, _ in _commands()} | {"generator.parsers.diagrams.dot_worker"}
    started |= {f"generator.parsers.scans.{row.file}" for row in PARSERS if isinstance(row, ScanFormat)}
    started |= {f"generator.parsers.{row.reader}" for row in PARSERS if isinstance(row, LateParser)}
    paths = [path for path in GENERATOR.rglob("*.py") if path.name not in {"__init__.py", "__main__.py"}]
    imported = {name for path in GENERATOR.rglob("*.py") for name in _imported(path)}
    assert sorted({_module(path) for path in paths} - imported - started) == []


def _commands() -> list[tuple[str, str]]:
    return re.findall(r'_runs\("(\w+)"(?:, "(\w+)")?\)', Path(grammar.__file__).read_text())


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))


def _classes() -> Iterator[tuple[Path, ast.ClassDef]]:
    for path in sorted(GENERATOR.rglob("*.py")):
        if "@dataclass" in (text := path.read_text()):
            yield from ((path, node) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ClassDef))


def _is_frozen(decorator: ast.expr) -> bool:
    return (
        isinstance(decorator, ast.Call)
        and ast.unparse(decorator.func) == "dataclass"
        and "frozen=True" in ast.unparse(decorator)
    )


def _keeps_something(kind: ast.ClassDef) -> bool:
    """A value that is computed once, or a field that is not given, not compared or not shown."""
    return re.search(r"@cached_property|\b(init|compare|repr)=False", ast.unparse(kind)) is not None


def _names(line: str) -> set[str]:
    return set(re.findall(r"\w+", line))


def test_every_area_of_settings_is_imported_where_records_are_found_by_their_names() -> None:
    files = {path.stem for path in (GENERATOR / "model/settings").glob("*.py")} - {"__init__", "base", "areas"}
    assert {area.__name__.rpartition(".")[2] for area in AREAS} == files
