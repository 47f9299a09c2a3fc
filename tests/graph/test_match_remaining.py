"""The last workload and the last shape are suggested for each other; that is no evidence, and never a match."""

import pytest

from generator.graph.match_reasons import BASE, OTHER_PRODUCT, OTHER_TRADE, Evidence, Reason
from generator.graph.match_remaining import MOST_LEFT, remaining
from generator.graph.match_weighed import AHEAD, Weighed
from generator.model.flow_finding import Suggestion
from tests.graph.drawn_systems import compared, matched, probable

_SHOP = ["a/Deployment/cart|acme/cart", "a/Deployment/mail|acme/mail"]


def test_what_is_left_is_suggested() -> None:
    (only,) = _suggested(["cart", "mail", "n1|Weather map"], [*_SHOP, "a/Deployment/zephyr|acme/zephyr"])
    assert (only.id, only.workload, only.by_elimination, only.probable) == ("n1", "a/Deployment/zephyr", True, False)
    assert only.why == "nothing else that runs is without a shape; against it: nothing of its names has “weather map”"
    assert only.score == 12


def test_it_is_no_match_and_not_probable() -> None:
    found = compared(["cart", "mail", "n1|Weather map"], [*_SHOP, "a/Deployment/zephyr|acme/zephyr"])
    assert "n1" not in matched(found) | probable(found)
    assert found.drawn_differences == found.diagram_only
    assert found.running_differences == found.cluster_only == ("a/Deployment/zephyr",)


@pytest.mark.parametrize(
    ("shapes", "names"),
    [
        (["n1|Weather map", "n2|Tide table"], ["zephyr"]),
        (["n1|Weather map"], ["zephyr", "boreas"]),
        (["n1|Weather map", "n2|Tide table"], ["zephyr", "boreas"]),
    ],
)
def test_where_it_could_be_another_none_is(shapes: list[str], names: list[str]) -> None:
    assert _suggested(["cart", "mail", *shapes], [*_SHOP, *(f"a/Deployment/{each}|acme/{each}" for each in names)]) == []


_ONE, _TWO, _THREE = (("f" * 64, 0, name) for name in ("one", "two", "three"))


def test_a_word_that_both_have_decides_between_two() -> None:
    pairs = {_ONE: [_pair("x", words="tide"), _pair("y")], _TWO: [_pair("x"), _pair("y")]}
    assert {key: pair.key for key, pair in remaining(pairs, {"x", "y"}).items()} == {_ONE: "x", _TWO: "y"}
    pairs[_THREE] = [_pair("x"), _pair("y")]
    assert {key: pair.key for key, pair in remaining(pairs, {"x", "y"}).items()} == {_ONE: "x"}


@pytest.mark.parametrize(("lead", "is_given"), [(AHEAD, True), (AHEAD - 0.01, False)])
def test_a_reason_decides_where_it_is_far_ahead(lead: float, is_given: bool) -> None:
    port, name = Reason(Evidence.PORT, lead, "port"), Reason(Evidence.NAME, -2.5, "other name")
    found = remaining({_ONE: [_pair("x", port, name), _pair("y", name)], _TWO: [_pair("x"), _pair("y")]}, {"x", "y"})
    assert [(key, pair.key) for key, pair in found.items()] == ([(_ONE, "x"), (_TWO, "y")] if is_given else [])


def test_two_shapes_that_want_one_and_two_that_one_wants() -> None:
    port = Reason(Evidence.PORT, 2.0, "port")
    assert remaining({_ONE: [_pair("x", port)], _TWO: [_pair("x", port)]}, {"x"}) == {}
    assert remaining({_ONE: [_pair("x", port), _pair("y", port)]}, {"x", "y"}) == {}


def test_what_it_is_told_with() -> None:
    low, high = Reason(Evidence.NAME, -3.0, "other name"), Reason(Evidence.PORT, 3.0, "port")
    (only,) = remaining({_ONE: [_pair("x", low)]}, {"x"}).values()
    assert (only.points, only.reasons[-1].words) == (BASE, "nothing else that runs is without a shape")
    (more,) = remaining({_ONE: [_pair("x", high)]}, {"x", "y"}).values()
    assert (more.points, more.reasons[-1].words) == (BASE + 3.0, "it is one of 2 that have no shape")
    assert more.grounds == only.grounds == {Evidence.REMAINING}


def test_another_product_is_not_what_is_left() -> None:
    other = Reason(Evidence.SOFTWARE, OTHER_PRODUCT, "MySQL is drawn and Redis runs")
    assert remaining({_ONE: [_pair("x", other)]}, {"x"}) == {}
    less = Reason(Evidence.SOFTWARE, OTHER_TRADE, "frontend is drawn and x is backend")
    assert remaining({_ONE: [_pair("x", less)]}, {"x"}).keys() == {_ONE}


def test_of_many_that_are_left_none_is_looked_at() -> None:
    names = [f"zephyr{'abcdef'[each]}" for each in range(MOST_LEFT + 1)]
    few, many = ([*_SHOP, *(f"a/Deployment/{each}|acme/{each}|{7000 + place}" for place, each in enumerate(names[:count]))]
        for count in (MOST_LEFT, MOST_LEFT + 1))  # fmt: skip
    found = (compared(["cart", "mail", "n1|Weather map"], running, lines="cart>n1@7001").suggested for running in (few, many))
    assert [[each.workload for each in suggested] for suggested in found] == [["a/Deployment/zephyrb"], []]


def test_a_store_is_not_what_is_left_of_the_applications() -> None:
    assert _suggested(["cart", "mail", "n1|Weather database"], [*_SHOP, "a/Deployment/zephyr|acme/zephyr"]) == []


def test_what_is_suggested_for_another_shape_is_not_left() -> None:
    running = [*_SHOP, "a/Deployment/zephyr-weather-grid-loader|acme/zephyr"]
    found = _suggested(["cart", "mail", "n1|Weather map", "n2|Tide table"], running)
    assert [(each.id, each.by_elimination) for each in found] == [("n1", False)]


def test_the_namespace_of_the_box_holds() -> None:
    shapes = ["cart", "mail", "b|production|boundary", "n1|Weather map||b"]
    running = [
        "a/Deployment/cart",
        "a/Deployment/mail",
        "production/Deployment/web|acme/web",
        "staging/Deployment/zephyr|acme/z",
    ]
    assert not any(each.workload.startswith("staging/") for each in _suggested(shapes, running))


def _suggested(shapes: list[str], running: list[str]) -> list[Suggestion]:
    return list(compared(shapes, running).suggested)


def _pair(name: str, *reasons: Reason, words: str = "") -> Weighed:
    points = BASE + sum(each.points for each in reasons)
    return Weighed(name, (name,), points, reasons, frozenset(), may_share=False, words=frozenset(words.split()))
