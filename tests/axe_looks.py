"""axe, which finds barriers, before one page as people see it: light on a laptop and on a phone, and in the dark.

A page is opened once and shown in each look; no script of ours asks for the width of the window or the colors of a person.
"""

import json
from collections.abc import Iterator, Mapping, Sequence

import msgspec
import pytest
from browser_program import LAPTOP, PHONE

axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="needs axe-playwright-python: pip install axe-playwright-python"
)
_COLORS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""What another palette can change: `test_axe_looks` holds that the dark is nothing else."""
_LOOKS: Sequence[tuple[str, Mapping[str, int], Mapping[str, object]]] = (
    ("light", LAPTOP, {}),
    ("light", PHONE, {}),
    ("dark", LAPTOP, _COLORS),
)
_COLORS_READ_ONCE = """
const Color = axe.commons.color.Color, parse = Color.prototype.parseString, read = new Map();
Color.prototype.parseString = function (text) {
  if (!read.has(text)) read.set(text, new Color(parse.call(this, text)));
  const {r, g, b, alpha} = read.get(text);
  return Object.assign(this, {r, g, b, alpha});
};
"""
"""axe reads the color of each element and of all that it lies on from its text, which is a third of what it does."""
_KINDS_OF_TEXT = """
(() => {
  const OF_EACH = /^(?:id|name|value|href|title|for|datetime|action|aria-(?:label|labelledby|describedby|controls)|data-.*)$/;
  const rule = axe._audit.rules.find((each) => each.id === "color-contrast"), matches = rule.matches;
  const numbers = new Map(), kinds = new WeakMap();
  const mark = ({name, value}) => `${name}=${value.replace(/[\\d.]+%/g, "%")}`;
  const kind = (element) => {
    if (!element) return 0;
    if (!kinds.has(element)) {
      const marks = [...element.attributes].filter(({name}) => !OF_EACH.test(name)).map(mark).sort();
      const text = JSON.stringify([kind(element.parentElement), element.tagName, marks]);
      if (!numbers.has(text)) numbers.set(text, numbers.size + 1);
      kinds.set(element, numbers.get(text));
    }
    return kinds.get(element);
  };
  rule.matches = function (element, ...more) {
    const number = kind(element), before = window.judged.get(number) || 0;
    if (before > 2 || !matches.call(this, element, ...more)) return false;
    window.judged.set(number, before + 1);
    return true;
  };
})();
undefined
"""
"""Whether a text stands out, which is half of what axe does, is judged of three texts of a kind: those with the same marks on
their elements and on all that these are in."""
_SHAPES_ONCE = """
window.judged = new Map();
(() => {
  const OF_EACH = /^(?:id|name|value|href|title|for|datetime|action|aria-(?:labelledby|describedby|controls)|data-.*)$/;
  const LANDMARK = new Set(["ARTICLE", "ASIDE", "FORM", "NAV", "SECTION"]), numbers = new Map(), shapes = new Map();
  const attribute = ({name, value}, tag) => OF_EACH.test(name) || (name === "aria-label" && !LANDMARK.has(tag))
    ? `${name}${value.trim() ? " is there" : " is empty"}` : `${name}=${value.replace(/[\\d.]+%/g, "%")}`;
  const inside = (node) => node.nodeType === Node.ELEMENT_NODE ? shape(node)
    : node.nodeType === Node.TEXT_NODE && node.data.trim() ? "text" : "";
  const shape = (element) => {
    const parts = [...element.childNodes].map(inside).filter((part) => part !== "");
    const said = [...element.attributes].map((each) => attribute(each, element.tagName)).sort();
    const few = parts.filter((part, at) => at < 3 || [1, 2, 3].some((back) => parts[at - back] !== part));
    const text = JSON.stringify([element.tagName, said, few]);
    if (!numbers.has(text)) numbers.set(text, numbers.size);
    shapes.set(element, numbers.get(text));
    return numbers.get(text);
  };
  shape(document.body);
  window.taken = [];
  for (const parent of shapes.keys()) {
    if (!parent.isConnected || parent.closest("svg")) continue;
    for (const alike of Map.groupBy([...parent.children], (child) => shapes.get(child)).values())
      for (const element of alike.slice(2, -1)) {
        const place = document.createComment("");
        element.replaceWith(place);
        window.taken.push([place, element]);
      }
  }
})()
"""
"""Of elements of one parent that are alike but for their texts and targets, as the rows of a table are, axe looks at the first
two and the last: what it judges is marks, styles and whether there is a text. Alike are those with the same marks inside."""
_AS_IT_WAS = "window.taken.reverse().forEach(([place, element]) => place.replaceWith(element))"
_TWICE = """
(() => {
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at);
})()
"""
"""What axe would compare over all of a page."""


class Barrier(msgspec.Struct, frozen=True, kw_only=True):
    """What axe finds in one look."""

    rule: str
    impact: str
    html: str
    """Of the first element."""


def looks(page) -> Iterator[tuple[str, tuple[Barrier, ...]]]:
    """Each look by its name, with the barriers in it; while it is given the page stands in it."""
    page.evaluate(f"{axe.Axe().axe_script}{_COLORS_READ_ONCE}{_KINDS_OF_TEXT}")
    for scheme, viewport, rules in _LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(viewport)
        twice = page.evaluate(_TWICE)
        assert not twice, twice
        page.evaluate(_SHAPES_ONCE)
        options = json.dumps({"resultTypes": ["violations"], **rules})
        violations = page.evaluate(f"axe.run({options}).then((results) => results.violations)")
        page.evaluate(_AS_IT_WAS)
        barriers = (Barrier(rule=row["id"], impact=row["impact"], html=row["nodes"][0]["html"][:200]) for row in violations)
        yield f"{scheme}, {viewport['width']} wide", tuple(barriers)
