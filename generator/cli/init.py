"""`atopack init`: a new workspace."""

import argparse
from pathlib import Path

from generator.cli.exit_codes import CLEAN
from generator.cli.guided import guided
from generator.cli.terminal_escape import say
from generator.errors import ConfigError
from generator.resources import copy_missing, data
from generator.workspace.schemas import write_schemas

_FOLDERS = ("evidence/cluster", "evidence/scans", "evidence/pipelines", "diagrams", "narratives", "decisions", "previous")


def run(options: argparse.Namespace) -> int:
    """Write what is not there yet."""
    folder: Path = options.folder
    if (folder / "system.yaml").exists():
        raise ConfigError("there is a system.yaml already", where=str(folder), next_step="it is yours: edit it")
    copy_missing(data("templates") / "workspace", folder)
    for name in _FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    write_schemas(folder)
    if options.guided:
        guided(folder)
    say(
        f"{folder} is ready. Put evidence into its folders, fill in system.yaml as far as you know, then run\n"
        f"  atopack build {folder}"
    )
    return CLEAN
