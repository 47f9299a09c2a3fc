"""JSON Schemas of the files that people write: every example is valid, and a mistake is found."""

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from generator.cli.main import main
from generator.workspace.decision_files import DECISION_FILES
from generator.workspace.schemas import FORMATS, first_line, schema_files, schema_of
from generator.workspace.yaml_writer import read_yaml, write_yaml

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples/parcel-tracker"
WRITTEN = ("system.yaml", *(f"decisions/{file.name}" for file in DECISION_FILES), FORMATS)


class _Plain(yaml.SafeLoader):
    """Days as text, as the files' own reader has them."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rows if tag != "tag:yaml.org,2002:timestamp"]
    for first, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def validator(file: str):
    return jsonschema_rs.validator_for(json.loads(schema_files()[schema_of(file)]))


def test_every_file_that_people_write_has_a_schema() -> None:
    assert set(schema_files()) == {schema_of(file) for file in WRITTEN}


@pytest.mark.parametrize("file", WRITTEN)
def test_the_sample_is_valid(file: str) -> None:
    path = SAMPLE / file
    if not path.is_file():
        assert file not in {"system.yaml", "decisions/waivers.yaml"}
        return
    content = yaml.load(path.read_text(), Loader=_Plain)  # noqa: S506 - a safe loader
    assert not [error.message for error in validator(file).iter_errors(content)]


def _with_defaults(part: object) -> Iterator[dict[str, object]]:
    if isinstance(part, dict):
        yield from [part] if "default" in part else []
        for below in part.values():
            yield from _with_defaults(below)
    elif isinstance(part, list):
        for below in part:
            yield from _with_defaults(below)


def test_what_counts_where_nothing_is_written_might_be_written() -> None:
    """Editors offer the default."""
    for data in schema_files().values():
        schema = json.loads(data)
        for part in _with_defaults(schema):
            whole = {"$schema": schema["$schema"], "$defs": schema["$defs"], **part}
            assert jsonschema_rs.is_valid(whole, part["default"]), (schema["title"], part)


def test_a_mistake_is_found() -> None:
    assert not validator("decisions/waivers.yaml").is_valid([{"check": "x", "subject": "y", "reasn": "z"}])
    assert not validator("system.yaml").is_valid({"system": {"impact-level": "severe"}})


def test_a_new_workspace_names_them_to_editors(tmp_path: Path) -> None:
    root = tmp_path / "shop"
    assert main(["init", str(root)]) == 0
    assert {path.relative_to(root).as_posix(): path.read_bytes() for path in (root / ".schemas").iterdir()} == schema_files()
    assert (root / "system.yaml").read_text().startswith(first_line("system.yaml"))
    entry = {"check": "resource-limits", "subject": "a", "reason": "b", "owner": "c", "expires": "2027-01-01"}
    write_yaml(root, read_yaml(root, "decisions/waivers.yaml").with_entry((), entry, why="a"))
    lines = (root / "decisions/waivers.yaml").read_text().splitlines()
    assert lines[:2] == ["# yaml-language-server: $schema=../.schemas/waivers.json", "- check: resource-limits"]
