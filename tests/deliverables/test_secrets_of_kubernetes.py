"""Which parts of a file of manifests are read for the values of Secrets."""

import pytest

from generator.deliverables.secrets.kubernetes import readable, spans

_MANIFEST = "kind: Secret\nstringData:\n  password: correct-horse\n"
_BROKEN = "kind: ConfigMap\ndata: {a: [b}\n"


@pytest.mark.parametrize(
    ("text", "is_readable"),
    [
        (_MANIFEST, True),
        (f"{_MANIFEST}---\n{_BROKEN}", True),
        (f"{_BROKEN}--- # next\n{_MANIFEST}", True),
        (f"{_MANIFEST}---\n{_BROKEN}kind: Secret\n", False),
        ("kind: Secret\n---\n", True),
        ('{"kind": "Secret"', False),
        ('{"kind": "Secret"}\n{"kind": "Pod"', True),
    ],
)
def test_only_parts_that_mention_a_secret_have_to_be_read(text: str, is_readable: bool) -> None:
    assert readable(text.encode()) is is_readable


def test_a_value_is_found_beside_a_part_that_cannot_be_read() -> None:
    text = f"{_BROKEN}---\n{_MANIFEST}"
    assert [text[start:end] for start, end in spans(text.encode())] == ["correct-horse"]
