"""Puts a finished package in place: written beside, then renamed, so that the old one stays until the new one is whole."""

import contextlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from generator.errors import OutputEditedError
from generator.seal import manifest as seal


def refuse_if_edited(target: Path) -> None:
    """Nothing that a person made or changed is overwritten.

    Raises:
        OutputEditedError: the folder is not a package of ours, or one of its files was changed or added.
        ConfigError: its manifest cannot be read.
    """
    if not target.exists():
        return
    known = seal.read(target)
    if known is None:
        if target.is_dir() and not any(target.iterdir()):
            return
        raise OutputEditedError(
            "the output folder holds something that is not a package",
            where=str(target),
            next_step="name another folder with --output, or move it away",
        )
    changed = [row for row in seal.differences(target, known) if not row.startswith("missing")]
    if changed:
        shown = "; ".join(changed[:5]) + (f"; and {len(changed) - 5} more" if len(changed) > 5 else "")
        raise OutputEditedError(
            f"files in the package differ from what was written, so a person worked on them: {shown}",
            where=str(target),
            next_step="copy them to a safe place and remove them here, or build into another folder with --output",
        )


def publish(target: Path, files: Mapping[str, bytes], linked: Mapping[str, Path]) -> None:
    """Write all files beside the target, then put them in its place. `linked` files are hard links, else copies.

    Raises:
        OSError: the disk is full or may not be written; the old package is untouched.
    """
    staging, old = target.with_name(f".{target.name}.new"), target.with_name(f".{target.name}.old")
    _remove(staging)
    try:
        for name, data in files.items():
            path = staging / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        for name, source in linked.items():
            path = staging / name
            path.parent.mkdir(parents=True, exist_ok=True)
            _link(source, path)
        _remove(old)
        if target.exists():
            target.rename(old)
        try:
            staging.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    finally:
        _remove(staging)
    _remove(old)


def _link(source: Path, path: Path) -> None:
    try:
        os.link(source, path)
    except OSError:
        shutil.copyfile(source, path)


def _remove(folder: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder)
