"""Values by key, in the order in which they come."""

from generator.model.grouping import grouped


def test_keys_and_values_keep_their_order() -> None:
    groups = grouped((len(word), word) for word in ("three", "one", "seven", "two"))
    assert groups == {5: ["three", "seven"], 3: ["one", "two"]}
    assert list(groups) == [5, 3]


def test_a_key_that_never_came_is_none_and_is_not_made_by_asking() -> None:
    groups = grouped((("a", 1),))
    assert "b" not in groups
    assert groups.get("b") is None
    assert list(groups) == ["a"]
