"""CVSS as scanners write it beside a vulnerability: a vector with or without prefix, and a score that may be a placeholder.

FIRST's specifications: version 2, section 2.4; 3.0 and 3.1, section 6; 4.0, section 7. A vector says its version itself: by its
prefix, else (version 2 has none, and some tools leave it out) by the metrics that only one version has.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from generator.model.scan import Cvss
from generator.parsers.late_patterns import late_re

_PREFIX = late_re(r"CVSS(?::?(?P<version>[234](?:\.[01])?)[/#]|:)(?P<rest>.*)", re.IGNORECASE)
_FIRST = "AV:"
"""The metric that every version's vectors begin with."""
_WHOLE = {"2": "2.0", "3": "3.0", "4": "4.0"}
_ONLY = (("/Au:", "2"), ("/AT:", "4"), ("/PR:", "3"))
"""Metrics that only one version has: authentication; attack requirements; privileges required, which version 4 has as well."""
Raw = tuple[str, str, str | None, float | None]
"""Source, version where the vector does not say it, vector, score."""


def scores(raw: Iterable[Raw]) -> tuple[Cvss, ...]:
    """What is a score, each once. A score of 0 or -1 without a vector is how tools write that there is none."""
    return tuple(dict.fromkeys([score for parts in raw if (score := _score(*parts))]))


def number(text: str) -> float | None:
    """A score written as text, as in CSV; None for what is none."""
    try:
        return float(text) if text else None
    except ValueError:
        return None


def written(version: str, vector: str) -> tuple[str, str]:
    """Version and vector as FIRST writes them; `version` holds where the vector does not say it.

    `(AV:N/AC:L/Au:N/C:P/I:P/A:P)` and `CVSS2#AV:…` are bare vectors of version 2; a later vector gets its prefix.
    """
    vector = vector.strip()
    match = _PREFIX.fullmatch(vector)
    bare = (match["rest"] if match else vector).strip("( )")
    if not bare.startswith(_FIRST):
        return _WHOLE.get(version, version), vector
    stated = (match["version"] or "") if match else ""
    major = next((number for mark, number in _ONLY if mark in bare), stated[:1] or version[:1])
    version = next(
        (candidate for candidate in (stated, version) if candidate[1:] and candidate[0] == major), _WHOLE.get(major, version)
    )
    return version, bare if version[:1] in {"", "2"} else f"CVSS:{version}/{bare}"


@lru_cache(1 << 14)
def _score(source: str, version: str, vector: str | None, score: float | None) -> Cvss | None:
    """Kept, since most vulnerabilities share their vectors with others."""
    version, vector = written(version, vector or "")
    known = abs(score) if score is not None and 0 <= score <= 10 else None
    if not (vector or known):
        return None
    return Cvss(source=source, version=version, vector=vector or None, score=known)
