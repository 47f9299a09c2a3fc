"""CVSS as scanners write it beside a vulnerability: a vector with or without prefix, and a score that may be a placeholder."""

from collections.abc import Iterable

from generator.model.scan import Cvss

_PREFIX = "CVSS:"
_V2 = "CVSS:2.0/"
Raw = tuple[str, str, str | None, float | None]
"""Source, version where the vector does not say it, vector, score."""


def scores(raw: Iterable[Raw]) -> tuple[Cvss, ...]:
    """What is a score, each once. A score of 0 or -1 without a vector is how tools write that there is none."""
    return tuple(dict.fromkeys(found for one in raw if (found := _score(*one))))


def number(text: str) -> float | None:
    """A score written as text, as in CSV; None for what is none."""
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _score(source: str, version: str, vector: str | None, score: float | None) -> Cvss | None:
    vector = (vector or "").strip().removeprefix(_V2)
    known = score if score is not None and 0 <= score <= 10 else None
    if not (vector or known):
        return None
    if vector.startswith(_PREFIX):
        version = vector[len(_PREFIX) :].partition("/")[0]
    return Cvss(source=source, version=version, vector=vector or None, score=known)
