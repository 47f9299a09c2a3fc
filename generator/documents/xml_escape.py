"""Text within XML (W3C, Extensible Markup Language 1.0, 2.4 "Character Data and Markup" and 3.3.3).

NOTE: the same of `xml.sax.saxutils` imports what opens connections, which takes longer than writing a document.
"""


def escape(text: str) -> str:
    """Text between two tags."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text or ">" in text:
        text = text.replace("<", "&lt;").replace(">", "&gt;")
    return text


def quoted(text: str) -> str:
    """The value of an attribute, with its quotation marks; lines and tabs stay as they are when it is read."""
    text = escape(text).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
    if '"' not in text:
        return f'"{text}"'
    return f"'{text}'" if "'" not in text else f'"{text.replace(chr(34), "&quot;")}"'
