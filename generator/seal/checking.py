"""Is a delivery what it was when it was made? Needs the delivery alone and, for its signature, the sender's public key.

A bag may come from anybody: its lists are bounded text, no path in them is followed out of it, and no link is opened.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from generator.errors import ConfigError, OutputEditedError
from generator.limits import NAMED
from generator.seal import bag, statement
from generator.seal import manifest as package
from generator.seal.copying import digests
from generator.seal.signature import SignatureWrongError, opened
from generator.text import listed

if TYPE_CHECKING:
    from generator.seal.signature import PublicKey

SIGNATURE = "signature.dsse.json"
"""Beside the payload, and the only file of a delivery that no list names: it signs the lists."""

_LARGEST_LIST = 512 << 20
"""Bytes: some four million files."""
_LINE = re.compile(r"(?P<sha256>[0-9a-f]{64})  (?P<path>\S.*)")


class FileDifference(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One file that is not what the delivery's lists say."""

    path: str
    what: str
    """A folder that holds none of the listed files is `extra`, and its path ends with `/`: `changed`, `missing`, `extra`,
    `a link`, `no plain file`, `cannot be read`."""


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What was found."""

    files: int
    """That the lists name."""
    differences: tuple[FileDifference, ...]
    """Sorted by path; empty where everything is as it was."""
    signed: bool
    """There is a signature in it."""
    statement: Mapping[str, object] | None
    """What the signature says of the delivery; None where it was not checked."""


def check(folder: Path, key: "PublicKey | None" = None) -> Checked:
    """Hash every file of a bag or package, and compare.

    Raises:
        ConfigError: neither a bag nor a package of ours, or its lists or signature cannot be read.
        SignatureWrongError: the signature is not one of the key.
        OutputEditedError: a key was given and nothing is signed.
    """
    if (folder / bag.DECLARATION).is_file():
        return _bag(folder, key)
    known = package.read(folder) if folder.is_dir() else None
    if known is None:
        below = sorted(path.parent for name in (bag.DECLARATION, package.MANIFEST) for path in folder.glob(f"*/{name}"))
        step = "name the folder that holds bagit.txt or manifest.json"
        if below:
            step += f": {listed([str(path) for path in below], NAMED)}"
        raise ConfigError("this is neither a bag nor a package", where=str(folder), next_step=step)
    if key is not None:
        raise _unsigned(folder)
    rows = (row.partition(": ") for row in package.differences(folder, known))
    differences = {FileDifference(path=path, what="extra" if what == "added" else what) for what, _, path in rows}
    differences |= set(_folders(folder, {file.path for file in known.files}, differences))
    return Checked(files=len(known.files), differences=tuple(sorted(differences)), signed=False, statement=None)


def _bag(folder: Path, key: "PublicKey | None") -> Checked:
    signed = (folder / SIGNATURE).is_file() and not (folder / SIGNATURE).is_symlink()
    if key is not None and not signed:
        raise _unsigned(folder)
    promised: dict[str, str] = {}
    differences: set[FileDifference] = set()
    for name, of_payload in ((bag.PAYLOAD_MANIFEST, True), (bag.TAG_MANIFEST, False)):
        try:
            promised |= _listed(folder, name, of_payload=of_payload)
        except _UnreadableError as error:
            differences.add(FileDifference(path=name, what=str(error)))
    bag_text, readable = None, not differences
    listed = set(promised)
    actual = _actual(folder, differences)
    if key is not None:
        try:
            named, bag_text = statement.decode(opened(_signature(folder / SIGNATURE), key))
        except SignatureWrongError as error:
            error.where = str(folder / SIGNATURE)
            raise
        differences |= set(_compared(named, actual, always=frozenset()))
        listed |= named.keys()
    if readable:
        differences |= set(_compared(promised, actual, always=frozenset({bag.TAG_MANIFEST})))
    if readable or key is not None:
        differences |= set(_folders(folder, listed, differences))
    return Checked(files=len(promised), differences=tuple(sorted(differences)), signed=signed, statement=bag_text)


def _compared(named: Mapping[str, str], actual: Mapping[str, str], *, always: frozenset[str]) -> Iterator[FileDifference]:
    for path, sha256 in named.items():
        if path not in actual:
            yield FileDifference(path=path, what="missing")
        elif actual[path] != sha256:
            yield FileDifference(path=path, what="changed")
    for path in actual.keys() - named.keys() - always:
        yield FileDifference(path=path, what="extra")


def _folders(folder: Path, listed: Set[str], known: Set[FileDifference]) -> Iterator[FileDifference]:
    """Folders that no listed file lies below, and of which nothing else tells: lists of files (RFC 8493 section 2.1.3) say
    nothing of an empty one, so whoever adds one changes what is opened and no hash."""
    expected = _above(listed) | _above(difference.path for difference in known)
    for place, folders, _ in os.walk(folder):
        for name in folders:
            path = Path(place) / name
            inside = path.relative_to(folder).as_posix()
            if not path.is_symlink() and inside not in expected:
                yield FileDifference(path=f"{inside}/", what="extra")


def _above(paths: Iterable[str]) -> Set[str]:
    return {parent.as_posix() for path in paths for parent in PurePosixPath(path).parents}


def _actual(folder: Path, differences: set[FileDifference]) -> Mapping[str, str]:
    """Path to SHA-256 of every plain file but the signature; what is a link or cannot be read is a difference."""
    files = {}
    for path in _everything(folder, differences):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            differences.add(FileDifference(path=name, what="a link" if path.is_symlink() else "no plain file"))
        elif path.is_file() and name != SIGNATURE:
            if os.access(path, os.R_OK):
                files[path] = name
            else:
                differences.add(FileDifference(path=name, what="cannot be read"))
    hashes = digests(list(files))
    return {files[path]: digest.sha256 for path, digest in hashes.items()}


def _everything(folder: Path, differences: set[FileDifference]) -> list[Path]:
    """All that lies below, folders as well; one that may not be looked into could hold anything."""

    def refused(error: OSError) -> None:
        name = Path(error.filename).relative_to(folder).as_posix()
        differences.add(FileDifference(path=name, what="cannot be read"))

    walked = os.walk(folder, onerror=refused)
    return sorted(Path(place) / name for place, folders, files in walked for name in (*folders, *files))


class _UnreadableError(Exception):
    """A list of the bag is missing or damaged; says which of the two."""


def _signature(path: Path) -> bytes:
    if path.stat().st_size > _LARGEST_LIST:
        raise SignatureWrongError(
            "the signature cannot be read: it is too large for one", next_step="ask the sender for it again"
        )
    return path.read_bytes()


def _listed(folder: Path, name: str, *, of_payload: bool) -> Mapping[str, str]:
    """A list names the payload or what lies beside it, and never both: else one could overrule the other."""
    path = folder / name
    if not path.is_file() or path.is_symlink():
        raise _UnreadableError("missing")
    if path.stat().st_size > _LARGEST_LIST:
        raise _UnreadableError("changed: too large to be a list of files")
    by_path: dict[str, str] = {}
    try:
        lines = path.read_text("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise _UnreadableError("changed: not text in UTF-8") from error
    for number, line in enumerate(lines, start=1):
        row = _LINE.fullmatch(line)
        if line and (row is None or row["path"] in by_path):
            raise _UnreadableError(f"changed: line {number} is no hash and path, or names a path twice")
        if row is not None and row["path"].startswith(bag.PAYLOAD) is not of_payload:
            raise _UnreadableError(f"changed: line {number} names a file that is not this list's to name")
        if row is not None:
            by_path[row["path"]] = row["sha256"]
    return by_path


def _unsigned(folder: Path) -> OutputEditedError:
    step = "leave out --key to check the hashes alone, or ask the sender for the signed delivery"
    return OutputEditedError("there is no signature in this delivery", where=str(folder), next_step=step)
