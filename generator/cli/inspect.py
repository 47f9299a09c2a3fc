"""`atopack inspect`: what is in a file, whatever format it has."""

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from generator import inspect
from generator.cli.terminal_escape import say
from generator.errors import ConfigError
from generator.file_loading import did_you_mean_path

if TYPE_CHECKING:
    from generator.parsers.shape import FileShape
    from generator.pipeline.kept_inspections import KeptInspections

CLEAN, UNREAD = 0, 1
_SHAPES = 3
"""Files of which the shape is printed: of a whole folder the lines alone are what a person looks for."""


def run(options: argparse.Namespace) -> int:
    """Print each file; the exit code says whether one could not be read."""
    files = list(_files(options.paths))
    bad = 0
    kept = _kept(options.cache)
    for path in files:
        inspected = kept.inspect(path) if kept is not None else inspect(path)
        bad += inspected.gap is not None
        say(json.dumps(inspected.row(), ensure_ascii=False) if options.json else _line(inspected.row()))
        if inspected.shape is not None and not options.json and len(files) <= _SHAPES:
            say("\n".join(_how_to_add(inspected.shape, path)))
    if kept is not None:
        kept.close()
    return CLEAN if options.json or not bad else UNREAD


def _kept(cache: Path | None) -> "KeptInspections | None":
    if cache is None:
        return None
    from generator.pipeline.kept_inspections import KeptInspections

    return KeptInspections(cache)


def _how_to_add(shape: "FileShape", path: Path) -> Iterator[str]:
    """The shape of a file that no reader knows, and a mapping to start from."""
    from generator.parsers.scans.mapping_skeleton import shape_lines, skeleton

    yield f"What is in it ({shape.container}; names and types, no values):"
    yield from shape_lines(shape)
    if shape.columns:
        yield ""
        yield "A report like this is read without code by a mapping: write decisions/formats/NAME.yaml in the workspace, from"
        yield ""
        yield from skeleton(shape, _in_workspace(path)).rstrip().splitlines()
        yield ""
        yield "and correct the fields. Their meaning: README.md of the workspace. A reader of its own: CONTRIBUTING.md."
    else:
        yield "It has no list of records that a mapping could read. A reader of its own: CONTRIBUTING.md, Add a scanner format."


def _in_workspace(path: Path) -> str:
    """The place among the evidence where the file lies, or would lie."""
    parts = path.parts
    return "/".join(parts[parts.index("evidence") :]) if "evidence" in parts else f"evidence/scans/{path.name}"


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from (path for path in sorted(path.rglob("*")) if _is_evidence(path))
        elif path.is_file():
            yield path
        elif path.exists():
            raise ConfigError("this is not a file that can be read", where=str(path), next_step="name a file or folder")
        else:
            raise ConfigError("there is no such file", where=str(path), next_step=did_you_mean_path(path, "check the path"))


def _is_evidence(path: Path) -> bool:
    """Sidecars say how a file was collected; they are no evidence themselves."""
    from generator.workspace.sidecars import SIDECAR

    return path.is_file() and not path.is_symlink() and not path.name.endswith(SIDECAR)


def _line(file_row: dict[str, object]) -> str:
    if file_row["gap"] is not None:
        return f"{file_row['path']}: {file_row['format'] or 'not recognized'}: {file_row['gap']}"
    skip = ("path", "family", "format", "sha256", "gap")
    shown = [f"{key} {_brief(value)}" for key, value in file_row.items() if key not in skip and value not in (None, [], {})]
    return f"{file_row['path']}: {file_row['format']} ({file_row['family']}); {', '.join(shown)}"


def _brief(value: object) -> str:
    if isinstance(value, list):
        return str(len(value))
    if isinstance(value, dict):
        return " ".join(f"{key}:{_brief(part)}" for key, part in value.items() if part not in (0, None, [], {})) or "none"
    return str(value)
