"""What a pattern of a decision stands for."""

import pytest

from generator.model.name_patterns import fits_pattern


@pytest.mark.parametrize(
    ("name", "pattern", "fits"),
    [
        ("shop/Job/seed[0]", "shop/Job/seed[0]", True),
        ("shop/Job/seed[0]", "shop/*[?]", True),
        ("shop/Job/seed0", "shop/Job/seed[0]", False),
        ("shop/Pod/cart", "shop/*", True),
        ("shop/Pod/cart", "Shop/*", False),
        ("shop/Pod/cart", "shop/Pod/car", False),
    ],
)
def test_stars_and_question_marks_stand_for_others_and_brackets_for_themselves(name: str, pattern: str, fits: bool) -> None:
    assert fits_pattern(name, pattern) is fits
