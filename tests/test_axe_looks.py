"""What looks at every page finds what it is there for, and in the look that has it."""

import re
from pathlib import Path

import pytest
from axe_looks import looks
from prerequisites import needs_program

from generator.resources import data

pytestmark = needs_program("chromium")
_LOOK = {"light": "light, 1366 wide", "phone": "light, 390 wide", "dark": "dark, 1366 wide"}
_PAGE = """<!doctype html><html lang="en"><head><title>A page</title><style>
body {{ color: #222; background: #fff; }} span {{ color: #fff; background: #222; }}
@media (prefers-color-scheme: dark) {{ body {{ color: #eee; background: #111; }} }}
{style}</style></head><body><main><h1>A page</h1><p>Some text, <span>and more</span>.</p>{more}</main></body></html>"""


def barriers(tab, style: str = "", more: str = "") -> dict[str, set[str]]:
    page = tab.show("about:blank")
    page.set_content(_PAGE.format(style=style, more=more))
    return {look: {each.rule for each in found} for look, found in looks(page)}


def test_a_page_without_barriers_has_none_in_any_look(tab) -> None:
    assert barriers(tab) == {look: set() for look in _LOOK.values()}


@pytest.mark.parametrize(
    ("style", "where"),
    [
        ("p { color: #ddd; } @media (prefers-color-scheme: dark) { p { color: #eee; } }", ("light", "phone")),
        ("@media (max-width: 46rem) { p { color: #bbb; } }", ("phone",)),
        ("@media (prefers-color-scheme: dark) { p { color: #333; } }", ("dark",)),
        ("span { color: #444; }", ("light", "phone", "dark")),
        ("span { opacity: .2; }", ("light", "phone", "dark")),
        ("@media (max-width: 46rem) { p { color: rgb(34 34 34 / .3); } }", ("phone",)),
        ("p { background: color-mix(in srgb, #222 90%, #fff); }", ("light", "phone")),
    ],
)
def test_what_can_hardly_be_read_is_found_where_it_is(tab, style: str, where: tuple[str, ...]) -> None:
    shown = {_LOOK[each] for each in where}
    assert barriers(tab, style) == {look: {"color-contrast"} if look in shown else set() for look in _LOOK.values()}


@pytest.mark.parametrize(
    ("style", "where"), [("", ("light", "phone")), ("@media (min-width: 46rem) { form { display: none; } }", ("phone",))]
)
def test_a_field_without_a_name_is_found_at_each_width(tab, style: str, where: tuple[str, ...]) -> None:
    shown = {_LOOK[each] for each in where}
    named = barriers(tab, style, "<form><input></form>")
    assert {look for look, rules in named.items() if "label" in rules} == shown


_ROWS = [f'<li class="row"><a id="row-{number}" href="#row-{number}">Row {number}</a> of many</li>' for number in range(30)]


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ('<li class="pale"><a id="x" href="#x">Row</a> of many</li>', "color-contrast"),
        ('<li class="row"><a id="x" href="#x">Row</a> <b style="color: #ddd">of many</b></li>', "color-contrast"),
        ('<li class="row"><a id="x" href="#x"> </a> of many</li>', "link-name"),
        ('<li class="row"><a id="x" href="#x">Row</a> of many <input></li>', "label"),
        ('<li class="row"><a id="x" href="#x" role="nothing">Row</a> of many</li>', "aria-roles"),
    ],
)
def test_one_row_that_is_not_like_the_others_is_looked_at(tab, row: str, rule: str) -> None:
    rows = [*_ROWS[:17], row, *_ROWS[17:]]
    found = barriers(tab, ".pale { color: #ddd; }", f"<ul>{''.join(rows)}</ul>")
    assert {rule} <= found[_LOOK["light"]] & found[_LOOK["phone"]]


def test_of_many_rows_that_are_alike_some_are_looked_at_and_all_are_there_again(tab) -> None:
    page = tab.show("about:blank")
    page.set_content(_PAGE.format(style="li, li a { color: #ddd; }", more=f"<ul>{''.join(_ROWS)}</ul>"))
    before = page.inner_html("body")
    for look, found in looks(page):
        assert page.inner_html("body") == before
        assert {each.rule for each in found} == ({"color-contrast"} if look.startswith("light") else set())
    assert page.locator("li").count() == len(_ROWS)


_SHOPS = [f'<section class="shop"><p><b>Shop</b></p><ul>{"<li>Open</li>" * number}</ul></section>' for number in range(1, 12)]


@pytest.mark.parametrize(
    "shop",
    [
        '<section class="shop closed"><p><b>Shop</b></p></section>',
        '<section class="shop"><p class="pale"><b>Shop</b></p></section>',
        '<section class="shop"><p><b style="color: #ddd">Shop</b></p></section>',
        '<section class="shop"><p><b><i>Shop</i></b></p></section>',
    ],
)
def test_a_text_of_another_kind_is_judged_wherever_many_are_alike(tab, shop: str) -> None:
    style = ".closed b, .pale b, b i { color: #ddd; }"
    alike = barriers(tab, style, "".join(_SHOPS))
    assert not any("color-contrast" in rules for rules in alike.values())
    other = barriers(tab, style, "".join([*_SHOPS[:9], shop, *_SHOPS[9:]]))
    assert all("color-contrast" in other[_LOOK[look]] for look in ("light", "phone"))


def test_of_texts_of_a_kind_some_are_judged_in_each_look(tab) -> None:
    pale = "b { color: #ddd; } @media (prefers-color-scheme: dark) { b { color: #222; } }"
    assert all("color-contrast" in rules for rules in barriers(tab, pale, "".join(_SHOPS)).values())


def test_an_id_that_is_there_twice_is_found(tab) -> None:
    with pytest.raises(AssertionError, match="row-3"):
        barriers(tab, "", f"<ul>{''.join(_ROWS)}</ul><p id='row-3'>Again</p>")


def test_the_dark_is_another_palette_and_nothing_else() -> None:
    """In our style sheets: what is there or not, and where it stands, is the same, so the other rules need not look again."""
    sheets = {path.name: path.read_text("utf-8") for path in Path(str(data("templates") / "html")).rglob("*.css")}
    darks = {
        name: re.findall(r"@media[^{]*prefers-color-scheme[^{]*\{((?:[^{}]*\{[^{}]*\})*)", text)
        for name, text in sheets.items()
    }
    (block,) = [block for blocks in darks.values() for block in blocks]
    assert sum(text.count("prefers-color-scheme") for text in sheets.values()) == 1
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", block)
    assert [selector.strip() for selector, _ in rules] == [':root:not([data-colors="light"])']
    properties = [part.partition(":")[0].strip() for _, body in rules for part in body.split(";") if part.strip()]
    assert [name for name in properties if not name.startswith("--")] == ["color-scheme"]
