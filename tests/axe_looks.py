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
undefined
"""
"""axe reads the color of each element and of all that it lies on from its text, which is a third of what it does."""


class Barrier(msgspec.Struct, frozen=True, kw_only=True):
    """What axe finds in one look."""

    rule: str
    impact: str
    html: str
    """Of the first element."""


def looks(page) -> Iterator[tuple[str, tuple[Barrier, ...]]]:
    """Each look by its name, with the barriers in it; while it is given the page stands in it."""
    page.evaluate(f"{axe.Axe().axe_script}{_COLORS_READ_ONCE}")
    for scheme, viewport, rules in _LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(viewport)
        options = json.dumps({"resultTypes": ["violations"], **rules})
        violations = page.evaluate(f"axe.run({options}).then((results) => results.violations)")
        barriers = (Barrier(rule=row["id"], impact=row["impact"], html=row["nodes"][0]["html"][:200]) for row in violations)
        yield f"{scheme}, {viewport['width']} wide", tuple(barriers)
