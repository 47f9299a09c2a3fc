"""A JSON Schema that msgspec made, as the rows of a table for people: each key with its path and what may stand there."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from generator.workspace.schemas import schema_files, schema_of

_WORDS = {"string": "text", "boolean": "`true` or `false`", "integer": "a whole number", "number": "a number"}


class SchemaRow(msgspec.Struct, frozen=True, kw_only=True):
    """One key."""

    key: str
    """Its path: `parties[].name`."""
    value: str
    """In Markdown: a type, or the words that are allowed."""
    required: bool


def schema(file: str) -> Mapping[str, Any]:
    """The schema of `system.yaml` or `decisions/waivers.yaml`."""
    return dict(json.loads(schema_files()[schema_of(file)]))


def rows_of(whole: Mapping[str, Any]) -> Iterator[SchemaRow]:
    """Every key of a schema, each before the keys inside it."""
    yield from _rows(whole, "", whole.get("$defs", {}), ())


def _rows(part: Mapping[str, Any], path: str, types: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[SchemaRow]:
    """`above` names the types that a key is inside of: a type that holds itself is listed once."""
    if "$ref" in part:
        name = _type_name(part)
        if name not in above:
            yield from _rows(types[name], path, types, (*above, name))
        return
    for choice in part.get("anyOf", ()):
        yield from _rows(choice, path, types, above)
    if isinstance(part.get("items"), dict):
        yield from _rows(part["items"], f"{path}[]", types, above)
    if isinstance(part.get("additionalProperties"), dict):
        yield from _rows(part["additionalProperties"], f"{path}.<name>" if path else "<name>", types, above)
    for key, inner in part.get("properties", {}).items():
        below = f"{path}.{key}" if path else key
        yield SchemaRow(key=below, value=_value(inner, types), required=key in part.get("required", ()))
        yield from _rows(inner, below, types, above)


def _value(part: Mapping[str, Any], types: Mapping[str, Any]) -> str:
    if "$ref" in part:
        return _value(types[_type_name(part)], types)
    if "anyOf" in part:
        return " or ".join(dict.fromkeys(_value(choice, types) for choice in part["anyOf"] if choice.get("type") != "null"))
    if "enum" in part:
        return " · ".join(f"`{word}`" for word in part["enum"])
    if part.get("type") in ("array", "object"):
        return _inside(part, types)
    return "a day: 2026-11-20" if part.get("format") == "date" else _WORDS.get(str(part.get("type")), "any value")


def _inside(part: Mapping[str, Any], types: Mapping[str, Any]) -> str:
    if part["type"] == "array":
        return f"a list: {_value(part['items'], types) if isinstance(part.get('items'), dict) else 'values'}"
    free = part.get("additionalProperties")
    return f"names, each with {_value(free, types)}" if isinstance(free, dict) else "keys"


def _type_name(part: Mapping[str, Any]) -> str:
    return str(part["$ref"]).rpartition("/")[2]
