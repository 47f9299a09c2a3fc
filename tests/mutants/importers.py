"""How far files of tests are from a module: over what they import, what their helpers import, and what imports the module."""

import ast
from collections.abc import Iterable, Mapping
from pathlib import Path


class Importers:
    """Who imports what, of `generator/` and `tests/`, as their text has it."""

    def __init__(self, root: Path) -> None:
        self._importers: dict[str, set[str]] = {}
        for path in sorted(path for folder in ("generator", "tests") for path in (root / folder).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            for imported in _imports(ast.parse(path.read_text(encoding="utf-8")), name):
                self._importers.setdefault(imported, set()).add(name)

    def steps(self, module: str) -> Mapping[str, int]:
        """Files of tests by the number of modules between them and the module (a path below the checkout): 0 where they import
        it themselves."""
        numbers: dict[str, int] = {}
        reached, number = {module}, 0
        at = {module}
        while at:
            at = {importer for path in at for name in _names(path) for importer in self._importers.get(name, ())} - reached
            reached |= at
            numbers |= {path: number for path in at if Path(path).name.startswith("test_")}
            number += 1
        return numbers


def _names(path: str) -> Iterable[str]:
    """Names that a module is imported by: helpers at the top of `tests/` by their own alone, as that folder is on the path."""
    dotted = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return (dotted, dotted.removeprefix("tests.")) if path.count("/") == 1 else (dotted,)


def _imports(tree: ast.Module, path: str) -> Iterable[str]:
    """Modules that the text imports, and in a registry those that its rows name: these are imported when they are needed."""
    is_registry = path.startswith("generator/parsers/") and path.endswith("registry.py")
    family = path.rpartition("/")[0].replace("/", ".")
    for node in ast.walk(tree):
        if is_registry and isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (f"generator.parsers.{node.value}", f"{family}.{node.value}")
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{imported.name}" for imported in node.names)
        elif isinstance(node, ast.Import):
            yield from (imported.name for imported in node.names)
