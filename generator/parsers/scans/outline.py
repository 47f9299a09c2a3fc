"""Looks into a document just far enough to tell one tool's report from another's."""

from collections.abc import Mapping

import msgspec

from generator.parsers.document import Document

_NONE: Mapping[str, msgspec.Raw] = {}


def keys_of(document: Document, raw: msgspec.Raw | None) -> Mapping[str, msgspec.Raw]:
    """Keys of an object inside the document, values undecoded; none where it is missing or something else."""
    return document.members_of(raw) if raw is not None else _NONE


def first_keys(document: Document, raw: msgspec.Raw | None) -> Mapping[str, msgspec.Raw]:
    """Keys of the first object in a list inside the document; none where it is missing, empty or something else."""
    if raw is None or bytes(memoryview(raw)[:64]).lstrip()[:1] != b"[":
        return _NONE
    entries = document.decode(raw, list[msgspec.Raw])
    return next((keys for entry in entries if (keys := document.members_of(entry))), _NONE)
