"""`--format` of builds, and `atopack convert`: OSCAL of any producer in another form."""

import argparse
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.json_output import JsonRow, add_json_argument, say_result
from generator.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMATS = ("json", "xml", "yaml")
"""Here as well, so that help needs no heavy module; a test compares them with the registry."""
_STEP = "`atopack validate` says what is wrong with it"


def add_format_argument(parser: argparse.ArgumentParser) -> None:
    """For what writes a whole package: JSON is always there, since everything else is made from it."""
    text = "write the OSCAL documents in this form as well (repeat for several); JSON is always written"
    parser.add_argument("--format", dest="formats", action="append", choices=FORMATS, default=[], help=text)


def add_convert_arguments(parser: argparse.ArgumentParser) -> None:
    """What `atopack convert` takes."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="OSCAL in JSON, XML or YAML")
    parser.add_argument("--format", required=True, choices=FORMATS, help="the form to write")
    parser.add_argument("--output", type=Path, metavar="DIR", help="default: beside each file")
    add_json_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Write each file in the form asked for; all of them or none.

    Raises:
        ConfigError: a file is no OSCAL, one of that name is there, or the target is a sealed package.
    """
    renamed = {path.name: f"{path.stem}.{options.format}" for path in options.files}
    written: dict[Path, bytes] = {}
    for path in options.files:
        target = (options.output or path.parent) / renamed[path.name]
        _refuse_sealed(target.parent)
        if target.exists() or target.is_symlink() or target in written:
            raise ConfigError("there is a file of that name", where=str(target), next_step="name a folder with --output")
        written[target] = _converted(path, options.format, renamed)
    _write(written)
    rows: Iterator[JsonRow] = (
        {"source": str(source), "path": str(target), "format": options.format}
        for source, target in zip(options.files, written, strict=True)
    )
    say_result(options, rows, map(str, written))
    return 0


def _refuse_sealed(folder: Path) -> None:
    """A file that is added to a package or bag breaks its seal: `atopack verify` fails, and no build writes over it."""
    from generator.seal.bag import DECLARATION
    from generator.seal.manifest import MANIFEST, SUMS

    place = folder.resolve()
    for parent in (place, *place.parents):
        if (parent / DECLARATION).is_file() or ((parent / MANIFEST).is_file() and (parent / SUMS).is_file()):
            step = "name a folder outside of it with --output, or build the package with --format"
            raise ConfigError("the files would be added to a sealed package", where=str(parent), next_step=step)


def _converted(path: Path, form: str, renamed: "Mapping[str, str]") -> bytes:
    from generator.oscal.faults import FaultLog, Level
    from generator.oscal.forms.faults import FormError
    from generator.oscal.forms.other_forms import in_form
    from generator.oscal.forms.reading import json_of
    from generator.oscal.reading import bytes_of, check_repeated_names, parsed

    faults = FaultLog(path.name)
    try:
        data = json_of(bytes_of(path), path.suffix)
        document = parsed(data, faults)
        if document is not None:
            check_repeated_names(data, None, faults)
        wrong = [fault for fault in faults.collected() if fault.severity is Level.ERROR]
        if document is not None and not wrong:
            return in_form(document, form, renamed)
    except FormError as error:
        raise ConfigError(error.what, where=f"{path} {error.where}".strip(), next_step=_STEP) from error
    raise ConfigError(wrong[0].message, where=str(path), next_step=_STEP)


def _write(files: "Mapping[Path, bytes]") -> None:
    """Beside their places first, so that a full disk leaves nothing half written."""
    # NOTE: imported here, since the grammar of all commands imports this module.
    import tempfile

    targets: dict[Path, Path] = {}
    try:
        for target, data in files.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
            targets[target] = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            targets[target].chmod(0o644)
        for target, path in targets.items():
            path.rename(target)
    finally:
        for path in targets.values():
            path.unlink(missing_ok=True)
