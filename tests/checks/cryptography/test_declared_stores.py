"""What CloudFormation and Terraform declare of encryption: judged as declared, behind what an account answers."""

import json
from typing import Any

import pytest

from generator.checks.causes import discrepancies
from generator.checks.cryptography import cloud_storage_at_rest
from generator.checks.reporting import failing_subjects
from generator.checks.traffic import entry_tls, load_balancer_tls
from generator.model.cloud import ResourceKind
from generator.model.inventory import ClusterSnapshot
from generator.model.posture import Posture, PostureState
from tests.checks.cluster_evidence import posture, reply, resource, snapshot, verdicts

STORAGE, BALANCERS, ENTRIES = cloud_storage_at_rest.CHECK, load_balancer_tls.CHECK, entry_tls.CHECK


def stack(**resources: tuple[str, dict[str, Any]]) -> ClusterSnapshot:
    """A template of CloudFormation: logical id to (type, properties)."""
    made = {name: {"Type": type_, "Properties": properties} for name, (type_, properties) in resources.items()}
    text = json.dumps(
        {
            "AWSTemplateFormatVersion": "2010-09-09",
            "Parameters": {"Open": {"Type": "String"}, "On": {"Type": "String", "Default": "true"}},
            "Conditions": {"Unknown": {"Fn::Equals": [{"Ref": "Open"}, "x"]}},
            "Resources": made,
        }
    )
    return snapshot(text, "stack.json", taken=None)


def source(text: str) -> ClusterSnapshot:
    """A file of Terraform."""
    return snapshot(text, "main.tf", taken=None)


def planned(
    *resources: tuple[str, str, dict[str, Any]], references: dict[str, dict[str, list[str]]] | None = None
) -> ClusterSnapshot:
    """A plan: (type, name, values)."""
    listed = [
        {"address": f"{type_}.{name}", "mode": "managed", "type": type_, "name": name, "values": values}
        for type_, name, values in resources
    ]
    configured = [
        {"address": address, "expressions": {key: {"references": names} for key, names in of.items()}}
        for address, of in (references or {}).items()
    ]
    whole = {
        "format_version": "1.2",
        "terraform_version": "1.9.0",
        "planned_values": {"root_module": {"resources": listed}},
        "configuration": {"root_module": {"resources": configured}},
    }
    return snapshot(json.dumps(whole), "plan.json", taken=None)


def database(**properties: Any) -> ClusterSnapshot:
    return stack(Db=("AWS::RDS::DBInstance", {"DBInstanceIdentifier": "orders", "Engine": "postgres", **properties}))


def only(state: Posture) -> str:
    (verdict,) = verdicts(state).values()
    return verdict


ON, OFF = "passes (declared): `StorageEncrypted` is true", "fails (declared): is not encrypted as declared: "


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"StorageEncrypted": True}, ON),
        ({"StorageEncrypted": {"Ref": "On"}}, ON),
        ({"StorageEncrypted": False}, f"{OFF}`StorageEncrypted` is false"),
        ({}, f"{OFF}`StorageEncrypted` is not stated, and RDS does not encrypt then"),
        ({"StorageEncrypted": {"Ref": "Open"}}, "unknown: `StorageEncrypted` is decided when it is deployed"),
        (
            {"StorageEncrypted": {"Fn::If": ["Unknown", True, False]}},
            "unknown: `StorageEncrypted` is decided when it is deployed",
        ),
        ({"DBSnapshotIdentifier": "old"}, "unknown: it is encrypted as that which `DBSnapshotIdentifier` names"),
    ],
    ids=json.dumps,
)
def test_a_database_of_a_stack(properties: dict[str, Any], expected: str) -> None:
    state = posture(STORAGE, database(**properties))
    assert verdicts(state) == {"database orders": expected}
    assert {cited.source.place for each in state.subjects for cited in each.citations} == {"Db"}


