"""The pictures of a package: drawn from its facts, as files, and with a word for the manifest on each."""

from collections.abc import Mapping
from pathlib import Path

from generator.documents.kept_entries import KeptEntries, key_of
from generator.drawing import kept
from generator.drawing.picture import DrawnPictures, draw
from generator.drawing.subject import DrawingSubject
from generator.facts.managed import runs
from generator.model.picture import EDITABLE, LAYOUT
from generator.pipeline.kept_documents import kept_or_made
from generator.pipeline.track import Tracked
from generator.resources import data_digest

_FOLDER = "pictures"


def drawn_pictures(tracked: Tracked, cache: Path | None = None) -> DrawnPictures:
    """Everything that runs or is kept by a platform, with all flows, beside what people drew; arranged as in the accepted
    package. `cache` is a folder that keeps pictures between runs."""
    assessed, before = tracked.assessed, tracked.layout
    facts = assessed.facts
    subject = DrawingSubject(
        system=assessed.loaded.workspace.system,
        as_of=assessed.loaded.as_of,
        workloads=runs(facts),
        clusters=facts.clusters,
        comparison=assessed.comparison,
        flows=assessed.flows,
        diagrams=facts.diagrams,
    )
    entries = KeptEntries(cache, _FOLDER)
    drawn = kept_or_made(
        entries,
        lambda: key_of(before, repr(subject).encode("utf-8", "surrogatepass"), data_digest()),
        DrawnPictures,
        lambda: draw(subject, kept.read(before) if before else kept.NOTHING_KEPT),
    )
    entries.make_room()
    return drawn


def picture_files(drawn: DrawnPictures) -> Mapping[str, tuple[bytes, str]]:
    """Path in the package to content and title."""
    files = {picture.path: (picture.svg, picture.title) for picture in drawn.pictures}
    if not files:
        return {}
    return {
        **files,
        EDITABLE: (drawn.editable, "All pictures, to be edited with draw.io"),
        LAYOUT: (drawn.layout, "Where the boxes of the pictures stand, for the next package"),
    }
