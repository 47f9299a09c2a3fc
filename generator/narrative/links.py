"""Where a link may lead: the web, a mail address, or a file inside the package."""

import re

_SAFE = re.compile(r"(?:https?://|mailto:)[^\s<>\"\\]+|(?!/|[A-Za-z][\w+.-]*:)[^\s<>\"\\]+", re.ASCII)


def is_safe(url: str) -> bool:
    """A path stays inside the package; nothing runs a program."""
    return bool(_SAFE.fullmatch(url)) and ".." not in url.split("/")
