"""FedRAMP's rules as the user adds them: ids, versions, texts by class, and where versions differ; invented."""

import copy
import io
import json
from datetime import date
from typing import Any

import pytest

from generator.content.fedramp_rules import FEDRAMP_RULES, fedramp_rule
from generator.errors import ConfigError
from generator.frameworks.base import oscal_id
from generator.frameworks.fedramp_20x import indicators
from generator.indicators.rules import rule_gaps, rules_of, texts_for
from generator.model.fedramp_rules import FedrampRuleLine

RULES: dict[str, Any] = {
    "info": {"title": "FedRAMP", "version": "2026.07.14.01", "last_updated": "2026-07-14"},
    "FRR": {"FRC": {"data": {"20x": {"CSX": {"FRC-CSX-VVK": {"varies_by_class": {"c": {"statement": "Two of them."}}}}}}}},
    "KSI": {
        "ALL": {
            "indicators": {
                each.id: {
                    "name": each.label,
                    "statement": f"Invented text of {each.id}.",
                    "controls": [oscal_id(control) for control in each.controls],
                }
                for each in indicators()
            }
        }
    },
}


def _condensed(rules: object) -> tuple[FedrampRuleLine, ...]:
    return tuple(map(fedramp_rule, FEDRAMP_RULES.condense(io.BytesIO(json.dumps(rules).encode())).lines))


def _changed(**info: str) -> dict[str, Any]:
    rules = copy.deepcopy(RULES)
    rules["info"] |= info
    return rules


def test_ids_versions_and_texts_are_read() -> None:
    lines = _condensed(RULES)
    assert len(lines) == 47
    assert {(line.version, line.dated) for line in lines} == {("2026.07.14.01", date(2026, 7, 14))}
    assert texts_for(lines, "C")["KSI-CED-RAT"] == "Invented text of KSI-CED-RAT."


def test_texts_vary_by_class() -> None:
    rules = copy.deepcopy(RULES)
    varied = {"b": {"statement": "Optional."}, "c": {"statement": "Needed."}}
    rules["KSI"]["ALL"]["indicators"]["KSI-SVC-RUD"] = {"varies_by_class": varied, "controls": ["si-12.3", "si-18.4"]}
    lines = _condensed(rules)
    assert [texts_for(lines, each)["KSI-SVC-RUD"] for each in "BCD"] == ["Optional.", "Needed.", "Needed."]
    assert "FRC-CSX-VVK" not in texts_for(lines, "B")
    assert texts_for(lines, "D")["FRC-CSX-VVK"] == "Two of them."


def test_the_version_of_the_table_has_no_difference_from_it() -> None:
    rules = rules_of(_condensed(RULES))
    assert rules is not None
    assert rules.differences == ()
    assert list(rule_gaps(rules)) == []


def test_nothing_added_is_no_version() -> None:
    assert rules_of(()) is None
    assert list(rule_gaps(None)) == []


def test_differences_of_a_newer_version_are_listed_and_the_newest_counts() -> None:
    newer = _changed(version="2027.01.01.01", last_updated="2027-01-01")
    table = newer["KSI"]["ALL"]["indicators"]
    table["KSI-NEW-ONE"] = {"name": "New", "statement": "Something new.", "controls": []}
    del table["KSI-RPL-TRC"]
    table["KSI-CED-RAT"]["statement"] = "Another text."
    table["KSI-CMT-RMV"]["controls"].append("ac-1")
    rules = rules_of((*_condensed(newer), *_condensed(RULES)))
    assert rules is not None
    assert rules.version == "2027.01.01.01"
    listed = {(each.id, each.what, each.from_table) for each in rules.differences}
    assert ("KSI-NEW-ONE", "is new, and this program does not map it", True) in listed
    assert ("KSI-RPL-TRC", "is not in it", True) in listed
    assert ("KSI-RPL-TRC", "was removed", False) in listed
    assert ("KSI-CED-RAT", "its text differs", False) in listed
    assert ("KSI-CMT-RMV", "its controls differ: it adds AC-1", True) in listed
    reasons = [gap.reason for gap in rule_gaps(rules)]
    assert len(reasons) == 2
    assert "KSI-NEW-ONE" in reasons[0]
    assert "KSI-RPL-TRC" in reasons[1]


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ([], "info"),
        ({"info": {"version": "1", "last_updated": "2026-07-14"}}, "KSI"),
        (_changed(version="; rm"), "version"),
        (_changed(last_updated="soon"), "date"),
        ({**RULES, "KSI": {}}, "no Key Security Indicator"),
        ({**RULES, "KSI": {"X": {"indicators": {"KSI-X": {"statement": "x"}}}}}, "no id of an indicator"),
        ({**RULES, "KSI": {"X": {"indicators": {"KSI-AAA-BBB": {}}}}}, "no statement"),
        ({**RULES, "KSI": {"X": {"indicators": {"KSI-AAA-BBB": {"statement": "x", "controls": "ac-1"}}}}}, "not built"),
    ],
)
def test_what_is_no_file_of_rules_is_refused_with_words(rules: object, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        _condensed(rules)


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe{}", b'{"a": ' * 3000])
def test_broken_json_is_refused(data: bytes) -> None:
    with pytest.raises(ConfigError):
        FEDRAMP_RULES.condense(io.BytesIO(data))
