"""The installation and the optional programs: the lines of `atopack doctor`."""

import argparse
import shutil
import sys
from importlib.metadata import PackageNotFoundError, requires, version

from generator.cli.exit_codes import CLEAN, USAGE
from generator.cli.terminal_escape import say
from generator.resources import DataFolder, data
from generator.version import VERSION

_FOLDERS: tuple[DataFolder, ...] = ("templates", "oscal", "samples")
_PROGRAMS = (
    ("soffice", "LibreOffice: turns Word and Excel files into PDF, for looking at them; nothing in a build needs it"),
    ("helm", "Helm: renders charts among the evidence, offline; without it a chart is read as it declares itself"),
    ("chromium", "Chromium: only the project's own tests of the cross-check page use it"),
)


def run(_options: argparse.Namespace) -> int:
    """Look, and print what is there and what is missing."""
    lines, missing = examined()
    say("\n".join(lines))
    return USAGE if missing else CLEAN


def examined() -> tuple[list[str], int]:
    """The lines to print, and how many parts that a build needs are missing."""
    lines, missing = [f"atopack {VERSION}, Python {sys.version.split()[0]}"], 0
    for name in _packages():
        try:
            lines.append(f"  ok       {name} {version(name)}")
        except PackageNotFoundError:
            missing += 1
            lines.append(f"  MISSING  {name}: install atopack again with pip")
    for folder in _FOLDERS:
        there = data(folder).is_dir()
        missing += not there
        lines.append(f"  {'ok     ' if there else 'MISSING'}  the project's own folder {folder}")
    for program, purpose in _PROGRAMS:
        lines.append(f"  {'ok     ' if shutil.which(program) else 'absent '}  {program} ({purpose})")
    lines.append(f"{missing} parts are missing." if missing else "Everything that a build needs is here.")
    return lines, missing


def _packages() -> list[str]:
    """Names of the packages that a build needs, without those of extras."""
    needed = [row for row in requires("atopack") or () if "extra ==" not in row]
    return [row.split(";")[0].split(">")[0].split("=")[0].split("<")[0].strip() for row in needed]
