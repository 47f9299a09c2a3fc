"""A change in YAML that a person wrote: only the change, every comment, every other byte."""

from datetime import date

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import strict_yaml
from generator.errors import ConfigError
from generator.workspace.yaml_splices import append_entries, comments, comments_in, insert_entry, remove, set_key

ASSETS = """# Who says what about assets.
- assets: ["a/*"]   # all of shop
  owner:   Platform Team
  virtual: yes

# --- nodes ---
- assets: [node-*]
  notes: {a: 1,  b: 'two'}
  # baseline: asked on 2026-10-01

# end
"""


def lines_added(before: str, after: str) -> list[str]:
    """The new lines; every old one is there, in order."""
    old, new = before.splitlines(), after.splitlines()
    rest = iter(new)
    assert all(line in rest for line in old), after
    missing = list(new)
    for line in old:
        missing.remove(line)
    return missing


def test_a_key_goes_behind_the_last_of_its_entry_and_before_the_comment_of_the_next() -> None:
    made = set_key(ASSETS, (0, "baseline"), "no", where="x")
    assert lines_added(ASSETS, made) == ["  baseline: 'no'"]
    assert made.index("baseline: 'no'") < made.index("# --- nodes ---")


def test_a_value_is_replaced_alone_with_the_spaces_and_the_comment_beside_it() -> None:
    made = set_key("owner:   Team A   # since May\n", ("owner",), "Team: B", where="x")
    assert made == "owner:   'Team: B'   # since May\n"


@pytest.mark.parametrize(
    ("old", "new"), [('k: "a"  # c\n', 'k: "b"  # c\n'), ("k: 'a'\n", "k: 'b'\n"), ("k: a\n", "k: b\n"), ("k: a", "k: b")]
)
def test_quotes_stay_as_the_person_writes_them(old: str, new: str) -> None:
    assert set_key(old, ("k",), "b", where="x") == new


@pytest.mark.parametrize(
    "value", ["yes", "no", "on", "1:30", "2026-01-01", "0o7", "~", "", " a ", "a: b", "# a", "1.10", "- a"]
)
def test_a_text_that_looks_like_something_else_is_read_back_as_text(value: str) -> None:
    assert strict_yaml.load(set_key("a: 1\n", ("k",), value, where="x"), "x").value == {"a": 1, "k": value}


def test_a_text_with_brackets_has_quotes_within_brackets_only() -> None:
    assert append_entries("a: []\n", ("a",), ["0{"], where="x") == "a: ['0{']\n"
    assert set_key("a: {b: c}\n", ("a", "b"), "0, {", where="x") == "a: {b: '0, {'}\n"
    assert set_key("a: b\n", ("a",), "0, {", where="x") == "a: 0, {\n"


def test_several_lines_become_a_block_where_there_is_room_and_stay_one_line_in_braces() -> None:
    assert "  comments: |-\n    one\n    two\n" in set_key(ASSETS, (1, "comments"), "one\ntwo", where="x")
    assert "{a: 1,  b: 'two', c: \"x\\ny\"}" in set_key(ASSETS, (1, "notes", "c"), "x\ny", where="x")
    block = "k: |  # why\n  one\n  two\n\n# next\nl: 1\n"
    with pytest.raises(ConfigError, match="touching more"):
        set_key(block, ("k",), "one\nthree", where="x")  # its comment would go
    plain = block.replace("  # why", "")
    assert set_key(plain, ("k",), "one\nthree", where="x") == "k: |-\n  one\n  three\n\n# next\nl: 1\n"


def test_a_list_gets_its_entry_behind_its_own_comments_and_before_those_of_the_next_key() -> None:
    text = "parties:\n  - name: A\n    # he left\n\n  # who answers the phone\nroles: [x, y]  # all\n"
    assert append_entries(text, ("parties",), [{"name": "B", "roles": ["x"]}], where="x") == text.replace(
        "he left\n", "he left\n  - name: B\n    roles: [x]\n"
    )
    assert append_entries(text, ("roles",), ["on"], where="x").endswith("roles: [x, y, 'on']  # all\n")


def test_an_entry_before_another_stands_above_the_comment_of_that_one_and_below_the_head_of_the_file() -> None:
    made = insert_entry(ASSETS, (), 1, {"assets": ["q"], "virtual": True}, where="x")
    assert lines_added(ASSETS, made) == ["- assets: [q]", "  virtual: true"]
    assert made.index("- assets: [q]") < made.index("# --- nodes ---")
    assert insert_entry(ASSETS, (), 0, {"assets": ["q"]}, where="x").startswith(
        "# Who says what about assets.\n- assets: [q]\n"
    )


