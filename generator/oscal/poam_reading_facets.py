"""What the facets of a risk say: its rating, the scanner's severity, scores and estimates."""

import re
from collections.abc import Sequence

from generator.model.content import Exploitability
from generator.model.rating import Rating
from generator.model.scan import Cvss, Severity
from generator.oscal import types as o
from generator.oscal.common import NS
from generator.oscal.properties import day_of, value_of

_NUMBER = re.compile(r"[0-9]{1,2}(\.[0-9]+)?")
_SEVERITY_WORDS = {str(one): one for one in Severity}


def rating_of(facets: Sequence[o.Facet], state: str) -> Rating | None:
    """`risk` as our plans and FedRAMP's template have it, else `impact` as FedRAMP's guide has it."""
    for name in ("risk", "impact"):
        for one in facets:
            is_meant = one.system != NS and one.name == name and (value_of(one.props, "state") or "initial") == state
            if is_meant and (rating := Rating.read(one.value)) is not None:
                return rating
    return None


def severity_of(facets: Sequence[o.Facet], rating: Rating) -> Severity:
    """The scanner's own, else the one of the rating."""
    word = next((one.value for one in facets if one.name == "severity" and one.system == NS), "")
    return _SEVERITY_WORDS.get(word, rating.severity)


def cvss_of(facets: Sequence[o.Facet]) -> tuple[Cvss, ...]:
    """Scores and vectors by version."""
    scores: dict[str, float] = {}
    vectors: dict[str, str] = {}
    for one in facets:
        if one.system != NS or not one.name.startswith("cvss-"):
            continue
        if one.name.endswith("-base-score"):
            scores[one.name[5:-11]] = float(one.value) if _NUMBER.fullmatch(one.value) else 0.0
        elif one.name.endswith("-vector"):
            vectors[one.name[5:-7]] = one.value
    return tuple(
        Cvss(source="nvd", version=version, score=scores.get(version), vector=vectors.get(version))
        for version in dict.fromkeys((*scores, *vectors))
    )


def epss_of(facets: Sequence[o.Facet]) -> Exploitability | None:
    """The estimate of EPSS."""
    found = {one.name: one for one in facets if one.system == NS and one.name.startswith("epss-")}
    score, percentile = found.get("epss-score"), found.get("epss-percentile")
    dated = day_of(value_of(score.props, "epss-date")) if score else None
    if score is None or percentile is None or dated is None:
        return None
    return Exploitability(cve="", score=score.value, percentile=percentile.value, dated=dated)
