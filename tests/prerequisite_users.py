"""Tests that use `prerequisites`, themselves or through what they call: `python -m tests.prerequisite_users` lists them.

They are run once more without what the repository does not carry. A test of the same module that has nothing to do with it
would only do again what it did: names are followed from each test to its fixtures, its helpers and their modules, and a name
that may be either counts as used.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path

TESTS = Path(__file__).resolve().parent
_ITSELF = TESTS / "prerequisites.py"
_NEVER_HIDDEN = frozenset({"POSIX", "FORKS"})
"""Marks that look at the operating system alone."""


class TestModule:
    """What a module of the tests binds at its top, and which names that mentions."""

    __test__ = False

    def __init__(self, path: Path) -> None:
        self.path = path
        self.body = ast.parse(path.read_bytes()).body

    @cached_property
    def imported(self) -> dict[str, tuple[Path, str]]:
        """Name here to module and name there; the name there is empty for a whole module."""
        bound: dict[str, tuple[Path, str]] = {}
        for node in self.body:
            if isinstance(node, ast.ImportFrom) and node.module:
                bound |= self._imported_from(node.module, node.names)
            elif isinstance(node, ast.Import):
                places = {alias.asname or alias.name.partition(".")[0]: self._place(alias.name) for alias in node.names}
                bound |= {name: (place, "") for name, place in places.items() if place}
        return bound

    def _imported_from(self, source: str, names: list[ast.alias]) -> Iterator[tuple[str, tuple[Path, str]]]:
        for alias in names:
            if within := self._place(f"{source}.{alias.name}"):
                yield alias.asname or alias.name, (within, "")
            elif place := self._place(source):
                yield alias.asname or alias.name, (place, alias.name)

    def _place(self, name: str) -> Path | None:
        """The file of a module of the tests: beside this one, or below `tests`."""
        file = f"{name.removeprefix('tests.').replace('.', '/')}.py"
        return next((place / file for place in (self.path.parent, TESTS) if (place / file).is_file()), None)

    @cached_property
    def mentioned(self) -> dict[str, frozenset[str]]:
        """Each name that a statement at the top binds, and the names, parameters and texts in that statement."""
        mentions: dict[str, frozenset[str]] = {}
        for node in self.body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                continue
            names = frozenset(_names(node))
            for name in _bound(node):
                mentions[name] = mentions.get(name, frozenset()) | names
        return mentions

    def always(self) -> Iterator[str]:
        """Names that all tests of the module, or below the folder of a `conftest`, depend on."""
        yield from ("pytestmark",)
        for node in self.body:
            if isinstance(node, ast.FunctionDef) and any("autouse" in ast.unparse(each) for each in node.decorator_list):
                yield node.name

    def tests(self) -> Iterator[tuple[str, frozenset[str]]]:
        """What pytest calls each test, and the names that it mentions."""
        for node in self.body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
                yield node.name, frozenset(_names(node))
            elif isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
                shared = frozenset(name for each in (*node.decorator_list, *node.bases) for name in _names(each))
                own = [each for each in node.body if not isinstance(each, ast.FunctionDef) or not each.name.startswith("test")]
                shared |= frozenset(name for each in own for name in _names(each))
                for each in node.body:
                    if isinstance(each, ast.FunctionDef) and each.name.startswith("test"):
                        yield f"{node.name}::{each.name}", shared | frozenset(_names(each))


def users() -> Iterator[str]:
    """The tests, as pytest names them, from the folder above `tests`."""
    using = _using()
    for path in sorted(TESTS.rglob("test_*.py")):
        module = _module(path)
        place = path.relative_to(TESTS.parent).as_posix()
        every = any((each.path, name) in using for each in _above(path) for name in each.always())
        concerned = [name for name, names in module.tests() if every or any((path, each) in using for each in names)]
        if concerned:
            yield from (f"{place}::{name}" for name in concerned)
        elif any((path, name) in using for name in module.mentioned):
            yield place


@cache
def _module(path: Path) -> TestModule:
    return TestModule(path)


def _above(path: Path) -> Iterator[TestModule]:
    """The module and each `conftest` whose fixtures it may ask for."""
    yield _module(path)
    for folder in path.parents:
        if (folder / "conftest.py").is_file():
            yield _module(folder / "conftest.py")
        if folder == TESTS:
            return


@cache
def _using() -> frozenset[tuple[Path, str]]:
    """Every name of every module that leads to `prerequisites`, from there backward."""
    led_from: dict[tuple[Path, str], set[tuple[Path, str]]] = defaultdict(set)
    for path in {*TESTS.rglob("*.py")} - {_ITSELF}:
        module = _module(path)
        for name in {*module.imported, *module.mentioned, *(each for names in module.mentioned.values() for each in names)}:
            for other in _leads(path, name):
                led_from[other].add((path, name))
    using = {(path, name) for path, name in led_from if path == _ITSELF and name not in _NEVER_HIDDEN}
    waiting = [*using]
    while waiting:
        new = led_from[waiting.pop()] - using
        using |= new
        waiting += new
    return frozenset(using)


def _leads(path: Path, name: str) -> Iterator[tuple[Path, str]]:
    module = _module(path)
    if name in module.imported:
        there, other = module.imported[name]
        yield from [(there, other)] if other or there == _ITSELF else ((there, each) for each in _module(there).mentioned)
    elif name in module.mentioned:
        yield from ((path, each) for each in module.mentioned[name] if each != name)
    else:
        yield from ((above.path, name) for above in _above(path) if above.path != path and name in above.mentioned)


def _names(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            yield each.id
        elif isinstance(each, ast.arg):
            yield each.arg
        elif isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value.isidentifier():
            yield each.value  # the name of a fixture


def _bound(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    else:
        yield from (each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store))


if __name__ == "__main__":
    print(*users(), sep="\n")  # noqa: T201 - what it was started for
