"""What is in a package: every file with its hash, made last; and whether a person changed one since."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from generator.errors import ConfigError

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
_IGNORED = (".~lock.", "~$", ".DS_Store", "Thumbs.db")
"""What office programs and file managers leave beside files."""


class ManifestFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of the package."""

    path: str
    sha256: str
    size: int
    kind: str
    """`generated` or `evidence`."""
    title: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The package's table of contents."""

    tool: str
    version: str
    system: str
    as_of: str
    counts: dict[str, int]
    inputs: dict[str, str]
    """Path to sha256 of what people wrote: system.yaml, decisions, templates."""
    files: tuple[ManifestFile, ...]


def entry(path: str, data: bytes, *, kind: str, title: str) -> ManifestFile:
    """A file's line in the manifest."""
    return ManifestFile(path=path, sha256=hashlib.sha256(data).hexdigest(), size=len(data), kind=kind, title=title)


def encode(manifest: Manifest) -> bytes:
    """The bytes of manifest.json."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def sums(files: Iterable[ManifestFile], manifest: bytes) -> bytes:
    """The bytes of SHA256SUMS: `sha256sum -c SHA256SUMS` checks the package without us."""
    rows = {file.path: file.sha256 for file in files} | {MANIFEST: hashlib.sha256(manifest).hexdigest()}
    return "".join(f"{sha256}  {path}\n" for path, sha256 in sorted(rows.items())).encode()


def read(folder: Path) -> Manifest | None:
    """The manifest of a package; None where there is none.

    Raises:
        ConfigError: there is one that cannot be read.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ConfigError(
            f"the manifest cannot be read: {error}", where=str(path), next_step="build into another folder with --output"
        ) from error


def differences(folder: Path, manifest: Manifest) -> tuple[str, ...]:
    """Files of a package that differ from its manifest: `changed: PATH`, `missing: PATH`, `added: PATH`, sorted."""
    known: Mapping[str, ManifestFile] = {file.path: file for file in manifest.files}
    found = []
    for path, file in known.items():
        actual = folder / path
        if not actual.is_file():
            found.append(f"missing: {path}")
        elif actual.stat().st_size != file.size or _hash(actual) != file.sha256:
            found.append(f"changed: {path}")
    for actual in sorted(folder.rglob("*")):
        name = actual.relative_to(folder).as_posix()
        ours = name in known or name in (MANIFEST, SUMS) or actual.name.startswith(_IGNORED)
        if not ours and (actual.is_symlink() or not actual.is_dir()):
            found.append(f"added: {name}")
    return tuple(sorted(found))


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
