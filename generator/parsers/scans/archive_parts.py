"""Files inside of a ZIP archive that a tool exports, read within bounds and never unpacked to the disk."""

import io
import zipfile

from generator.errors import ParseError
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans.inflation import LARGEST
from generator.parsers.scans.zip_damage import ZIP_DAMAGE

_MOST = 10_000
"""Names that are looked at."""
_NEXT = "export the file again"
_NEXT_LARGE = "unpack the archive and add what is inside"


def names(document: Document) -> tuple[str, ...]:
    """Names of the files in the archive; none where it is no archive or a damaged one."""
    if document.container is not FileContainer.ZIP:
        return ()
    try:
        with zipfile.ZipFile(io.BytesIO(document.raw)) as archive:
            return tuple(archive.namelist()[:_MOST])
    except ZIP_DAMAGE:
        return ()


def part(document: Document, name: str) -> Document:
    """One file of the archive.

    Raises:
        ParseError: damaged, encrypted, or it holds more than `LARGEST` bytes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(document.raw)) as archive, archive.open(name) as file:
            content = file.read(LARGEST + 1)
    except ZIP_DAMAGE as error:
        raise ParseError(f"the archive is damaged or cut off: {error}", where=name, next_step=_NEXT) from error
    if len(content) > LARGEST:
        raise ParseError(f"holds more than {LARGEST >> 20} MiB", where=name, next_step=_NEXT_LARGE)
    return Document(name, content)
