"""Names of evidence files made from names that hold more than a file's name may."""

import hashlib
import re

_UNFIT = re.compile(r"[^A-Za-z0-9._@+-]+")
_LONGEST = 90
_LONGEST_FILE = 160


def short(repository: str) -> str:
    """A repository's name as part of a file's name, never equal for two names."""
    flat = repository.replace("/", "+")
    if len(flat) <= _LONGEST:
        return flat
    return f"{flat[:_LONGEST]}-{hashlib.sha256(repository.encode()).hexdigest()[:12]}"


def evidence_name(name: str) -> str:
    """A person's file name as far as it can be kept: `Q3 scan (final).json` -> `Q3-scan-final-.json`. The ending stays."""
    stem, dot, ending = _UNFIT.sub("-", name).rpartition(".")
    whole = f"{(stem if dot else ending)[:_LONGEST_FILE]}{dot}{ending[:30] if dot else ''}".lstrip("._@+-")
    return whole or "unnamed"


def distinct_name(name: str, sha256: str) -> str:
    """A second file of the same name: `scan.json` -> `scan-1f2e3d4c.json`."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{sha256[:8]}.{ending}" if dot else f"{name}-{sha256[:8]}"