def test_an_empty_file_an_empty_key_and_a_missing_group() -> None:
    assert append_entries("", (), [{"a": 1}], where="x") == "- a: 1\n"
    assert append_entries("# nothing yet", (), [{"a": 1}], where="x") == "# nothing yet\n- a: 1\n"
    assert append_entries("", (), [{"day": date(2026, 12, 1)}], where="x") == "- day: 2026-12-01\n"
    assert set_key("plan:   # say it\nb: 1\n", ("plan", "x", "y"), "z", where="x") == (
        "plan:   # say it\n  x:\n    y: z\nb: 1\n"
    )
    assert set_key("plan: # say it\n", ("plan",), ["a"], where="x") == "plan: [a] # say it\n"
    assert append_entries("plan:\nb: 1\n", ("plan",), [{"n": 1}], where="x") == "plan:\n  - n: 1\nb: 1\n"


def test_line_ends_of_windows_stay() -> None:
    assert set_key("a:\r\n  b: 1\r\nc: 2\r\n", ("a", "d"), "x", where="x") == "a:\r\n  b: 1\r\n  d: x\r\nc: 2\r\n"


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("a: [1, # one\n  2]\n", ("a",), ["x"]),  # a comment would go
        ("a:\n  - 1\n  - 2\n", ("a",), ["x"]),  # entries would go
        ("a: 1\n", ("a", "b"), 1),
        ("a: 1\n", (3,), 1),
        ("a: [1]\n", ("a", 1), 1),
        ("a: 1\n", (), 1),
    ],
)
def test_what_would_touch_more_than_the_value_is_refused(text: str, path: tuple[str | int, ...], value: object) -> None:
    with pytest.raises(ConfigError):
        set_key(text, path, value, where="x")  # type: ignore[arg-type] # plain values


# --- a careful person's files, drawn

_word = st.text("abcdefghijklmnop", min_size=1, max_size=8)
_scalar = st.one_of(
    _word,
    _word.map(lambda word: f'"{word}: {word}"'),
    _word.map(lambda word: f"'{word} # {word}'"),
    st.integers(0, 99).map(str),
    st.just("yes"),
    st.just("~"),
    st.just(""),
)
_comment = st.one_of(st.just(""), _word.map(lambda word: f"  # {word}: it's '{word}'"))
_between = st.lists(st.one_of(st.just(""), _word.map(lambda word: f"# {word}")), max_size=3)


@st.composite
def _value(draw: st.DrawFn, indent: int, depth: int) -> list[str]:
    """The text behind a key: the rest of its line, then further lines."""
    kind = draw(st.sampled_from(("scalar", "flow", "block", "group", "list") if depth else ("scalar", "flow", "block")))
    pad, more = " " * indent, " " * (indent + draw(st.sampled_from((2, 4))))
    if kind == "scalar":
        return [f" {draw(_scalar)}{draw(_comment)}"]
    if kind == "flow":
        return [f" [{', '.join(draw(st.lists(_word, max_size=3)))}]{draw(_comment)}"]
    if kind == "block":
        return [
            f" {draw(st.sampled_from(('|', '>', '|-', '|+')))}",
            *(f"{more}{word} # {word}" for word in draw(st.lists(_word, min_size=1, max_size=3))),
        ]
    if kind == "group":
        return ["", *draw(_group(len(more), depth - 1))]
    dash = draw(st.sampled_from((pad, more)))
    lines = [""]
    for _ in range(draw(st.integers(1, 3))):
        lines += [f"{dash}{line}" if line else "" for line in draw(_between)]
        inner = draw(_group(len(dash) + 2, depth - 1))
        first = next(at for at, line in enumerate(inner) if line.strip() and not line.strip().startswith("#"))
        inner = inner[first:]
        lines += [f"{dash}- {inner[0].strip()}", *inner[1:]]
    return lines


@st.composite
def _group(draw: st.DrawFn, indent: int, depth: int) -> list[str]:
    lines: list[str] = []
    for key in draw(st.lists(_word, min_size=1, max_size=4, unique=True)):
        lines += [f"{' ' * indent}{line}" if line else "" for line in draw(_between)]
        first, *others = draw(_value(indent, depth))
        lines += [f"{' ' * indent}{key}:{first}", *others]
    return lines


@st.composite
def _file(draw: st.DrawFn) -> str:
    end = draw(st.sampled_from(("\n", "\r\n")))
    return end.join((*draw(_group(0, 3)), *draw(_between))) + draw(st.sampled_from(("", end)))


def _paths(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], object]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(path, value), *(found for part, child in parts for found in _paths(child, (*path, part)))]


@settings(max_examples=150, deadline=None)
@given(_file(), st.data())
def test_whatever_is_changed_all_comments_and_all_other_values_stay(text: str, data: st.DataObject) -> None:
    try:
        value = strict_yaml.load(text, "x").value
    except ConfigError:
        return  # drawn text that is no YAML
    path, held = data.draw(st.sampled_from(_paths(value)))
    new = data.draw(
        st.one_of(st.text(max_size=20).filter(_is_text), st.booleans(), st.integers(0, 9), st.lists(_word, max_size=2))
    )
    try:
        if isinstance(held, dict):
            made = set_key(text, (*path, "zzz"), new, where="x")
        elif isinstance(held, list):
            made = append_entries(text, path, [new], where="x")
        else:
            made = set_key(text, path, new, where="x")
    except ConfigError:
        # NOTE: of a block text the blank lines at its end (`|+`) and a missing last line end are part of the value.
        assert "|+" in text or (("|" in text or ">" in text) and not text.endswith("\n"))
        return
    assert comments(made) == comments(text)
    begin = _alike(text, made)
    end = min(_alike(text[::-1], made[::-1]), len(text) - begin, len(made) - begin)
    taken_out = text[begin : len(text) - end]
    assert not taken_out if isinstance(held, dict | list) else len(taken_out) <= len(_written(text, path))
    assert strict_yaml.load(made, "x").value != value or new == held


