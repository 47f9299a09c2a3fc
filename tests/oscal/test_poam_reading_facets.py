"""Ratings as the facets of a risk state them."""

from generator.model.rating import Rating
from generator.oscal import types as o
from generator.oscal.common import NS, prop
from generator.oscal.poam_reading_facets import rating_of

_FEDRAMP = "https://fedramp.gov"


def facet(name: str, value: str, *, state: str = "", system: str = _FEDRAMP) -> o.Facet:
    return o.Facet(name=name, system=system, value=value, props=(prop("state", state),) if state else ())


def test_a_facet_without_a_state_is_the_initial_one() -> None:
    facets = (facet("risk", "low", state="adjusted"), facet("risk", "high"))
    assert (rating_of(facets, "initial"), rating_of(facets, "adjusted")) == (Rating.HIGH, Rating.LOW)


def test_the_impact_counts_where_no_risk_is_stated_and_our_own_facets_never_do() -> None:
    assert rating_of((facet("impact", "moderate"),), "initial") is Rating.MODERATE
    assert rating_of((facet("impact", "moderate"), facet("risk", "high")), "initial") is Rating.HIGH
    assert rating_of((facet("risk", "high", system=NS), facet("risk", "none of these")), "initial") is None
