"""The names and values of risk facets in the naming systems that NIST's metaschema 1.2.3 closes.

Facts from the constraints oscal-facet-name-core-values, oscal-facet-fedramp-values, oscal-facet-cve-values,
oscal-facet-cvss2-…, oscal-facet-cvss3-… and oscal-cvss-v4.0-…. A naming system that is not here may hold any facet.
"""

from collections.abc import Mapping

_Values = Mapping[str, frozenset[str]]


def _table(lines: Mapping[str, str]) -> _Values:
    """From `names: values` in words. No values means any value."""
    return {name: frozenset(values.split()) for names, values in lines.items() for name in names.split()}


_CVSS_2 = _table(
    {
        "access-vector": "local adjacent-network network",
        "access-complexity": "high medium low",
        "authentication": "multiple single none",
        "confidentiality-impact integrity-impact availability-impact": "none partial complete",
        "exploitability": "unproven proof-of-concept functional high not-defined",
        "remediation-level": "official-fix temporary-fix workaround unavailable not-defined",
        "report-confidence": "unconfirmed uncorroborated confirmed not-defined",
        "collateral-damage-potential": "none low low-medium medium-high high not-defined",
        "target-distribution confidentiality-requirement integrity-requirement availability-requirement": (
            "none low medium high not-defined"
        ),
    }
)
_CVSS_3 = _table(
    {
        # NOTE: the list of names has attack-vector, the list of values access-vector, so its values bind nothing.
        "attack-vector": "",
        "access-complexity": "high low",
        "privileges-required confidentiality-impact integrity-impact availability-impact": "none low high",
        "user-interaction": "none required",
        "scope": "unchanged changed",
        "exploit-code-maturity": "not-defined unproven proof-of-concept functional high",
        "remediation-level": "not-defined official-fix temporary-fix workaround unavailable",
        "report-confidence": "not-defined unknown reasonable confirmed",
        "confidentiality-requirement integrity-requirement availability-requirement": "not-defined low medium high",
        "modified-attack-vector": "not-defined network adjacent local physical",
        "modified-attack-complexity": "not-defined high low",
        "modified-privileges-required modified-confidentiality modified-integrity modified-availability": (
            "not-defined none low high"
        ),
        "modified-user-interaction": "not-defined none required",
        "modified-scope": "not-defined unchanged changed",
    }
)
_CVSS_4 = _table(
    {
        "av": "n a l p",
        "ac": "h l",
        "at": "n p",
        "pr vc vi va sc si sa": "n l h",
        "ui": "n p a",
        "s": "x n p",
        "au": "x n y",
        "r v": "x a u i",
        "re cr ir ar": "x l m h",
        "u": "x clear green amber red",
        "mav": "x n a l p",
        "mac": "x h l",
        "mat": "x n p",
        "mpr mvc mvi msc": "x n l h",
        "mva": "",
        "mui": "x n p a",
        "msi msa": "x n l h s",
        "e": "x a p u",
    }
)
_FEDRAMP = _table({"likelihood impact risk": ""})

FACETS: Mapping[str, _Values] = {
    "http://csrc.nist.gov/ns/oscal": _table({"likelihood impact risk severity": ""}),
    "http://fedramp.gov": _FEDRAMP,
    "http://fedramp.gov/ns/oscal": _FEDRAMP,
    "http://cve.mitre.org": _table({"cve-id": ""}),
    "http://www.first.org/cvss/v2.0": _CVSS_2,
    "http://www.first.org/cvss/v3.0": _CVSS_3,
    "http://www.first.org/cvss/v3.1": _CVSS_3,
    "https://www.first.org/cvss/v4-0": _CVSS_4,
}
"""By naming system: the facets it has, and the values of each. An empty list of values means any value."""
