"""Which cluster a file belongs to where people copy a repository as it is, and names that Terraform makes."""

import pytest
from evidence_beside import among, file_at

from generator.model.inventory import ClusterSnapshot
from generator.parsers.cluster import helm_chart_yaml, terraform_hcl
from generator.parsers.cluster.scope import cluster_name
from generator.parsers.cluster.terraform_names import readable
from generator.parsers.document import Document
from generator.parsers.late_parser import FormatModule

_CLUSTER = "evidence/cluster"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("prod/2026-02-03/pods.json", "prod"),
        ("2026-02-03/pods.json", "cluster"),
        ("k8s/cart.yaml", "cluster"),
        ("manifests/prod/cart.yaml", "prod"),
        ("Helm/Chart.yaml", "cluster"),
    ],
)
def test_a_folder_that_says_what_lies_in_it_names_no_cluster(path: str, name: str) -> None:
    assert cluster_name(f"{_CLUSTER}/{path}") == name


def _cluster_of(parser: FormatModule, files: dict[str, str], path: str) -> str:
    document = among(files, path)
    snapshot = parser.parse(document, file_at(path))
    assert isinstance(snapshot, ClusterSnapshot)
    return snapshot.cluster


@pytest.mark.parametrize(("folder", "name"), [("ferry", "cluster"), ("prod", "prod"), ("prod/ferry", "prod")])
def test_the_folder_of_a_chart_is_a_part_of_it(folder: str, name: str) -> None:
    chart = "apiVersion: v2\nname: ferry\nversion: 1.0.0\nappVersion: '1'\n"
    template = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"
    files = {f"{_CLUSTER}/{folder}/Chart.yaml": chart, f"{_CLUSTER}/{folder}/templates/web.yaml": template}
    assert {_cluster_of(helm_chart_yaml, files, path) for path in files} == {name}


def test_a_module_that_a_root_above_calls_belongs_to_its_cluster() -> None:
    files = {
        f"{_CLUSTER}/main.tf": 'module "region" {\n  source = "./region"\n}\n',
        f"{_CLUSTER}/region/main.tf": 'resource "aws_s3_bucket" "files" {\n  bucket = "files"\n}\n',
        f"{_CLUSTER}/alone/main.tf": 'resource "aws_s3_bucket" "more" {\n  bucket = "more"\n}\n',
    }
    clusters = {path.rpartition("cluster/")[2]: _cluster_of(terraform_hcl, files, path) for path in files}
    assert clusters == {"main.tf": "cluster", "region/main.tf": "cluster", "alone/main.tf": "alone"}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("orders", "orders"),
        ("((env))-orders", "((env))-orders"),
        ("${data.aws_default_tags.current.tags.env-name}-orders", "((env-name))-orders"),
        ("${aws_ecs_cluster.main[0].name}-web", "((main))-web"),
        ('${lower(replace(var.region, "-", ""))}-web', "((region))-web"),
        ("${data.aws_default_tags.current.tags.env-name}", ""),
        ("${terraform.workspace}-${random_id.run.hex}", ""),
        ("${1 + 1}-web", "((unknown))-web"),
    ],
)
def test_a_name_that_is_made_when_terraform_runs_can_be_read(written: str, shown: str) -> None:
    assert readable(written) == shown


def test_what_no_part_of_is_named_has_the_name_of_its_block() -> None:
    text = 'resource "aws_sqs_queue" "arrivals" {\n  name = data.aws_default_tags.current.tags.env\n}\n'
    path = f"{_CLUSTER}/main.tf"
    snapshot = terraform_hcl.parse(Document(path, text.encode()), file_at(path))
    assert [getattr(each, "name", "") for each in snapshot.objects] == ["arrivals"]
