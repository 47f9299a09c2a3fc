"""The version that documents, sidecars and requests name, and what tells two programs of that version apart."""

from functools import cache
from pathlib import Path

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


@cache
def sources_digest() -> bytes:
    """SHA-256 of everything that reads and writes: this project's sources, and the versions of the libraries."""
    # NOTE: imported where a cache is kept, since every command imports this module and these take a tenth of `--help`.
    import hashlib
    import importlib.metadata
    import platform

    digest = hashlib.sha256()
    sources = Path(__file__).parent
    for path in sorted(sources.rglob("*.py")):
        digest.update(f"{path.relative_to(sources).as_posix()}\0".encode() + path.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {importlib.metadata.version(library)}\0".encode())
    digest.update(platform.python_version().encode())
    return digest.digest()
