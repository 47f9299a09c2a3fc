"""The evidence of a package: every file of the workspace with its sidecar, readable or not, and where it lies."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from generator.errors import ConfigError
from generator.model.evidence import EvidenceFile, Gap, GapKind
from generator.model.identifiers import Sha256
from generator.model.places import Places
from generator.seal.copying import digests
from generator.workspace.folder import Workspace


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """One file of the workspace that the package holds as it is."""

    path: str
    """In the workspace."""
    file: Path
    """Where its bytes lie."""
    title: str
    sha256: Sha256
    size: int


def evidence_files(
    workspace: Workspace, read: Iterable[EvidenceFile], gaps: Iterable[Gap], places: Places
) -> Mapping[str, Linked]:
    """By path in the package. What no reader hashed is hashed here.

    Raises:
        ConfigError: two files would lie at the same place.
        OSError: a file went away or may not be read.
    """
    titled = _titled(workspace, read, gaps, places)
    known = {file.path: (file.sha256, file.size) for file in read}
    unknown = digests([workspace.place(path) for path, _ in titled.values() if path not in known])
    files = {}
    for place, (path, title) in titled.items():
        file = workspace.place(path)
        sha256, size = known.get(path) or (unknown[file].sha256, unknown[file].size)
        files[place] = Linked(path=path, file=file, title=title, sha256=sha256, size=size)
    return files


def _titled(
    workspace: Workspace, read: Iterable[EvidenceFile], gaps: Iterable[Gap], places: Places
) -> Mapping[str, tuple[str, str]]:
    """Path in the package to (path in the workspace, title)."""
    known = {file.path for file in read}
    unread = {gap.path for gap in gaps if gap.kind in (GapKind.UNREADABLE, GapKind.UNRECOGNIZED)}
    titles: dict[str, tuple[str, str]] = {}
    for path in workspace.listing().paths:
        place = places.of(path)
        if place in titles:
            what = f"`{path}` and `{titles[place][0]}` would lie at the same place in the package ({place})"
            raise ConfigError(what, next_step="rename one of them")
        if path in workspace.copies:
            title = "Redacted copy of evidence"
        elif path in known:
            title = "Evidence as collected"
        else:
            title = "Evidence that could not be read" if path in unread else "A copy of evidence that counts once"
        titles[place] = (path, title)
        sidecar = workspace.sidecar(path)
        if sidecar is not None:
            titles[places.of(sidecar)] = (sidecar, "How the evidence was collected")
    return titles
