"""Signs of a format never keep its reader from a file that it knows or refuses: readers are asked with and without them."""

import ast
import json
import random
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

import pytest

from generator.errors import ParseError
from generator.parsers.base import Parser
from generator.parsers.document import Document
from generator.parsers.late_parser import LateParser
from generator.parsers.registry import PARSERS
from generator.parsers.scans.scan_format import ScanFormat
from generator.parsers.signs import Signs

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[1]
_LARGEST, _SMALL = 200_000, 1000
_MADE, _MOST_WORDS = 6, 12
"""Files that are made of the words of a reader, and names in an object within an object of them."""
_NAMES = (
    "evidence/scans/a.json",
    "evidence/scans/a.yaml",
    "evidence/scans/{name}.json",
    "evidence/{name}.txt",
    "a.tf",
    "a.tpl",
)


class _Recognizer(Protocol):
    def recognizes(self, document: Document) -> bool: ...


def _signs(row: Parser) -> Signs:
    assert isinstance(row, (ScanFormat, LateParser))
    return row.signs


def _reader(row: Parser) -> _Recognizer:
    """What stands behind the signs."""
    assert isinstance(row, (ScanFormat, LateParser))
    return row.module


_READERS = [(row.name, _signs(row), _reader(row)) for row in PARSERS]


def _answer(reader: _Recognizer, document: Document) -> bool | str:
    """Does it know the file; or what it says is broken in it."""
    try:
        return reader.recognizes(document)
    except ParseError as error:
        return str(error)


def _row_answer(signs: Signs, reader: _Recognizer, document: Document) -> bool | str:
    """The same with signs before the reader."""
    try:
        return signs.of(document) and reader.recognizes(document)
    except ParseError as error:
        return str(error)


def _kept_out(document: Document) -> list[str]:
    """Readers that know the file and that their signs keep from it, or that alone see that it is broken."""
    answers = {name: (_row_answer(signs, reader, document), _answer(reader, document)) for name, signs, reader in _READERS}
    seen = next((answer for answer, _ in answers.values() if answer), False)
    first = next((answer for _, answer in answers.values() if answer), False)
    without = [name for name, (answer, alone) in answers.items() if alone is True and answer is not True]
    return without if isinstance(first, bool) or seen == first else [*without, first]


def _variants(name: str, content: bytes) -> Iterator[Document]:
    """The file as it is, and what a small one is under the name of another language, in another encoding or in a list."""
    yield Document(name, content)
    if len(content) < _SMALL:
        yield Document(f"{name}.yaml", content.decode(errors="replace").encode("utf-16-le"))
        yield Document(name, b"[" + content + b"]")


@pytest.mark.parametrize("family", sorted(path.parent.name for path in _HERE.glob("*/testdata")))
def test_no_file_of_the_test_data_is_kept_from_its_reader(family: str) -> None:
    files = [
        path for path in sorted((_HERE / family / "testdata").rglob("*")) if path.is_file() and ".expected." not in path.name
    ]
    assert files
    contents = {path.read_bytes(): path for path in files if path.stat().st_size < _LARGEST}
    names = [(path.relative_to(_HERE).as_posix(), content) for content, path in contents.items()]
    documents = [document for name, content in names for document in _variants(name, content)]
    assert [(document.name, kept) for document in documents if (kept := _kept_out(document))] == []


@pytest.mark.parametrize("content", [b"\x0c\n[]", b"[]\x0b", b"\n null \n"], ids=repr)
def test_a_list_of_nothing_goes_to_those_who_know_it_by_its_name(content: bytes) -> None:
    """Also with what JSON does not take for white space around it."""
    assert _kept_out(Document("evidence/scans/aqua-nothing.json", content)) == []


