"""Files of statements: one JSON object, or one a line."""

from collections.abc import Callable

from generator.errors import ParseError
from generator.model.attestation import Attestation
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.registry import RegistrySnapshot
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer

_MOST = 10_000


def snapshot(
    document: Document, evidence: EvidenceFile, read: Callable[[Document, bytes, EvidenceSource], Attestation | None]
) -> RegistrySnapshot:
    """Every statement of a file.

    Raises:
        ParseError: a line is broken, or none of the shapes.
    """
    several = document.container is FileContainer.JSON_LINES
    lines = list(document.lines()) if several else [document.data]
    if len(lines) > _MOST:
        raise ParseError(f"{len(lines):,} statements in one file; {_MOST:,} are read", next_step="split the file")
    parsed = []
    for number, line in enumerate(lines, 1):
        place = f"line {number}" if several else ""
        attestation = read(document, line, EvidenceSource(sha256=evidence.sha256, path=evidence.path, place=place))
        if attestation is None:
            raise ParseError("neither a statement nor an envelope around one", where=place)
        parsed.append(attestation)
    return RegistrySnapshot(evidence=evidence, registry="", taken=None, images=(), attestations=tuple(parsed))
