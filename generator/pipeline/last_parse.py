"""What was parsed last, for a process that assesses one workspace again and again: most changes are to decisions alone.

Kept while everything that parsing depends on is as it was: each evidence file by its place on the disk, size and times; what
its sidecar and `evidence:` of system.yaml say of it, with the checksums of scanner configurations that are named there; the
mapping files of `decisions/formats/`; and whether Helm is installed. What is written over in its place, at the same size and
within one tick of the file system's clock, is not seen.

Of a system beyond the bounds nothing is kept: its results would stand in memory beside what the later stages make of them.
"""

import os
import shutil
from pathlib import Path

from msgspec.structs import replace

from generator.model.scan import ScanSnapshot
from generator.parsers.scans.format_mapping import FOLDER
from generator.pipeline.load import Loaded
from generator.pipeline.parse import Parsed, Progress, parse
from generator.pipeline.scan_history import ScanHistory

MOST_BYTES = 16 << 20
"""Of all evidence files together."""
MOST_RESULTS = 10_000
"""Of all scans together: 10 to 20 MB of memory."""

_State = tuple[object, ...]


class LastParse:
    """Belongs to one workspace. Not safe to use from several threads at once."""

    __slots__ = ("_kept", "_state")

    def __init__(self) -> None:
        self._kept: Parsed | None = None
        self._state: _State | None = None

    def parsed(self, loaded: Loaded, progress: Progress) -> Parsed:
        """The same as `parse` gives, which see for what is raised; parsed only where something changed."""
        state = _state_of(loaded)
        if self._kept is not None and state is not None and state == self._state:
            return replace(self._kept, loaded=loaded)
        self._kept = self._state = None  # NOTE: two of them would be twice the memory
        parsed = parse(loaded, progress)
        if state is not None and _results(parsed) <= MOST_RESULTS:
            self._kept, self._state = replace(parsed, history=ScanHistory.of_whole_scans()), state
        return parsed


def _results(parsed: Parsed) -> int:
    return sum(len(snapshot.results) for snapshot in parsed.snapshots if isinstance(snapshot, ScanSnapshot))


def _state_of(loaded: Loaded) -> _State | None:
    """Of all that parsing reads; None where that is more than is kept, or a file cannot be asked, which parsing says."""
    workspace, size = loaded.workspace, 0
    state: list[object] = [workspace.root, workspace.copies, shutil.which("helm")]
    try:
        state += _mappings(workspace.root / FOLDER)
        for path in loaded.paths:
            file = workspace.place(path).stat()
            size += file.st_size
            if size > MOST_BYTES:
                return None
            state.append((path, _file_state(file), workspace.stated(path)))
    except OSError:
        return None
    return tuple(state)


def _mappings(folder: Path) -> list[object]:
    if not folder.is_dir():
        return []
    links = folder.is_symlink(), folder.parent.is_symlink()
    return [links, *((path.name, _file_state(path.lstat())) for path in sorted(folder.iterdir()))]


def _file_state(file: os.stat_result) -> tuple[int, ...]:
    """The time of its record changes with each write, also by a program that sets the time of the content back."""
    return file.st_dev, file.st_ino, file.st_mode, file.st_size, file.st_mtime_ns, file.st_ctime_ns
