"""Where the project's own data folders are, installed from a wheel or run from a checkout."""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

DataFolder = Literal["templates", "oscal", "samples"]


def data(kind: DataFolder) -> Traversable:
    """The folder `templates`, `oscal` or `samples`: `generator/_data/` in a wheel, the repository's root in a checkout."""
    packaged = files("generator") / "_data" / kind
    return packaged if packaged.is_dir() else Path(__file__).resolve().parent.parent / kind


def copy_missing(source: Traversable, target: Path) -> None:
    """Copy a folder; a file that is there already stays as it is."""
    target.mkdir(parents=True, exist_ok=True)
    for child in source.iterdir():
        if child.is_dir():
            copy_missing(child, target / child.name)
        elif not (target / child.name).exists():
            (target / child.name).write_bytes(child.read_bytes())


@cache
def data_digest() -> bytes:
    """SHA-256 of the project's own templates and tables."""
    digest = hashlib.sha256()
    folders: tuple[DataFolder, ...] = ("templates", "oscal")
    for folder in folders:
        for name, file in sorted(_files(data(folder), folder)):
            digest.update(f"{name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.digest()


def _files(folder: Traversable, name: str) -> Iterable[tuple[str, Traversable]]:
    for child in folder.iterdir():
        if child.is_dir():
            yield from _files(child, f"{name}/{child.name}")
        else:
            yield f"{name}/{child.name}", child
