"""What is taken for a reply of a cloud, and what is not; who it is about, and what is missing in it."""

import json

import pytest
from prerequisites import needs, shared

from generator.errors import ParseError
from generator.model.cloud import CloudSnapshot, ResourceKind
from generator.model.evidence import EvidenceFile
from generator.parsers.cloud.aws_names import AwsLocation, arn_of, folder_place, region_of, repository_name
from generator.parsers.cloud.moments import day
from generator.parsers.cloud.registry import CLOUD
from generator.parsers.document import Document
from generator.parsers.registry import PARSERS, read

CASES = shared("cases")
_FAMILIES = ("scans", "cluster", "pipelines", "diagrams")
_LARGEST = 8 << 20
_RULES = {"ServerSideEncryptionConfiguration": {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}}
_ACCOUNT = "210987654321"


def _read(name: str, content: object, target: str | None = None) -> CloudSnapshot:
    text = content if isinstance(content, str) else json.dumps(content)
    document = Document(name, text.encode())
    evidence = EvidenceFile(path=name, sha256="0" * 64, size=1, media_type="application/json", target=target)
    _, snapshot = read(document, evidence)
    assert isinstance(snapshot, CloudSnapshot)
    return snapshot


def _member(name: str, content: object) -> list[str]:
    document = Document(name, json.dumps(content).encode())
    return [each.name for each in PARSERS if each.recognizes(document)]


@needs(CASES)
@pytest.mark.parametrize("family", _FAMILIES)
def test_no_collected_case_is_a_cloud_reply(family: str) -> None:
    paths = [each for each in sorted((CASES / family).rglob("*")) if each.is_file() and each.stat().st_size < _LARGEST]
    assert paths
    for path in paths:
        document = Document(path.name, path.read_bytes())
        for member in CLOUD:
            try:
                assert not member.recognizes(document), path
            except ParseError:
                assert path.stat().st_size == 0 or path.suffix not in (".yaml", ".yml"), path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", {}),
        ("a.json", []),
        ("a.json", {"answers": []}),
        ("a.json", {"answers": ["yes"]}),
        ("a.json", {"answers": [{"parameters": {"cluster": "a"}, "answer": {"serviceArns": []}}]}),
        ("a.json", {"answers": [{"question": 1, "answer": {"cluster": {}}}]}),
        ("a.json", {"clusters": []}),
        ("a.json", {"clusters": ["prod"]}),
        ("a.json", {"clusters": [{"clusterArn": "arn:aws:ecs:us-east-1:1:cluster/a"}], "failures": []}),
        ("a.json", {"cluster": {"name": "a"}}),
        ("a.json", {"repositories": []}),
        ("a.json", {"repositories": [{"name": "a", "url": "b"}]}),
        ("a.json", {"accounts": [], "failedAccounts": []}),
        ("a.json", {"accounts": [{"Id": "1"}]}),
        ("a.json", {"nodegroups": ["a"]}),
        ("a.json", {"addons": [{"name": "a"}]}),
        ("a.json", {"Listeners": [{"name": "a"}]}),
        ("a.json", {"Buckets": [{"Name": "a"}]}),
        ("a.json", {"Buckets": {"a": 1}, "Reservations": "none"}),
        ("a.json", {"imageDetails": {"a": 1}, "HubArn": 5}),
        ("values.yaml", {"cluster": {"resourcesVpcConfig": {}}}),
    ],
)
def test_other_content_is_not_taken(name: str, content: object) -> None:
    assert not set(_member(name, content)) & {each.name for each in CLOUD}


