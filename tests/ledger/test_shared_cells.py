"""Cells that people write into beside our own sentences."""

import pytest

from generator.ledger.shared_cells import own_words


@pytest.mark.parametrize(
    ("text", "base", "before", "own"),
    [
        pytest.param("Ours. Mine.", "Ours.", "", "Mine.", id="added behind"),
        pytest.param("Mine. Ours.", "Ours.", "", "Mine.", id="added before"),
        pytest.param("Ours. Old. New.", "Ours. Old.", "Old.", "Old. New.", id="what was theirs stays theirs"),
        pytest.param("First. Changed. Last.", "First. Second. Last.", "", "Changed.", id="a changed sentence is theirs"),
        pytest.param("Mine.\nFirst. More.", "First. Second.", "", "Mine.\nMore.", id="lines stay lines"),
        pytest.param("Mine. First.\nMore.", "First. Second.", "", "Mine.\nMore.", id="and end where they ended"),
        pytest.param("Mine. First. More.", "First. Second.", "", "Mine. More.", id="one space between"),
        pytest.param(
            "Ours. New.", "Ours.", "Long words that the cell cut off.", "Long words that the cell cut off.\nNew.", id="cut"
        ),
        pytest.param("Ours. Ours.", "Ours.", "", "Ours.", id="repeated by a person"),
        pytest.param("Ours. Ours.", "Ours.", "Cut.", "Cut.\nOurs.", id="repeated beside what was cut"),
        pytest.param("Ours. Changed.", "Ours. Second.", "Cut.", "Cut.\nChanged.", id="changed beside what was cut"),
        pytest.param("", "Ours.", "", "", id="emptied"),
    ],
)
def test_our_sentences_are_taken_out_and_theirs_kept(text: str, base: str, before: str, own: str) -> None:
    assert own_words(text, base, before) == own
