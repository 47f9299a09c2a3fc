"""The installation and the optional programs: the lines of `atopack doctor`."""

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, requires, version

import msgspec

from generator.cli.exit_codes import CLEAN, USAGE
from generator.cli.json_output import JsonRow, named_fields, say_result
from generator.resources import DataFolder, data
from generator.version import VERSION

_FOLDERS: tuple[DataFolder, ...] = ("templates", "oscal", "samples")
_PROGRAMS = (
    ("soffice", "LibreOffice: with Poppler, pictures of Word and Excel documents in the workbench"),
    ("pdftoppm", "Poppler: with LibreOffice, pictures of Word and Excel documents in the workbench"),
    ("helm", "Helm: renders charts among the evidence, offline; without it a chart is read as it declares itself"),
    ("chromium", "Chromium: only the project's own tests of the cross-check page use it"),
)
_EXTRAS = (
    ("collect", "`collect kubernetes`, `aws` and `registry`, and workspaces at s3://"),
    ("catalog", "NIST's control texts without a download; Python 3.12 or newer"),
    ("review", "`review`, the workbench in a browser"),
    ("fleet", "`fleet build --engine dask`"),
    ("sign", "signing evidence bags"),
    ("verify", "verifying signatures"),
    ("secrets", "recognizing the secrets of more vendors in `export`"),
)
"""Extras for people who use atopack, and what each is for."""

_DIFFERENCES = (
    (("darwin", "win32"), "no process is forked here: a build reads and writes in one process, whatever --jobs says"),
    (("win32",), "a package is replaced by two renames; the next start restores one that was interrupted in between"),
    (("win32",), "files get no mode, and the rights of the folder of --cache are not checked: set both on the folders"),
)
"""What works differently than on Linux, and where."""


class InstalledPart(msgspec.Struct, frozen=True, kw_only=True):
    """A package, a folder, an extra or a program, and whether it is there."""

    name: str
    present: bool
    needed: bool = True
    """By a build; the rest is optional."""
    version: str = ""
    purpose: str = ""
    """What an optional part is for; of a package that is missing, the next step."""


def run(options: argparse.Namespace) -> int:
    """Look, and print what is there and what is missing."""
    parts = tuple(examined())
    missing = sum(part.needed and not part.present for part in parts)
    say_result(options, _rows(parts), _lines(parts, missing))
    return USAGE if missing else CLEAN


def examined() -> Iterator[InstalledPart]:
    """What a build needs, then what is optional."""
    for name in _packages():
        installed = _version(name)
        step = "" if installed else "install atopack again with pip"
        yield InstalledPart(name=name, present=bool(installed), version=installed, purpose=step)
    for folder in _FOLDERS:
        yield InstalledPart(name=f"the project's own folder {folder}", present=data(folder).is_dir())
    for extra, purpose in _EXTRAS:
        present = all(map(_version, _packages(extra)))
        yield InstalledPart(name=f"atopack[{extra}]", present=present, needed=False, purpose=purpose)
    for program, purpose in _PROGRAMS:
        yield InstalledPart(name=program, present=shutil.which(program) is not None, needed=False, purpose=purpose)


def _lines(parts: Sequence[InstalledPart], missing: int) -> Iterator[str]:
    yield f"atopack {VERSION}, Python {sys.version.split()[0]}"
    for part in parts:
        state = "ok" if part.present else "MISSING" if part.needed else "absent"
        about = f" {part.version}" if part.version else f" ({part.purpose})" if not part.needed else ""
        step = f": {part.purpose}" if part.needed and part.purpose else ""
        yield f"  {state:<7}  {part.name}{about}{step}"
    yield from (f"  differs  {text}" for text in differences(sys.platform))
    yield f"{missing} parts are missing." if missing else "Everything that a build needs is here."


def _rows(parts: Sequence[InstalledPart]) -> Iterator[JsonRow]:
    python = sys.version.split()[0]
    yield {"kind": "part", "name": "atopack", "present": True, "needed": True, "version": VERSION, "python": python}
    for part in parts:
        yield {"kind": "part", **named_fields(part, "name", "present", "needed"), "version": part.version or None}
    for text in differences(sys.platform):
        yield {"kind": "difference", "text": text}


def differences(platform: str) -> list[str]:
    """What works differently there than on Linux; `platform` as `sys.platform` names it."""
    return [text for platforms, text in _DIFFERENCES if platform in platforms]


def _packages(extra: str = "") -> list[str]:
    """Names of the packages that a build needs, or that an extra adds."""
    rows = requires("atopack") or ()
    added = [row for row in rows if (f"extra == '{extra}'" in row.replace('"', "'") if extra else "extra ==" not in row)]
    return [row.split(";")[0].split(">")[0].split("=")[0].split("<")[0].strip() for row in added]


def _version(name: str) -> str:
    """Empty where it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
