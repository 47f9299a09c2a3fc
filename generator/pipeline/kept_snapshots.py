"""What was read of evidence, kept between runs, so that a file that did not change is not read twice.

An entry is found by everything that reading depends on: the content's SHA-256, what is known about the file from outside and
by other files, the sources of this project, and the libraries that read (`kept_entries`). It is kept only if it gives back what
was read; anything else is read again.

Not kept is what a reader made with a look at other evidence files: these may change while the file itself does not.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

import msgspec

from generator.documents.kept_entries import KeptEntries, key_of
from generator.model.evidence import EvidenceFile
from generator.parsers.evidence_files import EvidenceFiles
from generator.parsers.registry import LISTED, standing
from generator.pipeline.condensed_history import CondensedHistory
from generator.pipeline.snapshot_form import ReadFile, decoded, encoded

T = TypeVar("T")

_FOLDER = "evidence"


class WatchedFiles:
    """The evidence files as one reader sees them, which remembers whether it looked at any."""

    def __init__(self, files: EvidenceFiles) -> None:
        self._files = files
        self.looked = False

    def once(self, what: str, path: str, make: Callable[[], T]) -> T:
        """See `EvidenceFiles.once`. What recognizing asks is part of the key of an entry, and is no look at another file."""
        before = self.looked
        made = self._files.once(what, path, make)
        self.looked = before or what not in LISTED
        return made

    def __getattr__(self, name: str) -> object:
        self.looked = True
        return getattr(self._files, name)

    @property
    def as_files(self) -> EvidenceFiles:
        """For a `Document`."""
        return cast("EvidenceFiles", self)


class KeptSnapshots:
    """What was read, in a cache; without one nothing is kept."""

    def __init__(self, cache: Path | None, system: str = "", *, kind: str = _FOLDER) -> None:
        """`system` is the id of the system whose scans are condensed, `kind` that of the entries: what was read of a file
        without the others of its workspace must not be found by a build."""
        self._entries = KeptEntries(cache, kind)
        self._history = CondensedHistory(cache, system)

    @property
    def keeps(self) -> bool:
        """Is there a folder?"""
        return self._entries.keeps

    def get(self, evidence: EvidenceFile, files: EvidenceFiles) -> ReadFile | None:
        """What was read of this file; None where it has to be read."""
        if not self.keeps:
            return None
        key = _key(evidence, files)
        body = self._history.get(key) or self._entries.get(key)
        if body is None:
            return None
        try:
            kept = decoded(body)
        except (msgspec.MsgspecError, KeyError):
            return None
        return kept if kept.snapshot.evidence == evidence else None

    def put(self, evidence: EvidenceFile, files: EvidenceFiles, read: ReadFile) -> None:
        """Keeps it."""
        if not self.keeps:
            return
        try:
            body = encoded(read)
            if decoded(body) != read:
                return
        except (msgspec.MsgspecError, TypeError, ValueError, OverflowError):  # a number or text that has no place in the form
            return
        key = _key(evidence, files)
        if read.condensed:
            self._history.put(key, body)
            self._entries.remove(key)
        else:
            self._history.discard(key)
            self._entries.put(key, body)

    def close(self) -> None:
        """Writes the condensed scans, and removes what was used longest ago where there is more than may be kept."""
        self._history.write()
        self._entries.make_room()


def _key(evidence: EvidenceFile, files: EvidenceFiles) -> str:
    return key_of(msgspec.json.encode((evidence, standing(files, evidence.path))))
