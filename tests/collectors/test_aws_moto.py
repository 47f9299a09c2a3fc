"""The whole account, as moto's server answers for it over HTTP on loopback; read again by this project's parsers."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3
import pytest
from aws_moto import REGION, empty_account
from aws_moto import client as client_of
from aws_run import NOW, answer, run
from botocore.client import BaseClient

from generator.collectors.aws_calls import IDENTITY, SERVICES
from generator.collectors.collection import Collection
from generator.parsers.inspect import row
from generator.workspace.folder import Workspace


@pytest.fixture(scope="module")
def account() -> Iterator[str]:
    """Its endpoint; what is in it is made by `_fill`."""
    with empty_account() as endpoint:
        _fill(endpoint)
        yield endpoint


def _fill(url: str) -> None:
    def client(name: str) -> Any:
        return client_of(name, url)

    registry = client("ecr")
    registry.create_repository(
        repositoryName="shop/cart", imageTagMutability="IMMUTABLE", imageScanningConfiguration={"scanOnPush": True}
    )
    denied = {"Effect": "Deny", "Principal": "*", "Action": "ecr:BatchGetImage"}
    registry.set_repository_policy(
        repositoryName="shop/cart", policyText=json.dumps({"Version": "2012-10-17", "Statement": [denied]})
    )
    manifest = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
        "config": {"mediaType": "application/vnd.docker.container.image.v1+json", "size": 1, "digest": f"sha256:{'a' * 64}"},
        "layers": [],
    }
    for number in ("1.0", "1.1"):
        digest = f"sha256:{number[-1] * 64}"
        manifest["layers"] = [{"mediaType": "application/x", "size": 1, "digest": digest}]
        registry.put_image(repositoryName="shop/cart", imageManifest=json.dumps(manifest), imageTag=number, imageDigest=digest)
    registry.start_image_scan(repositoryName="shop/cart", imageId={"imageTag": "1.1"})
    client("logs").create_log_group(logGroupName="/falco/alerts")
    for name in ("parcel-labels", "parcel-photos"):
        client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    client("s3").put_bucket_encryption(
        Bucket="parcel-labels",
        ServerSideEncryptionConfiguration={"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]},
    )
    clusters = client("eks")
    role = "arn:aws-us-gov:iam::123456789012:role/nodes"
    clusters.create_cluster(name="prod", roleArn=role, resourcesVpcConfig={"subnetIds": ["subnet-1"]})
    clusters.create_nodegroup(clusterName="prod", nodegroupName="main", nodeRole=role, subnets=["subnet-1"])
    tasks = client("ecs")
    tasks.create_cluster(clusterName="jobs")
    secret = [{"name": "DB_PASSWORD", "value": "hunter2"}]
    tasks.register_task_definition(
        family="mail",
        containerDefinitions=[
            {"name": "mail", "image": "mail:1", "memory": 64, "environment": secret, "command": ["run", "--token", "hunter2"]}
        ],
    )
    tasks.create_service(cluster="jobs", serviceName="mail", taskDefinition="mail", desiredCount=1)
    client("ec2").run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1, UserData="export PASSWORD=hunter2")
    client("rds").create_db_instance(
        DBInstanceIdentifier="orders",
        DBInstanceClass="db.m5.large",
        Engine="postgres",
        MasterUsername="root",
        MasterUserPassword="hunter2hunter2",
    )
    listener = {"Protocol": "TCP", "LoadBalancerPort": 443, "InstanceProtocol": "TCP", "InstancePort": 30443}
    client("elb").create_load_balancer(LoadBalancerName="older", Listeners=[listener], AvailabilityZones=[f"{REGION}a"])
    network = client("ec2")
    subnets = [one["SubnetId"] for one in network.describe_subnets()["Subnets"]][:2]
    balancer = client("elbv2").create_load_balancer(Name="front", Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
    group = client("elbv2").create_target_group(
        Name="cart", Protocol="HTTP", Port=80, VpcId=network.describe_vpcs()["Vpcs"][0]["VpcId"]
    )
    certificate = client("acm").request_certificate(DomainName="shop.example.com")["CertificateArn"]
    arn = group["TargetGroups"][0]["TargetGroupArn"]
    client("elbv2").create_listener(
        LoadBalancerArn=balancer,
        Protocol="HTTPS",
        Port=443,
        SslPolicy="ELBSecurityPolicy-TLS-1-2-2017-01",
        Certificates=[{"CertificateArn": certificate}],
        DefaultActions=[{"Type": "forward", "TargetGroupArn": arn}],
    )


@pytest.fixture(scope="module")
def everything(account: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Collection, set[tuple[str, str]]]:
    """Workspace, what was collected, and the calls that were made."""
    workspace, made = tmp_path_factory.mktemp("workspace"), set()
    (workspace / "system.yaml").write_text("system:\n  name: Shop\n")
    real = BaseClient._make_api_call

    def recorded(client: Any, operation: str, parameters: Mapping[str, Any]) -> Any:
        made.add((client.meta.service_model.service_name, operation))
        return real(client, operation, parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", recorded)
        return workspace, run(account, workspace), made


def test_only_calls_of_the_table_are_made(everything: tuple[Path, Collection, set[tuple[str, str]]]) -> None:
    session = boto3.Session(region_name=REGION)
    table = set()
    for call in [IDENTITY, *(call for _, calls in SERVICES for call in calls)]:
        client = session.client(call.service)
        table.add((call.service, client.meta.method_to_api_mapping[call.operation]))
    made = everything[2]
    assert made <= table
    assert {operation for service, operation in table - made} <= {
        "DescribeAddon",
        "DescribeFargateProfile",
        "DescribeTasks",
        "GetComplianceDetailsByConfigRule",
    }


def test_no_secret_is_written(everything: tuple[Path, Collection, set[tuple[str, str]]]) -> None:
    workspace, collection, _ = everything
    for path in workspace.rglob("*"):
        assert not path.is_file() or b"hunter2" not in path.read_bytes(), path
    definition = next(one for one in collection.kept if one.path.name == "ecs-describe-task-definition.json")
    assert [(one.rule, one.count) for one in definition.sidecar.redactions] == [
        ("environment value", 1),
        ("secret argument", 1),
    ]
    container = answer(collection, "ecs-describe-task-definition")["answers"][0]["answer"]["taskDefinition"][
        "containerDefinitions"
    ][0]
    assert container["environment"] == [{"name": "DB_PASSWORD", "value": "REDACTED"}]
    assert container["command"] == ["run", "--token", "REDACTED"]


def test_shapes_that_people_know(everything: tuple[Path, Collection, set[tuple[str, str]]]) -> None:
    collection = everything[1]
    (repository,) = answer(collection, "ecr-describe-repositories")["repositories"]
    assert (repository["imageTagMutability"], repository["imageScanningConfiguration"]["scanOnPush"]) == ("IMMUTABLE", True)
    assert {one["imageTags"][0] for one in answer(collection, "ecr-describe-images")["imageDetails"]} == {"1.0", "1.1"}
    assert answer(collection, "ec2-describe-instances")["Reservations"][0]["Instances"][0]["ImageId"] == "ami-12c6146b"
    assert answer(collection, "rds-describe-db-instances")["DBInstances"][0]["DBInstanceIdentifier"] == "orders"
    assert answer(collection, "elbv2-describe-listeners")["Listeners"][0]["SslPolicy"] == "ELBSecurityPolicy-TLS-1-2-2017-01"
    assert answer(collection, "elbv2-describe-ssl-policies")["SslPolicies"][0]["SslProtocols"] == ["TLSv1.2"]
    (older,) = answer(collection, "elb-describe-load-balancers")["LoadBalancerDescriptions"]
    assert (older["LoadBalancerName"], older["ListenerDescriptions"][0]["Listener"]["LoadBalancerPort"]) == ("older", 443)
    (cluster,) = answer(collection, "eks-describe-cluster")["answers"]
    assert cluster["parameters"] == {"name": "prod"}
    assert cluster["answer"]["cluster"]["arn"].endswith("cluster/prod")
    assert answer(collection, "eks-describe-nodegroup")["answers"][0]["parameters"] == {
        "clusterName": "prod",
        "nodegroupName": "main",
    }
    services = answer(collection, "ecs-describe-services")["services"]
    assert [one["serviceName"] for one in services] == ["mail"]


def test_what_is_not_configured_is_an_answer(everything: tuple[Path, Collection, set[tuple[str, str]]]) -> None:
    collection = everything[1]
    rows = {one["parameters"]["Bucket"]: one for one in answer(collection, "s3-get-bucket-encryption")["answers"]}
    rules = rows["parcel-labels"]["answer"]["ServerSideEncryptionConfiguration"]["Rules"]
    assert rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    blocks = answer(collection, "s3-get-public-access-block")["answers"]
    assert {one["error"]["code"] for one in blocks} == {"NoSuchPublicAccessBlockConfiguration"}
    assert {one["error"]["kind"] for one in blocks} == {"absent"}
    assert not any(one.resource.startswith("s3") for one in collection.refused)
    (of_registry,) = answer(collection, "ecr-get-registry-policy")["answers"]
    assert (of_registry["parameters"], of_registry["error"]["code"]) == ({}, "RegistryPolicyNotFoundException")
    (of_cart,) = answer(collection, "ecr-get-repository-policy")["answers"]
    assert of_cart["answer"]["policyText"].startswith("{")
    assert any("ScanNotFoundException" in note for note in collection.notes)


def test_scans_are_read_as_scans(everything: tuple[Path, Collection, set[tuple[str, str]]]) -> None:
    workspace, collection, _ = everything
    scans = [one for one in collection.kept if "evidence/scans/aws/" in one.path.as_posix()]
    formats = {one.path.name.split("@")[0]: row(one.path)["format"] for one in scans}
    assert formats == {
        "ecr-describe-image-scan-findings-shop+cart": "aws-ecr-json",
        "inspector2-list-findings.json": "aws-inspector2-json",
        "securityhub-get-findings.json": "asff-json",
    }
    image = next(one for one in scans if "shop+cart" in one.path.name)
    assert image.sidecar.target is not None
    assert image.sidecar.target.startswith(f"123456789012.dkr.ecr.{REGION}.amazonaws.com/shop/cart@sha256:")
    evidence, _, gap = Workspace.open(workspace).load(image.path.relative_to(workspace).as_posix())
    assert (evidence.collected, evidence.target, gap) == (NOW, image.sidecar.target, None)


def test_moments_are_iso_8601(everything: tuple[Path, Collection, set[tuple[str, str]]]) -> None:
    pushed = answer(everything[1], "ecr-describe-images")["imageDetails"][0]["imagePushedAt"]
    assert pushed[10] == "T"
    assert pushed.endswith("Z")


def test_the_record_says_what_was_refused(everything: tuple[Path, Collection, set[tuple[str, str]]]) -> None:
    workspace, collection, _ = everything
    record = json.loads(
        next((workspace / "evidence/cloud/123456789012" / REGION).rglob("collection.sidecar.json")).read_bytes()
    )
    assert record["collector"]["name"] == "atopack collect aws"
    assert record["identity"].startswith("arn:aws-us-gov:sts::123456789012:")
    assert record["complete"] is False
    refused = {(one.verb, one.why.partition(":")[0]) for one in collection.refused}
    assert ("securityhub:DescribeHub", "not enabled") in refused
    assert {one["verb"] for one in record["refused"]} == {verb for verb, _ in refused}


def test_two_regions_and_one_service(account: str, tmp_path: Path) -> None:
    collection = run(account, tmp_path, "ecr", regions=(REGION, "us-gov-east-1"))
    assert sorted(path.relative_to(tmp_path).parts[:4] for path in collection.folders) == [
        ("evidence", "cloud", "123456789012", "us-gov-east-1"),
        ("evidence", "cloud", "123456789012", REGION),
        ("evidence", "scans", "aws", "123456789012"),
    ]
