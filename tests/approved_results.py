"""What functions of one folder return, or refuse with, when the tests of that folder call them: compared whole.

What a test asserts is the rule that it is about. Everything else of the same result (sentences, sources, next steps) lies
beside the test in `results/<name of the test's file>.txt`, a line for each field of a record; a line that the test had before
is left out.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache, wraps
from types import FunctionType

import approved_texts
import golden
import msgspec
import pytest
from imported_modules import ImportedModules

from generator.errors import GeneratorError

FOLDER = "results"
_MOST = 40_000
"""Letters of one test: those that make more try many cases, of which each is asserted."""
_EMPTY: tuple[object, ...] = (None, "", [], {}, False)
_WIDTH = 130
_HASH = re.compile(r"\b([0-9a-f]{8})[0-9a-f]{56}\b")
"""A hash of the evidence is told from another by its beginning."""


def watched(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, package: str, *, but: Collection[str] = ()
) -> Iterator[None]:
    """For an automatic fixture of a folder of tests: functions of `package` that these tests, or what they share, call by name;
    `but` are those, or fields (`facts_of.evidence`), that repeat what went in or lie elsewhere."""
    lines: dict[str, None] = {}
    folder = ".".join(request.path.parent.relative_to(request.config.rootpath).parts)
    for module in (request.module, *_shared(f"{folder}.").all()):
        for name, value in list(vars(module).items()):
            if isinstance(value, FunctionType) and value.__module__.startswith(f"{package}.") and name not in but:
                monkeypatch.setattr(module, name, _noted(value, lines))
    temporary = str(request.getfixturevalue("tmp_path")) if "tmp_path" in request.fixturenames else "\0"
    yield
    if not request.node.stash.get(approved_texts.SKIPPED, False) and sum(map(len, lines)) <= _MOST:
        kept = (line for line in lines if line.partition(":")[0] not in but)
        made = dict.fromkeys(line.replace(temporary, "…") for line in kept)
        approved_texts.compare(request.path, request.node.name, made, FOLDER)


_shared = cache(ImportedModules)
"""By the name of a folder: what its tests share."""


def _noted(function: FunctionType, lines: dict[str, None]) -> Callable[..., object]:
    name = function.__name__

    @wraps(function)
    def called(*given: object, **named: object) -> object:
        try:
            result = function(*given, **named)
        except GeneratorError as error:
            lines[f"{name} refuses: {error.diagnostics()}"] = None
            raise
        if isinstance(result, Iterator):
            result = tuple(result)
            lines.update(dict.fromkeys(_lines(name, _plain(result))))
            return iter(result)
        lines.update(dict.fromkeys(_lines(name, _plain(result))))
        return result

    return called


def _plain(value: object) -> object:
    """As JSON has it, without what is empty; of an object that is neither a record nor a mapping only its class."""
    return _shown(msgspec.to_builtins(golden.by_name(value), enc_hook=_other))


def _other(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else type(value).__name__


def _shown(value: object) -> object:
    match value:
        case dict():
            shown = {str(key): _shown(member) for key, member in value.items()}
            return {key: member for key, member in shown.items() if member not in _EMPTY}
        case list() | tuple():
            return [_shown(member) for member in value]
        case _:
            return value


def _lines(name: str, value: object) -> Iterator[str]:
    """A record has a line for each field, a list one for each member."""
    text = _text(value)
    if len(text) <= _WIDTH:
        yield f"{name}: {text}"
    elif isinstance(value, dict) and "." not in name:
        for key, member in value.items():
            yield from _lines(f"{name}.{key}", member)
    elif isinstance(value, list):
        for member in value:
            yield f"{name}: {_text(member)}"
    else:
        yield f"{name}: {text}"


def _text(value: object) -> str:
    match value:
        case dict():
            return "; ".join(f"{key}: {_text(member)}" for key, member in value.items()).join("{}")
        case list():
            return ", ".join(map(_text, value)).join("[]")
        case str():
            return _HASH.sub(r"\1", value.replace("\n", "\\n"))
        case _:
            return str(value)
