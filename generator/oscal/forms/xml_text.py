"""Text inside XML."""

import re

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold in any spelling (https://www.w3.org/TR/xml/#charsets)."""
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})


def escaped(value: str) -> str:
    """Between elements. A character that XML cannot hold becomes U+FFFD, which stands for such."""
    return _NO_XML.sub("\ufffd", value).translate(_TEXT)


def quoted(value: str) -> str:
    """As the value of an attribute, with its quotation marks."""
    return f'"{_NO_XML.sub(chr(0xFFFD), value).translate(_ATTRIBUTE)}"'
