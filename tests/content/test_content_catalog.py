"""NIST's catalog as content: control by control, checked, and refused where it is damaged."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from prerequisites import needs, shared

from generator.content.nist_800_53 import NIST_800_53
from generator.content.opened import OpenContent
from generator.content.store import add
from generator.errors import ConfigError
from tests.content.made import catalog, control

_REAL = shared("reference/oscal/nist-800-53-rev5/NIST_SP-800-53_rev5_catalog.json")
_SMALL = catalog(
    ("ac", [control("ac-2", "Account Management", "Define accounts.", enhancements=[control("ac-2.1", "Automated")])]),
    ("cm", [control("cm-10", "Usage"), control("cm-8", "Inventory", "List.", "Review.")]),
)


def _opened(root: Path, data: bytes) -> OpenContent:
    (root / "catalog.json").write_bytes(data)
    list(add(root, "nist-800-53", [str(root / "catalog.json")], date(2026, 11, 20)))
    return OpenContent.of(root)


def test_controls_are_found_with_their_family_and_what_they_enhance(tmp_path: Path) -> None:
    content = _opened(tmp_path, _SMALL)
    assert content.about is not None
    assert (content.about.version, content.dated("nist-800-53")) == ("5.9.9", date(2026, 1, 15))
    found = content.control("ac-2.1")
    assert found is not None
    assert (found.group, found.group_title, found.enhances, found.sort_id) == ("ac", "Family AC", "ac-2", "ac-002.001")
    above = content.control("ac-2")
    assert above is not None
    assert "controls" not in json.loads(above.control), "the enhancement stands beside it"
    assert json.loads(above.control)["parts"][0]["parts"][0]["prose"] == "Define accounts."
    assert content.control("ac-3") is None
    assert content.control('ac-2",') is None
    assert content.extracts(["CVE-2026-0001"]) == {}


def test_a_workspace_without_catalog_has_no_controls(tmp_path: Path) -> None:
    content = OpenContent.of(tmp_path)
    assert content.about is None
    assert content.control("ac-2") is None


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (catalog(("ac", [control("AC 2", "x")])), "no id like ac-2"),
        (catalog(("ac", [control("ac-2", "x"), control("ac-2", "y")])), "twice"),
        (catalog(("ac", [{**control("ac-2", "x"), "controls": "all"}])), "not a list"),
        (catalog(("ac", [{**control("ac-2", "x"), "controls": ["ac-2.1"]}])), "no object"),
        (catalog(("ac", [])), "no control"),
        (_SMALL[:-40], "not the catalog"),
        (
            catalog(("ac", [{**control("ac-2", "x"), "parts": [{"name": {}}]}])),
            "/parts/0/name: found an object; allowed is text",
        ),
        (catalog(("ac", [{**control("ac-2", "x"), "links": ["x"]}])), "/links/0: found 'x'; allowed is an object"),
        (catalog(("ac", [{**control("ac-2", "x"), "title": "a\nb"}])), "/title"),
        (b'{"catalog": {"uuid": "x", "metadata": {"title": "NIST SP 800-53"}}}', "not the catalog"),
        (b'{"catalog": ' + b'{"a":' * 100_000, "not the catalog"),
    ],
)
def test_a_damaged_catalog_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        NIST_800_53.condense(io.BytesIO(data))
    assert says in caught.value.what


@needs(_REAL)
def test_the_real_catalog(tmp_path: Path) -> None:
    content = _opened(tmp_path, _REAL.read_bytes())
    assert content.about is not None
    assert content.about.version == "5.2.0"
    found = content.control("cm-8.3")
    assert found is not None
    assert (found.group_title, found.enhances) == ("Configuration Management", "cm-8")


def test_a_back_matter_without_resources(tmp_path: Path) -> None:
    document = json.loads(_SMALL)
    document["catalog"]["back-matter"] = {}
    assert _opened(tmp_path, json.dumps(document).encode()).control("ac-2") is not None
