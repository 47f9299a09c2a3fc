"""The records in the files that people write: every list of records, and every group of keys of system.yaml.

Found in the types that read `decisions/*.yaml` and system.yaml, so that a new key, list or file needs nothing here.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import get_args, get_origin

import msgspec
from msgspec import inspect as types

from generator.strict_yaml import YamlPath
from generator.workspace.decision_files import DECISION_FILES, FOLDER
from generator.workspace.system_keys import FileKeys
from generator.workspace.system_yaml import FILE as SYSTEM


class RecordList(msgspec.Struct, frozen=True, kw_only=True):
    """A list of records in a file."""

    file: str
    """`decisions/waivers.yaml`."""
    decides: str
    path: YamlPath
    """Where in the file: empty where the file is the list."""
    record: type[msgspec.Struct]

    @property
    def key(self) -> str:
        """As an address names it: `waivers`, `diagram-mapping.matches`, `system.plan.users`."""
        return _key(self.file, self.path)

    def entries(self, content: object) -> Sequence[Mapping[str, object]]:
        """The entries in what a file says; none where it says nothing, or something else."""
        listed = at(content, self.path)
        return [entry for entry in listed if isinstance(entry, Mapping)] if isinstance(listed, list) else []


class RecordGroup(msgspec.Struct, frozen=True, kw_only=True):
    """A group of keys in system.yaml."""

    path: YamlPath
    """Empty for the keys at the top."""
    record: type[msgspec.Struct]

    @property
    def key(self) -> str:
        """As an address names it: `system`, `plan.digital-identity`; `top` for the keys at the top."""
        return ".".join(map(str, self.path)) or "top"

    def values(self, content: object) -> Mapping[str, object]:
        """What the file says there."""
        group = at(content, self.path)
        return group if isinstance(group, Mapping) else {}


def at(content: object, path: YamlPath) -> object:
    """What a file says at a path; None where it says nothing."""
    for part in path:
        content = content.get(part) if isinstance(content, Mapping) else None
    return content


@cache
def decision_lists() -> tuple[RecordList, ...]:
    """Those of `decisions/`, in the order of the registry."""
    return tuple(
        each
        for file in DECISION_FILES
        for each in _lists(f"{FOLDER}/{file.name}", file.decides, import_module(file.module).SCHEMA, ())
    )


@cache
def system_lists() -> tuple[RecordList, ...]:
    """Those of system.yaml, in the order of its keys."""
    return tuple(_lists(SYSTEM, "", FileKeys, ()))


@cache
def system_groups() -> tuple[RecordGroup, ...]:
    """Its groups of keys, in their order; the keys at the top come first."""
    return tuple(_groups(FileKeys, ()))


def list_of(key: str) -> RecordList | None:
    """The list that an address names."""
    return next((each for each in (*decision_lists(), *system_lists()) if each.key == key), None)


def group_of(key: str) -> RecordGroup | None:
    """The group of system.yaml that an address names."""
    return next((each for each in system_groups() if each.key == key), None)


def nested(field: types.Field) -> bool:
    """Has a key of a record a form of its own: a group, or a list of records?"""
    return _record(field.type) is not None or _record_in(field.type) is not None


def _lists(file: str, decides: str, schema: object, path: YamlPath) -> Iterator[RecordList]:
    if get_origin(schema) is list:
        yield RecordList(file=file, decides=decides, path=path, record=get_args(schema)[0])
        return
    for field in _fields(schema):
        below = (*path, field.encode_name)
        if (record := _record_in(field.type)) is not None:
            yield RecordList(file=file, decides=decides, path=below, record=record)
        elif (group := _record(field.type)) is not None:
            yield from _lists(file, decides, group, below)


def _groups(record: type[msgspec.Struct], path: YamlPath) -> Iterator[RecordGroup]:
    yield RecordGroup(path=path, record=record)
    for field in _fields(record):
        if (group := _record(field.type)) is not None:
            yield from _groups(group, (*path, field.encode_name))


def _fields(record: object) -> tuple[types.Field, ...]:
    described = types.type_info(record)
    return described.fields if isinstance(described, types.StructType) else ()


def _record(described: types.Type) -> type[msgspec.Struct] | None:
    """Of a group of keys, which may be absent."""
    if isinstance(described, types.UnionType):
        return next((record for part in described.types if (record := _record(part)) is not None), None)
    return described.cls if isinstance(described, types.StructType) else None


def _record_in(described: types.Type) -> type[msgspec.Struct] | None:
    """Of a list of records, which may be absent."""
    if isinstance(described, types.UnionType):
        return next((record for part in described.types if (record := _record_in(part)) is not None), None)
    if isinstance(described, types.ListType | types.VarTupleType) and isinstance(described.item_type, types.StructType):
        return described.item_type.cls
    return None


def _key(file: str, path: YamlPath) -> str:
    return ".".join((file.removeprefix(f"{FOLDER}/").removesuffix(".yaml"), *map(str, path)))