def test_a_member_of_a_database_cluster_is_no_store_of_its_own() -> None:
    members = stack(
        Cluster=("AWS::RDS::DBCluster", {"DBClusterIdentifier": "orders", "StorageEncrypted": True}),
        One=("AWS::RDS::DBInstance", {"DBClusterIdentifier": {"Ref": "Cluster"}}),
    )
    assert verdicts(posture(STORAGE, members)) == {"database orders": ON}


@pytest.mark.parametrize(
    ("type_", "properties", "expected"),
    [
        ("AWS::S3::Bucket", {}, "passes (declared): S3 encrypts at rest whatever is stated"),
        ("AWS::DynamoDB::Table", {}, "passes (declared): DynamoDB encrypts at rest whatever is stated"),
        ("AWS::EFS::FileSystem", {"Encrypted": True}, "passes (declared): `Encrypted` is true"),
        ("AWS::EFS::FileSystem", {}, f"{OFF}`Encrypted` is not stated, and EFS does not encrypt then"),
        ("AWS::EC2::Volume", {}, "unknown: `Encrypted` is not stated, and what applies then the file does not decide"),
        ("AWS::SQS::Queue", {"KmsMasterKeyId": "alias/q"}, "passes (declared): `KmsMasterKeyId` names a key"),
        ("AWS::SQS::Queue", {"SqsManagedSseEnabled": False}, f"{OFF}`SqsManagedSseEnabled` is false"),
        (
            "AWS::SQS::Queue",
            {},
            "unknown: `SqsManagedSseEnabled` and `KmsMasterKeyId` are not stated, "
            "and what applies then the file does not decide",
        ),
        (
            "AWS::OpenSearchService::Domain",
            {"EncryptionAtRestOptions": {"Enabled": True}},
            "passes (declared): `EncryptionAtRestOptions.Enabled` is true",
        ),
    ],
)
def test_other_stores_of_a_stack(type_: str, properties: dict[str, Any], expected: str) -> None:
    assert only(posture(STORAGE, stack(Store=(type_, properties)))) == expected


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("storage_encrypted = true", "passes (declared): `storage_encrypted` is true"),
        ("storage_encrypted = false", f"{OFF}`storage_encrypted` is false"),
        ("", f"{OFF}`storage_encrypted` is not stated, and RDS does not encrypt then"),
        ("storage_encrypted = var.on", "unknown: `storage_encrypted` is decided when it is deployed"),
        ("storage_encrypted = var.on ? true : false", "unknown: `storage_encrypted` is decided when it is deployed"),
    ],
)
def test_a_database_of_source(argument: str, expected: str) -> None:
    text = f'variable "on" {{}}\nresource "aws_db_instance" "orders" {{\n  identifier = "orders"\n  {argument}\n}}\n'
    assert verdicts(posture(STORAGE, source(text))) == {"database orders": expected}


def test_the_default_of_a_module_that_was_not_collected_decides_nothing() -> None:
    call = 'module "orders" {{\n  source = "terraform-aws-modules/rds/aws"\n  identifier = "orders"\n  {}\n}}\n'
    unstated = verdicts(posture(STORAGE, source(call.format(""))))
    assert unstated == {
        "database orders": "unknown: the file states nothing of it, and the default of the module was not collected"
    }
    stated = verdicts(posture(STORAGE, source(call.format("storage_encrypted = true"))))
    assert stated == {"database orders": "passes (declared): `storage_encrypted` is true"}


def test_what_is_made_zero_times_is_no_store() -> None:
    text = 'resource "aws_efs_file_system" "files" {\n  count = 0\n}\nresource "aws_s3_bucket" "a" {\n  bucket = "a"\n}\n'
    assert list(verdicts(posture(STORAGE, source(text)))) == ["storage a"]