@pytest.mark.parametrize(
    ("name", "content", "member"),
    [
        ("evidence/cloud/1/eks-list-clusters.json", {"clusters": []}, "aws-eks-json"),
        ("evidence/cloud/eks/list-clusters.json", {"clusters": ["prod"]}, "aws-eks-json"),
        ("ecr-describe-repositories.json", {"repositories": []}, "aws-ecr-registry-json"),
        ("ecr_repositories.json", {"repositories": []}, "aws-ecr-registry-json"),
        ("inspector2-batch-get-account-status.json", {"accounts": [], "failedAccounts": []}, "aws-inspector2-coverage-json"),
        (
            "s3-get-public-access-block.json",
            {"answers": [{"parameters": {"Bucket": "a"}, "error": {"kind": "refused", "code": "AccessDenied", "message": ""}}]},
            "aws-s3-json",
        ),
        (
            "x.json",
            {
                "answers": [
                    {"parameters": {"Bucket": "a"}, "error": {"code": "AccessDenied"}},
                    {"parameters": {"Bucket": "b"}, "error": {"code": "NoSuchPublicAccessBlockConfiguration"}},
                ]
            },
            "aws-s3-json",
        ),
        (
            "x.json",
            {
                "answers": [
                    {"parameters": {"Bucket": "a"}, "error": {"code": "X"}},
                    {"parameters": {"Bucket": "b"}, "answer": _RULES},
                ]
            },
            "aws-s3-json",
        ),
    ],
)
def test_where_the_content_does_not_tell_the_name_does(name: str, content: object, member: str) -> None:
    assert _member(name, content) == [member]


def test_a_reply_that_does_not_name_its_bucket_is_about_what_a_person_says() -> None:
    (bucket,) = _read("bucket.json", _RULES, target="shop-labels").resources
    assert (bucket.name, bucket.settings) == ("shop-labels", (("encrypted", "yes"), ("encryption key", "provider-owned")))
    with pytest.raises(ParseError, match="does not say what it is about") as raised:
        _read("bucket.json", _RULES)
    assert "target:" in raised.value.next_step


def test_replies_about_two_clusters_are_two_questions() -> None:
    """Else the newer of the two would hide the other, see `select_clouds`."""
    names = [f"eks describe-cluster {name}" for name in ("prod", "jobs")]
    said = [_read("a.json", {"cluster": {"name": name, "resourcesVpcConfig": {}}}) for name in ("prod", "jobs")]
    assert [one.operation for one in said] == names


def test_a_page_of_several_says_so() -> None:
    assert _read("a.json", {"Reservations": [], "NextToken": "x"}).not_collected[0][0] == "ec2 describe-instances"
    for token in (None, ""):
        assert _read("a.json", {"Reservations": [], "NextToken": token}).not_collected == ()


def test_a_question_that_was_refused_is_missing_and_no_setting() -> None:
    rows = [{"parameters": {"Bucket": "a"}, "error": {"kind": "refused", "code": "AccessDenied", "message": "no"}}]
    snapshot = _read("s3-get-bucket-encryption.json", {"answers": rows})
    assert snapshot.resources == ()
    assert snapshot.not_collected == (("s3 get-bucket-encryption a", "refused: AccessDenied: no"),)


def test_a_second_reply_to_another_service_is_an_error() -> None:
    text = json.dumps({"Reservations": []}, indent=4) + "\n" + json.dumps({"DBInstances": []}, indent=4)
    with pytest.raises(ParseError, match="another question") as raised:
        _read("a.json", text)
    assert raised.value.where == "value 2#"


def test_replies_on_lines_are_read() -> None:
    lines = [{"DBInstances": [{"DBInstanceIdentifier": name}]} for name in ("a", "b")]
    assert [one.name for one in _read("a.jsonl", "\n".join(map(json.dumps, lines))).resources] == ["a", "b"]


def test_an_instance_without_any_name_is_called_by_its_id() -> None:
    reply = {"Reservations": [{"Instances": [{"InstanceId": "i-1"}]}]}
    (machine,) = _read("a.json", reply).resources
    assert (machine.identifier, machine.name, machine.host_names, machine.addresses) == ("i-1", "i-1", (), ())
    assert machine.location is None


def test_a_serverless_database_has_no_zone_and_is_one() -> None:
    reply = {"DBClusters": [{"DBClusterIdentifier": "a", "Engine": "aurora-mysql", "EngineMode": "serverless"}]}
    (database,) = _read("a.json", reply).resources
    assert (database.kind, database.product, database.public) == (ResourceKind.DATABASE, "aurora-mysql serverless", None)


