"""The check of one document against the JSON Schema of its model and OSCAL version.

Deriving a schema means importing the bindings, a third of a second of processor time. A caller that runs often passes a
folder to keep derived schemas in. What lies there is untrusted: it counts only if its checksum fits and it refers to nothing
outside itself; anything else is derived again.
"""

import contextlib
import functools
import hashlib
import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec

from generator.documents.replaced_file import replace_file
from generator.oscal.entry_types import EntryType, entry_type, parts_schema
from generator.oscal.faults import FaultLog, Place, pointer
from generator.oscal.pieces import DocumentEntry, ListPath
from generator.oscal.schema_derivation import TOKEN, Schema, derived, encoded, references
from generator.oscal.schema_messages import explained
from generator.oscal.versions import LaterField, VersionChange, fields_newer_than
from generator.version import library_version, python_version

_LAYOUT = "1"
"""Raised when what `derived` makes of equal bindings changes, so that older cache files count no more."""

_VALIDATORS_KEPT = 32
"""A megabyte each: more than the documents of a package need, and not one for each model and version a stranger may name."""

_ERRORS_READ = 1000
"""How many errors of one document are looked at: a document that is wrong throughout has as many as it has objects."""


class EntryShapes(msgspec.Struct, frozen=True, kw_only=True):
    """What proves the shape of many entries at once."""

    types: Mapping[ListPath, EntryType]
    """By list: lists of other entries are not here."""
    parts: Any
    """The validator of parts: see `parts_schema`."""


class Schemas:
    """The validators of one run, made when first needed."""

    __slots__ = ("_cache", "_schemas", "_shapes", "_validators")

    def __init__(self, cache: Path | None = None) -> None:
        self._cache = cache
        self._schemas: dict[tuple[str, str], Schema] = {}
        self._shapes: dict[tuple[str, str, tuple[ListPath, ...]], EntryShapes] = {}
        self._validators: dict[tuple[str, str, ListPath], Any] = {}

    def check(self, root: object, model: str, version: str, faults: FaultLog) -> bool:
        """Adds what the schema of `model` in `version` says about the parsed document `root`. True when that is nothing."""
        return _is_valid(self._validator(model, version), root, "", faults)

    def check_entry(self, entry: DocumentEntry, model: str, version: str, faults: FaultLog) -> bool:
        """The same of one entry of a list of the body."""
        return _is_valid(self._validator(model, version, entry.path), entry.value, entry.place, faults)

    def entry_shapes(self, model: str, version: str, paths: tuple[ListPath, ...]) -> EntryShapes:
        """Of the entries of these lists."""
        if self._cache is None:
            return _derived_shapes(model, version, paths)
        key = (model, version, paths)
        if key not in self._shapes:
            self._shapes[key] = _shapes_of(self._schema(model, version), model, paths)
        return self._shapes[key]

    def _validator(self, model: str, version: str, entries_of: ListPath = ()) -> Any:
        """Of the document, or of an entry of a list of its body."""
        if self._cache is None:
            return _derived_validator(model, version, entries_of)
        key = (model, version, entries_of)
        if key not in self._validators:
            self._validators[key] = _validator_of(self._schema(model, version), model, entries_of)
        return self._validators[key]

    def _schema(self, model: str, version: str) -> Schema:
        key = (model, version)
        if key not in self._schemas:
            self._schemas[key] = schema_of(model, version, cache=self._cache)
        return self._schemas[key]


@functools.lru_cache(_VALIDATORS_KEPT)
def _derived_validator(model: str, version: str, entries_of: ListPath) -> Any:
    """Where nothing is read from a folder, a schema is the same in every run of a process: it is compiled once."""
    return _validator_of(schema_of(model, version), model, entries_of)


@functools.lru_cache(_VALIDATORS_KEPT)
def _derived_shapes(model: str, version: str, paths: tuple[ListPath, ...]) -> EntryShapes:
    return _shapes_of(schema_of(model, version), model, paths)


def _validator_of(schema: Schema, model: str, entries_of: ListPath) -> Any:
    return _compiled({**_entry_schema(schema, model, entries_of), "$defs": schema["$defs"]} if entries_of else schema)


def _shapes_of(schema: Schema, model: str, paths: tuple[ListPath, ...]) -> EntryShapes:
    types = {path: entry_type(schema, _entry_schema(schema, model, path), path) for path in paths}
    known = {path: of for path, of in types.items() if of is not None}
    return EntryShapes(types=known, parts=_compiled(parts_schema(schema, known.values())))


def _compiled(schema: Schema) -> Any:
    # NOTE: the linear-time engine, because a pattern must not stall on hostile text.
    return jsonschema_rs.validator_for(schema, validate_formats=True, pattern_options=jsonschema_rs.RegexOptions())


def _is_valid(validator: Any, node: object, at: Place | str, faults: FaultLog) -> bool:
    if validator.is_valid(node):
        return True
    places: set[str] = set()
    before = at if isinstance(at, str) else pointer(at)
    for error in itertools.islice(validator.iter_errors(node), _ERRORS_READ):
        for place, message in explained(error):
            if place not in places:
                places.add(place)
                faults.error("schema", f"{before}{place}", message)
    return False


def _entry_schema(schema: Schema, model: str, path: ListPath) -> Schema:
    """What the schema says of one entry of this list."""
    entry: Schema = schema["properties"][model]
    for name in path:
        entry = schema["$defs"][entry["$ref"].removeprefix("#/$defs/")]["properties"][name]["items"]
    return entry


def schema_of(model: str, version: str, *, cache: Path | None = None) -> Schema:
    """The JSON Schema of a model: that of 1.2.3 without what `version` does not have yet."""
    schema = _latest(model, cache)
    for later in fields_newer_than(version):
        _without(schema, later)
    return schema


def _without(schema: Schema, later: LaterField) -> None:
    definition = schema["$defs"].get(later.definition)
    if definition is None:
        return
    match later.change:
        case VersionChange.ADDED:
            definition["properties"].pop(later.field, None)
        case VersionChange.OPTIONAL:
            definition["required"] = sorted({*definition.get("required", ()), later.field})
        case VersionChange.URI:
            definition["properties"][later.field] = {"type": "string", "pattern": TOKEN}
        case VersionChange.RESHAPED:
            definition["properties"][later.field] = {"type": ["object", "string"]}


def _latest(model: str, cache: Path | None) -> Schema:
    if cache is None:
        return derived(model)
    path = cache / f"oscal-{model}-{_fingerprint()}.json"
    kept = _read(path)
    if kept is not None:
        return kept
    _write(path, encoded(model))
    return derived(model)


def _fingerprint() -> str:
    """What a derived schema depends on beside the model."""
    parts = (_LAYOUT, library_version("oscal-bindings"), library_version("pydantic"), python_version())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _read(path: Path) -> Schema | None:
    """The kept schema, or None when there is none that can be relied on."""
    try:
        checksum, _, body = path.read_bytes().partition(b"\n")
        if hashlib.sha256(body).hexdigest().encode() != checksum:
            return None
        schema = msgspec.json.decode(body, type=dict[str, Any])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    inside = all(reference.startswith("#/$defs/") for reference in references(schema))
    return schema if inside and isinstance(schema.get("$defs"), dict) else None


def _write(path: Path, body: bytes) -> None:
    """Whole or not at all, since another process may read at the same time. A folder that refuses costs speed only."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, hashlib.sha256(body).hexdigest().encode(), b"\n", body, lasting=False)