def test_stores_of_a_plan() -> None:
    plan = planned(
        ("aws_efs_file_system", "files", {"creation_token": "files", "encrypted": True}),
        ("aws_opensearch_domain", "logs", {"domain_name": "logs", "encrypt_at_rest": [{"enabled": False}]}),
        ("aws_ebs_volume", "data", {"size": 8}),
    )
    assert verdicts(posture(STORAGE, plan)) == {
        "database logs": f"{OFF}`encrypt_at_rest.enabled` is false",
        "storage data": "unknown: `encrypted` is not stated, and what applies then the file does not decide",
        "storage files": "passes (declared): `encrypted` is true",
    }


def rds(**settings: str) -> Any:
    return reply(resource(ResourceKind.DATABASE, "orders", **settings), operation="rds describe-db-instances")


def test_the_answer_of_an_account_takes_the_place_of_a_file() -> None:
    agreed = posture(STORAGE, database(StorageEncrypted=True), rds(encrypted="yes"))
    assert verdicts(agreed)["database orders"].startswith("passes (observed)")
    assert agreed.passing[0].contested_by == ()
    for live, declared, outcome in (("yes", False, "passes (observed)"), ("no", True, "fails (observed)")):
        state = posture(STORAGE, database(StorageEncrypted=declared), rds(encrypted=live))
        (subject,) = [each for each in state.subjects if each.name == "database orders"]
        assert verdicts(state)["database orders"].startswith(outcome)
        assert "evidence/cluster/stack.json" in {each.path for each in subject.contested_by}
    silent = posture(STORAGE, database(StorageEncrypted=True), rds(engine="postgres"))
    assert verdicts(silent)["database orders"] == ON


def test_what_an_account_should_list_and_does_not_is_named_and_not_judged() -> None:
    other = reply(resource(ResourceKind.DATABASE, "carts", encrypted="yes"), operation="rds describe-db-instances")
    state = posture(STORAGE, database(), stack(T=("AWS::DynamoDB::Table", {"TableName": "t"})), other)
    assert {"database carts", "database t"} <= verdicts(state).keys()
    assert "database orders" not in verdicts(state)
    assert "Declared, and in no list of an account under this name: database orders." in state.notes


def test_two_files_that_declare_different_things_contest_each_other() -> None:
    plan = planned(("aws_db_instance", "orders", {"identifier": "orders", "storage_encrypted": True}))
    (subject,) = posture(STORAGE, database(StorageEncrypted=False), plan).failing
    assert {each.path for each in subject.contested_by} == {"evidence/cluster/stack.json", "evidence/cluster/plan.json"}


def front(**listener: Any) -> ClusterSnapshot:
    return stack(
        Lb=("AWS::ElasticLoadBalancingV2::LoadBalancer", {"Name": "front"}),
        Listener=("AWS::ElasticLoadBalancingV2::Listener", {"LoadBalancerArn": {"Ref": "Lb"}, **listener}),
    )


