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
_SEVERITY_WORDS = {str(severity): severity for severity in Severity}


def rating_of(facets: Sequence[o.Facet], state: str) -> Rating | None:
    """`risk` as our plans and FedRAMP's template have it, else `impact` as FedRAMP's guide has it."""
    for name in ("risk", "impact"):
        for facet in facets:
            is_meant = facet.system != NS and facet.name == name and (value_of(facet.props, "state") or "initial") == state
            if is_meant and (rating := Rating.read(facet.value)) is not None:
                return rating
    return None


def severity_of(facets: Sequence[o.Facet], rating: Rating) -> Severity:
    """The scanner's own, else the one of the rating."""
    word = next((facet.value for facet in facets if facet.name == "severity" and facet.system == NS), "")
    return _SEVERITY_WORDS.get(word, rating.severity)


def cvss_of(facets: Sequence[o.Facet]) -> tuple[Cvss, ...]:
    """Scores and vectors by version."""
    scores: dict[str, float] = {}
    vectors: dict[str, str] = {}
    for facet in facets:
        if facet.system != NS or not facet.name.startswith("cvss-"):
            continue
        if facet.name.endswith("-base-score"):
            scores[facet.name[5:-11]] = float(facet.value) if _NUMBER.fullmatch(facet.value) else 0.0
        elif facet.name.endswith("-vector"):
            vectors[facet.name[5:-7]] = facet.value
    return tuple(
        Cvss(source="nvd", version=version, score=scores.get(version), vector=vectors.get(version))
        for version in dict.fromkeys((*scores, *vectors))
    )


def epss_of(facets: Sequence[o.Facet]) -> Exploitability | None:
    """The estimate of EPSS."""
    facets_by_name = {facet.name: facet for facet in facets if facet.system == NS and facet.name.startswith("epss-")}
    score, percentile = facets_by_name.get("epss-score"), facets_by_name.get("epss-percentile")
    dated = day_of(value_of(score.props, "epss-date")) if score else None
    if score is None or percentile is None or dated is None:
        return None
    return Exploitability(cve="", score=score.value, percentile=percentile.value, dated=dated)
