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