REDIRECT = [{"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}}]
FORWARD = [{"Type": "forward", "TargetGroupArn": "t"}]
POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"


@pytest.mark.parametrize(
    ("listener", "name", "expected"),
    [
        ({"Protocol": "HTTPS", "Port": 443, "SslPolicy": POLICY}, "listener 443", f"passes (declared): {POLICY}"),
        (
            {"Protocol": "HTTPS", "Port": 443, "SslPolicy": "ELBSecurityPolicy-2016-08"},
            "listener 443",
            "fails (declared): accepts TLS before 1.2 (ELBSecurityPolicy-2016-08)",
        ),
        ({"Protocol": "HTTPS", "Port": 443}, "listener 443", "unknown: its policy is not stated in the file that declares it"),
        (
            {"Protocol": "HTTP", "Port": 80, "DefaultActions": FORWARD},
            "listener 80",
            "fails (declared): takes plain connections",
        ),
        ({"Protocol": "HTTP", "Port": 80, "DefaultActions": REDIRECT}, "listener 80", "passes (declared): redirects to HTTPS"),
    ],
)
def test_a_listener_of_a_stack(listener: dict[str, Any], name: str, expected: str) -> None:
    assert verdicts(posture(BALANCERS, front(**listener))) == {f"load balancer front {name}": expected}
    assert verdicts(posture(ENTRIES, front(**listener))) == {f"load balancer front {name}": expected}


def test_a_plain_listener_is_one_cause_for_both_requirements() -> None:
    stated = front(Protocol="HTTP", Port=80)
    failing = failing_subjects([posture(BALANCERS, stated), posture(ENTRIES, stated)])
    requirements = {each.requirement.id: each.requirement for each in (BALANCERS, ENTRIES)}
    (found,) = discrepancies(failing, requirements)
    assert (found.check, [each.check for each in found.consequences]) == ("load-balancer-tls", ["entry-tls"])


def test_a_rule_that_passes_plain_requests_on_makes_no_redirect() -> None:
    made = stack(
        Lb=("AWS::ElasticLoadBalancingV2::LoadBalancer", {"Name": "front", "Scheme": "internal"}),
        Plain=(
            "AWS::ElasticLoadBalancingV2::Listener",
            {"LoadBalancerArn": {"Ref": "Lb"}, "Protocol": "HTTP", "Port": 80, "DefaultActions": REDIRECT},
        ),
        Rule=("AWS::ElasticLoadBalancingV2::ListenerRule", {"ListenerArn": {"Ref": "Plain"}, "Actions": FORWARD}),
    )
    assert only(posture(BALANCERS, made)) == "fails (declared): takes plain connections"
    assert posture(ENTRIES, made).state is PostureState.NOT_COLLECTED, "an internal load balancer is no entry point"


HCL = """
resource "aws_lb" "front" {
  name = "front"
}
resource "aws_lb_listener" "plain" {
  load_balancer_arn = aws_lb.front.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type = "redirect"
    redirect {
      protocol    = "HTTPS"
      port        = "443"
      status_code = "HTTP_301"
    }
  }
}
resource "aws_lb_listener" "tls" {
  load_balancer_arn = aws_lb.front.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  default_action {
    type             = "forward"
    target_group_arn = "t"
  }
}
"""
RULE = """
resource "aws_lb_listener_rule" "api" {
  listener_arn = aws_lb_listener.plain.arn
  action {
    type             = "forward"
    target_group_arn = "t"
  }
}
"""
PASSING = {
    "load balancer front listener 443": f"passes (declared): {POLICY}",
    "load balancer front listener 80": "passes (declared): redirects to HTTPS",
}
TAKES_PLAIN = {**PASSING, "load balancer front listener 80": "fails (declared): takes plain connections"}


def test_listeners_of_source() -> None:
    assert verdicts(posture(BALANCERS, source(HCL))) == PASSING
    assert verdicts(posture(BALANCERS, source(HCL + RULE))) == TAKES_PLAIN


@pytest.mark.parametrize(
    ("internal", "is_open"), [("false", True), ('"false"', True), ("true", False), ("var.internal", False)]
)
def test_a_balancer_of_source_is_open_unless_it_is_internal_or_a_variable_decides(internal: str, is_open: bool) -> None:
    state = posture(ENTRIES, source(HCL.replace('"front"\n}', f'"front"\n  internal = {internal}\n}}')))
    assert ("load balancer front listener 443" in verdicts(state)) is is_open


@pytest.mark.parametrize("ruled", [False, True])
def test_listeners_of_a_plan(ruled: bool) -> None:
    redirect = {"type": "redirect", "redirect": [{"protocol": "HTTPS", "port": "443"}]}
    rule = [("aws_lb_listener_rule", "api", {"action": [{"type": "forward", "redirect": []}]})]
    plan = planned(
        ("aws_lb", "front", {"name": "front", "internal": False}),
        ("aws_lb_listener", "plain", {"port": 80, "protocol": "HTTP", "default_action": [redirect]}),
        ("aws_lb_listener", "tls", {"port": 443, "protocol": "HTTPS", "ssl_policy": POLICY, "default_action": []}),
        *(rule if ruled else []),
        references={
            "aws_lb_listener.plain": {"load_balancer_arn": ["aws_lb.front.arn", "aws_lb.front"]},
            "aws_lb_listener.tls": {"load_balancer_arn": ["aws_lb.front.arn", "aws_lb.front"]},
            "aws_lb_listener_rule.api": {"listener_arn": ["aws_lb_listener.plain.arn", "aws_lb_listener.plain"]},
        },
    )
    assert verdicts(posture(BALANCERS, plan)) == (TAKES_PLAIN if ruled else PASSING)


def test_an_account_answers_for_its_own_listeners() -> None:
    def answered(**settings: str) -> Any:
        return reply(
            resource(ResourceKind.LOAD_BALANCER, "front", **settings),
            operation="elbv2 describe-load-balancers describe-listeners",
        )

    live = answered(listener_80="HTTP", listener_443="HTTPS", policy_of_listener_443=POLICY)
    state = posture(BALANCERS, source(HCL), live)
    by_name = {each.name: each for each in state.subjects}
    assert by_name["load balancer front listener 443"].contested_by == ()
    plain = by_name["load balancer front listener 80"]
    assert plain.outcome == "fails"
    assert "evidence/cluster/main.tf" in {each.path for each in plain.contested_by}
    assert posture(ENTRIES, source(HCL), live).state is PostureState.NOT_COLLECTED, "the account's own are judged elsewhere"
    other = reply(operation="elbv2 describe-load-balancers")
    state = posture(BALANCERS, source(HCL), other)
    assert "load balancer front listener 80" not in verdicts(state)


def _distribution(default: dict[str, Any] | None = None, *others: str, **config: Any) -> dict[str, Any]:
    written = {"DefaultCacheBehavior": default or {}, "CacheBehaviors": [{"ViewerProtocolPolicy": each} for each in others]}
    return {"DistributionConfig": {"Enabled": True, **written, **config}}


_REDIRECTED = {"ViewerProtocolPolicy": "redirect-to-https"}
_CURRENT = {"ViewerCertificate": {"AcmCertificateArn": "arn:aws:acm:::x", "MinimumProtocolVersion": "TLSv1.2_2021"}}
_NOT_STATED = "is not stated in the file that declares it"


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        (_distribution(_REDIRECTED, **_CURRENT), "passes (declared): viewer protocol policy redirect-to-https, TLSv1.2_2021"),
        (
            _distribution(_REDIRECTED, "https-only", **_CURRENT),
            "passes (declared): viewer protocol policy https-only and redirect-to-https, TLSv1.2_2021",
        ),
        (
            _distribution(_REDIRECTED, "allow-all", **_CURRENT),
            "fails (declared): serves plain requests beside TLS (viewer protocol policy allow-all)",
        ),
        (
            _distribution(_REDIRECTED, ViewerCertificate={"CloudFrontDefaultCertificate": True}),
            "fails (declared): accepts TLS before 1.2 (TLSv1)",
        ),
        (_distribution(_REDIRECTED), f"unknown: the oldest version of TLS it accepts {_NOT_STATED}"),
        (_distribution(None, **_CURRENT), f"unknown: what it answers to plain requests {_NOT_STATED}"),
        (
            _distribution({"ViewerProtocolPolicy": {"Ref": "Open"}}, **_CURRENT),
            f"unknown: what it answers to plain requests {_NOT_STATED}",
        ),
        (
            _distribution(_REDIRECTED, ViewerCertificate={"MinimumProtocolVersion": "TLSv9"}),
            "unknown: the protocols of policy TLSv9 were not collected",
        ),
    ],
)
def test_a_distribution_of_a_stack(properties: dict[str, Any], expected: str) -> None:
    made = stack(Front=("AWS::CloudFront::Distribution", properties))
    assert verdicts(posture(ENTRIES, made)) == {"CloudFront distribution Front": expected}


