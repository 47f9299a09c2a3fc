"""`atopack validate`: what is wrong with OSCAL of any producer."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.json_output import JsonRow, named_fields
from generator.cli.terminal import cache
from generator.cli.terminal_escape import say
from generator.errors import ConfigError
from generator.text import counted

if TYPE_CHECKING:
    from generator.oscal.faults import DocumentFault

VALID, INVALID = 0, 4


def run(options: argparse.Namespace) -> int:
    """Print every fault; the exit code says whether one is an error."""
    from generator.oscal.forms.faults import FormError
    from generator.oscal.forms.reading import json_of
    from generator.oscal.reading import bytes_of
    from generator.oscal.validate import DocumentFault, Level, OscalFile, validate_documents
    from generator.oscal.versions import SUPPORTED

    if options.rules:
        return _rules(as_json=options.json)
    if not options.files:
        raise ConfigError("nothing to check", next_step="name a file of OSCAL, or ask for the list with --rules")
    if options.oscal_version is not None and options.oscal_version not in SUPPORTED:
        step = f"known versions: {', '.join(SUPPORTED)}"
        raise ConfigError(f"OSCAL version {options.oscal_version} is not known", next_step=step)
    files, unread = [], []
    for path in options.files:
        root = _package_root(path)
        name = path.relative_to(root).as_posix()
        try:
            files.append(OscalFile(name=name, data=json_of(bytes_of(path), path.suffix), folder=root))
        except FormError as error:
            rule = path.suffix.lower().removeprefix(".")
            unread.append(DocumentFault(document=name, place=error.where, rule=rule, message=error.what))
    faults = (*unread, *validate_documents(files, version=options.oscal_version, cache=cache()))
    for fault in faults:
        say(json.dumps(_row(fault)) if options.json else _line(fault))
    errors = sum(fault.severity is Level.ERROR for fault in faults)
    if not options.json:
        numbers = ((len(options.files), "document"), (errors, "error"), (len(faults) - errors, "warning"))
        say(", ".join(counted(number, what) for number, what in numbers))
    return INVALID if errors else VALID


def _row(fault: "DocumentFault") -> JsonRow:
    row = named_fields(fault, "document", "place", "rule", "severity", "message")
    return row | {"also": fault.also} if fault.also else row


def _line(fault: "DocumentFault") -> str:
    """A place inside follows the name at once; a line of a file that could not be read does not."""
    place = fault.place if fault.place.startswith("/") or not fault.place else f", {fault.place}"
    return f"{fault.severity}: {fault.document}{place}: {fault.message} [{fault.rule}]"


def _rules(*, as_json: bool) -> int:
    from generator.oscal.fedramp_rules import JUDGED, NOT_JUDGED

    for rule in sorted((*JUDGED, *NOT_JUDGED)):
        why = NOT_JUDGED.get(rule)
        if as_json:
            say(json.dumps({"rule": f"fedramp:{rule}", "judged": why is None, "reason": why}))
        else:
            say(f"judged      fedramp:{rule}" if why is None else f"not judged  fedramp:{rule}: {why}")
    if not as_json:
        total = len(JUDGED) + len(NOT_JUDGED)
        say(f"{counted(total, 'constraint')} of FedRAMP: {len(JUDGED)} judged, {len(NOT_JUDGED)} not")
    return VALID


def _package_root(path: Path) -> Path:
    """The folder no link may leave: of a package its root, of a single file the folder it lies in."""
    above = path.parent.parent
    return above if path.parent != above and (above / "manifest.json").is_file() else path.parent
