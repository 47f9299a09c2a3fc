"""`atopack demo`: the sample system, built."""

import argparse
from pathlib import Path

from generator.cli.build import Options, build_and_report
from generator.cli.exit_codes import CLEAN, DISCREPANCIES
from generator.cli.terminal_escape import say
from generator.errors import ConfigError
from generator.resources import copy_missing, data


def run(options: argparse.Namespace) -> int:
    """Copy the sample where it is not there yet, and build it. That the sample has discrepancies is its purpose."""
    folder: Path = options.folder
    workspace, output = folder / "parcel-tracker", folder / "output"
    if workspace.exists() and not (workspace / "system.yaml").is_file():
        raise ConfigError("the folder is in use", where=str(workspace), next_step="name another folder: atopack demo DIR")
    if not workspace.exists():
        copy_missing(data("samples") / "parcel-tracker", workspace)
    building = Options(workspace=workspace, output=output, as_of=options.as_of, final=False, strict=False, as_json=options.json)
    code = build_and_report(building)
    if not options.json:
        say(f"\nThe sample is yours to change: edit {workspace}, then run\n  atopack build {workspace} --output {output}")
    return CLEAN if code == DISCREPANCIES else code
