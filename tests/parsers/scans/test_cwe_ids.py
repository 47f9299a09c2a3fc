"""Kinds of weakness, however tools write them; and how those of several entries of a report are put together."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scan_reading import EVIDENCE, read

from generator.model.identifiers import CweId, cwe_ids, every_cwe
from generator.model.scan import ResultKind, ScanResult, ScanTarget, Severity, TargetKind
from generator.parsers.scans.cwe_ids import cwes, cwes_of
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.tenable_wire import weaknesses

KINDS = st.lists(st.integers(1, 99_999), max_size=80).map(cwe_ids)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (79, "CWE-79"),
        (79.0, "CWE-79"),
        ("79", "CWE-79"),
        ("0079", "CWE-79"),
        ("CWE-79", "CWE-79"),
        ("cwe-079", "CWE-79"),
        ("CWE:79", "CWE-79"),
        ("CWE ID 259,CWE ID 798", "CWE-259 CWE-798"),
        ("CWE-079: Cross-site Scripting (2021)", "CWE-79"),
        ("79: Cross-site Scripting", "CWE-79"),
        ("external/cwe/cwe-079", "CWE-79"),
        ("https://cwe.mitre.org/data/definitions/79.html", "CWE-79"),
        ("https://cwe.mitre.org/data/definitions/352", "CWE-352"),
        ('<li><a href="https://cwe.mitre.org/data/definitions/16.html">CWE-16: Configuration</a></li>', "CWE-16"),
        ("CWE-89, CWE-79;CWE-89", "CWE-79 CWE-89"),
        ("352\n79\n", "CWE-79 CWE-352"),
        ("352, CWE-79", "CWE-79 CWE-352"),
        ("CWE-117,93 - Log injection", "CWE-117"),
        ("[25] CWE-79", "CWE-79"),
        ('["CWE-787","CWE-20"]', "CWE-20 CWE-787"),
        ("NVD-CWE-noinfo", ""),
        ("NVD-CWE-Other", ""),
        ("CWE-0", ""),
        ("-1", ""),
        (-1, ""),
        (0, ""),
        (7.5, ""),
        (float("inf"), ""),
        (float("nan"), ""),
        (None, ""),
        ("", ""),
        ("CWE-123456", ""),
        ("CVE-2026-0079", ""),
        ("CAPEC-79", ""),
        ("A3:2021", ""),
        ("9" * 400, ""),
        ("CWE-٧٩", ""),
    ],
)
def test_however_a_tool_writes_it(written: str | float | None, expected: str) -> None:
    assert " ".join(cwes(written)) == expected


def test_lists_and_single_values_and_several_fields() -> None:
    assert cwes_of(["CWE-89", None, 79]) == cwes_of("79, 89") == cwes(89, "CWE-79") == ("CWE-79", "CWE-89")
    assert cwes_of(None) == cwes_of([]) == ()
    assert cwes("CWE-79") is cwes(79), "a report of many entries has each list of them once"


def test_cross_references_of_tenable() -> None:
    assert weaknesses("CERT #836068,CWE #310") == ("CWE-310",)
    assert weaknesses("CERT:867593;CWE:16;CWE:200") == ("CWE-16", "CWE-200")
    assert weaknesses("BID=[310], CWE=[192, 330, 400], RHSA=[2022:7002]", "20") == ("CWE-20", "CWE-192", "CWE-330", "CWE-400")
    assert weaknesses("OWASP:2013-A5,BID:79", "") == ()


def test_a_hostile_list_is_cut() -> None:
    assert cwes(",".join(map(str, range(1, 900)))) == cwe_ids(range(1, 51))
    assert every_cwe([cwe_ids(range(1, 41)), cwe_ids(range(30, 91))]) == cwe_ids(range(1, 51))


@given(KINDS, KINDS, KINDS)
def test_the_order_in_which_records_are_put_together_makes_no_difference(
    one: tuple[CweId, ...], two: tuple[CweId, ...], three: tuple[CweId, ...]
) -> None:
    assert every_cwe([one, two]) == every_cwe([two, one])
    assert (
        every_cwe([every_cwe([one, two]), three]) == every_cwe([one, every_cwe([two, three])]) == every_cwe([one, two, three])
    )
    assert every_cwe([one, one]) == one
    assert every_cwe([one, ()]) == one
    assert list(one) == sorted(one, key=lambda cwe: int(cwe.removeprefix("CWE-")))


def test_entries_of_one_identifier_state_theirs_together() -> None:
    target = ScanTarget(name="shop/cart:1", kind=TargetKind.IMAGE)
    accumulator = ScanAccumulator(EVIDENCE, "Tool")
    for stated in ((), cwes("CWE-89"), cwes("CWE-79, CWE-89"), ()):
        accumulator.add(ScanResult(ResultKind.VULNERABILITY, "CVE-2026-0001", target, Severity.HIGH, cwes=stated))
    (result,) = accumulator.finish(None).results
    assert (result.cwes, result.entries) == (("CWE-79", "CWE-89"), 4)


@pytest.mark.parametrize(
    ("name", "stated", "odd"),
    [
        ("harbor-json", '"cwe_ids": ["CWE-125"]', '"cwe_ids": {"a": 7}'),
        ("jfrog-xray-json", '"cwe": ["CWE-125", "NVD-CWE-noinfo"]', '"cwe": "CWE-125"'),
        ("snyk-json", '"CWE": ["CWE-502"]', '"CWE": 502'),
        ("trivy-json", '"CweIDs": ["CWE-787", "CWE-20"]', '"CweIDs": {"x": [[]]}'),
        ("cyclonedx-json", '"cwes": [79, 20]', '"cwes": true'),
    ],
)
def test_a_misshapen_value_costs_no_entry(name: str, stated: str, odd: str) -> None:
    text = (Path(__file__).parent / "testdata" / name / "many.json").read_text(encoding="utf-8")
    assert stated in text
    (_, whole), (_, without) = (read("many.json", each.encode()) for each in (text, text.replace(stated, odd)))
    assert any(result.cwes for result in whole.results)
    assert not any(result.cwes for result in without.results)
    assert without.tally == whole.tally
