"""The Ongoing Certification Report and the overview know the 20x path."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from generator.difference import ongoing, sides
from generator.renderers.cr26.package_overview_json import certification_type
from generator.workspace.system_yaml import read


def _changes(old: dict[str, str], new: dict[str, str]) -> list[str]:
    difference = SimpleNamespace(old=SimpleNamespace(indicators=old), new=SimpleNamespace(indicators=new))
    return list(ongoing._indicators(difference))  # type: ignore[arg-type]


def test_indicators_that_changed_are_named() -> None:
    old = {"KSI-SVC-SIN": "not-enforced", "KSI-SVC-VRI": "enforced", "KSI-CED-RAT": "not-collected"}
    new = {**old, "KSI-SVC-SIN": "enforced"}
    assert _changes(old, new) == ["Key Security Indicators: KSI-SVC-SIN from not enforced to enforced."]
    assert _changes(new, new) == []


def test_the_first_time_is_said_once() -> None:
    assert _changes({}, {"KSI-SVC-SIN": "enforced"}) == [
        "Key Security Indicators: 1 indicator of FedRAMP 20x validated for the first time."
    ]
    assert _changes({"KSI-SVC-SIN": "enforced"}, {}) == []


def test_a_side_reads_the_states_of_its_package(tmp_path: Path) -> None:
    (tmp_path / "cr26").mkdir()
    rows = {"indicators": [{"id": "KSI-SVC-SIN", "state": "enforced", "label": "x"}], "system": "shop"}
    (tmp_path / sides.INDICATORS).write_text(json.dumps(rows))
    decoded = sides._decoded(tmp_path, sides.INDICATORS, sides._ComparedIndicators)
    assert decoded is not None
    assert [(row.id, row.state) for row in decoded.indicators] == [("KSI-SVC-SIN", "enforced")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("frameworks: [fedramp-20x]\nclass: c\n", "20x"),
        ("frameworks: [fedramp-20x, fedramp-rev5]\nclass: c\n", "Rev5"),
        ("frameworks: [fedramp-20x, fedramp-rev5]\nclass: c\ncr26: {overview: {certification-type: 20x}}\n", "20x"),
        ("", "Rev5"),
    ],
)
def test_the_type_of_certification(text: str, kind: str) -> None:
    assert certification_type(read(text, folder="x")) == kind
