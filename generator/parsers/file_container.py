"""What the bytes of a file are, before any format is known."""

from collections.abc import Callable
from enum import StrEnum

import msgspec

_BETWEEN_VALUES = (b"\n}\n{", b"\n}\r\n{", b"\n==== START logs for container ")
"""What stands in no single JSON value: an indented one that ends where the next begins, and the logs in a cluster's dump."""
_TEMPLATES = (".tpl", ".tftpl")
"""Names of templates of Terraform and Helm, whose text is JSON once they are filled in, and not before."""


class FileContainer(StrEnum):
    """What the bytes are, before any format is known."""

    EMPTY = "empty"
    JSON = "json"
    JSON_LINES = "json lines"
    """At least two lines, each with a value: a single one is `JSON`."""
    JSON_STREAM = "several json values"
    XML = "xml"
    YAML = "yaml"
    PNG = "png"
    ZIP = "zip"
    GZIP = "gzip"
    TEXT = "text"
    BINARY = "binary"


_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", FileContainer.PNG),
    (b"PK\x03\x04", FileContainer.ZIP),
    (b"\x1f\x8b", FileContainer.GZIP),
)


def signed_container(head: bytes) -> FileContainer | None:
    """By the first bytes alone; None for what may be text."""
    return next((container for signature, container in _SIGNATURES if head.startswith(signature)), None)


def text_container(name: str, start: bytes, data: Callable[[], bytes], is_broken: Callable[[], bool]) -> FileContainer:
    """Of text in UTF-8, from its beginning (and the file name, for YAML and templates).

    Args:
        data: all of it, which is asked for only where its beginning is blank or JSON.
        is_broken: is it no single JSON value?
    """
    stripped = start.lstrip() or data().strip()
    if not stripped:
        return FileContainer.EMPTY
    if stripped.startswith(b"<"):
        return FileContainer.XML
    if name.lower().endswith((".yaml", ".yml")) or _looks_like_yaml(start):
        return FileContainer.YAML
    if name.endswith(_TEMPLATES):
        return FileContainer.TEXT
    if stripped.startswith((b"{", b"[")) or stripped.rstrip() == b"null":
        return _json_or_lines(data().lstrip(), is_broken)
    return FileContainer.BINARY if b"\x00" in start[:4096] else FileContainer.TEXT


def _looks_like_yaml(start: bytes) -> bool:
    lines = (line for line in start[:4096].splitlines() if line.strip() and not line.startswith(b"#"))
    return next(lines, b"").startswith((b"---", b"apiVersion:", b"kind:"))


def _json_or_lines(data: bytes, is_broken: Callable[[], bool]) -> FileContainer:
    end = data.find(b"\n")
    first, rest = (data[:end], data[end + 1 : end + 4096]) if end >= 0 else (data, b"")
    if first.rstrip().endswith((b"}", b"]")) and rest.lstrip().startswith((first[:1], b"null")):
        try:
            msgspec.json.decode(first, type=msgspec.Raw)
        except (msgspec.DecodeError, RecursionError):
            return FileContainer.JSON
        return FileContainer.JSON_LINES
    several = is_broken() and any(mark in data for mark in _BETWEEN_VALUES)
    return FileContainer.JSON_STREAM if several else FileContainer.JSON
