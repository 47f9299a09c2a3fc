"""What `atopack collect aws` writes under `evidence/cloud/` is read, every file of it; moto's server stands for the account."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aws_moto import REGION, empty_account
from aws_moto import client as client_of

from generator.collectors.aws import AwsRequest, collect
from generator.facts.assets import system_assets
from generator.facts.history import History
from generator.facts.select import select_clouds
from generator.model.asset import AssetKind
from generator.model.cloud import CloudSnapshot
from generator.parsers.document import Document
from generator.parsers.registry import read
from generator.workspace.folder import Workspace

_NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one collection of a small account."""
    root = tmp_path_factory.mktemp("collected")
    (root / "system.yaml").write_text("system:\n  name: Shop\n")
    with empty_account() as endpoint:
        _fill(endpoint)
        collect(AwsRequest(workspace=root, regions=(REGION,), endpoint=endpoint), lambda: _NOW, lambda _text: None)
    return root


def _fill(url: str) -> None:
    def client(name: str) -> Any:
        return client_of(name, url)

    client("ec2").run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)
    client("s3").create_bucket(Bucket="fleet-manuals", CreateBucketConfiguration={"LocationConstraint": REGION})
    client("ecr").create_repository(repositoryName="fleet/map", imageScanningConfiguration={"scanOnPush": True})
    role = "arn:aws-us-gov:iam::123456789012:role/nodes"
    client("eks").create_cluster(name="fleet", roleArn=role, resourcesVpcConfig={"subnetIds": ["subnet-1"]})
    client("eks").create_nodegroup(clusterName="fleet", nodegroupName="main", nodeRole=role, subnets=["subnet-1"])
    made = {"MasterUsername": "root", "MasterUserPassword": "hunter2hunter2", "Engine": "aurora-postgresql"}
    client("rds").create_db_cluster(DBClusterIdentifier="routes", StorageEncrypted=True, **made)
    client("rds").create_db_instance(
        DBInstanceIdentifier="routes-1", DBInstanceClass="db.r5.large", Engine="aurora-postgresql", DBClusterIdentifier="routes"
    )
    subnets = [one["SubnetId"] for one in client("ec2").describe_subnets()["Subnets"]][:2]
    client("elbv2").create_load_balancer(Name="fleet-front", Subnets=subnets)


def _snapshots(workspace: Path) -> list[CloudSnapshot]:
    opened, found = Workspace.open(workspace), []
    for path in (path for path in opened.listing().paths if path.startswith("evidence/cloud/")):
        evidence, content, _ = opened.load(path)
        snapshot = read(Document(path, content), evidence)[1]
        if not path.rpartition("/")[2].startswith("ecs-"):
            assert isinstance(snapshot, CloudSnapshot), path
            found.append(snapshot)
    return found


def test_every_file_is_read_and_says_whose_it_is(workspace: Path) -> None:
    snapshots = _snapshots(workspace)
    assert {one.account for one in snapshots} == {"123456789012"}
    assert {one.region for one in snapshots} == {REGION, "global"}
    assert {one.taken for one in snapshots} == {_NOW}
    for one in snapshots:
        assert one.evidence.path.rpartition("/")[2].removesuffix(".json") == one.operation.replace(" ", "-")


def test_they_tell_of_each_thing_once(workspace: Path) -> None:
    assets = system_assets((), (), select_clouds(History.of(_snapshots(workspace)).of_kind(CloudSnapshot)), ())
    kinds = [one.kind for one in assets]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        AssetKind.HOST: 1,
        AssetKind.DATABASE: 2,
        AssetKind.LOAD_BALANCER: 1,
        AssetKind.STORAGE: 1,
        AssetKind.CLUSTER: 1,
    }
    by_name = {one.asset_id: one for one in assets}
    assert "fleet" in by_name
    assert "public access not blocked" in by_name["fleet-manuals"].details
    assert by_name["routes"].where == f"AWS 123456789012 {REGION}"
    assert "hunter2" not in repr(assets)
