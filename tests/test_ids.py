"""Identifiers are version 5 uuids that depend on system, kind and key alone."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from generator.ids import UuidFactory

TEXT = st.text(max_size=20)


@given(st.lists(TEXT, min_size=1, max_size=4))
def test_an_object_has_a_valid_version_5_uuid_and_keeps_it(key: list[str]) -> None:
    first = UuidFactory("one").object(*key)
    parsed = uuid.UUID(first)
    assert (parsed.version, parsed.variant) == (5, uuid.RFC_4122)
    assert first == UuidFactory("one").object(*key)


@given(TEXT, TEXT)
def test_two_systems_never_share_an_object(kind: str, key: str) -> None:
    assert UuidFactory("one").object(kind, key) != UuidFactory("two").object(kind, key)


def test_key_parts_do_not_run_together() -> None:
    ids = UuidFactory("one")
    assert ids.object("a", "b", "c") != ids.object("a", "bc")


def test_content_decides_a_documents_uuid() -> None:
    ids = UuidFactory("one")
    assert ids.content("poam", b"x") == ids.content("poam", b"x") != ids.content("poam", b"y")
