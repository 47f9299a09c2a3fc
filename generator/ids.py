"""Identifiers that stay the same when nothing changed.

Objects get a uuid5 of (system id, natural key), so an object keeps its uuid for life. Documents get a uuid5 of their
content, so a document's uuid changes exactly when its content does (NIST OSCAL discussions usnistgov/OSCAL#1131, #1548).
OSCAL accepts version 4 and 5 uuids only.
"""

import hashlib
import uuid

_NAMESPACE = uuid.UUID("6f5b1d0e-3a52-5c1b-9f6e-7d1f2b8c4a90")


_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}
"""The two bits of the variant, put before the other two of a hexadecimal digit."""


_NAMED_OFTEN = frozenset({"component", "inventory-item"})
"""Kinds of which there are few, each named by whatever concerns it."""


class UuidFactory:
    """Makes uuids for one system. `system_id` separates two systems that hold equal natural keys."""

    __slots__ = ("_named", "_prefix")

    def __init__(self, system_id: str) -> None:
        self._named: dict[tuple[str, ...], str] = {}
        self._prefix = _NAMESPACE.bytes + system_id.encode() + b"\x00"

    def object(self, kind: str, *key: str) -> str:
        """The uuid of an object, from its kind and natural key."""
        if kind not in _NAMED_OFTEN:
            return _uuid5_of(self._prefix + "\x1f".join((kind, *key)).encode())
        known = self._named.get((kind, *key))
        if known is None:
            known = self._named[(kind, *key)] = _uuid5_of(self._prefix + "\x1f".join((kind, *key)).encode())
        return known

    def content(self, kind: str, encoded: bytes) -> str:
        """The uuid of a document or result, from its encoded content without own uuid and last-modified."""
        return self.digested(kind, hashlib.sha256(encoded).digest())

    def digested(self, kind: str, digest: bytes) -> str:
        """The same from the SHA-256 of that content."""
        return _uuid5_of(self._prefix + kind.encode() + b"\x00" + digest)


def _uuid5_of(data: bytes) -> str:
    """RFC 9562 section 5.5, without the cost of building UUID objects: 200,000 observations need a million of these."""
    text = hashlib.sha1(data, usedforsecurity=False).hexdigest()
    return f"{text[:8]}-{text[8:12]}-5{text[13:16]}-{_VARIANT[text[16]]}{text[17:20]}-{text[20:32]}"
