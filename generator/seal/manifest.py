"""What is in a package: every file with its hash, made last; and whether a person changed one since."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from generator.documents.large_content import Content, sha256_of, size_of
from generator.errors import ConfigError
from generator.model.identifiers import Sha256
from generator.seal.known_hashes import KnownHashes
from generator.text import indented_json

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
_IGNORED = (".~lock.", "~$", ".DS_Store", "Thumbs.db")
"""What office programs and file managers leave beside files."""


class ManifestFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of the package."""

    path: str
    sha256: Sha256
    size: int
    kind: str
    """`generated` or `evidence`."""
    title: str


class PackageManifest(msgspec.Struct, frozen=True, kw_only=True):
    """The package's table of contents."""

    tool: str
    version: str
    system: str
    as_of: str
    draft: bool = False
    """Mandatory cells of the inventory are blank: not fit to be handed in."""
    counts: dict[str, int]
    inputs: dict[str, str]
    """Path to sha256 of what people wrote: system.yaml, decisions, templates."""
    files: tuple[ManifestFile, ...]


def entry(path: str, content: Content, *, kind: str, title: str) -> ManifestFile:
    """A file's line in the manifest."""
    return ManifestFile(path=path, sha256=Sha256(sha256_of(content)), size=size_of(content), kind=kind, title=title)


def encode(manifest: PackageManifest) -> bytes:
    """The bytes of manifest.json."""
    return indented_json(manifest)


def sums(files: Iterable[ManifestFile], manifest: bytes) -> bytes:
    """The bytes of SHA256SUMS: `sha256sum -c SHA256SUMS` verifies the package independently."""
    rows = {file.path: file.sha256 for file in files} | {MANIFEST: hashlib.sha256(manifest).hexdigest()}
    return "".join(_sum_line(path, sha256) for path, sha256 in sorted(rows.items())).encode()


def _sum_line(path: str, sha256: str) -> str:
    """A line of `sha256sum`: a name with a backslash or line break is escaped, and the line begins with a backslash."""
    escaped = path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return f"{'' if escaped == path else chr(92)}{sha256}  {escaped}\n"


def read(folder: Path) -> PackageManifest | None:
    """The manifest of a package; None where there is none.

    Raises:
        ConfigError: there is one that cannot be read.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=PackageManifest)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ConfigError(
            f"the manifest cannot be read: {error}", where=str(path), next_step="build into another folder with --output"
        ) from error


def differences(folder: Path, manifest: PackageManifest, hashes: KnownHashes | None = None) -> tuple[str, ...]:
    """Files of a package that differ from its manifest: `changed: PATH`, `missing: PATH`, `added: PATH`, sorted. `hashes` knows
    the files that were read before.
    """
    of = hashes or KnownHashes()
    known: Mapping[str, ManifestFile] = {file.path: file for file in manifest.files}
    problems = [f"{what}: {path}" for path, file in known.items() if (what := _difference(folder / path, file, of))]
    for actual in sorted(folder.rglob("*")):
        name = actual.relative_to(folder).as_posix()
        ours = name in known or name in (MANIFEST, SUMS) or actual.name.startswith(_IGNORED)
        if not ours and (actual.is_symlink() or not actual.is_dir()):
            problems.append(f"added: {name}")
    written = folder / SUMS
    if written.is_file() and written.read_bytes() != sums(manifest.files, (folder / MANIFEST).read_bytes()):
        problems.append(f"changed: {SUMS} or {MANIFEST}")
    return tuple(sorted(problems))


def _difference(actual: Path, file: ManifestFile, hashes: KnownHashes) -> str | None:
    """What happened to one file of the package; None where it is as it was."""
    if not _is_inside(file.path):
        return "changed"
    if actual.is_symlink() or (actual.exists() and not actual.is_file()):
        return "changed"
    if not actual.exists():
        return "missing"
    return "changed" if actual.stat().st_size != file.size or hashes.sha256(actual) != file.sha256 else None


def _is_inside(path: str) -> bool:
    """A manifest that leads out of its package was not written by us: such paths are never opened."""
    return not path.startswith("/") and ".." not in path.split("/") and "\\" not in path
