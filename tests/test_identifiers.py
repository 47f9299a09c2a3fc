"""Names in the code: each class name once, the words of the field, American spelling.

A class name that stands for two things cannot be searched for, and a variable called `one` says nothing of what it holds.
"""

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

GENERATOR = Path(__file__).resolve().parent.parent / "generator"

EMPTY_NAMES = frozenset({"one", "found", "said"})
MOST_EMPTY_NAMES = 300
"""A few of them are the right word: `found` of a yes or no, `one` beside `many`."""

NOT_OUR_WORDS = frozenset(
    """
    asked beside finality handwritten mend mended nobody owed paper papers parted settled sighting sightings spoken story
    stranger strangers told unheard writeback
    """.split()
)
"""Words that no assessor uses for what they stood for."""

IN_THE_OUTPUT = frozenset({"said_by_a_person"})
"""Fields whose names are headings of a delivered table."""

BRITISH = re.compile(
    r"(?:author|categor|container|custom|final|general|initial|material|minim|normal|optim|organ|prioriti?|real|recogn|sanit|serial"
    r"|standard|summar|synchron|token|util|virtual)is(?:e|ed|er|es|ing|ation)"
    r"|analyse|artefact|behaviour|cancelled|catalogue|centre|colour|defence|favour|fulfil(?!l)|grey|honour|judgement|label(?:led|ling)"
    r"|licence|modell(?:ed|ing)|neighbour|offence|practise|programme|signall(?:ed|ing)|travell(?:ed|ing)"
)


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    return {path.relative_to(GENERATOR).as_posix(): ast.parse(path.read_bytes()) for path in sorted(GENERATOR.rglob("*.py"))}


def test_a_class_name_is_used_once(trees: dict[str, ast.Module]) -> None:
    where: dict[str, list[str]] = defaultdict(list)
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                where[node.name].append(path)
    assert {name: paths for name, paths in where.items() if len(paths) > 1} == {}


def test_few_variables_have_a_name_that_says_nothing(trees: dict[str, ast.Module]) -> None:
    counts = Counter(name for tree in trees.values() for name in _variables(tree) if name in EMPTY_NAMES)
    assert counts.total() <= MOST_EMPTY_NAMES, counts


def test_identifiers_are_words_of_the_field(trees: dict[str, ast.Module]) -> None:
    wrong = {
        (path, name)
        for path, tree in trees.items()
        for name in (*_variables(tree), *_definitions(tree), *path.removesuffix(".py").split("/"))
        if name not in EMPTY_NAMES | IN_THE_OUTPUT and (NOT_OUR_WORDS | {"said"}) & set(_words(name))
    }
    assert sorted(wrong) == []


def test_identifiers_are_spelled_as_in_america(trees: dict[str, ast.Module]) -> None:
    wrong = {
        (path, name)
        for path, tree in trees.items()
        for name in (*_variables(tree), *_definitions(tree), *path.removesuffix(".py").split("/"))
        if BRITISH.search("".join(_words(name)))
    }
    assert sorted(wrong) == []


def test_the_spelling_rule_knows_both_spellings() -> None:
    assert BRITISH.search("recognised")
    assert BRITISH.search("unlabelled")
    assert not BRITISH.search("recognized")
    assert not BRITISH.search("promise")
    assert not BRITISH.search("fulfill")


def _variables(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.MatchAs | ast.MatchStar | ast.ExceptHandler) and node.name:
            yield node.name


def _definitions(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.alias) and node.asname:
            yield node.asname


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name))
