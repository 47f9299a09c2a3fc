"""A view is made once for the same parts, and again for others."""

from generator.model.shared_views import SharedViews


def test_made_once_for_the_same_parts_and_again_for_others() -> None:
    calls: list[tuple[list[int], str]] = []

    def joined(numbers: list[int], word: str) -> str:
        calls.append((numbers, word))
        return f"{word}{sum(numbers)}"

    views, first = SharedViews(), [1, 2]
    word = "n"
    assert views.once(joined, first, word) == views.once(joined, first, word) == "n3"
    assert len(calls) == 1
    assert views.once(joined, [1, 3], word) == "n4"  # equal parts would not do: they may be changed ones
    assert len(calls) == 2
    assert SharedViews().once(joined, first, word) == "n3"
    assert len(calls) == 3


def test_views_of_one_function_do_not_hide_those_of_another() -> None:
    views, part = SharedViews(), [3, 1]
    assert (views.once(sorted, part), views.once(max, part)) == ([1, 3], 3)
    assert views.once(sorted, part) is views.once(sorted, part)
