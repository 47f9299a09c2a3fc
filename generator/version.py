"""The version that documents, sidecars and requests name, and what tells two programs of that version apart."""

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping
from functools import cache

VERSION = "0.1.0"
"""The only place of it: the wheel is named by it (`pyproject.toml`)."""

_LIBRARIES = (
    "cvss",
    "docxtpl",
    "itables",
    "jinja2",
    "jmespath",
    "jsonschema-rs",
    "lxml",
    "markdown-it-py",
    "markupsafe",
    "msgspec",
    "networkx",
    "openpyxl",
    "oscal-bindings",
    "packageurl-python",
    "pydantic",
    "pygraphviz",
    "python-docx",
    "python-hcl2",
    "PyYAML",
    "rapidfuzz",
)
"""What has a part in what is read, drawn, written or validated."""

_INFO = ".dist-info"


@cache
def sources_digest() -> bytes:
    """SHA-256 of everything that reads and writes: this project's sources, and the versions of the libraries."""
    # NOTE: imported where a cache is kept, since every command imports this module.
    import hashlib

    digest = hashlib.sha256()
    for name, path in _sources(os.path.dirname(__file__), ""):  # noqa: PTH120 - see _sources
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123
            digest.update(f"{name}\0".encode() + file.read())
    for library in _LIBRARIES:
        digest.update(f"{library} {library_version(library)}\0".encode())
    digest.update(python_version().encode())
    return digest.digest()


def library_version(library: str) -> str:
    """Of an installed library.

    Raises:
        importlib.metadata.PackageNotFoundError: it is not installed.
    """
    found = _installed().get(_plain(library))
    if found is not None:
        return found
    import importlib.metadata

    return importlib.metadata.version(library)


def python_version() -> str:
    """`3.11.7`."""
    return sys.version.partition(" ")[0]


def _sources(folder: str, above: str) -> Iterator[tuple[str, str]]:
    """Each file by its name below the first folder, and its place, sorted within its folder."""
    # NOTE: not pathlib, which takes as long for two thousand names as reading the files
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _sources(entry.path, f"{above}{entry.name}/")
        elif entry.name.endswith(".py"):
            yield f"{above}{entry.name}", entry.path


@cache
def _installed() -> Mapping[str, str]:
    """Versions by the names of the libraries' folders (PyPA, "Recording installed projects"); the first on the path counts."""
    # NOTE: importlib.metadata takes a twentieth of a build of the sample to be imported, as it needs all of `email`
    versions: dict[str, str] = {}
    for folder in sys.path:
        with contextlib.suppress(OSError):
            for name in os.listdir(folder or "."):  # noqa: PTH208 - names are all that is asked for
                if name.endswith(_INFO):
                    library, _, version = name.removesuffix(_INFO).rpartition("-")
                    versions.setdefault(_plain(library), version)
    return versions


def _plain(library: str) -> str:
    return library.lower().replace("-", "_").replace(".", "_")
