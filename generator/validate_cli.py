"""`atopack validate`: what is wrong with OSCAL of any producer."""

import argparse
import json
from pathlib import Path

from generator.errors import ConfigError
from generator.printed import say

VALID, INVALID = 0, 4


def run_validate(options: argparse.Namespace, cache: Path | None) -> int:
    """Print every fault; the exit code says whether one is an error."""
    from generator.oscal.forms.faults import FormError
    from generator.oscal.forms.reading import json_of
    from generator.oscal.validate import Fault, Level, OscalFile, validate_documents
    from generator.oscal.versions import SUPPORTED

    if options.oscal_version is not None and options.oscal_version not in SUPPORTED:
        raise ConfigError(
            f"OSCAL version {options.oscal_version} is not known", next_step=f"known versions: {', '.join(SUPPORTED)}"
        )
    files, unread = [], []
    for path in options.files:
        root = _package_root(path)
        name = path.relative_to(root).as_posix()
        try:
            files.append(OscalFile(name=name, data=json_of(path.read_bytes(), path.suffix), folder=root))
        except FormError as error:
            rule = path.suffix.lower().removeprefix(".")
            unread.append(Fault(document=name, place=error.place, rule=rule, message=error.what))
    faults = (*unread, *validate_documents(files, version=options.oscal_version, cache=cache))
    for fault in faults:
        row = {
            "document": fault.document,
            "place": fault.place,
            "rule": fault.rule,
            "severity": fault.severity.value,
            "message": fault.message,
        }
        say(
            json.dumps(row)
            if options.json
            else f"{fault.severity}: {fault.document}{fault.place}: {fault.message} [{fault.rule}]"
        )
    errors = sum(fault.severity is Level.ERROR for fault in faults)
    if not options.json:
        say(f"{len(options.files)} documents, {errors} errors, {len(faults) - errors} warnings")
    return INVALID if errors else VALID


def _package_root(path: Path) -> Path:
    """The folder no link may leave: of a package its root, of a single file the folder it lies in."""
    above = path.parent.parent
    return above if path.parent != above and (above / "manifest.json").is_file() else path.parent
