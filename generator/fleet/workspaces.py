"""Where the workspace of a system is on this machine: its folder, or a copy of what lies in an object store."""

import hashlib
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import ConfigError

_ADDRESS = re.compile(r"s3://[^\s\x00-\x1f\\\\]+")
_FOLDER = "workspaces"


def is_address(text: str) -> bool:
    """Does it name a place in an object store?"""
    return _ADDRESS.fullmatch(text) is not None


@contextmanager
def copied(url: str, kept: Path | None) -> Iterator[Path]:
    """A folder with what the store has there, for as long as the block takes; below `kept` it stays for the next run.

    Raises:
        ConfigError: boto3 is not installed, or the address is wrong.
        CollectError: the store does not give it.
        OSError: the folder cannot be written.
    """
    try:
        from generator.collectors.object_store import fetch
    except ImportError as error:
        what = f"object stores are asked through the package `{error.name}`, which is not installed"
        raise ConfigError(what, where=url, next_step="pip install 'atopack[collect]'") from error
    if kept is not None:
        yield fetch(url, kept / _FOLDER / hashlib.sha256(url.encode()).hexdigest()[:32])
        return
    with tempfile.TemporaryDirectory() as folder:
        yield fetch(url, Path(folder))
