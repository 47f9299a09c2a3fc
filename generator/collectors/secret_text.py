"""Secrets inside lines of text: what looks like a value given to a secret's name goes, the name stays.

A rule about names, not about values: a random-looking digest is evidence, and a password need not look random.
"""

import re
from collections.abc import Iterable

REDACTED = "REDACTED"

SECRET_NAME = re.compile(
    r"pass(word|wd|phrase)|secret|token|credential|api[_-]?key|access[_-]?key|private[_-]?key", re.IGNORECASE
)
"""Names whose values are taken for secrets."""

_ASSIGNED = re.compile(rf"(?P<name>[\w.-]*(?:{SECRET_NAME.pattern})[\w.-]*)(?P<sign>=|:\s*)(?P<value>[^\s\"']+)", re.IGNORECASE)
_QUOTED = re.compile(
    rf"(?P<name>[\w.-]*(?:{SECRET_NAME.pattern})[\w.-]*)(?P<sign>=|:\s*)(?P<quote>[\"'])(?P<value>[^\"']*)(?P=quote)",
    re.IGNORECASE,
)
_FLAG = re.compile(rf"(?P<flag>--?[\w-]*(?:{SECRET_NAME.pattern})[\w-]*)(?P<sign>\s+)(?P<value>[^\s-]\S*)", re.IGNORECASE)
_USER_IN_URL = re.compile(r"(?P<scheme>\b[a-z][a-z0-9+.-]{0,30}://)[^/\s@]+@", re.IGNORECASE)


def without_secrets(text: str) -> str:
    """`TOKEN=X`, `password: X`, `--password X` and `https://user:X@host` without the X."""
    cleaned = _QUOTED.sub(rf"\g<name>\g<sign>{REDACTED}", text)
    cleaned = _ASSIGNED.sub(rf"\g<name>\g<sign>{REDACTED}", cleaned)
    cleaned = _FLAG.sub(rf"\g<flag>\g<sign>{REDACTED}", cleaned)
    return _USER_IN_URL.sub(rf"\g<scheme>{REDACTED}@", cleaned)


def command_without_secrets(words: Iterable[object]) -> tuple[list[str], int]:
    """The words of a command line without secrets, and how many words lost one: `--password X` and `TOKEN=X` lose the X."""
    kept, cut, before = [], 0, ""
    for word in words:
        text = str(word)
        follows = before.startswith("-") and "=" not in before and SECRET_NAME.search(before)
        shown = REDACTED if follows and not text.startswith("-") else without_secrets(text)
        cut += shown != text
        kept.append(shown)
        before = text
    return kept, cut
