"""A summary that counts more than its list holds: the target is not assessed, in every format that carries a summary."""

import json
from pathlib import Path

import pytest
from scan_reading import EVIDENCE

from generator.model.scan import ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.registry import read
from generator.parsers.scans import inspect
from generator.parsers.scans.report_counts import ReportCounts
from generator.parsers.scans.tally import ScanAccumulator

_DATA = Path(__file__).parent / "testdata"
_CART = ScanTarget(name="cart", kind=TargetKind.IMAGE)


def _snapshot(name: str) -> ScanSnapshot:
    path = _DATA / name
    _, snapshot = read(Document(name, path.read_bytes()), EVIDENCE)
    assert isinstance(snapshot, ScanSnapshot)
    return snapshot


@pytest.mark.parametrize("path", sorted(_DATA.glob("*/summary_disagrees.*")), ids=lambda path: path.parent.name)
def test_what_is_counted_and_not_listed_is_stated(path: Path) -> None:
    if not path.name.endswith(".expected.json"):
        assert any(
            word in (_snapshot(f"{path.parent.name}/{path.name}").not_assessed_because or "") for word in ("counts", "says")
        )


@pytest.mark.parametrize(
    "name",
    """trivy-operator-json/list_missing.json aqua-json/summary_disagrees.json aqua-cves-json/short.json
    dockle-json/summary_disagrees.json hdf-json/summary_disagrees.json harbor-json/summary_disagrees.json
    popeye-json/summary_disagrees.json prisma-json/counted_only.json qualys-was-xml/summary_disagrees.xml
    snyk-json/summary_disagrees.json trivy-json/summary_disagrees.json wiz-cli-json/summary_disagrees.json""".split(),
)
def test_it_is_not_assessed(name: str) -> None:
    snapshot = _snapshot(name)
    assert not inspect.row(snapshot)["assessed"]
    assert not any(snapshot.assesses(target) for target in snapshot.targets)


def test_one_report_of_several_without_its_list_takes_nothing_from_the_others() -> None:
    snapshot = _snapshot("trivy-operator-json/summary_disagrees.json")
    assert {target.name.rpartition("/")[2]: snapshot.assesses(target) for target in snapshot.targets} == {
        "cart:1.4": True,
        "pay:1.4": False,
        "web:1.4": False,
    }
    assert "counts 44 vulnerabilities of registry.example.org/shop/pay:1.4 and lists none of them" in str(
        snapshot.not_assessed_because
    )
    assert inspect.row(snapshot)["assessed"]


def test_a_list_that_agrees_is_assessed() -> None:
    for stated in (None, 0):
        counts = ReportCounts()
        counts.compare("finding", stated=stated, listed=0, target=_CART)
        assert (list(counts.reasons()), set(counts.targets), counts.whole) == ([], set(), True)


def test_a_count_of_the_whole_report_holds_for_every_target() -> None:
    accumulator = ScanAccumulator(EVIDENCE, "Tool")
    accumulator.target(_CART)
    accumulator.counts.compare("finding", stated=1, listed=0)
    snapshot = accumulator.finish(None)
    assert (snapshot.assessed, snapshot.not_assessed_because) == (False, "the report counts 1 finding and lists none of them")


def test_many_disagreements_are_one_sentence_of_bounded_length() -> None:
    counts = ReportCounts()
    for number in range(40):
        counts.compare("check", stated=2, listed=1, target=ScanTarget(name=f"i{number}", kind=TargetKind.IMAGE))
    (reason,) = counts.reasons()
    assert reason.count("counts 2 checks") == 5
    assert reason.endswith("and 35 more such counts")


def _asff(resources: list[list[dict[str, object]]]) -> ScanSnapshot:
    findings = [
        {
            "Id": f"finding-{number}",
            "ProductArn": "arn:aws:securityhub:us-east-1::product/aws/securityhub",
            "GeneratorId": "security-control/IAM.5",
            "AwsAccountId": "123456789012",
            "Title": "MFA disabled",
            "Compliance": {"Status": "FAILED"},
            "Resources": listed,
        }
        for number, listed in enumerate(resources)
    ]
    _, snapshot = read(Document("findings.json", json.dumps({"Findings": findings}).encode()), EVIDENCE)
    assert isinstance(snapshot, ScanSnapshot)
    return snapshot


def test_nine_users_without_a_second_factor_are_nine_findings() -> None:
    by_details = _asff(
        [[{"Type": "AwsIamUser", "Id": "123456789012", "Details": {"AwsIamUser": {"UserName": f"user-{n}"}}}] for n in range(9)]
    )
    assert {result.target for result in by_details.results} == {f"123456789012/AwsIamUser/user-{n}" for n in range(9)}
    by_account = _asff([[{"Type": "AwsAccount", "Id": "AWS::::Account:123456789012"}] for _ in range(9)])
    assert (by_account.tally.unique, by_account.tally.duplicates) == (9, 0)
    unnamed = _asff([[] for _ in range(9)])
    assert (unnamed.tally.unique, unnamed.tally.duplicates) == (9, 0)


def test_secrets_of_a_tool_without_rules_are_kept_by_their_message_without_the_secret() -> None:
    snapshot = _snapshot("sarif-json/no_rule_ids.json")
    assert dict(snapshot.tally.dropped) == {}
    assert {result.identifier for result in snapshot.results} == {
        "Found key […] here",
        "Generic password in a configuration file",
        "[…] committed",
        "secret without a rule",
    }
