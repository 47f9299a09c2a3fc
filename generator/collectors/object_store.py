"""A workspace in an object store that speaks Amazon S3, copied to a folder of this machine.

boto3 finds endpoint, region and credentials (https://docs.aws.amazon.com/boto3/latest/guide/configuration.html), so that MinIO,
Ceph and others are asked as AWS is. What was copied before is taken again only where the store's ETag, the size and the
content's SHA-256 are those of that copy. Names of objects become paths below the folder, and nothing else: others are refused.
"""

import hashlib
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import IO, Any

import boto3  # type: ignore[import-untyped]
import msgspec
from botocore.config import Config  # type: ignore[import-untyped]

from generator.collectors.aws_errors import FAILURES, fault
from generator.collectors.base import CollectError
from generator.errors import ConfigError
from generator.limits import QUOTED
from generator.text import shortened, visible
from generator.version import VERSION

MOST_OBJECTS = 500_000
MOST_BYTES = 256 << 30
"""Of all objects of a workspace."""
_URL = re.compile(r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(?P<prefix>[^\\\x00-\x1f]*?))?/*")
"""https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"""
_PART = re.compile(r"(?!\.{1,2}\Z)[^/\\\x00-\x1f\x7f:]{1,255}")
_CALM = {"mode": "standard", "total_max_attempts": 5}
_PIECE = 1 << 20
_LIST = "copied.json"
_FILES = "files"


class StoredObject(msgspec.Struct, frozen=True, kw_only=True):
    """An object as the store lists it, and its content's hash once it was copied."""

    etag: str
    size: int
    sha256: str = ""


def fetch(url: str, folder: Path) -> Path:
    """Copies every object below the address; gives the folder that has them, `files` below `folder`.

    Raises:
        ConfigError: it is no address of a bucket.
        CollectError: the store refuses or does not answer, an object changed meanwhile, its name is no path, or there are too
            many or too large ones.
        OSError: the folder cannot be written.
    """
    match = _URL.fullmatch(url)
    if match is None:
        raise ConfigError("this is no address of a bucket", where=url, next_step="write it like s3://evidence/parcel-tracker")
    files = folder / _FILES
    files.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = Config(retries=_CALM, connect_timeout=10, read_timeout=60, user_agent_extra=f"atopack/{VERSION}")
    try:
        prefix = f"{match['prefix']}/" if match["prefix"] else ""
        source = _StorePrefix(boto3.client("s3", config=settings), url, match["bucket"], prefix)
        listed, before = dict(source.listed()), _copied(folder / _LIST)
        _refuse_below_files(listed, url)
        _remove_others(files, listed)
        copied = {name: source.copy(name, stored, before.get(name), files / name) for name, stored in listed.items()}
    except FAILURES as error:
        step = "check the address, the endpoint and your rights: to list the bucket, and to get its objects"
        raise CollectError(f"the object store does not give it ({fault(error).why})", where=url, next_step=step) from error
    (folder / _LIST).write_bytes(msgspec.json.encode(copied))
    return files


class _StorePrefix:
    """The objects of a bucket whose keys begin alike."""

    __slots__ = ("_bucket", "_client", "_prefix", "_url")

    def __init__(self, client: Any, url: str, bucket: str, prefix: str) -> None:
        self._client, self._url, self._bucket, self._prefix = client, url, bucket, prefix

    def listed(self) -> Iterator[tuple[str, StoredObject]]:
        """The path of each below the prefix, and what the store says of it."""
        count = size = 0
        for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._prefix):
            for entry in page.get("Contents", ()):
                name = entry["Key"][len(self._prefix) :]
                if not name or name.endswith("/"):
                    continue  # what consoles make for an empty folder
                count, size = count + 1, size + entry["Size"]
                self._refuse(name, count, size)
                yield name, StoredObject(etag=entry["ETag"], size=entry["Size"])

    def _refuse(self, name: str, count: int, size: int) -> None:
        if not all(_PART.fullmatch(part) for part in name.split("/")):
            step = "rename or remove it: its parts become folders and a file"
            raise CollectError(f"the name of the object {_shown(name)} is no path", where=self._url, next_step=step)
        if count > MOST_OBJECTS or size > MOST_BYTES:
            most = f"{MOST_OBJECTS:,} objects or {MOST_BYTES >> 30} GiB"
            raise CollectError(f"more than {most} are below it", where=self._url, next_step="name the prefix of one workspace")

    def copy(self, name: str, stored: StoredObject, before: StoredObject | None, path: Path) -> StoredObject:
        """Puts it in place, whole or not at all."""
        if before is not None and (before.etag, before.size) == (stored.etag, stored.size) and _sha256(path) == before.sha256:
            return before
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            part = Path(file.name)
            try:
                sha256 = self._received(name, stored, file)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
        part.replace(path)
        return StoredObject(etag=stored.etag, size=stored.size, sha256=sha256)

    def _received(self, name: str, stored: StoredObject, file: IO[bytes]) -> str:
        digest, size = hashlib.sha256(), 0
        answer = self._client.get_object(Bucket=self._bucket, Key=self._prefix + name, IfMatch=stored.etag)
        with closing(answer["Body"]) as body:
            while size <= stored.size and (piece := body.read(_PIECE)):
                size += file.write(piece)
                digest.update(piece)
        if size != stored.size:
            what = f"the object {_shown(name)} has another size than the store lists"
            raise CollectError(what, where=self._url, next_step="build again when nothing writes to it")
        return digest.hexdigest()


def _shown(name: str) -> str:
    return repr(shortened(visible(name), QUOTED))


def _copied(path: Path) -> Mapping[str, StoredObject]:
    """What was copied before; nothing where the list is missing or damaged."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, StoredObject])
    except (OSError, msgspec.MsgspecError):
        return {}


def _sha256(path: Path) -> str:
    """Of a file; nothing where there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _refuse_below_files(listed: Mapping[str, StoredObject], url: str) -> None:
    """A store has objects `a` and `a/b` side by side, a folder has not."""
    for name in listed:
        above = next((str(path) for path in PurePosixPath(name).parents if str(path) in listed), None)
        if above is not None:
            step = "rename or remove one of them: a path is either a file or a folder"
            raise CollectError(f"both {_shown(above)} and {_shown(name)} are objects", where=url, next_step=step)


def _remove_others(files: Path, listed: Mapping[str, StoredObject]) -> None:
    """What the store no longer has must not be read as evidence."""
    for path in sorted(files.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(files).as_posix() not in listed:
            path.unlink()
