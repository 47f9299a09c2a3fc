"""Office files whose bytes depend on their content alone.

python-docx and openpyxl write the clock into zip entries and into docProps/core.xml (ECMA-376 part 2, section 8 "Core
properties"). Equal content has to give equal bytes within one environment, so both are set to stated values here.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Mapping

from lxml import etree

from generator.documents.bounded_zip import Limits, parse_xml, unpack

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip entry can carry
_UNIX = 3
_LEVEL = 5  # an entry of its own does not take the level of its archive
_OURS = Limits(member_bytes=1 << 30, total_bytes=1 << 30, ratio=10_000)  # what this program wrote may repeat itself at length
_CORE = "docProps/core.xml"
_CP = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_TERMS = "{http://purl.org/dc/terms/}"
_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


def stabilise(data: bytes, *, date: dt.date) -> bytes:
    """The same Office file with fixed entry dates, created and modified on `date`, entries in their own order."""
    return pack(dated(data, date=date))


def dated(data: bytes, *, date: dt.date) -> dict[str, bytes]:
    """Its entries, in their own order, created and modified on `date`."""
    members = dict(unpack(data, limits=_OURS))
    if _CORE in members:
        members[_CORE] = dated_core(members[_CORE], date)
    return members


def pack(members: Mapping[str, bytes]) -> bytes:
    """A zip archive of the members in the order given, each dated 1980-01-01."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = _UNIX  # zipfile would write the system it runs on
            archive.writestr(info, content, compresslevel=_LEVEL)
    return buffer.getvalue()


def dated_core(core: bytes, date: dt.date) -> bytes:
    """docProps/core.xml with `date` as created and modified, and without the other clocks an editor leaves."""
    root = parse_xml(core, where=_CORE)
    for clock in root.findall(f"{_CP}lastPrinted"):
        root.remove(clock)
    for name in ("created", "modified"):
        element = root.find(f"{_TERMS}{name}")
        if element is None:
            element = etree.SubElement(root, f"{_TERMS}{name}")
            element.set(_XSI_TYPE, "dcterms:W3CDTF")
        element.text = f"{date.isoformat()}T00:00:00Z"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