@pytest.mark.parametrize(
    ("type_", "properties", "expected"),
    [
        ("ApiGateway", {"SecurityPolicy": "TLS_1_2"}, "passes (declared): API Gateway answers HTTPS only, TLS_1_2"),
        ("ApiGateway", {"SecurityPolicy": "TLS_1_0"}, "fails (declared): accepts TLS before 1.2 (TLS_1_0)"),
        (
            "ApiGateway",
            {"SecurityPolicy": "SecurityPolicy_TLS13_1_3_2025_09"},
            "passes (declared): API Gateway answers HTTPS only, SecurityPolicy_TLS13_1_3_2025_09",
        ),
        ("ApiGateway", {}, f"unknown: the oldest version of TLS it accepts {_NOT_STATED}"),
        ("ApiGateway", {"SecurityPolicy": {"Ref": "Open"}}, f"unknown: the oldest version of TLS it accepts {_NOT_STATED}"),
        (
            "ApiGatewayV2",
            {"DomainNameConfigurations": [{"SecurityPolicy": "TLS_1_2"}, {"SecurityPolicy": "TLS_1_0"}]},
            "fails (declared): accepts TLS before 1.2 (TLS_1_0)",
        ),
    ],
)
def test_a_custom_domain_of_a_stack(type_: str, properties: dict[str, Any], expected: str) -> None:
    made = stack(Domain=(f"AWS::{type_}::DomainName", {"DomainName": "api.example.gov", **properties}))
    assert verdicts(posture(ENTRIES, made)) == {"API Gateway domain api.example.gov": expected}


