"""Whether the files that a document's back-matter links to are there and are the ones it means.

Only a path inside the package is ever opened. An absolute URL is somebody else's; an absolute path, and one that climbs out
of the package, is a fault and is not looked at, since the path comes from the document.
"""

import hashlib
import posixpath
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote

from generator.oscal.faults import FaultLog, OscalFile, Place
from generator.oscal.reading import bytes_of
from generator.oscal.shapes import Node, children, text
from generator.oscal.survey import Survey

ALGORITHMS: Mapping[str, str] = {
    "SHA-224": "sha224",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
    "SHA3-224": "sha3_224",
    "SHA3-256": "sha3_256",
    "SHA3-384": "sha3_384",
    "SHA3-512": "sha3_512",
}
"""OSCAL's names of hash algorithms (metaschema oscal-back-matter-resource-hash-algorithm-values) and Python's."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:")
_DRIVE = re.compile(r"[A-Za-z]:")
_Digest = Callable[[str], str | None]
"""From the name of an algorithm to the digest of a file in hex; None where it cannot be computed."""


def check_attachments(survey: Survey, file: OscalFile, faults: FaultLog) -> None:
    """Every relative link of every resource: inside the package, there, and with the hashes it states."""
    unchecked = 0
    for link, place in survey.rlinks:
        href = text(link, "href")
        for stated, at in children(link, "hashes", place):
            _check_length(stated, at, faults)
        if is_elsewhere(href):
            continue
        path = inside(file.name, href)
        if path is None:
            faults.error("attachment-path", (place, "href"), f"{href!r} leads out of the package; it is not opened")
        elif file.folder is None and file.resolve is None:
            unchecked += 1
        else:
            _check_file(file, path, link, place, faults)
    if unchecked:
        faults.warning("attachment-unchecked", "", f"{unchecked} linked files were not looked for: no folder was given")


def is_elsewhere(href: str) -> bool:
    """A URL of another place, or a fragment of this document (checked with the references)."""
    if href.startswith("#") or not href:
        return True
    return _SCHEME.match(href) is not None and not href.lower().startswith("file:")


def inside(name: str, href: str) -> str | None:
    """The path inside the package, or None for one that is absolute or leads out."""
    path = unquote(href.partition("#")[0].partition("?")[0]).replace("\\", "/")
    if path.startswith("/") or path.lower().startswith("file:") or _DRIVE.match(path) or "\0" in path:
        return None
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
    return None if joined in ("..", ".") or joined.startswith(("../", "/")) else joined


def _check_file(file: OscalFile, path: str, link: Node, place: Place, faults: FaultLog) -> None:
    digest = _digest_of(file, path)
    if digest is None:
        faults.error("attachment-there", (place, "href"), f"{path} is not in the package, or is no plain file inside it")
        return
    for stated, at in children(link, "hashes", place):
        actual = digest(text(stated, "algorithm"))
        value = text(stated, "value").lower()
        if actual is not None and actual != value:
            faults.error("attachment-hash", (at, "value"), f"{path} has the hash {actual}; the document says {value}")


def linked_content(file: OscalFile, path: str) -> bytes | None:
    """What is in a file inside the package; None where there is none, or only its hash is known.

    Raises:
        OSError: it cannot be read.
    """
    if file.resolve is not None:
        answer = file.resolve(path)
        return answer if isinstance(answer, bytes) else None
    target = _target(file.folder, path)
    return None if target is None else bytes_of(target)


def _digest_of(file: OscalFile, path: str) -> _Digest | None:
    if file.resolve is not None:
        answer = file.resolve(path)
        if answer is None:
            return None
        if isinstance(answer, str):
            return {"SHA-256": answer.lower()}.get
        return lambda algorithm: _of_bytes(answer, algorithm)
    target = _target(file.folder, path)
    return None if target is None else lambda algorithm: _of_file(target, algorithm)


def _target(folder: Path | None, path: str) -> Path | None:
    """The file, unless a symbolic link takes it out of the folder or it is no plain file."""
    if folder is None:
        return None
    try:
        base = folder.resolve(strict=True)
        target = (base / path).resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        return None
    return target if target.is_relative_to(base) and target.is_file() else None


def _of_bytes(data: bytes, algorithm: str) -> str | None:
    name = ALGORITHMS.get(algorithm)
    return None if name is None else hashlib.new(name, data, usedforsecurity=False).hexdigest()


def _of_file(path: Path, algorithm: str) -> str | None:
    name = ALGORITHMS.get(algorithm)
    if name is None:
        return None
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, name).hexdigest()
    except OSError as error:
        return f"that cannot be computed, since the file cannot be read ({error.strerror})"


def _check_length(stated: Node, place: Place, faults: FaultLog) -> None:
    """NIST constraints oscal-check-hash-length-SHA2-3-224 to -512."""
    algorithm, value = text(stated, "algorithm"), text(stated, "value")
    digits = int(algorithm.rpartition("-")[2]) // 4 if algorithm in ALGORITHMS else 0
    if digits and not re.fullmatch(rf"[0-9a-fA-F]{{{digits}}}", value):
        faults.error(
            "hash-length", (place, "value"), f"a {algorithm} hash is {digits} hexadecimal digits; found {value[:20]!r}"
        )
