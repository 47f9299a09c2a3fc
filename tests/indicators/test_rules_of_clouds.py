"""Real reports of Azure's and Google's services as methods of indicators, from the file to the verdict."""

import json
from datetime import date

import pytest
from parsers.scans.scan_reading import read
from prerequisites import need, shared

from generator.facts.rule_results import rule_results
from generator.frameworks.fedramp_20x import indicators, tools_of_indicators
from generator.indicators.tool_verdicts import tool_subjects
from generator.model.posture import JudgedSubject, Outcome

AS_OF = date(2026, 11, 20)
DEFENDER, GOOGLE = "Microsoft Defender for Cloud", "Google Security Command Center"


def verdicts(indicator: str, tool: str, path: str) -> dict[str, JudgedSubject]:
    """Of the tool's method of an indicator, by target."""
    return of(indicator, tool, path.rpartition("/")[2], need(shared(f"cases/scans/{path}")).read_bytes())


def of(indicator: str, tool: str, name: str, data: bytes) -> dict[str, JudgedSubject]:
    """The same of bytes."""
    _, scan = read(name, data)
    results = rule_results([scan], AS_OF, tools_of_indicators())
    (method,) = (each for row in indicators() if row.id == indicator for each in row.methods if each.name == tool)
    return {subject.name: subject for subject in tool_subjects(method, results)}


def test_a_recommendation_that_is_not_met_fails_its_resource() -> None:
    judged = verdicts("KSI-CNA-MAT", DEFENDER, "defender_cloud/azure_assessments_api.json")
    assert judged
    assert {subject.outcome for subject in judged.values()} == {Outcome.FAILS}


def test_nothing_of_a_report_without_a_date_passes() -> None:
    judged = verdicts("KSI-SVC-SIN", DEFENDER, "defender_cloud/azure_assessments_api.json")
    assert [(subject.outcome, "nothing dates the report" in subject.reason) for subject in judged.values()] == [
        (Outcome.UNKNOWN, True)
    ] * 2


def test_a_recommendation_that_is_met_passes_its_resource_whatever_the_letters_of_its_key() -> None:
    row = '"2026-11-19T08:00:00Z","/subscriptions/1/s/one","one","1C5DE8E1-F68D-6A17-E0D2-EC259C42768C","Transfer","Healthy"'
    header = "exportedTimestamp,resourceId,resourceName,recommendationName,recommendationDisplayName,state"
    judged = of("KSI-SVC-SIN", DEFENDER, "export.csv", f"{header}\n{row}\n".encode())
    assert [subject.outcome for subject in judged.values()] == [Outcome.PASSES]


def test_a_recommendation_that_does_not_apply_is_no_subject() -> None:
    assert verdicts("KSI-CNA-ULN", DEFENDER, "defender_cloud/azure_assessments_api.json") == {}


def test_an_open_finding_of_google_fails_its_resource() -> None:
    judged = verdicts("KSI-CNA-MAT", GOOGLE, "google_scc/public_bucket_acl.json")
    assert [subject.outcome for subject in judged.values()] == [Outcome.FAILS]


@pytest.mark.parametrize(
    ("members", "outcome"),
    [
        ({"state": "ACTIVE"}, Outcome.FAILS),
        ({"state": "INACTIVE"}, Outcome.UNKNOWN),
        ({"state": "ACTIVE", "mute": "MUTED"}, Outcome.UNKNOWN),
    ],
)
def test_a_finding_of_google_that_was_closed_or_muted_passes_nothing(members: dict[str, str], outcome: Outcome) -> None:
    finding = {"category": "OPEN_SSH_PORT", "parent": "p", "resourceName": "//compute/f", "eventTime": "2026-11-19T08:00:00Z"}
    data = json.dumps([{"finding": {**finding, **members}}]).encode()
    judged = of("KSI-CNA-RNT", GOOGLE, "findings.json", data)
    assert [subject.outcome for subject in judged.values()] == [outcome]


def test_an_event_of_google_is_no_result_of_a_rule() -> None:
    finding = {"category": "OPEN_SSH_PORT", "parent": "p", "resourceName": "//compute/f", "state": "ACTIVE"}
    data = json.dumps([{"finding": {**finding, "findingClass": "THREAT"}}]).encode()
    assert of("KSI-CNA-RNT", GOOGLE, "findings.json", data) == {}


def test_prowler_judges_projects_of_google() -> None:
    file = need(shared("cases/scans/prowler/v5_example_output_gcp.ocsf.json"))
    _, scan = read(file.name, file.read_bytes())
    results = rule_results([scan], AS_OF, {"Prowler"})
    methods = [each for row in indicators() if row.id == "KSI-SCR-MON" for each in row.methods if each.name == "Prowler"]
    assert [bool(tool_subjects(method, results)) for method in methods] == [False, True]
