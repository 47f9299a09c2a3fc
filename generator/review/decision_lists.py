"""The lists of decisions that the workbench edits: each list of each registered file, with the record that an entry is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import get_args, get_origin

import msgspec
from msgspec import inspect as types

from generator.strict_yaml import YamlPath
from generator.workspace.decision_files import DECISION_FILES, FOLDER, DecisionFile


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionList:
    """A list of records in a file."""

    file: str
    """`decisions/waivers.yaml`."""
    decides: str
    path: YamlPath
    """Where in the file: empty where the file is the list."""
    record: type[msgspec.Struct]

    @property
    def key(self) -> str:
        """As an address names it: `waivers` or `diagram-mapping.matches`."""
        return ".".join((self.file.removeprefix(f"{FOLDER}/").removesuffix(".yaml"), *map(str, self.path)))

    def entries(self, content: object) -> Sequence[Mapping[str, object]]:
        """The entries in what a file says; none where it says nothing, or something else."""
        for part in self.path:
            content = content.get(part) if isinstance(content, Mapping) else None
        return [entry for entry in content if isinstance(entry, Mapping)] if isinstance(content, list) else []


def decision_lists() -> tuple[DecisionList, ...]:
    """All of them, in the order of the registry."""
    return tuple(each for file in DECISION_FILES for each in _lists(file))


def list_of(key: str) -> DecisionList | None:
    """The list that an address names."""
    return next((each for each in decision_lists() if each.key == key), None)


def _lists(file: DecisionFile) -> Iterator[DecisionList]:
    schema = import_module(file.module).SCHEMA
    name = f"{FOLDER}/{file.name}"
    if get_origin(schema) is list:
        yield DecisionList(file=name, decides=file.decides, path=(), record=get_args(schema)[0])
        return
    described = types.type_info(schema)
    assert isinstance(described, types.StructType)  # noqa: S101 - a file is a list or a record
    for field in described.fields:
        record = _record_in(field.type)
        if record is not None:
            yield DecisionList(file=name, decides=file.decides, path=(field.encode_name,), record=record)


def _record_in(described: types.Type) -> type[msgspec.Struct] | None:
    """Of a list of records, or of nothing or such a list."""
    if isinstance(described, types.UnionType):
        return next((record for part in described.types if (record := _record_in(part)) is not None), None)
    if isinstance(described, types.ListType | types.VarTupleType) and isinstance(described.item_type, types.StructType):
        return described.item_type.cls
    return None