def test_another_accounts_instance_is_no_asset_of_this_one() -> None:
    rows = [
        {"accountId": account, "resourceId": f"i-{account}", "resourceType": "AWS_EC2_INSTANCE"}
        for account in (_ACCOUNT, _ACCOUNT, "111122223333")
    ]
    rows[1]["resourceId"] = "i-2"
    found = {one.name: one.kind for one in _read("a.json", {"coveredResources": rows}).resources}
    assert found == {
        f"i-{_ACCOUNT}": ResourceKind.VIRTUAL_MACHINE,
        "i-2": ResourceKind.VIRTUAL_MACHINE,
        "i-111122223333": ResourceKind.OTHER,
    }


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("evidence/cloud/210987654321/us-gov-west-1/2026-11-25T093000Z/a.json", AwsLocation(_ACCOUNT, "us-gov-west-1")),
        ("evidence/cloud/210987654321/global/2026-11-25/a.json", AwsLocation(_ACCOUNT, "global")),
        ("shop/evidence/cloud/2026-11-25/eu-central-1/a.json", AwsLocation("", "eu-central-1")),
        ("evidence/cloud/2026-11-25/a.json", AwsLocation()),
        ("evidence/cloud/202611250930/a.json", AwsLocation("202611250930")),
        ("evidence/scans/210987654321/us-east-1/a.json", AwsLocation()),
        ("evidence/cloud/210987654321.json", AwsLocation()),
    ],
)
def test_account_and_region_are_named_by_folders(path: str, place: AwsLocation) -> None:
    assert folder_place(path) == place


def test_the_replies_own_account_counts_before_the_folders() -> None:
    content = {"DBInstances": [{"DBInstanceIdentifier": "a", "DBInstanceArn": f"arn:aws:rds:eu-west-1:{_ACCOUNT}:db:a"}]}
    snapshot = _read("evidence/cloud/111122223333/us-east-1/a.json", content)
    assert (snapshot.account, snapshot.region) == (_ACCOUNT, "eu-west-1")


@pytest.mark.parametrize("owner", [{}, {"OwnerId": _ACCOUNT}])
def test_the_account_of_a_machine_is_that_of_its_reservation(owner: dict[str, str]) -> None:
    machine = {"InstanceId": "i-0a1b2c3d4e5f60718", "Placement": {"AvailabilityZone": "eu-west-1b"}}
    snapshot = _read("a.json", {"Reservations": [{**owner, "Instances": [machine]}]})
    assert (snapshot.account, snapshot.region) == (owner.get("OwnerId", ""), "eu-west-1")


@pytest.mark.parametrize(
    ("zone", "region"),
    [
        ("us-gov-west-1a", "us-gov-west-1"),
        ("us-west-2-lax-1a", "us-west-2"),
        ("eu-central-1", "eu-central-1"),
        ("", ""),
        (None, ""),
        ("a", ""),
    ],
)
def test_the_region_of_a_zone(zone: str | None, region: str) -> None:
    assert region_of(zone) == region


def test_repositories_are_called_as_one_pulls_them() -> None:
    assert repository_name(AwsLocation(_ACCOUNT, "cn-north-1"), "a/b") == f"{_ACCOUNT}.dkr.ecr.cn-north-1.amazonaws.com.cn/a/b"
    assert repository_name(AwsLocation(_ACCOUNT), "a/b") == "a/b"
    assert repository_name(AwsLocation(_ACCOUNT, "us-iso-east-1"), "a/b") == "a/b"


def test_what_is_no_arn_is_none() -> None:
    assert arn_of("arn:aws:s3:::a") is not None
    assert arn_of(f"arn:aws:ec2:us-east-1:{_ACCOUNT}:instance/i 1") is None
    assert arn_of("i-1") is None


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026-11-24T23:00:00-07:00", "2026-11-25"),
        ("2026-11-24", "2026-11-24"),
        (1795500000.0, "2026-11-24"),
        (0.0, ""),
        (1e30, ""),
        ("soon", ""),
        ("9999-12-31T23:00:00-07:00", ""),
        (None, ""),
    ],
)
def test_days(written: str | float | None, said: str) -> None:
    assert day(written) == said
