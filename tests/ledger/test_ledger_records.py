"""Records of the ledger are carried from month to month: none changes, and none has a default of another type."""

from records import loose_structs, wrong_defaults

from generator import ledger


def test_records_are_frozen_and_their_defaults_fit() -> None:
    assert loose_structs(ledger) == []
    assert wrong_defaults(ledger) == []
