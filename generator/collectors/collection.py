"""What one run of a collector brought: the files in their places, and what it asked for and did not get."""

from pathlib import Path

import msgspec

from generator.collectors.base import CollectionRefusal, Kept


class Collection(msgspec.Struct, frozen=True, kw_only=True):
    """One run."""

    folders: tuple[Path, ...]
    """Made new by this run."""
    kept: tuple[Kept, ...]
    refused: tuple[CollectionRefusal, ...]
    notes: tuple[str, ...]
    """Answers that leave no file: an image that was not scanned, a file that is there already."""
