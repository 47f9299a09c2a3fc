"""Files that people write: every mistake is named with its line."""

from datetime import date
from enum import StrEnum

import msgspec
import pytest

from generator.errors import ConfigError
from generator.strict_yaml import convert, load


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Inner(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    first_name: str | None = None
    colour: Colour | None = None
    days: list[date] = []


class Outer(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    rows: list[Inner] | None = None
    one: Inner | None = None


def wrong(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        convert(load(text, "a.yaml"), Outer)
    return caught.value.diagnostics()


def test_what_is_right_is_read() -> None:
    outer = convert(load("one: {first-name: Ada, colour: red, days: [2026-11-20]}\nrows:\n  - colour: blue\n", "a.yaml"), Outer)
    assert outer.one == Inner(first_name="Ada", colour=Colour.RED, days=[date(2026, 11, 20)])
    assert outer.rows == [Inner(colour=Colour.BLUE)]


def test_an_empty_file_is_an_empty_record() -> None:
    assert convert(load("# nothing\n", "a.yaml"), Outer) == Outer()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "one:\n  first-nmae: x\n",
            ["`first-nmae` is not a key", "line 2", "key one.first-nmae", "did you mean `first-name`?"],
        ),
        ("one:\n  zzz: x\n", ["keys allowed here: colour, days, first-name"]),
        ("rows:\n  - colour: red\n  - colour: green\n", ["line 3", "rows[1].colour", "found `green`", "allowed: red, blue"]),
        ("one: [1]\n", ["expected a group of keys, found a list", "line 1"]),
        ("one:\n  first-name: 3\n", ["expected text, found `3`", "line 2"]),
        ("one: {days: [2026-02-30]}\n", ["found `2026-02-30`", "one.days[0]"]),
        ("one: {}\none: {}\n", ["`one` is given twice (first on line 1)", "line 2"]),
        ("one: {colour: red, colour: red}\n", ["given twice"]),
        ("one: &a {colour: red}\nrows: [*a]\n", ["the alias `*a` is used", "line 2"]),
        ("one: {\n", ["not valid YAML"]),
        ("one: \x00\n", ["not valid YAML"]),
        ("one: !!python/object:os.system x\n", ["is not a plain value"]),
        ("- 1\n", ["expected a group of keys, found a list", "the whole file"]),
    ],
)
def test_a_mistake_is_named_with_place_and_remedy(text: str, expected: list[str]) -> None:
    message = wrong(text)
    for part in expected:
        assert part in message


def test_too_deep_nesting_is_refused() -> None:
    with pytest.raises(ConfigError):
        load("[" * 100_000, "a.yaml")


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    assert "the alias" in wrong("\n".join(lines))
