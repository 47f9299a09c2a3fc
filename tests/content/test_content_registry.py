"""A kind of content by its name."""

import pytest

from generator.content.registry import KINDS, kind_of
from generator.errors import ConfigError


def test_each_kind_is_found_by_its_name() -> None:
    assert [kind_of(kind.name) for kind in KINDS] == list(KINDS)


@pytest.mark.parametrize(("wrong", "step"), [("kv", "did you mean kev?"), ("zzz", "known kinds: nvd, kev, ")])
def test_an_unknown_kind_is_answered_by_the_nearest_or_all(wrong: str, step: str) -> None:
    with pytest.raises(ConfigError) as caught:
        kind_of(wrong)
    assert caught.value.next_step.startswith(step)
