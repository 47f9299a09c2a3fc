"""What reads a file as a format does, in parts or in another wrapping: with the places of the file in what that format says."""

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from generator.errors import ParseError
from generator.model.evidence import EvidenceSource
from generator.model.scan import ScanSnapshot
from generator.parsers.base import Family
from generator.parsers.document import Document
from generator.parsers.scans.scan_format import ScanFormat


class InnerFormat(msgspec.Struct, frozen=True):
    """The part of a `Parser` that is the format's own."""

    inner: ScanFormat

    @property
    def name(self) -> str:
        """See `Parser.name`."""
        return self.inner.name

    @property
    def title(self) -> str:
        """See `Parser.title`."""
        return self.inner.title

    @property
    def family(self) -> Family:
        """See `Parser.family`."""
        return self.inner.family


def knows(each: ScanFormat, document: Document) -> bool:
    """Does the format know this content? What it cannot read is none of its own."""
    try:
        return each.recognizes(document)
    except ParseError:
        return False


def placed(snapshot: ScanSnapshot, place: Callable[[str], str]) -> ScanSnapshot:
    """With each place as `place` says that it is in the file."""

    def source(known: EvidenceSource) -> EvidenceSource:
        return EvidenceSource(known.sha256, known.path, place(known.place))

    return replace(
        snapshot,
        results=tuple(replace(result, source=source(result.source)) for result in snapshot.results),
        linted=tuple(replace(linted, source=source(linted.source)) for linted in snapshot.linted),
    )
