"""What readers keep between files: equal bytes give one value, others never do, and bytes are kept of what comes again."""

from generator.parsers.scans.once import Slot


def test_the_value_is_that_of_the_same_bytes_alone() -> None:
    slot: Slot[str] = Slot()
    assert slot.known(b"one") is None
    first = slot.keep(b"one", "first")
    assert slot.known(b"two") is None
    assert slot.known(b"one") is first
    assert slot.known(b"two") is None
    assert slot.known(b"one") is first
    second = slot.keep(b"two", "second")
    assert slot.known(b"one") is None
    assert slot.known(b"two") is second


def test_bytes_are_kept_of_what_comes_again() -> None:
    slot: Slot[str] = Slot()
    slot.keep(b"x" * 3000, "first")
    assert slot._raw == b""
    slot.known(b"x" * 3000)
    assert len(slot._raw) == 3000


def test_what_takes_no_more_room_than_its_hash_is_kept_at_once() -> None:
    for raw in (b"", b"x", b"x" * 128, b"x" * 129):
        slot: Slot[str] = Slot()
        assert slot.keep(raw, "made") == "made"
        assert (slot.known(raw), slot.known(raw + b"y"), slot.known(raw)) == ("made", None, "made")
