"""Names of places in pages that other places lead to: short, of harmless characters, the same in every build."""

import hashlib
import re
from functools import cache


def anchor(kind: str, key: str) -> str:
    """`asset-3f2a1b9c04`."""
    return f"{_letters(kind)}-{hashlib.sha256(key.encode()).hexdigest()[:10]}"


@cache
def _letters(kind: str) -> str:
    return re.sub(r"[^a-z]", "", kind.lower())
