"""`atopack inspect --cache`: what was read of a file, kept between runs as a build keeps it (`kept_snapshots`), and apart from
that: a build reads a file with the others of its workspace, and looks for more in it."""

from pathlib import Path

from generator.model.evidence import EvidenceFile
from generator.model.snapshot import Snapshot
from generator.parsers.evidence_files import ALONE
from generator.parsers.inspect import Inspected, inspect
from generator.pipeline.kept_snapshots import KeptSnapshots
from generator.pipeline.snapshot_form import ReadFile
from generator.workspace.format_mappings import mapped_formats_above

_KIND = "inspections"


class KeptInspections:
    """Files that are looked at one by one, each as if no other were there."""

    def __init__(self, cache: Path) -> None:
        self._kept = KeptSnapshots(cache, kind=_KIND)

    def inspect(self, path: Path) -> Inspected:
        """The same as `generator.inspect`, which reads every time. See there for what is raised."""
        root, mapped = mapped_formats_above(path)
        name = path.resolve().relative_to(root).as_posix() if root and mapped else ""
        return inspect(path, mapped, name, self)

    def get(self, evidence: EvidenceFile) -> tuple[str, Snapshot] | None:
        """See `KeptReadings.get`."""
        read = self._kept.get(evidence, ALONE)
        return (read.reader, read.snapshot) if read is not None else None

    def put(self, evidence: EvidenceFile, reader: str, snapshot: Snapshot) -> None:
        """See `KeptReadings.put`."""
        self._kept.put(evidence, ALONE, ReadFile(reader=reader, snapshot=snapshot, gaps=()))

    def close(self) -> None:
        """Removes what was used longest ago where there is more than may be kept."""
        self._kept.close()
