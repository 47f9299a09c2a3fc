"""Files that people write: every mistake is named with its line."""

import gc
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

import msgspec
import pytest
import yaml

from generator.errors import ConfigError
from generator.strict_yaml import convert, load, load_list


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
            ["`first-nmae` is not a known key", "line 2", "key one.first-nmae", "did you mean `first-name`?"],
        ),
        ("one:\n  zzz: x\n", ["keys allowed here: colour, days, first-name"]),
        (
            "rows:\n  - colour: red\n  - colour: green\n",
            [
                "line 3",
                "key colour of the second entry of rows\n",
                "`colour` must be one of red, blue; found `green`\n",
                "write one of them",
            ],
        ),
        (
            "one: [1]\n",
            ["`one` must be a group of keys; found a list of 1 entry", "keys allowed here: colour, days, first-name"],
        ),
        ("one:\n  first-name: 3\n", ["`first-name` must be text; found `3`", "line 2", "put it in quotes"]),
        (
            "one: {days: [2026-02-30]}\n",
            ["an entry of `days` must be a day like 2026-11-20; found `2026-02-30`", "the first entry of one.days"],
        ),
        ("one: {}\none: {}\n", ["duplicate key `one` (first on line 1)", "line 2"]),
        ("one: {colour: red, colour: red}\n", ["duplicate key `colour`"]),
        ("one: &a {colour: red}\nrows: [*a]\n", ["the alias `*a` is used", "line 2"]),
        ("one: {\n", ["not valid YAML"]),
        ("one: \x00\n", ["not valid YAML"]),
        ("one: !!python/object:os.system x\n", ["is not a plain value"]),
        ("- 1\n", ["the file must be a group of keys; found a list of 1 entry", "the whole file"]),
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


class Constrained(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    level: Annotated[int, msgspec.Meta(ge=1, le=3)] | None = None
    share: Annotated[float, msgspec.Meta(ge=0)] | None = None
    names: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=2)] = ("a",)
    number: Annotated[str, msgspec.Meta(pattern=r"^\d{6}$")] | None = None
    at: datetime | None = None
    text: str | list[str] | None = None
    choice: Literal["low", "high"] | None = None
    either: Colour | Inner | None = None
    labels: dict[str, str] = {}
    pair: tuple[int, bool] | None = None
    required: str


@pytest.mark.parametrize(
    ("text", "where", "what", "step"),
    [
        (
            "level: 4",
            "key level",
            "`level` must be a whole number from 1 to 3; found `4`",
            "write a whole number from 1 to 3 here",
        ),
        ("share: -1", "key share", "`share` must be a number of 0 or more; found `-1`", "write a number"),
        ("names: []", "key names", "`names` must be a list of 1 to 2 entries; found an empty list", "write a list"),
        ("number: '1'", "key number", "`number` must be text that matches `^\\d{6}$`; found `1`", "write text that matches"),
        ("at: soon", "key at", "`at` must be a day and time like 2026-11-20T06:30:00Z; found `soon`", "write a day and time"),
        ("text: 3", "key text", "`text` must be text or a list; found `3`", "write text or a list here"),
        ("text: [a, true]", "the second entry of text", "an entry of `text` must be text; found `true`", "put it in quotes"),
        ("choice: hihg", "key choice", "`choice` must be one of low, high; found `hihg`", "did you mean `high`?"),
        ("choice: 3", "key choice", "`choice` must be one of low, high; found `3`", "write one of them"),
        ("either: green", "key either", "`either` must be one of red, blue; found `green`", "write one of them"),
        ("either: {days: 3}", "key either.days", "`days` must be a list; found `3`", "write a list here"),
        ("labels: {a: 3}", "key labels.a", "`a` must be text; found `3`", "put it in quotes"),
        ("level: 1", "the whole file", "the key `required` is missing", "add `required:`"),
        (
            "pair: [1, x]",
            "the second entry of pair",
            "an entry of `pair` must be true or false; found `x`",
            "write true or false",
        ),
        ("pair: [1]", "key pair", "`pair` must be a list of 2 entries; found a list of 1 entry", "write a list of 2 entries"),
        (
            f"text: {{{'a' * 300}: 3}}",
            "key text",
            "`text` must be text or a list; found a group of keys",
            "write text or a list",
        ),
        (f"level: {'a' * 300}", "key level", f"from 1 to 3; found `{'a' * 79}…`", "write a whole number"),
    ],
)
def test_the_value_that_does_not_fit_is_found_by_its_type(text: str, where: str, what: str, step: str) -> None:
    with pytest.raises(ConfigError) as caught:
        convert(load(text, "a.yaml"), Constrained)
    assert caught.value.where == f"a.yaml, line 1, {where}"
    assert caught.value.what.endswith(what)
    assert step in caught.value.next_step


def test_a_place_in_a_list_is_named_in_words() -> None:
    written = load("a:\n  - b: 1\n", "a.yaml")
    places = [(), ("a",), ("a", 0), ("a", 0, "b"), ("a", 1, "b", "c", 11), (11, "x")]
    assert [written.error(path, "", "").where.split(", ", 2)[2] for path in places] == [
        "the whole file",
        "key a",
        "the first entry of a",
        "key b of the first entry of a",
        "entry 12 of b.c of the second entry of a",
        "key x of entry 12",
    ]


def test_no_node_outlives_its_document() -> None:
    def nodes() -> int:
        gc.collect()
        return sum(isinstance(each, yaml.Node) for each in gc.get_objects())

    gc.freeze()  # what other tests left is neither walked through nor counted
    before = nodes()
    load("a: [1, 2.5, x]\n", "a.yaml")
    assert nodes() == before


@pytest.mark.parametrize("text", ["{}\n", "false\n", "''\n", "0\n"])
def test_what_is_no_list_is_refused_though_it_says_nothing(text: str) -> None:
    with pytest.raises(ConfigError, match="the file must be a list"):
        load_list(text, "a.yaml", Inner)


def test_a_text_of_spaces_is_named_with_its_key_and_one_that_is_left_out_is_none() -> None:
    written, _ = load_list("- first-name: ' '\n  colour: red\n", "a.yaml", Inner)
    written.require_texts((0,), {"colour": "red", "days": None}, "write it")
    with pytest.raises(ConfigError) as caught:
        written.require_texts((0,), {"colour": "red", "first-name": " "}, "write it")
    shown = caught.value.diagnostics()
    assert all(each in shown for each in ("the text is empty", "a.yaml, line 1, key first-name of the first entry", "write it"))
    with pytest.raises(ConfigError, match="no person is named"):
        written.require_texts((0,), {"first-name": ""}, "write it", what="no person is named")
