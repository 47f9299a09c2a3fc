"""A file of metrics that another program collects from a folder."""

from pathlib import Path

from generator.documents.replaced_file import replace_file
from generator.errors import ConfigError


def put(path: Path, data: bytes) -> None:
    """Put the file there, whole or not at all, for all to read.

    Raises:
        ConfigError: the folder is not there, or the place is a folder or link.
        OSError: the disk is full, or the folder may not be written; the old file stays.
    """
    if not path.parent.is_dir():
        raise ConfigError("there is no such folder", where=str(path.parent), next_step="make it, or name another file")
    if path.is_symlink() or path.is_dir():
        raise ConfigError("a link or folder where a file was expected", where=str(path), next_step="name another file")
    replace_file(path, data, mode=0o644)
