"""`atopack decisions export | import | schemas`: all decisions as one workbook and back; schemas for editors."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import asdict

from generator.cli.exit_codes import CLEAN
from generator.cli.json_output import JsonRow, say_result
from generator.cli.terminal import today
from generator.errors import ConfigError
from generator.file_loading import did_you_mean_path
from generator.limits import DOCUMENT_BYTES
from generator.text import counted
from generator.workspace.decision_workbook import ImportedDecisions, export_decisions, import_decisions, remark_lines
from generator.workspace.folder import Workspace
from generator.workspace.schemas import SCHEMAS, write_schemas
from generator.workspace.whole_file import put_file

OPEN = 1
"""Exit code where a cell was not taken over."""


def run(options: argparse.Namespace) -> int:
    """Write the workbook, or take one over.

    Raises:
        ConfigError: the file is there already, cannot be read, or is no workbook of decisions.
    """
    root = Workspace.open(options.workspace).root
    if options.what == "schemas":
        write_schemas(root)
        text = f"Schemas of system.yaml and the decisions are in {root / SCHEMAS}."
        say_result(options, [{"path": str(root / SCHEMAS)}], [text])
        return CLEAN
    take = _export if options.what == "export" else _import
    return take(root, options.file, options)


def _export(root: Path, file: Path, options: argparse.Namespace) -> int:
    if file.exists():
        raise ConfigError("there is a file of that name", where=str(file), next_step="name another: it may hold words of yours")
    put_file(file, export_decisions(root, today()))
    text = f"{file} has a sheet for each list of decisions. Edit it, then: atopack decisions import {root} {file}"
    say_result(options, [{"path": str(file)}], [text])
    return CLEAN


def _import(root: Path, file: Path, options: argparse.Namespace) -> int:
    if not file.is_file():
        step = did_you_mean_path(file, "name the workbook that was exported and edited")
        raise ConfigError("there is no such file", where=str(file), next_step=step)
    if file.stat().st_size > DOCUMENT_BYTES:
        step = "name the workbook that was exported"
        raise ConfigError(f"larger than {DOCUMENT_BYTES >> 20} MB", where=str(file), next_step=step)
    imported = import_decisions(root, file.read_bytes(), str(file))
    written = (f"{counted(len(imported.written), 'decision')} written.", *(f"  {each}" for each in imported.written))
    say_result(options, _rows(imported), (*written, *remark_lines(imported)))
    return OPEN if imported.conflicts or imported.refused else CLEAN


def _rows(imported: ImportedDecisions) -> Iterator[JsonRow]:
    for each in imported.written:
        yield {"kind": "written", "decision": each}
    for kind, remarks in (("conflict", imported.conflicts), ("refused", imported.refused)):
        yield from ({"kind": kind, **asdict(remark)} for remark in remarks)
