"""Values that many entries repeat, made once per distinct bytes and then shared.

Images on one base share most of their vulnerabilities, so the same description, references and scores stand in hundreds of
files. What is kept here is bounded, and the same bytes always give the same value: it only saves time and memory.
"""

from functools import lru_cache
from hashlib import sha256
from typing import Any, Generic, TypeVar

from generator.model.scan import AffectedPackage

T = TypeVar("T")

KEPT = 1 << 15
"""Distinct values of each kind that are kept."""


_SHORT = 1 << 7
"""Bytes that take hardly more room than their hash, and are kept at once."""


class Slot(Generic[T]):
    """Room for the last value of one identifier, and for what tells whether an entry says the same."""

    __slots__ = ("_digest", "_raw", "_value")

    def __init__(self) -> None:
        self._digest, self._raw = b"", b""
        self._value: T | None = None

    def known(self, raw: bytes) -> T | None:
        """The value, where it was made of these bytes; else None.

        Comparing costs a fifth of hashing, so the bytes of what comes again are kept. In some systems most identifiers come
        once: their bytes, three kilobytes each, are not.
        """
        if self._raw:
            return self._value if self._raw == raw else None
        if self._value is None or self._digest != sha256(raw).digest():
            return None
        self._raw = raw
        return self._value

    def keep(self, raw: bytes, value: T) -> T:
        """Remember a value for the entries that say the same."""
        short = 0 < len(raw) <= _SHORT
        self._digest, self._raw, self._value = b"" if short else sha256(raw).digest(), raw if short else b"", value
        return value


@lru_cache(3 * KEPT)
def slot(_reader: str, _identifier: str) -> Slot[Any]:
    """Of what a reader says of an identifier."""
    return Slot()


def forget() -> None:
    """Free what is kept: a process that goes on after its files are read has no more use for their bytes."""
    slot.cache_clear()
    package.cache_clear()


@lru_cache(KEPT)
def package(name: str, version: str, fixed_version: str, purl: str, path: str) -> AffectedPackage:
    """An SBOM entry; what is empty is not known."""
    return AffectedPackage(
        name=name, version=version or None, fixed_version=fixed_version or None, purl=purl or None, path=path or None
    )
