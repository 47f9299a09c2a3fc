"""Old scans of a workspace: kept without their texts once a later scan took their place, read whole again where one counts.

The file itself stays as it was collected, so that nothing is lost: an earlier as-of date, or an image that runs again, costs
reading it once more.
"""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from generator.errors import ConfigError
from generator.facts.condensed_scans import condensed, may_be_condensed
from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.model.snapshot import Snapshot
from generator.parsers.evidence_files import EvidenceFiles
from generator.pipeline.kept_snapshots import KeptSnapshots


class ScanHistory:
    """What of each file is kept between runs, and which scans are here without their texts."""

    def __init__(self, kept: KeptSnapshots, files: EvidenceFiles, read_whole: Callable[[str], Snapshot | None]) -> None:
        """`read_whole` reads a file by its path, whatever is kept of it."""
        self._kept, self._files, self._read_whole = kept, files, read_whole
        self._loaded: dict[str, EvidenceFile] = {}
        self._condensed: set[str] = set()

    @classmethod
    def of_whole_scans(cls) -> "ScanHistory":
        """Of scans that are all here with their texts, where nothing is kept between runs."""
        return cls(KeptSnapshots(None), EvidenceFiles(), lambda _: None)

    def note(self, evidence: EvidenceFile, *, is_condensed: bool) -> None:
        """A file that was read, with what is known of it from outside."""
        if self._kept.keeps:
            self._loaded[evidence.path] = evidence
        if is_condensed:
            self._condensed.add(evidence.path)

    def whole(self, snapshot: ScanSnapshot) -> ScanSnapshot:
        """The scan with its texts.

        Raises:
            ConfigError: its file changed meanwhile.
        """
        evidence = snapshot.evidence
        if evidence.path not in self._condensed:
            return snapshot
        again = self._read_whole(evidence.path)
        if not isinstance(again, ScanSnapshot) or again.evidence != evidence:
            raise ConfigError("the evidence changed while it was read", where=evidence.path, next_step="build again")
        return again

    def condense(self, paths: Iterable[str]) -> None:
        """From now on these are kept without their texts. Nothing is kept after this."""
        for path in sorted({*paths} - self._condensed):
            evidence = self._loaded.get(path)
            read = self._kept.get(evidence, self._files) if evidence is not None else None
            if evidence is None or read is None or not isinstance(read.snapshot, ScanSnapshot):
                continue
            if not read.condensed and may_be_condensed(read.snapshot):
                self._kept.put(evidence, self._files, replace(read, snapshot=condensed(read.snapshot), condensed=True))
        self._kept.close()