def test_no_file_made_of_the_words_of_a_reader_is_kept_from_it() -> None:
    known = set()
    for row, (name, signs, reader) in zip(PARSERS, _READERS, strict=True):
        words = _words(row)
        for document in _made(random.Random(name), name, words):  # noqa: S311 - nothing secret
            if _answer(reader, document) is True:
                known.add(name)
                assert _row_answer(signs, reader, document) is True, (name, document)
    assert len(known) > len(_READERS) // 2


def _words(row: Parser) -> list[str]:
    """Texts in what a reader recognizes a file by, as far as its folder has it."""
    assert isinstance(row, (ScanFormat, LateParser))
    name = row.module.__name__
    own = _tree(name)
    beside = [node.module for node in own.body if isinstance(node, ast.ImportFrom) and node.module]
    defined: dict[str, ast.AST] = {}
    for module in (*(each for each in beside if each.rpartition(".")[0] == name.rpartition(".")[0]), name):
        defined |= dict(_defined(_tree(module)))
    waiting: list[ast.AST] = [node for node in ast.walk(own) if isinstance(node, ast.FunctionDef) and node.name == "recognizes"]
    found: list[object] = []
    while waiting:
        for node in ast.walk(waiting.pop()):
            if isinstance(node, ast.Constant):
                found.append(node.value)
            elif isinstance(node, ast.Name) and node.id in defined:
                waiting.append(defined.pop(node.id))
    texts = {
        each.decode(errors="replace") if isinstance(each, bytes) else each for each in found if isinstance(each, (str, bytes))
    }
    return sorted(text for text in texts if 0 < len(text) < 60) or ["a"]


def _defined(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name, node
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ((each.id, node) for target in targets for each in ast.walk(target) if isinstance(each, ast.Name))


@cache
def _tree(module: str) -> ast.Module:
    path = _ROOT / f"{module.replace('.', '/')}.py"
    return ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.Module([], [])


def _made(chance: random.Random, name: str, words: Sequence[str]) -> Iterator[Document]:
    for _ in range(_MADE):
        some = chance.sample(words, chance.randint(1, min(len(words), 8)))
        called = chance.choice(_NAMES).format(name=name.partition("-")[0])
        whole = _object(chance, some, words, 3)
        listed: list[object] = [_object(chance, some, words, 2) for _ in range(chance.randint(0, 2))]
        for content in (whole, listed, [listed, listed]):
            yield Document(called, json.dumps(content).encode())
        yield Document(called, f"{json.dumps(whole)}\n{json.dumps(whole)}".encode())
        yield Document(called, json.dumps(whole, indent=1).encode() + b"\n{}")
        yield Document(called, ",".join(chance.sample(words, len(words))).encode() + b"\n1,2\n")
        yield Document(called, "\n".join(f"{word}: {word}" for word in some).encode())
        root = "".join(letter for letter in chance.choice(words) if letter.isalnum() or letter in "_-") or "a"
        yield Document(called, f'<{root} {root}="{root}">'.encode() + "".join(words).encode())


def _object(chance: random.Random, some: Sequence[str], words: Sequence[str], depth: int) -> object:
    """An object, or now and then a list of it, with these names, and with any of a reader's names in it."""
    if not depth:
        return chance.choice((None, [], "", 1, chance.choice(words)))
    below = chance.sample(words, min(len(words), _MOST_WORDS))
    inner = {word: _object(chance, below, words, chance.randint(0, depth - 1)) for word in some}
    return [inner] if depth < 3 and chance.random() < 0.5 else inner


@pytest.mark.parametrize(
    ("roots", "text", "may_be"),
    [
        (None, "<report/>", False),
        ((), "<report/>", True),
        ((), "<report", True),
        (("report",), "<report/>", True),
        (("report",), "<other/>", False),
        (("report", "other"), "<other/>", True),
    ],
)
def test_xml_is_told_by_the_name_of_its_root(roots: tuple[str, ...] | None, text: str, may_be: bool) -> None:
    assert Signs(xml=roots).of(Document("a.xml", text.encode())) is may_be
