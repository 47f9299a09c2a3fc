"""`atopack init`: a new workspace."""

import argparse
from pathlib import Path

from generator.cli.content import addition_row
from generator.cli.exit_codes import CLEAN
from generator.cli.guided import guided
from generator.cli.json_output import say_rows
from generator.cli.terminal import today
from generator.cli.terminal_escape import say
from generator.content.nist_800_53 import NIST_800_53
from generator.content.publisher import installed_original
from generator.content.store import Added, add
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
    if not options.json:
        say(
            f"{folder} is ready. Put evidence into its folders, fill in system.yaml as far as you know, then run\n"
            f"  atopack build {folder}"
        )
    added = _control_texts(folder)
    if options.json:
        say_rows([{"kind": "workspace", "folder": str(folder)}, *({"kind": "content", **addition_row(each)} for each in added)])
    elif added:
        for each in added:
            say(f"The texts of the controls were added: {each.entry.kind}, {', '.join(each.notes)}.")
    else:
        _offer_control_texts(folder)
    return CLEAN


def _control_texts(folder: Path) -> tuple[Added, ...]:
    """NIST's texts of the controls, which the plan prints where they are at hand: those of the extra are added at once."""
    installed = installed_original(NIST_800_53.name)
    return () if installed is None else tuple(add(folder, NIST_800_53.name, [str(installed)], today()))


def _offer_control_texts(folder: Path) -> None:
    command = f"atopack content add {NIST_800_53.name}"
    say(
        "To have the plan print what each control requires, add NIST's catalog of SP 800-53 (a download of 10 MB):\n"
        f"  {command} --workspace {folder}\n"
        "or, without a network, from a copy of NIST_SP-800-53_rev5_catalog.json:\n"
        f"  {command} FILE --workspace {folder}"
    )
