"""A CVSS vector as facets: each metric under FIRST's naming system, in the names and values that NIST's metaschema has for it.

OSCAL 1.2.3, constraints oscal-facet-cvss2-…, oscal-facet-cvss3-… and oscal-cvss-v4.0-…; FIRST, CVSS v2.0 guide section 2, v3.1
and v4.0 specifications, "Vector String". Scores and whole vectors have no facet there and stand in our own namespace.
"""

from collections.abc import Iterator, Mapping

from generator.model.scan import Cvss
from generator.oscal.facet_values import FACETS

_Metrics = Mapping[str, tuple[str, Mapping[str, str]]]
"""By the metric's abbreviation: the facet, and its values by theirs."""
_IMPACT_3 = {"N": "none", "L": "low", "H": "high"}
_IMPACT_2 = {"N": "none", "P": "partial", "C": "complete"}
_V2: _Metrics = {
    "AV": ("access-vector", {"L": "local", "A": "adjacent-network", "N": "network"}),
    "AC": ("access-complexity", {"H": "high", "M": "medium", "L": "low"}),
    "Au": ("authentication", {"M": "multiple", "S": "single", "N": "none"}),
    "C": ("confidentiality-impact", _IMPACT_2),
    "I": ("integrity-impact", _IMPACT_2),
    "A": ("availability-impact", _IMPACT_2),
}
_V3: _Metrics = {
    "AV": ("attack-vector", {"N": "network", "A": "adjacent", "L": "local", "P": "physical"}),
    "AC": ("access-complexity", {"L": "low", "H": "high"}),
    "PR": ("privileges-required", _IMPACT_3),
    "UI": ("user-interaction", {"N": "none", "R": "required"}),
    "S": ("scope", {"U": "unchanged", "C": "changed"}),
    "C": ("confidentiality-impact", _IMPACT_3),
    "I": ("integrity-impact", _IMPACT_3),
    "A": ("availability-impact", _IMPACT_3),
}
_SYSTEMS: Mapping[str, tuple[str, _Metrics]] = {
    "2.0": ("http://www.first.org/cvss/v2.0", _V2),
    "3.0": ("http://www.first.org/cvss/v3.0", _V3),
    "3.1": ("http://www.first.org/cvss/v3.1", _V3),
}
_V4 = "https://www.first.org/cvss/v4-0"


def metric_facets(score: Cvss) -> Iterator[tuple[str, str, str]]:
    """(naming system, name, value) of each base metric of the vector that has a facet, in the vector's order.

    Other metrics and values that FIRST does not have are left out; the whole vector is kept elsewhere.
    """
    seen: set[str] = set()
    for part in (score.vector or "").split("/"):
        metric, _, value = part.partition(":")
        if metric not in seen and (facet := _facet(score.version, metric, value)) is not None:
            seen.add(metric)
            yield facet


def _facet(version: str, metric: str, value: str) -> tuple[str, str, str] | None:
    if version == "4.0":
        known = value.lower() in FACETS[_V4].get(metric.lower(), ())
        return (_V4, metric.lower(), value.lower()) if known else None
    if version not in _SYSTEMS:
        return None
    system, metrics = _SYSTEMS[version]
    name, values = metrics.get(metric, ("", {}))
    return (system, name, values[value]) if value in values else None
