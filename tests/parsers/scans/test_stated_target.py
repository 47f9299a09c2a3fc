"""The target that a person states for formats that name none."""

import pytest
from replacing import replace
from scan_reading import EVIDENCE

from generator.model.scan import TargetKind
from generator.parsers.scans.target import from_evidence

_DIGEST = "sha256:" + "a" * 64


@pytest.mark.parametrize(
    ("target", "kind", "digests"),
    [
        (f"registry.example/cart:1@{_DIGEST}", TargetKind.IMAGE, (_DIGEST,)),
        ("registry.example/cart:1", TargetKind.IMAGE, ()),
        ("Not An Image", TargetKind.IMAGE, ()),
        (f"registry.example/cart@{_DIGEST}", TargetKind.HOST, ()),
    ],
)
def test_its_digest_is_taken_up(target: str, kind: TargetKind, digests: tuple[str, ...]) -> None:
    stated = from_evidence(replace(EVIDENCE, target=target), kind)
    assert (stated.name, stated.digests, stated.named) == (target, digests, True)


def test_nobody_states_it() -> None:
    assert from_evidence(replace(EVIDENCE, target=None), TargetKind.IMAGE).named is False
