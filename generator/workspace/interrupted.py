"""Collections of a cluster that were interrupted: what lies there looks complete and is not.

`atopack collect kubernetes` writes one file a kind and last of all its own record, `collection.sidecar.json`. Where that record
is missing, kinds are missing too, and with the newest of each kind taken from different days old pods would run on new nodes.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import msgspec

from generator.model.evidence import EvidenceUse, Gap, GapKind, UseKind
from generator.text import counted

RECORD = "collection"
"""A collection's own sidecar stands for the whole folder: `collection.sidecar.json`."""

_COLLECTOR = "atopack collect kubernetes"
_PARTIAL = re.compile(r"\..+\.partial$")
_NEXT = "collect again into a new folder and delete this one; of a copied collection, copy its collection.sidecar.json too"
_LARGEST = 1 << 20


class Sidecars(Protocol):
    """What is needed of a workspace."""

    def sidecar(self, name: str) -> str | None:
        """See `Workspace.sidecar`."""

    def sidecar_bytes(self, path: str, most: int) -> bytes:
        """See `Workspace.sidecar_bytes`."""


class _Collector(msgspec.Struct):
    name: str = ""


class _CollectedBy(msgspec.Struct):
    collector: _Collector | None = None


def interrupted(
    workspace: Sidecars, paths: Sequence[str], partial: Iterable[str]
) -> tuple[Mapping[str, EvidenceUse], tuple[Gap, ...]]:
    """By path, the files that do not count since their collection was interrupted; and a gap for each such folder.

    `partial` are names of files that were being written when the collection ended.
    """
    broken_off = {path.rpartition("/")[0] for path in partial if _PARTIAL.match(path.rpartition("/")[2])}
    by_folder: dict[str, list[str]] = {folder: [] for folder in broken_off}
    for path in paths:
        by_folder.setdefault(path.rpartition("/")[0], []).append(path)
    uses: dict[str, EvidenceUse] = {}
    gaps = []
    for folder, names in sorted(by_folder.items()):
        if not _is_open(workspace, folder, names, broken_off=folder in broken_off):
            continue
        reason = "the collection of the cluster that it belongs to was interrupted"
        uses.update({name: EvidenceUse(path=name, use=UseKind.SET_ASIDE, reason=reason) for name in names})
        gaps.append(_gap(folder, len(names)))
    return uses, tuple(gaps)


def _is_open(workspace: Sidecars, folder: str, names: Sequence[str], *, broken_off: bool) -> bool:
    """Has a collection begun in this folder and not ended?"""
    if not folder.startswith("evidence/") or workspace.sidecar(f"{folder}/{RECORD}") is not None:
        return False
    of_cluster = folder.startswith("evidence/cluster/")
    return (broken_off and of_cluster) or any(_is_collected(workspace, name) for name in names)


def _is_collected(workspace: Sidecars, name: str) -> bool:
    """Was the file written by the collector of clusters?"""
    sidecar = workspace.sidecar(name)
    if sidecar is None:
        return False
    try:
        read = msgspec.json.decode(workspace.sidecar_bytes(sidecar, _LARGEST), type=_CollectedBy)
    except (OSError, ValueError, msgspec.DecodeError, RecursionError):
        return False
    return read.collector is not None and read.collector.name == _COLLECTOR


def _gap(folder: str, number: int) -> Gap:
    there = f"{counted(number, 'file')} of it {'lies' if number == 1 else 'lie'} there, and none counts"
    reason = f"the collection was interrupted before it wrote its closing record: {there if number else 'nothing is there'}"
    return Gap(path=folder, kind=GapKind.NOT_COLLECTED, reason=reason, next_step=_NEXT)
