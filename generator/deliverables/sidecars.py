"""What a sidecar says of how a raw file came to be: everything that an envelope repeats.

`collectors.base.Sidecar` is what our own collectors write; people write any part of it. What cannot be read says nothing here:
the workspace has reported it as a gap already.
"""

import codecs
from datetime import UTC, datetime
from pathlib import Path

import msgspec

_LARGEST = 16 << 20
"""Bytes."""


class SidecarCollector(msgspec.Struct, frozen=True, kw_only=True):
    """Which program collected."""

    name: str = ""
    version: str = ""


class SidecarCut(msgspec.Struct, frozen=True, kw_only=True):
    """What the collector cut out before anything was written."""

    rule: str
    field: str = ""
    count: int = 1


class SidecarSummary(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A sidecar, as far as an envelope repeats it. None or empty where it says nothing."""

    collector: SidecarCollector | None = None
    command: str | None = None
    source: str | None = None
    target: str | None = None
    cluster_uid: str | None = None
    identity: str | None = None
    by: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    items: int | None = None
    complete: bool | None = None
    redactions: tuple[SidecarCut, ...] = ()


NOTHING = SidecarSummary()


def read(path: Path) -> SidecarSummary:
    """What the file says; nothing where there is none or it cannot be read."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST:
            return NOTHING
        summary = msgspec.json.decode(path.read_bytes().removeprefix(codecs.BOM_UTF8), type=SidecarSummary)
    except (OSError, msgspec.DecodeError, RecursionError):
        return NOTHING
    return msgspec.structs.replace(summary, start=_utc(summary.start), end=_utc(summary.end))


def _utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
