"""A file of evidence with others beside it, as readers of definitions meet it."""

from collections.abc import Mapping

from generator.model.evidence import EvidenceFile
from generator.model.identifiers import Sha256
from generator.parsers.document import Document
from generator.parsers.evidence_files import EvidenceFiles, Opened


def file_at(path: str) -> EvidenceFile:
    """A file nobody dated."""
    return EvidenceFile(path=path, sha256=Sha256("0" * 64), size=1, media_type="text/plain")


def among(files: Mapping[str, str], path: str, helm: str | None = None) -> Document:
    """One of several files, which can open the others; `helm` is a program."""

    def opened(name: str) -> Opened:
        return file_at(name), files[name].encode()

    return Document(path, files[path].encode(), EvidenceFiles(tuple(files), opened, helm))
