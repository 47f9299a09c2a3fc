"""From the bytes of a document to parsed JSON, whatever the bytes are.

A document is read by msgspec, which keeps the last of two equal names (RFC 8259 section 4 leaves that open, so two readers
may see two documents). Whether names repeat is told by counting: only when the count of names in the bytes differs from the
count in the parsed document is the slow reader asked for the names.
"""

import json
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from pathlib import Path

import msgspec

from generator.oscal.faults import FaultLog

MAX_BYTES = 1 << 29
"""512 MiB: twice the POA&M of a system with 200,000 observations."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_NAMES_SHOWN = 5


def bytes_of(path: Path) -> bytes:
    """What is in a file, up to one byte more than is read: what is larger is refused where it is parsed.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def parsed(data: bytes, faults: FaultLog) -> dict[str, object] | None:
    """The document as an object, or None with a fault that says why it is none."""
    if len(data) > MAX_BYTES:
        faults.error("json-size", "", f"the document has {len(data):,} bytes; at most {MAX_BYTES:,} are read")
        return None
    if data.startswith(_BYTE_ORDER_MARK):
        faults.warning("json-byte-order-mark", "", "the document starts with a byte order mark, which JSON forbids writers")
        data = data[len(_BYTE_ORDER_MARK) :]
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        faults.error("json", "", "this is UTF-16, and JSON is UTF-8 (RFC 8259, section 8.1): save it as UTF-8")
        return None
    try:
        root = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        faults.error("json", "", f"this is not JSON: {error}")
        return None
    except RecursionError:
        faults.error("json-depth", "", "the document is nested too deep to be OSCAL")
        return None
    if not isinstance(root, dict):
        faults.error("json", "", "an OSCAL document is a JSON object with the model's name in it; this is another value")
        return None
    return root


def check_repeated_names(data: bytes, names: int | None, faults: FaultLog) -> None:
    """Reports names that stand twice in one object. `names` is how many the parsed document has; None where nobody counted."""
    written = data.count(b'":')
    spaced = any(data.count(b'"' + space + b":") for space in (b" ", b"\t", b"\n", b"\r"))
    if written == names and not spaced:
        return
    repeated: Counter[str] = Counter()

    def note(pairs: list[tuple[str, object]]) -> dict[str, object]:
        members = dict(pairs)
        if len(members) != len(pairs):
            repeated.update(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        return members

    try:
        json.loads(data.decode("utf-8-sig"), object_pairs_hook=note)
    except (ValueError, RecursionError) as error:
        faults.error("json", "", f"another reader does not take this as JSON: {error}")
        return
    if repeated:
        shown = ", ".join(repr(name) for name, _ in repeated.most_common(_NAMES_SHOWN))
        faults.error(
            "json-repeated-name", "", f"an object has the same name twice, and readers differ in which they keep: {shown}"
        )
