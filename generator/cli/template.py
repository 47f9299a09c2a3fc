"""`atopack template`: documents that can be written into a template of yours, our own ones to begin from, and a check."""

import argparse
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.json_output import JsonRow, add_json_argument, named_fields, say_result
from generator.cli.terminal import progress, today
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
    action: Callable[[argparse.Namespace], int] = {"list": _list, "copy": _copy, "check": _check}[options.action]
    return action(options)


def _list(options: argparse.Namespace) -> int:
    from generator.deliverables.word_templates import fillable

    rows: Iterator[JsonRow] = (
        {
            "document": candidate.key,
            **named_fields(candidate, "suffix", "title"),
            "placeholders": dict(candidate.placeholders),
        }
        for candidate in fillable()
    )
    say_result(options, rows, _listed_lines(fillable()))
    return CLEAN


def _listed_lines(templates: "Iterable[Fillable]") -> Iterator[str]:
    for template in templates:
        yield f"{template.key}  ({template.suffix})  {template.title}"
        yield from (f"  {{{{ {name} }}}}  {meaning}" for name, meaning in template.placeholders.items())
    yield "\nName your file under `templates:` in system.yaml: `appendix-a: templates/appendix-a.docx`"


def _copy(options: argparse.Namespace) -> int:
    from generator.deliverables.word_templates import fillable

    files = ((candidate, data("templates").joinpath(*candidate.own.split("/"))) for candidate in fillable())
    known = {candidate.key: (candidate, own) for candidate, own in files if own.is_file()}
    if options.document not in known:
        step = f"name one of: {', '.join(known)}"
        raise ConfigError(f"there is no template called {options.document!r}", next_step=step)
    template, own = known[options.document]
    target = options.file or Path("templates") / f"{template.key}{template.suffix}"
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("xb") as opened:
            opened.write(own.read_bytes())
    except FileExistsError:
        raise ConfigError("this file is there already", where=str(target), next_step="name another file") from None
    text = f"{target} is yours to change; then check it with\n  atopack template check {target}"
    say_result(options, [{"document": template.key, "path": str(target)}], [text])
    return CLEAN


def _check(options: argparse.Namespace) -> int:
    from generator.deliverables.template_trial import kinds, try_out

    file: Path = options.file
    if file.stat().st_size > DOCUMENT_BYTES:
        what = f"larger than {DOCUMENT_BYTES >> 20} MiB: no template is"
        raise ConfigError(what, where=str(file), next_step="name a smaller file")
    candidates = kinds(file.suffix, options.document)
    package = _package(options.workspace)
    trial = try_out(file.read_bytes(), candidates, package)
    whose = "the sample system" if options.workspace is None else package.system.name
    title = f"{file}: {trial.document.title} ({trial.document.key})"
    lines = (f"  {line}" for line in (*_placeholders(trial), *_filled(trial, whose)))
    say_result(options, [_trial_row(file, trial)], (title, *lines))
    return CLEAN if trial.sound else FAULTY


def _trial_row(file: Path, trial: "Trial") -> JsonRow:
    return {
        "file": str(file),
        "document": trial.document.key,
        "sound": trial.sound,
        "placeholders": list(dict.fromkeys(field.name for field in trial.examined.placed)),
        "unused": list(trial.unused),
        "faults": [named_fields(fault, "place", "what") for fault in trial.examined.faults],
        "failure": trial.failure.what if trial.failure else None,
        "no_place": [named_fields(note, "place", "reason") for note in trial.notes],
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
    faults = [f"FAULT  {fault.place}: {fault.what}" for fault in trial.examined.faults]
    placed = list(dict.fromkeys(placeholder.name for placeholder in trial.examined.placed))
    if not placed and not faults:
        return ["no placeholders: it is filled as an official form"]
    return [
        *([f"placeholders: {', '.join(placed)}"] if placed else []),
        *faults,
        *(f"not used: {{{{ {name} }}}}, {trial.document.placeholders[name]}" for name in trial.unused if placed),
    ]


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
    shown = bulleted([f"  {note.place}: {note.reason}" for note in trial.notes], NAMED)
    return [f"filled with {whose}: {counted(len(trial.notes), 'value has', 'values have')} no place", *shown]
