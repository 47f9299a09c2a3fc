"""Secrets inside lines of text: what looks like a value given to a secret's name goes, the name stays.

A rule about names, not about values: a random-looking digest is evidence, and a password need not look random. Every pattern is
bounded, since the text may be a label that a stranger wrote to keep a reader busy.
"""

import re
from collections.abc import Iterable

from generator.collectors.client_options import without_client_secrets, word_without_secret
from generator.collectors.secret_assignments import cut

REDACTED = "REDACTED"

SECRET_NAME = re.compile(
    r"passw|passphrase|pwd|secret|token|credential|api[-_.]?key|access[-_.]?key|private[-_.]?key|signing[-_.]?key"
    r"|encryption[-_.]?key|connection[-_.]?string|(?:^|[-_.])(?:pass|auth|dsn|pat|psk)$|[a-z0-9][-_.]key$",
    re.IGNORECASE,
)
"""Names whose values are taken for secrets."""

_LONGEST = 1 << 16
"""Characters of a text that is looked through; of a longer one only its length is reported."""
_PLAIN = re.compile(r"\$[({A-Za-z_]|\{\{|REDACTED|(?:true|false|null|none)$", re.IGNORECASE)
_FLAG = re.compile(
    r"(?<![\w-])--?(?P<name>[A-Za-z][\w-]{0,80})[ \t]{1,8}"
    r"(?P<value>\"[^\"\n]{0,4000}\"|'[^'\n]{0,4000}'|[^\s\"'-][^\s]{0,4000})"
)
_HEADER = re.compile(
    r"(?P<scheme>\b(?:Proxy-)?Authorization[\"']?\s{0,3}[:=]\s{0,3}[\"']?(?:Bearer|Basic|Token)\s{1,3})(?!\$|\{|REDACTED)[\w.~+/=-]{4,4000}",
    re.IGNORECASE,
)
"""RFC 9110 section 11.6.2."""
_USER_IN_URL = re.compile(r"(?P<scheme>\b[a-z][a-z0-9+.-]{0,30}://)[^/\s\"']{1,1000}@", re.IGNORECASE)


def is_secret(name: str) -> bool:
    """Is what a variable, option or flag of that name holds a secret?"""
    return SECRET_NAME.search(name) is not None


def is_long(text: str) -> bool:
    """Is it longer than any text that is looked through?"""
    return len(text) > _LONGEST


def without_secrets(text: str) -> str:
    """`TOKEN=X`, `password: X`, `--password X`, `curl -u user:X` and `https://user:X@host` without the X."""
    if is_long(text):
        return f"[{len(text)} characters left out]"
    cleaned = _FLAG.sub(_flag, cut(text, is_secret, _is_plain, REDACTED))
    cleaned = _HEADER.sub(rf"\g<scheme>{REDACTED}", without_client_secrets(cleaned, REDACTED))
    return _USER_IN_URL.sub(rf"\g<scheme>{REDACTED}@", cleaned)


def command_without_secrets(words: Iterable[object]) -> tuple[list[str], int]:
    """The words of a command line without secrets, and how many words lost one: `--password X` and `TOKEN=X` lose the X."""
    kept: list[str] = []
    texts: list[str] = []
    lost = 0
    for word in words:
        text = str(word)
        before = texts[-1] if texts else ""
        follows = before.startswith("-") and "=" not in before and is_secret(before)
        by_client = word_without_secret(texts, text, REDACTED)
        shown = by_client if by_client != text else without_secrets(text)
        if follows and not text.startswith("-"):
            shown = REDACTED
        lost += shown != text
        kept.append(shown)
        texts.append(text)
    return kept, lost


def _flag(match: re.Match[str]) -> str:
    if not is_secret(match["name"]) or _is_plain(match["value"]):
        return match[0]
    return match[0][: match.start("value") - match.start()] + REDACTED


def _is_plain(value: str) -> bool:
    """A reference to a value that stands elsewhere, a switch, or what was cut already."""
    return _PLAIN.match(value) is not None
