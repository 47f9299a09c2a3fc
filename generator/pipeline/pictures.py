"""The pictures of a package: drawn from its facts, as files, and with a word for the manifest on each."""

from collections.abc import Mapping
from datetime import date

from generator.drawing import kept
from generator.drawing.picture import DrawnPictures, draw
from generator.drawing.subject import DrawingSubject
from generator.facts.managed import runs
from generator.model.facts import SystemFacts
from generator.model.picture import EDITABLE, LAYOUT
from generator.model.system import System
from generator.pipeline.assess import Assessed


def drawn_pictures(system: System, facts: SystemFacts, assessed: Assessed, as_of: date, before: bytes) -> DrawnPictures:
    """Everything that runs or is kept by a platform, with all flows, beside what people drew; arranged as `before`."""
    return draw(
        DrawingSubject(
            system=system,
            as_of=as_of,
            workloads=runs(facts),
            clusters=facts.clusters,
            comparison=assessed.comparison,
            flows=assessed.flows,
            diagrams=facts.diagrams,
        ),
        kept.read(before) if before else kept.NOTHING_KEPT,
    )


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