def test_a_disabled_distribution_and_a_private_domain_are_no_entry_points() -> None:
    made = stack(
        Front=("AWS::CloudFront::Distribution", {"DistributionConfig": {"Enabled": False}}),
        Domain=("AWS::ApiGateway::DomainName", {"DomainName": "a.example", "EndpointConfiguration": {"Types": ["PRIVATE"]}}),
    )
    assert verdicts(posture(ENTRIES, made)) == {}


_EDGES = """
variable "policy" {}
resource "aws_cloudfront_distribution" "site" {
  enabled = true
  default_cache_behavior { viewer_protocol_policy = "redirect-to-https" }
  ordered_cache_behavior {
    path_pattern           = "/files/*"
    viewer_protocol_policy = "https-only"
  }
  viewer_certificate { minimum_protocol_version = "TLSv1.2_2021" }
}
resource "aws_cloudfront_distribution" "old" {
  enabled = true
  default_cache_behavior { viewer_protocol_policy = "allow-all" }
}
resource "aws_api_gateway_domain_name" "rest" {
  domain_name     = "rest.example.gov"
  security_policy = var.policy
}
resource "aws_apigatewayv2_domain_name" "http" {
  domain_name = "http.example.gov"
  domain_name_configuration {
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
}
"""


def test_edges_of_terraform() -> None:
    assert verdicts(posture(ENTRIES, source(_EDGES))) == {
        "CloudFront distribution site": (
            "passes (declared): viewer protocol policy https-only and redirect-to-https, TLSv1.2_2021"
        ),
        "CloudFront distribution old": "fails (declared): serves plain requests beside TLS (viewer protocol policy allow-all)",
        "API Gateway domain rest.example.gov": f"unknown: the oldest version of TLS it accepts {_NOT_STATED}",
        "API Gateway domain http.example.gov": "passes (declared): API Gateway answers HTTPS only, TLS_1_2",
    }


def test_edges_of_a_plan() -> None:
    behavior = [{"viewer_protocol_policy": "https-only"}]
    values = {
        "enabled": True,
        "default_cache_behavior": behavior,
        "viewer_certificate": [{"cloudfront_default_certificate": False, "minimum_protocol_version": "TLSv1.1_2016"}],
    }
    made = planned(("aws_cloudfront_distribution", "site", values))
    assert verdicts(posture(ENTRIES, made)) == {
        "CloudFront distribution site": "fails (declared): accepts TLS before 1.2 (TLSv1.1_2016)"
    }
