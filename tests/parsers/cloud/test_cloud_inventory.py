"""From the account's and the cluster's replies to the inventory workbook: everything is there, and once."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

from fewer_documents import only_documents

from generator.documents.workbook_opening import opened_workbook
from generator.model.evidence import GapKind
from generator.pipeline.stages import build
from generator.workspace.folder import Workspace

_INVENTORY = "workbooks/Appendix-M-Integrated-Inventory-Workbook.xlsx"
_DATA = Path(__file__).parent / "testdata"
_DAY = "2026-11-25"
_CLOUD = f"evidence/cloud/210987654321/us-gov-west-1/{_DAY}"
_FILES = {
    f"{_CLOUD}/ec2-describe-instances.json": "aws-ec2-json/one.json",
    f"{_CLOUD}/ec2-more.json": "aws-ec2-json/many.json",
    f"{_CLOUD}/rds-describe-db-instances.json": "aws-rds-json/one.json",
    f"{_CLOUD}/rds-describe-db-clusters.json": "aws-rds-json/clusters.json",
    f"{_CLOUD}/elbv2-describe-load-balancers.json": "aws-elb-json/many.json",
    f"{_CLOUD}/elbv2-describe-listeners.json": "aws-elb-json/listeners.json",
    f"{_CLOUD}/elbv2-describe-ssl-policies.json": "aws-elb-json/policies.json",
    f"{_CLOUD}/eks-describe-cluster.json": "aws-eks-json/many.json",
    f"{_CLOUD}/eks-describe-nodegroup.json": "aws-eks-json/nodegroups.json",
    f"{_CLOUD}/eks-describe-addon.json": "aws-eks-json/addon.json",
    f"{_CLOUD}/eks-list-clusters.json": "aws-eks-json/eks-list-clusters.json",
    f"{_CLOUD}/ecr-describe-repositories.json": "aws-ecr-registry-json/many.json",
    f"{_CLOUD}/ecr-describe-images.json": "aws-ecr-registry-json/images.json",
    f"{_CLOUD}/inspector2-list-coverage.json": "aws-inspector2-coverage-json/many.json",
    f"{_CLOUD}/config-describe-config-rules.json": "aws-posture-json/many.json",
    f"evidence/cloud/210987654321/global/{_DAY}/s3-list-buckets.json": "aws-s3-json/many.json",
    f"evidence/cloud/210987654321/global/{_DAY}/s3-get-bucket-encryption.json": "aws-s3-json/encryption.json",
    f"evidence/cloud/210987654321/global/{_DAY}/s3-get-public-access-block.json": "aws-s3-json/access.json",
}
_NODE = "ip-10-1-2-3.us-gov-west-1.compute.internal"
_CLUSTER = {
    "apiVersion": "v1",
    "kind": "List",
    "items": [
        {
            "apiVersion": "v1",
            "kind": "Node",
            "metadata": {"name": _NODE, "uid": "11111111-0000-0000-0000-000000000001"},
            "status": {
                "addresses": [{"type": "InternalIP", "address": "10.1.2.3"}, {"type": "Hostname", "address": _NODE}],
                "nodeInfo": {"osImage": "Bottlerocket OS 1.20.0", "kernelVersion": "6.1.0", "kubeletVersion": "v1.31.0"},
            },
        },
        {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": "cart", "namespace": "shop", "uid": "11111111-0000-0000-0000-000000000002"},
            "spec": {"nodeName": _NODE, "containers": [{"name": "cart", "image": "registry.example.com/shop/cart:1.4.2"}]},
            "status": {"phase": "Running"},
        },
    ],
}


def _silent(_text: str, _done: int, _total: int) -> None:
    """No progress in tests."""


def _workspace(root: Path) -> Path:
    root.mkdir()
    (root / "system.yaml").write_text("system:\n  name: Shop\n")
    for place, source in _FILES.items():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_bytes((_DATA / source).read_bytes())
    cluster = root / "evidence" / "cluster" / "prod" / _DAY / "objects.json"
    cluster.parent.mkdir(parents=True)
    cluster.write_text(json.dumps(_CLUSTER))
    return root


def test_the_workbook_lists_each_thing_once(tmp_path: Path) -> None:
    with only_documents(_INVENTORY):
        built = build(Workspace.open(_workspace(tmp_path / "ws")), tmp_path / "out", date(2026, 11, 25), _silent)
    unread = (GapKind.UNREADABLE, GapKind.UNRECOGNIZED, GapKind.UNDATED)
    assert [gap.path for gap in built.package.gaps if gap.path.startswith("evidence/cloud") and gap.kind in unread] == []
    assert any(gap.kind is GapKind.NOT_COLLECTED for gap in built.package.gaps if gap.path.startswith("evidence/cloud"))
    with opened_workbook((built.folder / _INVENTORY).read_bytes(), data_only=False) as book:
        cells = Counter(str(row[0]).strip() for row in book["Inventory"].iter_rows(values_only=True) if row[0])
    once = (
        _NODE,
        "i-0a1b2c3d4e5f60002",
        "i-0a1b2c3d4e5f60003",
        "i-0a1b2c3d4e5f60004",
        "orders",
        "reports",
        "carts",
        "front",
        "AWS 210987654321 us-gov-west-1/cluster/inner",
        "AWS 210987654321 us-gov-west-1/load balancer/inner",
        "edge",
        "prod",
        "jobs",
        "shop-labels",
        "shop-photos",
        "shop-old",
    )
    assert {name: cells[name] for name in once} == dict.fromkeys(once, 1)
    assert "i-0a1b2c3d4e5f60001" not in cells
    assert "i-0ffffffffffffffff" not in cells
    plan = (built.folder / "oscal/system-security-plan.json").read_text()
    assert "endpoint" in plan
    assert "hunter2" not in plan
