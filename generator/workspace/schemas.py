"""JSON Schemas of system.yaml and of every decisions file, for editors: made from the types that read the files.

They lie in `.schemas/` of a workspace; the first line of a file names its schema, as the YAML language server of most editors
reads it. Nothing here reads them: the types stay the only definition.
"""

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import msgspec

from generator.parsers.scans.format_mapping import FOLDER as FORMATS_FOLDER
from generator.parsers.scans.format_mapping import SCHEMA
from generator.workspace.decision_files import DECISION_FILES, FOLDER
from generator.workspace.system_keys import FileKeys
from generator.workspace.whole_file import put_file

SCHEMAS = ".schemas"
"""Folder of a workspace."""
_SYSTEM = "system.yaml"
FORMATS = f"{FORMATS_FOLDER}/format-mapping.yaml"
"""Stands for every mapping file: they share one schema, `.schemas/format-mapping.json`."""
_MAPPING = "how a report that no reader knows is read: where its entries lie, and which field is what"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_files() -> Mapping[str, bytes]:
    """Path in the workspace to content, in the order of the registry."""
    made = {_SYSTEM: _text(_SYSTEM, "Who and what the system is", dict(msgspec.json.schema(FileKeys)))}
    for file in DECISION_FILES:
        made[f"{FOLDER}/{file.name}"] = _text(file.name, file.decides, file.schema())
    made[FORMATS] = _text("formats/NAME.yaml", _MAPPING, dict(msgspec.json.schema(SCHEMA)))
    return {schema_of(name): content for name, content in made.items()}


def schema_of(file: str) -> str:
    """`.schemas/waivers.json` of `decisions/waivers.yaml`."""
    return f"{SCHEMAS}/{PurePosixPath(file).stem}.json"


def first_line(file: str) -> str:
    """The comment that names a file's schema to an editor."""
    up = "../" * (len(PurePosixPath(file).parts) - 1)
    return f"# yaml-language-server: $schema={up}{schema_of(file)}\n"


def write_schemas(root: Path) -> None:
    """Put all of them into a workspace; those of an earlier version are replaced, since no person writes them."""
    for path, content in schema_files().items():
        put_file(root / path, content)


def _text(title: str, description: str, schema: Mapping[str, object]) -> bytes:
    named = {"$schema": _DIALECT, "title": title, "description": description.replace("`", ""), **schema}
    return (json.dumps(named, indent=1, ensure_ascii=False) + "\n").encode()
