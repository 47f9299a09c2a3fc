"""Mutants of a module, each with one small change.

The changes are mutmut's (https://mutmut.readthedocs.io, `mutmut.mutation.mutators`), and those of rules that it leaves alone:
`all` for `any`, `max` for `min`, a comprehension without its filter, a condition turned round. Not changed are annotations,
imports, decorators, docstrings, `__slots__`, the arguments of `len` and `isinstance`, and strings with a blank in them: those
are texts for people, which a reviewer reads and no test repeats.
"""

from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import libcst as cst
from libcst.metadata import CodePosition, MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

from tests.mutants.mutant import Mutant

_OPPOSITES = {"any": "all", "all": "any", "min": "max", "max": "min"}
_LEFT_ALONE = (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom)
_CALLS_LEFT_ALONE = ("len", "isinstance", "TypeVar", "NewType", "cast")
_GENERIC = ("tuple", "list", "dict", "set", "frozenset", "Callable", "Mapping", "Sequence", "Iterable")


def mutants(root: Path, module: str) -> list[Mutant]:
    """All mutants of a module, in the order of the source. A few may be no Python: see `Mutant.compiles`."""
    text = _Text(root, module)
    found: dict[tuple[int, int, str], Mutant] = {}
    for node, statement in text.nodes():
        for changed in _changes(node):
            mutant = text.mutant(node, changed, statement)
            if mutant is not None:
                found.setdefault((mutant.span.start, mutant.span.stop, mutant.new), mutant)
    return list(found.values())


def replaced(root: Path, module: str, old: str, new: str) -> Mutant:
    """The mutant in which a piece of text, which has to stand in the module once, is another one."""
    source = (root / module).read_text(encoding="utf-8")
    if source.count(old) != 1:
        raise LookupError(f"{module} has `{old}` {source.count(old)} times and not once: correct the list of fixed mutants")
    start = source.index(old)
    first = source[:start].count("\n") + 1
    return Mutant(module, range(first, first + old.count("\n") + 1), source, slice(start, start + len(old)), new)


class _Text:
    """A module's text with its nodes and their places."""

    def __init__(self, root: Path, module: str) -> None:
        self._module, self._source = module, (root / module).read_text(encoding="utf-8")
        wrapper = MetadataWrapper(cst.parse_module(self._source), unsafe_skip_copy=True)
        self._tree = wrapper.module
        self._positions: Any = wrapper.resolve(PositionProvider)
        self._starts = [0, *accumulate(len(line) for line in self._source.splitlines(keepends=True))]

    def nodes(self) -> Iterator[tuple[cst.CSTNode, cst.CSTNode | None]]:
        """Each node with the simple statement that it is part of, if any."""
        stack: list[tuple[cst.CSTNode, cst.CSTNode | None]] = [(self._tree, None)]
        while stack:
            node, statement = stack.pop()
            if _is_left_alone(node):
                continue
            statement = node if isinstance(node, cst.SimpleStatementLine) else statement
            yield node, statement
            stack.extend((child, statement) for child in reversed(node.children))

    def mutant(self, node: cst.CSTNode, changed: cst.CSTNode, statement: cst.CSTNode | None) -> Mutant | None:
        """None where the change is one of blanks only."""
        if isinstance(node, cst.If) and isinstance(changed, cst.If):
            node, changed = node.test, changed.test
        at = self._positions.get(node)
        if at is None:
            return None
        whole = at if statement is None else self._positions[statement]
        span, new = slice(self._offset(at.start), self._offset(at.end)), self._indented(changed, whole.start.line)
        if self._source[span].split() == new.split():
            return None
        return Mutant(self._module, range(whole.start.line, whole.end.line + 1), self._source, span, new)

    def _indented(self, node: cst.CSTNode, line: int) -> str:
        """The code of a node whose statement begins on a line: libcst does not know how far that is indented."""
        start = self._starts[line - 1]
        text = self._source[start : self._starts[line]]
        indentation = text[: len(text) - len(text.lstrip())]
        return self._tree.code_for_node(node).replace("\n", "\n" + indentation)

    def _offset(self, position: CodePosition) -> int:
        return self._starts[position.line - 1] + position.column


def _is_left_alone(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Expr):
        return isinstance(node.value, cst.BaseString)
    if isinstance(node, cst.SimpleString):
        return " " in str(node.evaluated_value)
    if isinstance(node, cst.Call):
        return isinstance(node.func, cst.Name) and node.func.value in _CALLS_LEFT_ALONE
    if isinstance(node, cst.Assign):
        names = [one.target.value for one in node.targets if isinstance(one.target, cst.Name)]
        return names in (["__slots__"], ["__all__"]) or _is_type(node.value)
    return isinstance(node, _LEFT_ALONE)


def _is_type(node: cst.BaseExpression) -> bool:
    """Is it a name for a type, `_Place = tuple[str, str]`?"""
    return isinstance(node, cst.Subscript) and isinstance(node.value, cst.Name) and node.value.value in _GENERIC


def _changes(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            yield from operator(node)
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in _OPPOSITES:
        yield node.with_changes(func=cst.Name(_OPPOSITES[node.func.value]))
    if isinstance(node, cst.CompFor) and node.ifs:
        yield node.with_changes(ifs=())
    if isinstance(node, cst.If):
        turned = node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        yield node.with_changes(test=cst.UnaryOperation(operator=cst.Not(), expression=turned))
