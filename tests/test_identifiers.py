"""Names in the code: each class name once, the words of the field, American spelling.

A class name that stands for two things cannot be searched for, and a variable called `one` says nothing of what it holds.
"""

import ast
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import msgspec
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


class NamesOfAModule(msgspec.Struct, frozen=True, kw_only=True):
    """Each as often as it is given."""

    classes: tuple[str, ...]
    variables: tuple[str, ...]
    definitions: tuple[str, ...]


@pytest.fixture(scope="module")
def modules() -> dict[str, NamesOfAModule]:
    return {
        path.relative_to(GENERATOR).as_posix(): _names(ast.parse(path.read_bytes())) for path in sorted(GENERATOR.rglob("*.py"))
    }


def test_a_class_name_is_used_once(modules: dict[str, NamesOfAModule]) -> None:
    where: dict[str, list[str]] = defaultdict(list)
    for path, names in modules.items():
        for name in names.classes:
            where[name].append(path)
    assert {name: paths for name, paths in where.items() if len(paths) > 1} == {}


def test_few_variables_have_a_name_that_says_nothing(modules: dict[str, NamesOfAModule]) -> None:
    counts = Counter(name for names in modules.values() for name in names.variables if name in EMPTY_NAMES)
    assert counts.total() <= MOST_EMPTY_NAMES, counts


def test_identifiers_are_words_of_the_field(modules: dict[str, NamesOfAModule]) -> None:
    wrong = {
        (path, name)
        for path, names in modules.items()
        for name in (*names.variables, *names.definitions, *path.removesuffix(".py").split("/"))
        if name not in EMPTY_NAMES | IN_THE_OUTPUT and (NOT_OUR_WORDS | {"said"}) & set(_words(name))
    }
    assert sorted(wrong) == []


def test_identifiers_are_spelled_as_in_america(modules: dict[str, NamesOfAModule]) -> None:
    wrong = {
        (path, name)
        for path, names in modules.items()
        for name in (*names.variables, *names.definitions, *path.removesuffix(".py").split("/"))
        if BRITISH.search("".join(_words(name)))
    }
    assert sorted(wrong) == []


def test_the_spelling_rule_knows_both_spellings() -> None:
    assert BRITISH.search("recognised")
    assert BRITISH.search("unlabelled")
    assert not BRITISH.search("recognized")
    assert not BRITISH.search("promise")
    assert not BRITISH.search("fulfill")


def _names(tree: ast.Module) -> NamesOfAModule:
    classes, variables, definitions = list[str](), list[str](), list[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            variables.append(node.id)
        elif isinstance(node, ast.arg):
            variables.append(node.arg)
        elif isinstance(node, ast.MatchAs | ast.MatchStar | ast.ExceptHandler) and node.name:
            variables.append(node.name)
        elif isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            definitions.append(node.name)
            if isinstance(node, ast.ClassDef):
                classes.append(node.name)
        elif isinstance(node, ast.alias) and node.asname:
            definitions.append(node.asname)
    return NamesOfAModule(classes=tuple(classes), variables=tuple(variables), definitions=tuple(definitions))


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name))
