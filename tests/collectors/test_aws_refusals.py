"""What AWS refuses, throttles, breaks off or never answers is written down, and ends nothing but itself."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aws_account
import botocore.retries.standard
import pytest
from aws_account import ARN, Answer, Problem
from aws_run import answer, run

from generator.collectors import aws_reading
from generator.collectors.aws import AwsRequest, collect
from generator.collectors.aws_redaction import Cleaner
from generator.collectors.base import CollectError
from generator.errors import ConfigError
from generator.parsers.inspect import row

DIGESTS = [f"sha256:{number:064d}" for number in range(1, 6)]


@pytest.fixture(autouse=True)
def invented(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials of nobody, and retries that do not wait."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "invented")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setattr(botocore.retries.standard.ExponentialBackoff, "delay_amount", lambda _self, _context: 0.0)


def _always(value: Answer) -> Any:
    return lambda _asked: value


def _registry(findings: Any) -> dict[str, Any]:
    images = [
        {"registryId": "123456789012", "repositoryName": "cart", "imageDigest": digest, "imagePushedAt": 1764000000 + at}
        for at, digest in enumerate(DIGESTS)
    ]
    return {
        "DescribeRepositories": _always({"repositories": [{"repositoryName": "cart"}]}),
        "DescribeImages": _always({"imageDetails": images}),
        "DescribeImageScanFindings": findings,
    }


def test_everything_denied(tmp_path: Path) -> None:
    with aws_account.serve({}) as account:
        collection = run(account.url, tmp_path)
    assert collection.kept == ()
    verbs = {one.verb for one in collection.refused}
    assert {"ecr:DescribeRepositories", "inspector2:ListFindings", "config:DescribeConfigRules", "eks:ListClusters"} <= verbs
    assert {one.status for one in collection.refused if one.verb.startswith("ecr:")} == {403}
    assert all("may not" in one.why for one in collection.refused if one.verb.startswith("ecr:"))
    record = json.loads(next((tmp_path / "evidence/cloud/123456789012/us-gov-west-1").rglob("*.sidecar.json")).read_bytes())
    assert record["refused"][0]["why"].startswith("refused: AccessDeniedException")
    assert record["identity"] == ARN
    assert not (tmp_path / "evidence/scans").exists()


def test_a_failed_scan_is_kept_as_it_is(tmp_path: Path) -> None:
    failed = {"status": "FAILED", "description": "UnsupportedImageError"}

    def findings(asked: Mapping[str, Any]) -> Answer:
        digest = asked["imageId"]["imageDigest"]
        if digest == DIGESTS[0]:
            return Problem("ScanNotFoundException", "no scan")
        return {"repositoryName": "cart", "imageId": {"imageDigest": digest}, "imageScanStatus": failed}

    with aws_account.serve(_registry(findings)) as account:
        collection = run(account.url, tmp_path, "ecr")
    scans = [one.path for one in collection.kept if "/scans/" in one.path.as_posix()]
    assert len(scans) == 4
    assert all(json.loads(path.read_bytes())["imageScanStatus"]["status"] == "FAILED" for path in scans)
    assert {row(path)["assessed"] for path in scans} == {False}
    (note,) = collection.notes
    assert DIGESTS[0] in note
    assert "absent: ScanNotFoundException" in note


def test_refused_three_times_is_refused(tmp_path: Path) -> None:
    with aws_account.serve(_registry(_always(Problem("AccessDeniedException", "no", 403)))) as account:
        collection = run(account.url, tmp_path, "ecr")
    assert account.count("DescribeImageScanFindings") == 3
    last = [one for one in collection.refused if one.verb == "ecr:DescribeImageScanFindings"][-1]
    assert last.why == "shortened: tired: 2 more were not asked about, since the last were refused"


def test_throttled_and_then_answered(tmp_path: Path) -> None:
    left = [Problem("ThrottlingException", "slow down")] * 4

    def coverage(_asked: Mapping[str, Any]) -> Answer:
        return left.pop() if left else {"coveredResources": []}

    with aws_account.serve({"POST /coverage/list": coverage}) as account:
        collection = run(account.url, tmp_path, "inspector2")
    assert answer(collection, "inspector2-list-coverage") == {"coveredResources": []}
    assert account.count("POST /coverage/list") == 5


def test_throttled_for_ever(tmp_path: Path) -> None:
    with aws_account.serve({"POST /coverage/list": _always(Problem("ThrottlingException", "slow down"))}) as account:
        collection = run(account.url, tmp_path, "inspector2")
    assert account.count("POST /coverage/list") == 5
    assert "throttled: ThrottlingException" in {one.verb: one.why for one in collection.refused}["inspector2:ListCoverage"]


def _finding(number: int) -> dict[str, Any]:
    return {
        "findingArn": f"arn:aws:inspector2:x:1:finding/{number}",
        "title": f"CVE-2026-{number:04d}",
        "type": "PACKAGE_VULNERABILITY",
    }


def test_pages_are_put_together(tmp_path: Path) -> None:
    def findings(asked: Mapping[str, Any]) -> Answer:
        assert asked["maxResults"] == 100
        at = int(asked.get("nextToken", "0"))
        return {"findings": [_finding(at)], **({"nextToken": str(at + 1)} if at < 3 else {})}

    with aws_account.serve({"POST /findings/list": findings}) as account:
        collection = run(account.url, tmp_path, "inspector2")
    found = answer(collection, "inspector2-list-findings")
    assert [one["title"] for one in found["findings"]] == [f"CVE-2026-{number:04d}" for number in range(4)]
    assert "nextToken" not in found
    kept = collection.kept[-1].sidecar
    assert (kept.pages, kept.items, kept.complete) == (4, 4, True)
    assert kept.command == "aws inspector2 list-findings --region us-gov-west-1"


def test_pages_that_break_off_say_so(tmp_path: Path) -> None:
    def findings(asked: Mapping[str, Any]) -> Answer:
        if "nextToken" in asked:
            return Problem("InternalServerException", "broken", 500)
        return {"findings": [_finding(1)], "nextToken": "more"}

    with aws_account.serve({"POST /findings/list": findings}) as account:
        collection = run(account.url, tmp_path, "inspector2")
    kept = next(one for one in collection.kept if "list-findings" in one.path.name)
    assert json.loads(kept.path.read_bytes())["nextToken"] == "more"
    assert kept.sidecar.complete is False
    assert kept.sidecar.refused[0].status == 500
    assert "failed: InternalServerException" in kept.sidecar.refused[0].why


def test_pages_that_lead_in_a_circle(tmp_path: Path) -> None:
    with aws_account.serve({"POST /findings/list": _always({"findings": [_finding(1)], "nextToken": "same"})}) as account:
        collection = run(account.url, tmp_path, "inspector2")
    assert account.count("POST /findings/list") == 2
    (refusal,) = [one for one in collection.refused if one.verb == "inspector2:ListFindings"]
    assert "circle" in refusal.why


def test_pages_that_lead_in_a_wider_circle(tmp_path: Path) -> None:
    """botocore sees only a token that comes twice in a row."""

    def findings(asked: Mapping[str, Any]) -> Answer:
        return {"findings": [_finding(1)], "nextToken": "there" if asked.get("nextToken") == "back" else "back"}

    with aws_account.serve({"POST /findings/list": findings}) as account:
        collection = run(account.url, tmp_path, "inspector2")
    assert account.count("POST /findings/list") == 3
    (refusal,) = [one for one in collection.refused if one.verb == "inspector2:ListFindings"]
    assert "circle" in refusal.why
    assert next(one for one in collection.kept if "list-findings" in one.path.name).sidecar.complete is False


def test_pages_of_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aws_reading, "_MOST_EMPTY", 5)

    def findings(asked: Mapping[str, Any]) -> Answer:
        return {"findings": [], "nextToken": str(int(asked.get("nextToken", "0")) + 1)}

    with aws_account.serve({"POST /findings/list": findings}) as account:
        collection = run(account.url, tmp_path, "inspector2")
    assert account.count("POST /findings/list") == 5
    assert any("hold nothing" in one.why for one in collection.refused)


def test_one_refused_repository_does_not_cut_the_others_short(tmp_path: Path) -> None:
    """Each has two pages; what is refused of the first says nothing about the second."""

    def images(asked: Mapping[str, Any]) -> Answer:
        if asked["repositoryName"] == "closed":
            return Problem("AccessDeniedException", "may not")
        digest = DIGESTS[1 if "nextToken" in asked else 0]
        image = {"registryId": "123456789012", "repositoryName": "cart", "imageDigest": digest}
        return {"imageDetails": [image], **({} if "nextToken" in asked else {"nextToken": "more"})}

    answers = _registry(_always(Problem("ScanNotFoundException", "none")))
    answers["DescribeRepositories"] = _always({"repositories": [{"repositoryName": "closed"}, {"repositoryName": "cart"}]})
    with aws_account.serve({**answers, "DescribeImages": images}) as account:
        collection = run(account.url, tmp_path, "ecr")
    assert len(answer(collection, "ecr-describe-images")["imageDetails"]) == 2


def test_answers_beside_each_other_are_bounded_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aws_reading, "MOST_PAGES", 3)
    names = [f"c{number}" for number in range(9)]

    def cluster(asked: Mapping[str, Any]) -> Answer:
        return {"cluster": {"name": "c"}}

    answers = {"GET /clusters": _always({"clusters": names}), **{f"GET /clusters/{name}": cluster for name in names}}
    with aws_account.serve(answers) as account:
        collection = run(account.url, tmp_path, "eks")
    assert len(answer(collection, "eks-describe-cluster")["answers"]) == 3
    assert sum("too large" in one.why for one in collection.refused if one.verb == "eks:DescribeCluster") == 1


def test_a_tag_is_no_place_for_a_secret(tmp_path: Path) -> None:
    tags = {"db_password": "hunter2", "owner": "Shop"}
    found = {**_finding(1), "resources": [{"id": "i-1", "type": "AWS_EC2_INSTANCE", "tags": tags}]}
    with aws_account.serve({"POST /findings/list": _always({"findings": [found]})}) as account:
        collection = run(account.url, tmp_path, "inspector2")
    said = answer(collection, "inspector2-list-findings")["findings"][0]["resources"][0]["tags"]
    assert said == {"db_password": "REDACTED", "owner": "Shop"}
    cleaner = Cleaner()
    listed = [{"Key": name, "Value": value} for name, value in tags.items()]
    assert cleaner.clean({"TagSet": listed}) == {"TagSet": [{"Key": "db_password", "Value": "REDACTED"}, listed[1]]}
    assert [(one.rule, one.count) for one in cleaner.redactions] == [("secret tag", 1)]


def test_more_than_a_reader_can_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aws_reading, "MOST_PAGES", 3)

    def findings(asked: Mapping[str, Any]) -> Answer:
        at = int(asked.get("nextToken", "0"))
        return {"findings": [_finding(at)], "nextToken": str(at + 1)}

    with aws_account.serve({"POST /findings/list": findings}) as account:
        collection = run(account.url, tmp_path, "inspector2")
    assert account.count("POST /findings/list") == 3
    assert answer(collection, "inspector2-list-findings")["nextToken"] == "3"
    assert any(one.why.startswith("shortened: too large") for one in collection.refused)


def test_credentials_that_run_out(tmp_path: Path) -> None:
    script = {
        "DescribeRepositories": _always({"repositories": []}),
        "POST /coverage/list": _always(Problem("ExpiredTokenException", "expired", 403)),
    }
    with aws_account.serve(script) as account, pytest.raises(CollectError, match="what was read before is kept"):
        run(account.url, tmp_path, "ecr", "inspector2", "eks")
    assert account.count("GET /clusters") == 0
    assert list(tmp_path.rglob("ecr-describe-repositories.json"))
    record = json.loads(next(tmp_path.rglob("collection.sidecar.json")).read_bytes())
    assert any("ExpiredTokenException" in one["why"] for one in record["refused"])


def test_nobody_answers(tmp_path: Path) -> None:
    with aws_account.serve({}) as account:
        gone = account.url
    with pytest.raises(CollectError, match="not reachable"):
        run(gone, tmp_path)
    assert not list(tmp_path.iterdir())


def test_html_instead_of_an_answer(tmp_path: Path) -> None:
    with aws_account.serve({"DescribeRepositories": _always(Problem("<html>\x1b[31m", "x" * 5000, 502))}) as account:
        collection = run(account.url, tmp_path, "ecr")
    (refusal,) = [one for one in collection.refused if one.verb == "ecr:DescribeRepositories"]
    assert len(refusal.why) < 400
    assert refusal.why.isprintable()


def test_no_credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    with aws_account.serve({}) as account, pytest.raises(CollectError, match="NoCredentialsError"):
        run(account.url, tmp_path)


def test_no_such_profile_and_no_region(tmp_path: Path) -> None:
    for request in (AwsRequest(workspace=tmp_path, profile="nobody"), AwsRequest(workspace=tmp_path)):
        with pytest.raises(ConfigError) as caught:
            collect(request, lambda: pytest.fail("the clock was asked"), lambda _text: None)
        assert caught.value.next_step


@pytest.mark.parametrize("name", ["", "../x", "us-east-1.evil.example/", "eu@evil.example", "a" * 64, "x\x1b[2J", "US-EAST-1"])
def test_what_is_no_region_is_asked_nothing(tmp_path: Path, name: str) -> None:
    """Also behind one that is: the name becomes a folder."""
    with aws_account.serve({}) as account, pytest.raises(ConfigError, match="no name of a region"):
        run(account.url, tmp_path, "ecr", regions=("us-gov-west-1", name))
    assert not account.asked
    assert not list(tmp_path.iterdir())


def test_a_region_that_refuses_does_not_cut_the_others_short(tmp_path: Path) -> None:
    """An account that never opted in to a region, or a misspelled one, is refused there and nowhere else."""
    answers = iter([Problem("OptInRequired", "not subscribed in this region", 403), {"repositories": []}])
    with aws_account.serve({"DescribeRepositories": lambda _asked: next(answers)}) as account:
        collection = run(account.url, tmp_path, "ecr", regions=("ap-east-9", "us-gov-west-1"))
    assert account.count("DescribeRepositories") == 2
    assert any(one.scope.startswith("ap-east-9") and "OptInRequired" in one.why for one in collection.refused)
    assert [one.path.parent.parent.name for one in collection.kept if "describe-repositories" in one.path.name] == [
        "us-gov-west-1"
    ]


def test_secrets_in_the_details_of_a_finding(tmp_path: Path) -> None:
    container = {
        "Environment": [{"Name": "A", "Value": "hunter2"}],
        "Command": ["--token=hunter2"],
        "LogConfiguration": {"Options": {"splunk-token": "hunter2", "awslogs-group": "mail"}},
    }
    details = {
        "AwsEcsTaskDefinition": {"ContainerDefinitions": [container]},
        "AwsLambdaFunction": {"Environment": {"Variables": {"A": "hunter2"}, "Error": {"Message": "kept"}}},
        "AwsEc2LaunchTemplate": {"LaunchTemplateData": {"UserData": "hunter2", "ImageId": "ami-1"}},
    }
    finding = {"ProductArn": "p", "GeneratorId": "g", "Resources": [{"Type": "Other", "Id": "x", "Details": details}]}

    def findings(asked: Mapping[str, Any]) -> Answer:
        assert asked["Filters"] == {"RecordState": [{"Value": "ACTIVE", "Comparison": "EQUALS"}]}
        return {"Findings": [finding]}

    with aws_account.serve({"POST /findings": findings}) as account:
        collection = run(account.url, tmp_path, "securityhub")
    (kept,) = collection.kept
    text = kept.path.read_text()
    assert "hunter2" not in text
    assert all(word in text for word in ("awslogs-group", "ami-1", "mail"))
    assert sum(one.count for one in kept.sidecar.redactions) == 5
