"""Comments of an item whose assets run by other digests than those that were scanned: a sentence, however many assets."""

import pytest

from generator.oscal import poam_names as n
from generator.oscal import types as o
from generator.oscal.common import NS, prop
from generator.renderers.poam.rows import _other_digests

_BY_NAME = "Scans looked at {} by their names: whether the digests that run have the weakness is not shown."
_OTHER = "Scans looked at other digests of {} than those that run: whether these have the weakness is not shown."


def comments(*props: tuple[str, str]) -> list[str]:
    rows = tuple(prop(name, value, NS, remarks=f"About {value}.") for name, value in props)
    return list(
        _other_digests(o.Observation(uuid="", description="", methods=("TEST",), collected="2026-11-20T00:00:00Z", props=rows))
    )


@pytest.mark.parametrize(("name", "several"), [(n.SCANNED_BY_NAME, _BY_NAME), (n.OTHER_DIGEST, _OTHER)])
def test_one_asset_has_its_own_sentence_and_several_share_one(name: str, several: str) -> None:
    assert comments((name, "a:1")) == ["About a:1."]
    assert comments((name, "a:1"), (name, "b:1")) == [several.format("a:1 and b:1")]
    assert comments(*((name, f"{letter}:1") for letter in "abcde")) == [several.format("a:1, b:1, c:1 and 2 more")]


def test_both_reasons_stand_beside_each_other_and_nothing_else_does() -> None:
    rows = ((n.SCANNED_BY_NAME, "a:1"), (n.OTHER_DIGEST, "b:1"), (n.SCANNED_BY_NAME, "c:1"), (n.FORMER_ASSET, "d:1"))
    assert comments(*rows) == ["About b:1.", _BY_NAME.format("a:1 and c:1")]
    assert comments((n.FORMER_ASSET, "d:1")) == []
