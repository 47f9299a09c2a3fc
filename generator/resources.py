"""Where the project's own data folders are, installed from a wheel or run from a checkout."""

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
