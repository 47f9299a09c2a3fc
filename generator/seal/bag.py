"""A BagIt bag (RFC 8493): a folder whose payload lies below `data/`, with text files beside it that list every file's SHA-256.

Written from one manifest, whose hashes are those under which the files are copied: the bag's manifest, the hash logs and the
OSCAL documents cannot disagree. The library `bagit` checks the result in the tests and at the assessor's; it does not write it,
since it would hash everything once more, one file at a time, and put the day of the clock into the bag.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from generator.errors import ConfigError
from generator.seal.manifest import ManifestFile

PAYLOAD = "data/"
DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
PAYLOAD_MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"

_VERSION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def tag_files(
    rows: Sequence[ManifestFile], info: Iterable[tuple[str, str]], others: Mapping[str, bytes]
) -> Mapping[str, bytes]:
    """What lies beside the payload, by path in the bag. `rows` are the payload's files by their path below `data/`.

    Raises:
        ConfigError: a file has a name that a bag cannot carry.
    """
    for row in rows:
        _refuse(row.path)
    listed = "".join(f"{row.sha256}  {PAYLOAD}{row.path}\n" for row in sorted(rows, key=lambda row: row.path))
    size = f"{sum(row.size for row in rows)}.{len(rows)}"
    written = {
        DECLARATION: _VERSION,
        INFO: "".join(f"{label}: {_one_line(value)}\n" for label, value in (*info, ("Payload-Oxum", size))).encode(),
        PAYLOAD_MANIFEST: listed.encode(),
        **others,
    }
    return {**written, TAG_MANIFEST: sums_of(written)}


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """Lines as `sha256sum` writes them, sorted by name."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())).encode()


def is_portable_name(path: str) -> bool:
    """Does every reader of bags understand the name?

    RFC 8493 section 2.1.3 encodes line breaks and the percent sign, which readers do differently, and some strip white
    space around a name.
    """
    return "%" not in path and path == path.strip() and path.isprintable() and "\\" not in path


def _refuse(path: str) -> None:
    if not is_portable_name(path):
        raise ConfigError(
            "a name that a bag cannot carry", where=path, next_step="rename the file without %, \\ and white space"
        )


def _one_line(value: str) -> str:
    return " ".join(value.split())
