"""Reading Office files: zip archives of XML that strangers send us.

Archives are read into memory only, within limits, and no member name becomes a path. Office files may not hold a
document type declaration (ECMA-376 part 2, section 6.3.2 "XML usage"), so one that does is refused before any parser sees it:
with it go entity expansion and external loading. A template's members are copied into what we write, so names that lead out
of a folder (against ECMA-376 part 2, section 6.2.2 "Part names") and macros ([MS-OFFMACRO2]) are refused as well.
"""

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping

import msgspec
from lxml import etree

from generator.errors import ParseError

_OLE_MAGIC = b"\xd0\xcf\x11\xe0"  # what Office writes around a file that is protected by a password
_ENCRYPTED = 0x1
_SMALL = 8 * 1024 * 1024  # below this size no ratio is suspicious: empty styled rows shrink a hundredfold
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError)
_TYPES = "[content_types].xml"
_LEADS_OUT = re.compile(r"/|[A-Za-z]:|.*\\|(?:.*/)?\.\.?(?:/|$)", re.DOTALL)
_MACRO_NAME = re.compile(r"(?:.*/)?(?:vba(?:project|data)[^/]*|(?:intl)?macrosheets/.*)", re.DOTALL | re.IGNORECASE)
_MACRO_TYPE = re.compile(r"vba(?:project|data)|macrosheet|macroenabled", re.IGNORECASE)


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much an archive may hold. The defaults are far above the official templates (at most 66 members, 11 MB)."""

    members: int = 4_000
    member_bytes: int = 32 * 1024 * 1024  # XML takes some twenty times its size in memory: 240 MB of it took 4.7 GB and 24 s
    total_bytes: int = 128 * 1024 * 1024  # python-docx parses every XML member
    ratio: int = 200


DEFAULT_LIMITS = Limits()


def unpack(data: bytes, *, where: str = "Office file", limits: Limits = DEFAULT_LIMITS) -> Mapping[str, bytes]:
    """Every member of an Office file in archive order; `where` is what errors call the file."""
    if data[:4] == _OLE_MAGIC:
        raise ParseError(
            "this is an encrypted or old binary Office file",
            where=where,
            next_step="save it without a password as .xlsx or .docx",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_names(archive.infolist(), where)
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _refuse_oversize(infos, where, limits)
            members = {info.filename: archive.read(info) for info in infos}
    # NOTE: zipfile raises NotImplementedError for a compression it does not know, ValueError for a place before the file,
    # struct.error for a cut header, OSError and LZMAError for damaged data of the rarer compressions.
    except (*_DAMAGED, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise ParseError(
            f"this is not a readable Office file: {error}", where=where, next_step="open and save it again in Office"
        ) from error
    for name, content in members.items():
        _refuse_declarations(name, content, where)
        if name.lower() == _TYPES:
            _refuse_macro_types(content, where)
    return members


def parse_xml(data: bytes, *, where: str) -> etree._Element:
    """The root of one XML member, read without entities, without a network and within libxml2's own size limits."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ParseError(f"broken XML: {error}", where=where, next_step="open and save the file again") from error


def _refuse_names(infos: list[zipfile.ZipInfo], where: str) -> None:
    for info in infos:
        if any(_LEADS_OUT.match(name) or "\0" in name for name in (info.orig_filename, info.filename)):
            raise _refusal(f"member {info.orig_filename!r} has a name that is a path", where)
        if _MACRO_NAME.fullmatch(info.filename):
            raise _macros(info.filename, where)


def _refuse_macro_types(content: bytes, where: str) -> None:
    """A macro part may have any name; what it is says its content type."""
    for entry in parse_xml(content, where=f"{where}, [Content_Types].xml").iter("{*}Default", "{*}Override"):
        if _MACRO_TYPE.search(entry.get("ContentType", "")):
            raise _macros(entry.get("PartName") or entry.get("Extension") or "[Content_Types].xml", where)


def _macros(name: str, where: str) -> ParseError:
    next_step = "save it without macros, as .xlsx or .docx"
    return ParseError(f"refused: the file holds macros ({name})", where=where, next_step=next_step)


def _refuse_oversize(infos: list[zipfile.ZipInfo], where: str, limits: Limits) -> None:
    if len(infos) > limits.members:
        raise _refusal(f"{len(infos)} members, more than {limits.members}", where)
    if len({info.filename for info in infos}) != len(infos):
        raise _refusal("two members have the same name", where)
    if sum(info.file_size for info in infos) > limits.total_bytes:
        raise _refusal(f"it inflates to more than {limits.total_bytes:,} bytes", where)
    for info in infos:
        if info.flag_bits & _ENCRYPTED:
            raise _refusal(f"member {info.filename!r} is encrypted", where)
        if info.file_size > limits.member_bytes:
            raise _refusal(f"member {info.filename!r} inflates to more than {limits.member_bytes:,} bytes", where)
        if info.file_size > _SMALL and info.file_size > limits.ratio * max(info.compress_size, 1):
            raise _refusal(f"member {info.filename!r} inflates more than {limits.ratio}-fold", where)


def _refuse_declarations(name: str, content: bytes, where: str) -> None:
    if not name.lower().endswith((".xml", ".rels", ".vml")):
        return
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in content[:16]:
        raise _refusal(f"member {name!r} is not UTF-8", where)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise _refusal(f"member {name!r} declares a document type or entities", where)


def _refusal(what: str, where: str) -> ParseError:
    return ParseError(f"refused: {what}", where=where, next_step="check where this file comes from")
