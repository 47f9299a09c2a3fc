"""From the bytes of a document to parsed JSON, whatever the bytes are.

A document is read by msgspec, which keeps the last of two equal names (RFC 8259 section 4 leaves that open, so two readers
may see two documents). Whether names repeat is decided by counting: only when the count of names in the bytes differs from the
count in the parsed document is the slow reader asked for the names.
"""

import json
import os
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
from msgspec.structs import replace

from generator.documents.large_content import Content, size_of, whole
from generator.file_loading import require_regular
from generator.oscal.faults import FaultLog
from generator.oscal.located_entries import located
from generator.oscal.pieces import LaterEntries, SplitDocument, WrittenEntries, split
from generator.oscal.written_names import has_names

MAX_BYTES = 1 << 32
"""4 GiB: the POA&M of 400,000 open items, which is read entry by entry."""
WHOLE_BYTES = 1 << 29
"""512 MiB: of what is parsed in one piece, which takes several times as much memory."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_NAMES_SHOWN = 5


def bytes_of(path: Path) -> bytes:
    """What is in a file, up to one byte more than is read: what is larger is refused where it is parsed.

    Raises:
        OSError: it cannot be read.
    """
    require_regular(path)
    with path.open("rb") as file:
        # NOTE: as much memory as is asked for is taken before anything is read
        return file.read(min(os.fstat(file.fileno()).st_size or WHOLE_BYTES, MAX_BYTES) + 1)


def parsed(data: bytes, faults: FaultLog) -> dict[str, object] | None:
    """The document as an object, or None with a fault that says why it is none."""
    root = _read(data, _whole, faults)
    return root if isinstance(root, dict) else None


def opened(content: Content, faults: FaultLog) -> SplitDocument | None:
    """The same in pieces; a document without long lists is one piece.

    Raises:
        OSError: it is large, and its file cannot be read.
    """
    if not isinstance(content, bytes):
        skeleton, later = located(content)
        document = _read(skeleton, _split, faults) if later else None
        if isinstance(document, SplitDocument) and _is_left(document, later):
            return replace(document, later=[_located(entries, later) for entries in document.later], rest=skeleton)
    document = _read(whole(content), _split, faults)
    return document if isinstance(document, SplitDocument) else None


def _is_left(skeleton: SplitDocument, later: Mapping[str, object]) -> bool:
    """Is it what is left of a document whose long lists were found, each with its first entry and no others?"""
    return not any(len(entries.written) for entries in skeleton.later) and {(name,) for name in later} <= {
        entries.path for entries in skeleton.later
    }


def _located(entries: LaterEntries, later: Mapping[str, WrittenEntries]) -> LaterEntries:
    return entries._replace(written=later.get(entries.path[0], entries.written))


def _whole(data: bytes) -> object:
    if len(data) > WHOLE_BYTES:
        raise _TooLargeError(len(data), WHOLE_BYTES)
    return msgspec.json.decode(data)


def _split(data: bytes) -> object:
    if len(data) > MAX_BYTES:
        raise _TooLargeError(len(data), MAX_BYTES)
    document = split(data)
    if document is not None:
        return document
    root = _whole(data)
    return SplitDocument(root=root) if isinstance(root, dict) else root


class _TooLargeError(Exception):
    def __init__(self, size: int, most: int) -> None:
        super().__init__(f"the document has {size:,} bytes; at most {most:,} are read")


def _read(data: bytes, read: Callable[[bytes], object], faults: FaultLog) -> object:
    if data.startswith(_BYTE_ORDER_MARK):
        faults.warning("json-byte-order-mark", "", "the document starts with a byte order mark, which JSON forbids writers")
        data = data[len(_BYTE_ORDER_MARK) :]
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        faults.error("json", "", "this is UTF-16, and JSON is UTF-8 (RFC 8259, section 8.1): save it as UTF-8")
        return None
    try:
        root = read(data)
    except _TooLargeError as error:
        faults.error("json-size", "", str(error))
        return None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        faults.error("json", "", f"this is not JSON: {error}")
        return None
    except RecursionError:
        faults.error("json-depth", "", "the document is nested too deep to be OSCAL")
        return None
    if not isinstance(root, dict | SplitDocument):
        faults.error("json", "", "an OSCAL document is a JSON object with the model's name in it; this is another value")
        return None
    return root


def check_repeated_names(content: Content, names: int | None, faults: FaultLog) -> None:
    """Reports duplicate names in one object. `names` is how many the parsed document has; None where they were not counted."""
    if has_names(content, names):
        return
    if size_of(content) > WHOLE_BYTES:
        message = f"whether names repeat is not checked above {WHOLE_BYTES:,} bytes with spaces before colons"
        faults.error("json-size", "", message)
        return
    repeated: Counter[str] = Counter()

    def note(pairs: list[tuple[str, object]]) -> dict[str, object]:
        members = dict(pairs)
        if len(members) != len(pairs):
            repeated.update(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        return members

    try:
        json.loads(whole(content).decode("utf-8-sig"), object_pairs_hook=note)
    except (ValueError, RecursionError) as error:
        faults.error("json", "", f"another reader does not take this as JSON: {error}")
        return
    if repeated:
        shown = ", ".join(repr(name) for name, _ in repeated.most_common(_NAMES_SHOWN))
        faults.error(
            "json-repeated-name", "", f"an object has the same name twice, and readers differ in which they keep: {shown}"
        )
