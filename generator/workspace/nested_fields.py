"""Form fields of values with a structure of their own: a group of keys as fields, a list of records as rows of fields.

A field of a group is called `plan.summary`, one of a list `reductions.0.day`. What a form leaves empty is not written: a group
without values is no group, a row without values no row.
"""

from collections.abc import Iterator, Mapping

import msgspec
from msgspec import inspect as types
from msgspec.structs import replace

from generator.workspace.record_fields import FieldKind, FormField, FormRefusedError, entry_of, fields_of
from generator.workspace.yaml_text import YamlValue

_BLANK_ROWS = 2
"""Offered behind the rows of a list, so that one can be added without scripts."""
_MOST_ROWS = 200
_VALUE = "value"
"""The key of a record whose short form is a text alone: `attack-vector: Local`."""


class FieldGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Several fields below one name."""

    name: str
    label: str
    parts: "tuple[FormField | FieldGroup, ...]"


def nested_fields(record: type[msgspec.Struct], values: Mapping[str, object]) -> tuple[FormField | FieldGroup, ...]:
    """The fields of a record, with groups and lists of records taken apart."""
    return tuple(_of(record, values, ""))


def nested_entry(record: type[msgspec.Struct], posted: Mapping[str, str]) -> dict[str, YamlValue]:
    """What a form of `nested_fields` says. See `entry_of`.

    Raises:
        FormRefusedError: names each field that cannot be written, with the names of the groups around it.
    """
    own = {name: text for name, text in posted.items() if "." not in name}
    reasons: dict[str, str] = {}
    groups: dict[str, YamlValue] = {}
    for described in _fields(record):
        name = described.encode_name
        below = {key.removeprefix(f"{name}."): text for key, text in posted.items() if key.startswith(f"{name}.")}
        if not below or name in own:
            continue
        try:
            if (value := _value(described, below)) is not None:
                groups[name] = value
            elif described.required:
                reasons[name] = "required"
        except FormRefusedError as refused:
            reasons |= {f"{name}.{key}": reason for key, reason in refused.reasons.items()}
    try:
        plain = entry_of(record, own)
    except FormRefusedError as refused:
        raise FormRefusedError({**refused.reasons, **reasons}) from None
    if reasons:
        raise FormRefusedError(reasons)
    both = {**plain, **groups}
    return {
        described.encode_name: both[described.encode_name] for described in _fields(record) if described.encode_name in both
    }


def _value(described: types.Field, below: Mapping[str, str]) -> YamlValue | None:
    if (record := _rows_of(described.type)) is not None:
        rows = []
        for number in sorted({int(key.partition(".")[0]) for key in below if key.partition(".")[0].isdecimal()})[:_MOST_ROWS]:
            row = {key.removeprefix(f"{number}."): text for key, text in below.items() if key.startswith(f"{number}.")}
            if any(text.strip() for text in row.values()):
                try:
                    rows.append(nested_entry(record, row))
                except FormRefusedError as refused:
                    raise FormRefusedError({f"{number}.{key}": reason for key, reason in refused.reasons.items()}) from None
        return rows or None
    group = _group_of(described.type)
    if group is None or not any(text.strip() for text in below.values()):
        return None
    record, short = group
    entry = nested_entry(record, below)
    return entry[short] if list(entry) == [short] else entry


def _of(record: type[msgspec.Struct], values: Mapping[str, object], above: str) -> Iterator[FormField | FieldGroup]:
    for field, described in zip(fields_of(record, values), _fields(record), strict=True):
        name, value = f"{above}{field.name}", values.get(field.name)
        if field.kind is not FieldKind.YAML:
            yield replace(field, name=name)
        elif (rows := _rows_of(described.type)) is not None:
            entries = [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []
            parts = [
                FieldGroup(name=f"{name}.{number}", label=str(number + 1), parts=tuple(_of(rows, entry, f"{name}.{number}.")))
                for number, entry in enumerate([*entries, *({} for _ in range(_BLANK_ROWS))])
            ]
            yield FieldGroup(name=name, label=field.label, parts=tuple(parts))
        elif (group := _group_of(described.type)) is not None:
            inner = value if isinstance(value, Mapping) else {group[1]: value} if group[1] and value is not None else {}
            yield FieldGroup(name=name, label=field.label, parts=tuple(_of(group[0], inner, f"{name}.")))
        else:
            yield replace(field, name=name)


def _fields(record: type[msgspec.Struct]) -> tuple[types.Field, ...]:
    described = types.type_info(record)
    return described.fields if isinstance(described, types.StructType) else ()


def _members(described: types.Type) -> tuple[types.Type, ...]:
    members = described.types if isinstance(described, types.UnionType) else (described,)
    return tuple(member for member in members if not isinstance(member, types.NoneType))


def _rows_of(described: types.Type) -> type[msgspec.Struct] | None:
    """The record of a list of records."""
    members = _members(described)
    only = members[0] if len(members) == 1 else None
    if isinstance(only, types.ListType | types.VarTupleType) and isinstance(only.item_type, types.StructType):
        return only.item_type.cls
    return None


def _group_of(described: types.Type) -> tuple[type[msgspec.Struct], str] | None:
    """The record of a group, and the key that is said alone in its short form; empty where it has none."""
    members = _members(described)
    structs = [member for member in members if isinstance(member, types.StructType)]
    if len(structs) != 1 or len(members) > 2:
        return None
    others = [member for member in members if not isinstance(member, types.StructType)]
    short = _short_key(structs[0], others[0]) if others else ""
    return None if short is None else (structs[0].cls, short)


def _short_key(record: types.StructType, alone: types.Type) -> str | None:
    """A text alone is the `value` of a record; a word of a closed list is its only required key with that list."""
    if isinstance(alone, types.StrType):
        return next((field.encode_name for field in record.fields if field.encode_name == _VALUE), None)
    required = [field.encode_name for field in record.fields if field.required and field.type == alone]
    return required[0] if len(required) == 1 else None
