"""The table of 46 indicators: each row leads to something that exists, and FedRAMP's facts are FedRAMP's."""

import json
from collections import Counter

import pytest
from make_indicator_mapping import FILE, collection
from prerequisites import need, shared

from generator.checks.registry import CHECKS
from generator.frameworks.base import printed_id
from generator.frameworks.fedramp_20x import (
    CADENCE_DAYS,
    FOLDER,
    HISTORY_MONTHS,
    METHODS_REQUIRED,
    RULES_VERSION,
    THEMES,
    indicators,
    indicators_of,
    tools_of_indicators,
)
from generator.frameworks.fedramp_cr26 import CertificationClass
from generator.model.indicator import MethodKind
from generator.resources import data

RULES = shared("reference/fedramp/cr26/fedramp-consolidated-rules.json")
TOOLS = {
    "AWS Config",
    "AWS Security Hub",
    "Google Security Command Center",
    "Kubescape",
    "Microsoft Defender for Cloud",
    "Prowler",
    "STIG checklist",
    "kube-bench",
}


def test_there_are_46_in_ten_themes() -> None:
    table = indicators()
    assert len(table) == len({each.id for each in table}) == 46
    assert {each.theme for each in table} == set(THEMES)
    assert len(THEMES) == 10


def test_every_method_leads_to_a_requirement_or_a_tool_with_rules() -> None:
    requirements = {check.id for check in CHECKS}
    for indicator in indicators():
        for method in indicator.methods:
            if method.kind is MethodKind.REQUIREMENT:
                assert method.name in requirements, (indicator.id, method.name)
            else:
                assert method.rules, (indicator.id, method.name)
    assert tools_of_indicators() == TOOLS


def test_every_row_has_a_reason_and_stands_once() -> None:
    for indicator in indicators():
        rows = Counter((method.name, method.rules) for method in indicator.methods)
        assert max(rows.values(), default=1) == 1, indicator.id
        for method in indicator.methods:
            assert method.reason.endswith("."), (indicator.id, method.name)


def test_an_indicator_without_methods_says_why_evidence_cannot_speak() -> None:
    for indicator in indicators():
        assert bool(indicator.methods) or (indicator.stated is not None and indicator.stated.whole), indicator.id
        if indicator.stated:
            assert indicator.stated.whole == (not indicator.methods), indicator.id
            assert indicator.stated.why.endswith("."), indicator.id


def test_what_the_rules_ask_of_a_class() -> None:
    a, b, c, d = CertificationClass
    assert [METHODS_REQUIRED[each] for each in (a, b, c, d)] == [0, 1, 2, 4]
    assert [HISTORY_MONTHS[each] for each in (c, d)] == [6, 18]
    assert [CADENCE_DAYS[each] for each in (b, c)] == [7, 3]
    optional = {each.id for each in indicators_of(b) if b in each.optional}
    assert optional == {"KSI-CNA-EIS", "KSI-MLA-ALA", "KSI-SVC-PRR", "KSI-SVC-RUD", "KSI-SVC-VCM"}
    assert not any(c in each.optional for each in indicators())


def test_ids_controls_and_classes_are_those_of_the_published_rules() -> None:
    published = json.loads(need(RULES).read_bytes())
    assert published["info"]["version"] == RULES_VERSION
    rows = {name: row for theme in published["KSI"].values() for name, row in theme["indicators"].items()}
    assert list(rows) == [each.id for each in indicators()]
    for each in indicators():
        assert each.controls == tuple(printed_id(control) for control in rows[each.id]["controls"])
        assert bool(each.optional) == ("varies_by_class" in rows[each.id])


def test_no_text_of_fedramp_is_in_the_tables() -> None:
    published = json.loads(need(RULES).read_bytes())
    ours = " ".join((data("oscal") / FOLDER / name).read_text() for name in ("indicators.txt", "methods.txt", "statements.txt"))
    for theme in published["KSI"].values():
        for row in theme["indicators"].values():
            texts = [row.get("statement") or "", *(each["statement"] for each in row.get("varies_by_class", {}).values())]
            for text in texts:
                words = text.split()
                assert not any(" ".join(words[at : at + 8]) in ours for at in range(max(len(words) - 8, 1)) if len(words) > 8)


def test_the_mapping_collection_is_made_from_the_tables() -> None:
    assert (data("oscal") / FOLDER / FILE).read_bytes() == collection()


@pytest.mark.parametrize("field", ["sources", "targets"])
def test_the_mapping_collection_names_known_ids(field: str) -> None:
    maps = [row for mapping in json.loads(collection())["mapping-collection"]["mappings"] for row in mapping["maps"]]
    assert all(row[field] for row in maps)
    assert {row["sources"][0]["id-ref"] for row in maps} <= {each.id for each in indicators()}
