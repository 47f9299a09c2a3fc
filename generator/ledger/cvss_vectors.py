"""CVSS vectors, parsed with the `cvss` library: a score that is missing is computed, and one that does not fit is reported.

FIRST: CVSS v2.0 guide, section 3; v3.0 and v3.1 specifications, section 7; v4.0 specification, section 8.
"""

from collections.abc import Sequence

from generator.model.scan import Cvss

_LONGEST = 512
_ROUNDING = 0.11
"""Calculators differ by a tenth: version 3.0 and 3.1 round up differently (CVSS v3.1 specification, appendix A)."""
_PREFIX = "CVSS:"
_BASE_4 = frozenset("AV AC AT PR UI VC VI VA SC SI SA".split())
"""CVSS v4.0, section 2: threat and environmental metrics change the one score of version 4, and are no part of its base."""
_BASE_3 = frozenset("CVSS AV AC PR UI S C I A".split())
_NESSUS = "CVSS2#"


class Vectors:
    """Parses every vector once."""

    __slots__ = ("_faults", "_known")

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[float, ...]] = {}
        self._faults: dict[Cvss, str] = {}

    def score(self, cvss: Cvss) -> float | None:
        """The base score as given, else as its vector gives it. None for 0: tools write it where there is none."""
        score = cvss.score
        if score is None and cvss.vector:
            score = next(iter(self._scores(cvss.version, cvss.vector)), None)
        return score if score is not None and score > 0 else None

    def fault(self, cvss: Cvss) -> str:
        """What is wrong with a score, as a sentence; empty where nothing is."""
        fault = self._faults.get(cvss)
        if fault is None:
            fault = self._faults[cvss] = self._fault(cvss)
        return fault

    def _fault(self, cvss: Cvss) -> str:
        if not cvss.vector:
            return ""
        scores = self._scores(cvss.version, cvss.vector)
        if not scores:
            return f"The CVSS v{cvss.version} vector that {named(cvss.source)} gives cannot be parsed: {cvss.vector[:80]}."
        if cvss.score is None or any(abs(cvss.score - score) < _ROUNDING for score in scores):
            return ""
        return (
            f"The CVSS v{cvss.version} base score {cvss.score} that {named(cvss.source)} gives does not fit its vector, "
            f"which makes {scores[0]}."
        )

    def _scores(self, version: str, vector: str) -> tuple[float, ...]:
        """Base score, then temporal and environmental where the vector has them; nothing where it does not parse."""
        key = (version, vector)
        if key not in self._known:
            self._known[key] = _parsed(version, vector) if len(vector) <= _LONGEST else ()
        return self._known[key]


def environmental(vector: str, parts: Sequence[str]) -> float | None:
    """The environmental score of a version 3 base vector with those metrics added (CVSS v3.1 specification, section 7.3);
    None where it cannot be computed."""
    if not parts or not vector.startswith(f"{_PREFIX}3") or len(vector) > _LONGEST:
        return None
    from cvss import CVSS3
    from cvss.exceptions import CVSSError

    kept = [part for part in vector.strip().split("/") if part.partition(":")[0] in _BASE_3]
    try:
        return float(CVSS3("/".join((*kept, *parts))).scores()[2])
    except CVSSError:
        return None


def named(source: str) -> str:
    """`nvd` as people write it; others as the scanner has them."""
    return "NVD" if source == "nvd" else source


def _parsed(version: str, vector: str) -> tuple[float, ...]:
    # NOTE: only builds with scores that have vectors pay for the library.
    from cvss import CVSS2, CVSS3, CVSS4
    from cvss.exceptions import CVSSError

    text = vector.strip()
    major = text.removeprefix(_PREFIX)[:1] if text.startswith(_PREFIX) else version[:1]
    try:
        if major == "2":
            parsed = CVSS2(text.removeprefix(_NESSUS).removeprefix(f"{_PREFIX}2.0/").strip("()"))
        else:
            full = text if text.startswith(_PREFIX) else f"{_PREFIX}{version}/{text}"
            if major == "4":
                return CVSS4(_base_4(full)).base_score, CVSS4(full).base_score
            parsed = CVSS3(full)
    except CVSSError:
        return ()
    return tuple(float(score) for score in parsed.scores() if score is not None)


def _base_4(vector: str) -> str:
    prefix, *metrics = vector.split("/")
    return "/".join((prefix, *(metric for metric in metrics if metric.partition(":")[0] in _BASE_4)))
