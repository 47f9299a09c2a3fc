"""A mistake in a file that people write is named by key, line and what is allowed: each decisions file, and system.yaml."""

import enum
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
import yaml

from generator.errors import ConfigError
from generator.resources import data
from generator.workspace.decision_files import DECISION_FILES, DecisionFile
from generator.workspace.system_yaml import read as read_system
from tests.workspace.test_workspace_readme import READERS, ROWS

_INTERNAL = re.compile(
    r"msgspec|invalid enum|got `|\$\.|`(?:str|int|object|array|bool|null)`|NoneType|Traceback", re.IGNORECASE
)
_NOT_A_WORD = "zzz-no-such-word"


def example(row: DecisionFile) -> Any:
    entries = re.findall(r"`([^`]+)`", ROWS[row.name]["entry"])
    return yaml.safe_load("\n".join(f"- {entry}" if entry.startswith("{") else entry for entry in entries))


def schema_of(row: DecisionFile) -> type:
    schema: type = import_module(row.module).SCHEMA
    return schema


def groups(value: Any, kind: Any) -> Iterator[tuple[dict[str, Any], dict[str, msgspec.structs.FieldInfo]]]:
    """Every group of keys in an example, with its fields."""
    for member in (kind, *get_args(kind)):
        if isinstance(member, type) and issubclass(member, msgspec.Struct) and isinstance(value, dict):
            fields = {field.encode_name: field for field in msgspec.structs.fields(member)}
            yield value, fields
            for key, child in value.items():
                if key in fields:
                    yield from groups(child, fields[key].type)
            return
    for child in value if isinstance(value, list) else ():
        for member in get_args(kind):
            yield from groups(child, member)


def refused(text: str, read: Callable[[str], object]) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        read(text)
    assert not _INTERNAL.search(caught.value.diagnostics()), caught.value.diagnostics()
    return caught.value


def assert_names(error: ConfigError, key: str, text: str) -> None:
    """The message names the key, and its line is that of the key."""
    assert f"`{key}`" in error.what, error.diagnostics()
    place = re.search(r"line (\d+), (.+)$", error.where or "")
    assert place, error.where
    assert key in text.splitlines()[int(place[1]) - 1], error.diagnostics()


def words_of(kind: Any) -> list[str]:
    """What a field may say, where it is one of some words."""
    for member in (kind, *get_args(kind)):
        if isinstance(member, type) and issubclass(member, enum.Enum):
            return [str(word.value) for word in member]
    members = [member for member in (kind, *get_args(kind)) if str(member).startswith("typing.Literal")]
    return [word for member in members for word in get_args(member) if isinstance(word, str)]


@pytest.mark.parametrize("row", DECISION_FILES, ids=lambda row: row.name)
def test_an_unknown_key_is_named(row: DecisionFile) -> None:
    value = example(row)
    (group, _), *_ = groups(value, schema_of(row))
    group["no-such-key"] = 1
    text = yaml.safe_dump(value, sort_keys=False)
    error = refused(text, READERS[row.name])
    assert_names(error, "no-such-key", text)
    assert re.match(r"did you mean `|keys allowed here: ", error.next_step)


@pytest.mark.parametrize("row", DECISION_FILES, ids=lambda row: row.name)
def test_a_wrong_type_is_named(row: DecisionFile) -> None:
    (group, _), *_ = groups(example(row), schema_of(row))
    for key in group:
        value = example(row)
        (changed, fields), *_ = groups(value, schema_of(row))
        changed[key] = {"a": {"b": 1}}
        text = yaml.safe_dump(value, sort_keys=False)
        error = refused(text, READERS[row.name])
        if words := words_of(fields[key].type):
            assert ", ".join(words) in error.what
        assert f"`{key}` must be " in error.what or "`a` is not a known key" in error.what, error.diagnostics()
        assert error.next_step


@pytest.mark.parametrize("row", DECISION_FILES, ids=lambda row: row.name)
def test_a_missing_key_is_named(row: DecisionFile) -> None:
    (_, fields), *_ = groups(example(row), schema_of(row))
    for key in (name for name, field in fields.items() if field.required):
        value = example(row)
        del next(groups(value, schema_of(row)))[0][key]
        error = refused(yaml.safe_dump(value or [{}], sort_keys=False), READERS[row.name])
        assert f"the key `{key}` is missing" in error.what
        assert error.next_step.startswith(f"add `{key}:`")
        assert all(word in error.next_step for word in words_of(fields[key].type))


def test_a_wrong_word_is_answered_with_those_that_are_allowed() -> None:
    tried = 0
    for row in DECISION_FILES:
        (_, fields), *_ = groups(example(row), schema_of(row))
        for key, field in fields.items():
            words = words_of(field.type)
            if not words:
                continue
            tried += 1
            value = example(row)
            next(groups(value, schema_of(row)))[0][key] = _NOT_A_WORD
            text = yaml.safe_dump(value, sort_keys=False)
            error = refused(text, READERS[row.name])
            assert_names(error, key, text)
            assert error.what == f"`{key}` must be one of {', '.join(words)}; found `{_NOT_A_WORD}`"
            slip = f"{words[0].replace('-', ' ').upper()}x"
            next(groups(value, schema_of(row)))[0][key] = slip
            assert refused(yaml.safe_dump(value), READERS[row.name]).next_step == f"did you mean `{words[0]}`?"
    assert tried >= 8


@pytest.mark.parametrize(
    ("before", "after", "key", "what"),
    [
        ("impact-level: moderate", "impact-level: medium", "impact-level", "`impact-level` must be one of "),
        ("impact-level: moderate", "impact-lvel: moderate", "impact-lvel", "`impact-lvel` is not a known key"),
        ("impact-level: moderate", "impact-level: [moderate]", "impact-level", "`impact-level` must be one of "),
        ("service-model: ", "service-model: 3 #", "service-model", "`service-model` must be "),
    ],
)
def test_system_yaml_is_read_the_same_way(before: str, after: str, key: str, what: str) -> None:
    text = (Path(str(data("samples"))) / "parcel-tracker/system.yaml").read_text()
    assert before in text
    changed = text.replace(before, after, 1)
    error = refused(changed, lambda written: read_system(written, folder="parcel-tracker"))
    assert_names(error, key, changed)
    assert what in error.what
