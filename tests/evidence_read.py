"""The evidence of a workspace, read as the pipeline reads it."""

from datetime import date

from generator.model.evidence import Gap
from generator.parsers.base import Snapshot
from generator.pipeline.load import load
from generator.pipeline.parse import Progress, parse
from generator.workspace.folder import Workspace


def read_all(workspace: Workspace, progress: Progress) -> tuple[list[Snapshot], list[Gap]]:
    """Snapshots and gaps of every evidence file."""
    parsed = parse(load(workspace, date(2026, 11, 20)), progress)
    return list(parsed.snapshots), [*parsed.loaded.file_gaps, *parsed.gaps]
