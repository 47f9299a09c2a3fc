"""Seeded choices can be made again, and a try that fails says how."""

import math

import pytest
from seeded_choices import SeededChoices, places, tried


def test_a_seed_gives_the_same_again_and_another_seed_others() -> None:
    def drawn(seed: str) -> list[object]:
        choices = SeededChoices(seed)
        return [(choices.number(1000), choices.text(8), choices.odd((["a"],))) for _ in range(20)]

    assert drawn("1") == drawn("1") != drawn("2")


def test_what_fails_names_its_choices() -> None:
    def work(choices: SeededChoices) -> None:
        assert choices.number(20) != 7

    with pytest.raises(AssertionError) as caught:
        tried(1000, work)
    (note,) = caught.value.__notes__
    seed = note.removeprefix("with SeededChoices('").removesuffix("')")
    assert SeededChoices(seed).number(20) == 7


def test_odd_values_are_of_every_type_and_endless_only_where_that_is_asked_for() -> None:
    drawn = [SeededChoices(str(number)).odd(([],), infinite=number >= 500) for number in range(1000)]
    assert {type(each) for each in drawn} == {type(None), bool, int, float, str, list}
    endless = [number for number, each in enumerate(drawn) if isinstance(each, float) and not math.isfinite(each)]
    assert endless
    assert min(endless) >= 500
    assert any(isinstance(each, str) and not each.isprintable() for each in drawn)


def test_an_odd_value_is_changed_without_changing_the_next() -> None:
    of = ([],)
    for number in range(20):
        if isinstance(value := SeededChoices(str(number)).odd(of), list):
            value.append(1)
    assert of == ([],)


def test_every_place_of_a_value_is_found_with_what_holds_it() -> None:
    inner = [7, {}]
    value = {"a": inner, "b": None}
    assert places(value) == [(value, "a"), (inner, 0), (inner, 1), (value, "b")]
