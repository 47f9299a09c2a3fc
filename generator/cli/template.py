"""`atopack template`: documents that can be written into a template of yours, our own ones to begin from, and a check."""

import argparse
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.json_output import JsonRow, add_json_argument, say_rows
from generator.cli.terminal import progress, today
from generator.cli.terminal_escape import say
from generator.errors import ConfigError
from generator.limits import DOCUMENT_BYTES, NAMED
from generator.resources import copy_missing, data
from generator.text import bulleted, counted

if TYPE_CHECKING:
    from generator.deliverables.template_trial import Trial
    from generator.deliverables.word_templates import Fillable
    from generator.oscal.package import AuthorizationPackage

CLEAN, FAULTY = 0, 2
_SAMPLE, _SAMPLE_DAY = "parcel-tracker", date(2026, 11, 20)


def add_arguments(template: argparse.ArgumentParser) -> None:
    """`list`, `copy` and `check`."""
    actions = template.add_subparsers(title="actions", metavar="ACTION", required=True)
    listed = actions.add_parser("list", help="documents that take a template of yours, and their placeholders")
    listed.set_defaults(action="list")
    add_json_argument(listed)
    copied = actions.add_parser("copy", help="our own template of a document, to change in Word or Excel")
    copied.add_argument("document", metavar="DOCUMENT", help="its name in `atopack template list`")
    copied.add_argument("file", type=Path, nargs="?", metavar="FILE", help="default: templates/DOCUMENT.docx or .xlsx")
    copied.set_defaults(action="copy")
    add_json_argument(copied)
    checked = actions.add_parser("check", help="find wrong placeholders and their places, and fill it once to see")
    checked.add_argument("file", type=Path, metavar="FILE", help="a .docx or .xlsx file")
    checked.add_argument("--document", metavar="DOCUMENT", help="default: the one that the file fits best")
    checked.add_argument("--workspace", type=Path, metavar="DIR", help="fill it with this system; default: the sample system")
    checked.set_defaults(action="check")
    add_json_argument(checked)


def run(options: argparse.Namespace) -> int:
    """Run one of them; returns the exit code."""
    if options.action == "list":
        return _list(as_json=options.json)
    if options.action == "copy":
        return _copy(options.document, options.file, as_json=options.json)
    return _check(options)


def _list(*, as_json: bool) -> int:
    from generator.deliverables.word_templates import fillable

    if as_json:
        say_rows(
            {
                "document": candidate.key,
                "suffix": candidate.suffix,
                "title": candidate.title,
                "placeholders": dict(candidate.placeholders),
            }
            for candidate in fillable()
        )
        return CLEAN
    for candidate in fillable():
        say(f"{candidate.key}  ({candidate.suffix})  {candidate.title}")
        for name, meaning in candidate.placeholders.items():
            say(f"  {{{{ {name} }}}}  {meaning}")
    say("\nName your file under `templates:` in system.yaml: `appendix-a: templates/appendix-a.docx`")
    return CLEAN


def _copy(key: str, file: Path | None, *, as_json: bool) -> int:
    from generator.deliverables.word_templates import fillable

    template = next((candidate for candidate in fillable() if candidate.key == key), None)
    own = data("templates").joinpath(*template.own.split("/")) if template else None
    if template is None or own is None or not own.is_file():
        known = ", ".join(
            candidate.key for candidate in fillable() if data("templates").joinpath(*candidate.own.split("/")).is_file()
        )
        raise ConfigError(f"there is no template called {key!r}", next_step=f"name one of: {known}")
    target = file or Path("templates") / f"{key}{template.suffix}"
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("xb") as opened:
            opened.write(own.read_bytes())
    except FileExistsError:
        raise ConfigError("this file is there already", where=str(target), next_step="name another file") from None
    if as_json:
        say_rows([{"document": template.key, "path": str(target)}])
        return CLEAN
    say(f"{target} is yours to change; then check it with\n  atopack template check {target}")
    return CLEAN


def _check(options: argparse.Namespace) -> int:
    from generator.deliverables.template_trial import kinds, try_out

    file: Path = options.file
    if file.stat().st_size > DOCUMENT_BYTES:
        raise ConfigError(
            f"larger than {DOCUMENT_BYTES >> 20} MiB: no template is", where=str(file), next_step="name a smaller file"
        )
    candidates = kinds(file.suffix, options.document)
    package = _package(options.workspace)
    trial = try_out(file.read_bytes(), candidates, package)
    whose = "the sample system" if options.workspace is None else package.system.name
    if options.json:
        say_rows([_trial_row(file, trial)])
        return CLEAN if trial.sound else FAULTY
    say(f"{file}: {trial.document.title} ({trial.document.key})")
    for line in (*_placeholders(trial), *_filled(trial, whose)):
        say(f"  {line}")
    return CLEAN if trial.sound else FAULTY


def _trial_row(file: Path, trial: "Trial") -> JsonRow:
    return {
        "file": str(file),
        "document": trial.document.key,
        "sound": trial.sound,
        "placeholders": list(dict.fromkeys(field.name for field in trial.examined.placed)),
        "unused": list(trial.unused),
        "faults": [{"place": fault.place, "what": fault.what} for fault in trial.examined.faults],
        "failure": trial.failure.what if trial.failure else None,
        "no_place": [{"place": note.place, "reason": note.reason} for note in trial.notes],
    }


def _package(folder: Path | None) -> "AuthorizationPackage":
    from generator.deliverables.template_trial import package_to_try
    from generator.workspace.folder import Workspace

    if folder is not None:
        with progress() as shown:
            return package_to_try(Workspace.open(folder), today(), shown)
    with tempfile.TemporaryDirectory() as made, progress() as shown:
        workspace = Path(made) / _SAMPLE
        copy_missing(data("samples") / _SAMPLE, workspace)
        return package_to_try(Workspace.open(workspace), _SAMPLE_DAY, shown)


def _placeholders(trial: "Trial") -> list[str]:
    if not trial.document.placeholders:
        return []
    faults = [f"FAULT  {candidate.place}: {candidate.what}" for candidate in trial.examined.faults]
    placed = list(dict.fromkeys(candidate.name for candidate in trial.examined.placed))
    if not placed and not faults:
        return ["no placeholders: it is filled as an official form"]
    return [
        *([f"placeholders: {', '.join(placed)}"] if placed else []),
        *faults,
        *(f"not used: {{{{ {name} }}}}, {_meaning(trial.document, name)}" for name in trial.unused if placed),
    ]


def _meaning(document: "Fillable", name: str) -> str:
    return document.placeholders[name]


def _filled(trial: "Trial", whose: str) -> list[str]:
    if trial.failure is not None:
        next_step = [f"  next: {trial.failure.next_step}"] if trial.failure.next_step else []
        return [f"FAULT  {trial.failure.what}", *next_step]
    if trial.examined.faults:
        return ["not filled: correct the placeholders first"]
    if not trial.expected:
        return [f"it fits; {whose} does not need this document, so nothing was written into it"]
    if not trial.notes:
        return [f"filled with {whose}: every value has its place"]
    shown = bulleted([f"  {candidate.place}: {candidate.reason}" for candidate in trial.notes], NAMED)
    return [f"filled with {whose}: {counted(len(trial.notes), 'value has', 'values have')} no place", *shown]
