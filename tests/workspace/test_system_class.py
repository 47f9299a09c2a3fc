"""`class` of the 20x path in system.yaml, alone and beside Rev 5."""

import pytest

from generator.errors import ConfigError
from generator.model.system import Regime
from generator.workspace.system_yaml import read


@pytest.mark.parametrize(
    ("text", "regime", "frameworks", "level"),
    [
        ("frameworks: [fedramp-20x]\nclass: c\n", Regime.CR26, ("fedramp-20x",), "C"),
        ("frameworks: [fedramp-20x]\nclass: D\n", Regime.CR26, ("fedramp-20x",), "D"),
        ("frameworks: [fedramp-20x]\nsystem: {impact-level: low}\n", Regime.CR26, ("fedramp-20x",), "B"),
        ("frameworks: [fedramp-20x]\ncr26: {certification-class: D}\n", Regime.CR26, ("fedramp-20x",), "D"),
        ("frameworks: [fedramp-20x, fedramp-rev5]\nclass: b\n", Regime.BOTH, ("fedramp-rev5", "fedramp-20x"), "B"),
        ("frameworks: [fedramp-20x, cmmc-l2]\nclass: b\n", Regime.CR26, ("fedramp-20x", "cmmc-l2"), "B"),
        (
            "regime: both\nframeworks: [fedramp-20x]\n",
            Regime.BOTH,
            ("fedramp-rev5", "fedramp-cr26", "fedramp-20x"),
            "C",
        ),
        ("frameworks: [fedramp-rev5]\n", Regime.BOTH, ("fedramp-rev5",), None),
        ("frameworks: [cmmc-l2]\n", Regime.BOTH, ("fedramp-rev5", "fedramp-cr26", "cmmc-l2"), None),
        ("", Regime.BOTH, ("fedramp-rev5", "fedramp-cr26"), None),
    ],
)
def test_the_path_and_what_it_is_beside(text: str, regime: Regime, frameworks: tuple[str, ...], level: str | None) -> None:
    system = read(text, folder="x")
    assert (system.regime, system.frameworks, system.indicator_class) == (regime, frameworks, level)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("class: c\n", "not among the frameworks"),
        ("frameworks: [fedramp-20x]\nclass: c\ncr26: {certification-class: D}\n", "two classes are stated"),
        ("frameworks: [fedramp-20x]\nclass: c\nclass: d\n", "duplicate key"),
        ("frameworks: [fedramp-20x]\nclass: a\n", "must be one of b, c, d"),
        ("frameworks: [fedramp-20x]\ncr26: {certification-class: A}\n", "Classes B, C and D"),
        ("frameworks: [fedramp-20x]\nclass: [b, c]\n", "class"),
    ],
)
def test_clear_words(text: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(text, folder="x")
    assert words in str(caught.value)
    assert "line" in str(caught.value)
