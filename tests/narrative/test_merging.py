"""Three versions of a text become one, and nothing that anybody wrote is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.narrative import Content, Span, TextBlock
from generator.narrative.merging import MergeSide, merge, merged


def text(letters: str) -> tuple[Content, ...]:
    return tuple(TextBlock(spans=(Span(text=letter),)) for letter in letters)


def letters(content: tuple[Content, ...]) -> str:
    return "".join(one.spans[0].text for one in content if isinstance(one, TextBlock))


def told(base: str, ours: str, theirs: str) -> str:
    """The merge in letters, a conflict as `(ours|theirs)`."""
    written = ""
    for one in merge(text(base), text(ours), text(theirs)):
        mine = ours[one.start : one.stop]
        match one.side:
            case MergeSide.OURS:
                written += mine
            case MergeSide.THEIRS:
                written += letters(one.theirs)
            case MergeSide.CONFLICT:
                written += f"({mine}|{letters(one.theirs)})"
    return written


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "result"),
    [
        ("abc", "abc", "abc", "abc"),
        ("abc", "axc", "abc", "axc"),
        ("abc", "abc", "axc", "axc"),
        ("abc", "axc", "axc", "axc"),
        ("abc", "axc", "ayc", "a(x|y)c"),
        ("abcde", "axcde", "abcye", "axcye"),
        ("", "", "new", "new"),
        ("", "x", "y", "(x|y)"),
        ("abc", "abc", "", ""),
        ("abc", "abX", "", "(abX|)"),
        ("abc", "ac", "abc", "ac"),
        ("abc", "abcx", "yabc", "yabcx"),
        ("abc", "abcx", "abcy", "abc(x|y)"),
        ("aab", "ab", "aabc", "abc"),
        ("abc", "axc", "aby", "axy"),
        ("abc", "axz", "awy", "a(x|w)(z|y)"),
    ],
)
def test_what_one_side_changed_is_taken_and_what_both_did_is_a_conflict(base: str, ours: str, theirs: str, result: str) -> None:
    assert told(base, ours, theirs) == result


WORDS = st.text(st.sampled_from("abcd"), max_size=7)


@given(WORDS, WORDS, WORDS)
def test_nothing_is_lost(base: str, ours: str, theirs: str) -> None:
    """What a side added stands in the result, or in a conflict."""
    result = told(base, ours, theirs)
    for side in (ours, theirs):
        for letter in set(side) - set(base):
            assert letter in result


@given(WORDS, WORDS)
def test_a_side_that_changed_nothing_has_no_say(base: str, changed: str) -> None:
    assert told(base, changed, base) == changed
    assert told(base, base, changed) == changed
    assert told(base, changed, changed) == changed


@given(WORDS, WORDS, WORDS)
def test_merging_the_result_again_changes_nothing(base: str, ours: str, theirs: str) -> None:
    stretches = merge(text(base), text(ours), text(theirs))
    if not any(one.side is MergeSide.CONFLICT for one in stretches):
        result = letters(merged(stretches, text(ours)))
        assert "(" in told(base, result, theirs) or told(base, result, theirs) == result