def _alike(text: str, other: str) -> int:
    """How many characters at the beginning are the same."""
    pairs = enumerate(zip(text, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(text), len(other)))


def _written(text: str, path: tuple[str | int, ...]) -> str:
    """What stands in the text for a value."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    for part in path:
        node = {key.value: child for key, child in node.value}[part] if isinstance(part, str) else node.value[part]
    return text[node.start_mark.index : node.end_mark.index]


def _is_text(text: str) -> bool:
    return all(letter.isprintable() or letter == "\n" for letter in text) and "\ufeff" not in text


@pytest.mark.parametrize(
    ("text", "path", "left"),
    [
        ("- a: 1\n  b: 2\n- a: 3\n", (0,), "- a: 3\n"),
        ("- a: 1\n  b: 2\n- a: 3\n", (1,), "- a: 1\n  b: 2\n"),
        ("- a: 1\n  b: 2\n", (0, "a"), "- b: 2\n"),
        ("- a: 1\n  b: 2\n", (0, "b"), "- a: 1\n"),
        ("# Of the file\n- a: 1\n", (0,), "# Of the file\n[]\n"),
        ("# One\n- a: 1\n# Two\n- a: 2\n", (0,), "# One\n# Two\n- a: 2\n"),
        ("k: [x, y, z]\n", ("k", 1), "k: [x, z]\n"),
        ("k: [x, y, z]\n", ("k", 2), "k: [x, y]\n"),
        ("- {a: 1, b: 2}\n- {a: 3}\n", (0, "a"), "- {b: 2}\n- {a: 3}\n"),
        ("a:\n  b: 1\n  c: |\n    text\n    more\nd: 2\n", ("a", "c"), "a:\n  b: 1\nd: 2\n"),
        ("a: 1\r\nb: 2\r\n", ("a",), "b: 2\r\n"),
    ],
)
def test_a_key_or_an_entry_is_removed_and_nothing_else(text: str, path: tuple[str | int, ...], left: str) -> None:
    assert remove(text, path, where="decisions/x.yaml") == left


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("- a: 1 # why\n- a: 2\n", (0,)),
        ("- a: 1\n  # why\n  b: 2\n- a: 2\n", (0,)),
        ("a:\n  b: 1\n", ("a", "b")),
        ("a:\n  - 1\n", ("a", 0)),
        ("a: 1\n", ("b",)),
        ("- 1\n", (4,)),
    ],
)
def test_what_would_take_a_comment_or_leave_something_else_is_not_removed(text: str, path: tuple[str | int, ...]) -> None:
    with pytest.raises(ConfigError):
        remove(text, path, where="decisions/x.yaml")


@pytest.mark.parametrize(
    ("text", "path", "gone", "left"),
    [
        ("- a: 1 # why\n- a: 2\n", (0,), ("# why",), "- a: 2\n"),
        ("# top\n- a: 1\n  # why\n  b: 2\n# next\n- a: 2 # two\n", (0,), ("# why",), "# top\n# next\n- a: 2 # two\n"),
        ("- a: '# text'\n  b: 2 # why\n- a: 2 # why\n", (0,), ("# why",), "- a: 2 # why\n"),
        ("- a: |  # block\n    # text\n- a: 2\n", (0,), ("# block",), "- a: 2\n"),
        ("- a: 1\n- a: 2\n", (0,), (), "- a: 2\n"),
    ],
)
def test_comments_inside_go_only_when_a_person_has_seen_them(
    text: str, path: tuple[str | int, ...], gone: tuple[str, ...], left: str
) -> None:
    assert comments_in(text, path, where="x") == gone
    if gone:
        with pytest.raises(ConfigError):
            remove(text, path, where="x")
    assert remove(text, path, where="x", with_comments=True) == left


def test_there_are_no_comments_where_nothing_is() -> None:
    assert comments_in("- a: 1 # x\n", (4,), where="x") == ()


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ((0, "notes", "a", "b"), "key 1.notes.a is no group of keys"),
        ((0, "assets", 5), "there is no key 1.assets.6"),
        ((), "there is no the file"),
    ],
)
def test_a_place_that_cannot_be_set_is_named_as_a_person_counts(path: tuple[str | int, ...], what: str) -> None:
    with pytest.raises(ConfigError) as refused:
        set_key(ASSETS.replace("virtual: yes", "notes: {a: 1}"), path, "x", where="decisions/assets.yaml")
    assert (refused.value.what, refused.value.where) == (what, "decisions/assets.yaml")
