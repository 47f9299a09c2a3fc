"""Words that a settled match shows to mean the same tell for the next."""

import pytest

from tests.graph.drawn_systems import compared, matched

_COURSES = [
    "edu/Deployment/lms|acme/openedx",
    "edu/Deployment/cms|acme/openedx",
    "edu/Deployment/lms-worker|acme/openedx",
    "edu/Deployment/cms-worker|acme/openedx",
]


def test_jobs_of_a_site_are_the_worker_of_its_name() -> None:
    shapes = ["lms|Learning site", "cms|Authoring studio", "n1|Learning jobs", "n2|Authoring jobs"]
    found = compared(shapes, _COURSES)
    assert matched(found) == {"lms": "lms", "cms": "cms", "n1": "lms-worker", "n2": "cms-worker"}
    assert "“learning” is lms for “Learning site” as well" in next(each.because for each in found.in_both if each.id == "n1")


def test_without_the_match_that_shows_it_nothing_is_learned() -> None:
    found = compared(["n1|Learning jobs", "n2|Authoring jobs"], _COURSES)
    assert matched(found) == {}
    assert all(" as well" not in each.why for each in found.suggested)


@pytest.mark.parametrize(
    ("label", "learned"),
    [
        ("Learning site", True),
        ("Learning grades certificates exams site", False),  # too many words for one
        ("Learning lms", False),  # the name says itself what it is
        ("Worker jobs", False),  # nothing is left that says which
    ],
)
def test_what_is_learned_are_a_word_or_two(label: str, learned: bool) -> None:
    found = compared([f"lms|{label}", "n1|Learning jobs", "n2|Authoring jobs"], _COURSES)
    whys = [each.why for each in found.suggested] + [each.because for each in found.in_both]
    assert any("is lms for" in why for why in whys) is learned


def test_a_word_that_says_its_kind_means_no_name() -> None:
    running = [
        "a/Deployment/oms|acme/x",
        "a/Deployment/oms-db|acme/db",
        "a/Deployment/crm|acme/y",
        "a/Deployment/crm-db|acme/db",
    ]
    found = compared(["oms|Order API", "crm|Customer API", "n1|API keys"], running)
    assert all("“api”" not in each.why for each in found.suggested)
