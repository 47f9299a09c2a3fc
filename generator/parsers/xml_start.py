"""Where an XML document begins in its file, and in which encoding it is written.

Shells and scripts put blank lines and byte order marks before the declaration, which has to be first; they save in another
encoding what still declares its old one. Such a file is a report all the same: blank space in front of the declaration says
nothing, and a declaration that the bytes contradict is wrong (https://www.w3.org/TR/xml/#sec-guessing). Text there, a comment
among it, was written into the file by hand: it is no XML, and stays refused.
"""

import codecs
import re

import msgspec

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_NAMES = {"utf-8": "UTF-8", "utf-16-le": "UTF-16LE", "utf-16-be": "UTF-16BE"}
"""As Expat knows them."""
_BLANK = re.compile(r"[\s\ufeff]*(?=<)")
_DECLARED = re.compile(r"<\?xml\s[^>]{0,200}?\sencoding\s*=\s*[\"']([^\"']{1,40})[\"']")
_OF_TWO_BYTES = ("utf16", "utf32", "ucs", "unicode")


class XmlStart(msgspec.Struct, frozen=True):
    """What an XML parser needs to know before its first byte."""

    offset: int
    """Bytes before the document."""
    encoding: str | None
    """Where it is not what the document declares; None where that holds."""
    is_utf8: bool


def xml_start(head: bytes) -> XmlStart:
    """Where the document begins, by the first bytes of the file."""
    encoding = _encoding(head)
    text = head.decode(encoding, errors="surrogateescape" if encoding == "utf-8" else "ignore")
    before = _BLANK.match(text)
    prefix = before[0] if before else ""
    offset = len(prefix.encode(encoding, errors="surrogateescape"))
    marked = any(head.startswith(mark) for mark, _ in _MARKS) or "\ufeff" in prefix
    declared = _DECLARED.match(text, len(prefix))
    wrong = marked or encoding != "utf-8" or (declared is not None and _is_wrong(declared[1]))
    is_utf8 = encoding == "utf-8" and (wrong or declared is None or declared[1].lower() == "utf-8")
    return XmlStart(offset, _NAMES[encoding] if wrong else None, is_utf8)


def _encoding(head: bytes) -> str:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if head[1:2] == b"\x00" and head[:1] != b"\x00":
        return "utf-16-le"
    return "utf-16-be" if head[:1] == b"\x00" and head[1:2] != b"\x00" else "utf-8"


def _is_wrong(declared: str) -> bool:
    """Of a file of single bytes: two for each character, or UTF-8 by a name that Expat does not know."""
    name = declared.lower().replace("-", "").replace("_", "")
    return name.startswith(_OF_TWO_BYTES) or (name == "utf8" and declared.lower() != "utf-8")
