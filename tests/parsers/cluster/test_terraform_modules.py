"""Terraform's files are read with those beside them, and with the modules that they call, where they are evidence."""

from collections.abc import Mapping

import pytest

from generator.model.evidence import EvidenceFile
from generator.model.identifiers import Sha256
from generator.model.inventory import ClusterSnapshot, ServiceObject, WorkloadSpec
from generator.parsers.cluster import terraform_hcl
from generator.parsers.document import Document
from generator.parsers.evidence_files import EvidenceFiles, Opened
from generator.parsers.registry import recognize

_MAIN = "evidence/stack/main.tf"


def _read(files: Mapping[str, str], path: str = _MAIN) -> ClusterSnapshot:
    def opened(name: str) -> Opened:
        return _file(name), files[name].encode()

    document = Document(path, files[path].encode(), EvidenceFiles(tuple(files), opened))
    assert terraform_hcl.recognizes(document)
    return terraform_hcl.parse(document, _file(path))


def _file(path: str) -> EvidenceFile:
    return EvidenceFile(path=path, sha256=Sha256("0" * 64), size=1, media_type="text/plain")


def _workloads(snapshot: ClusterSnapshot) -> dict[str, WorkloadSpec]:
    return {each.name: each for each in snapshot.objects if isinstance(each, WorkloadSpec)}


def _managed(snapshot: ClusterSnapshot) -> dict[str, str | None]:
    return {each.name: each.product for each in snapshot.objects if isinstance(each, ServiceObject) and each.type == "Managed"}


_SERVICE = {
    "evidence/modules/service/main.tf": """
variable "name" {}
variable "image" {}
variable "database" {}
variable "port" {}
resource "aws_ecs_task_definition" "task" {
  family                = var.name
  container_definitions = templatefile("${path.module}/task.json", {
    name = var.name, image = var.image, db = var.database, port = var.port
  })
}
resource "aws_ecs_service" "service" {
  name            = var.name
  task_definition = "${aws_ecs_task_definition.task.family}:${aws_ecs_task_definition.task.revision}"
  desired_count   = 2
}
""",
    "evidence/modules/service/task.json": (
        '[{"name": "${name}", "image": "${image}", "portMappings": [{"containerPort": ${port}}],'
        ' "environment": [{"name": "DB", "value": "${db}"}]}]'
    ),
    "evidence/modules/database/main.tf": """
variable "name" {}
resource "aws_db_instance" "this" {
  identifier = var.name
}
output "address" {
  value = aws_db_instance.this.address
}
""",
}
_ROOT = """
locals {
  env      = "prod"
  services = { cart = "r.example/cart:1", pay = "r.example/pay:2" }
}
module "orders_db" {
  source = "../modules/database"
  name   = "orders-${local.env}"
}
module "service" {
  for_each = local.services
  source   = "../modules/service"
  name     = each.key
  image    = each.value
  database = module.orders_db.address
  port     = 8080
}
"""


def test_local_modules_are_followed() -> None:
    snapshot = _read({**_SERVICE, _MAIN: _ROOT})
    found = _workloads(snapshot)
    assert sorted(found) == ["cart", "pay"]
    assert [each.kind for each in found.values()] == ["EcsService", "EcsService"]
    assert found["cart"].replicas == 2
    (container,) = found["cart"].containers
    assert (container.image, container.peers, container.ports[0].number) == ("r.example/cart:1", ("orders-prod",), 8080)
    assert _managed(snapshot) == {"orders-prod": "RDS"}
    assert snapshot.not_read == ()


def test_a_module_that_is_called_is_read_once() -> None:
    snapshot = _read({**_SERVICE, _MAIN: _ROOT}, "evidence/modules/database/main.tf")
    assert (snapshot.objects, snapshot.kinds) == ((), (("aws_db_instance", 1),))


def test_folders_may_stand_in_the_names() -> None:
    files = {
        f"evidence/{path.removeprefix('evidence/').replace('/', '_')}": text
        for path, text in {**_SERVICE, _MAIN: _ROOT}.items()
    }
    snapshot = _read(files, "evidence/stack_main.tf")
    assert {name: each.replicas for name, each in _workloads(snapshot).items()} == {"cart": 2, "pay": 2}
    assert _managed(snapshot) == {"orders-prod": "RDS"}
    assert _read(files, "evidence/modules_database_main.tf").objects == ()


def test_modules_that_call_each_other_end() -> None:
    files = {
        "evidence/a/main.tf": 'module "b" {\n  source = "../b"\n}\nresource "aws_sqs_queue" "a" {\n  name = "a"\n}\n',
        "evidence/b/main.tf": 'module "a" {\n  source = "../a"\n}\nresource "aws_sqs_queue" "b" {\n  name = "b"\n}\n',
    }
    assert {"a", "b"} <= set(_managed(_read(files, "evidence/a/main.tf")))


def test_nothing_outside_of_the_evidence_is_opened() -> None:
    source = 'module "x" {\n  source = "../../../../etc"\n}\nmodule "y" {\n  source = "../missing"\n}\n'
    assert _read({_MAIN: source}).not_read == ("module.x", "module.y")
    task = (
        'resource "aws_ecs_task_definition" "t" {\n  family = "t"\n  container_definitions = file("../../../etc/passwd")\n}\n'
    )
    assert _read({_MAIN: task}).not_read == ("aws_ecs_task_definition.t (container_definitions)",)


def test_values_come_from_files_beside_it() -> None:
    files = {
        _MAIN: 'resource "aws_ecs_task_definition" "t" {\n  family = var.name\n'
        "  container_definitions = jsonencode(local.all)\n}\n",
        "evidence/stack/variables.tf": 'variable "name" {\n  default = "cart"\n}\nvariable "tag" {\n  default = "1"\n}\n',
        "evidence/stack/locals.tf": 'locals {\n  all = [{ name = "c", image = "r.example/cart:${var.tag}" }]\n}\n',
        "evidence/stack/terraform.tfvars": 'tag = "2"\n',
    }
    (found,) = _workloads(_read(files)).values()
    assert (found.kind, found.name, found.containers[0].image) == ("EcsTaskDefinition", "cart", "r.example/cart:2")
    assert _read(files, "evidence/stack/variables.tf").kinds == (("variable", 2),)
    assert _read(files, "evidence/stack/terraform.tfvars").kinds == (("variable", 1),)


def test_secrets_are_no_values() -> None:
    files = {_MAIN: 'resource "aws_sqs_queue" "q" {\n  name = "q-${var.api_token}-${var.other}"\n}\n'}
    files["evidence/stack/v.tf"] = (
        'variable "api_token" {\n  default = "hunter2"\n}\nvariable "other" {\n  sensitive = true\n  default = "s3cret"\n}\n'
    )
    assert list(_managed(_read(files))) == ["q-((api_token))-((other))"]


def test_count_is_one_with_its_number() -> None:
    source = """
resource "aws_sqs_queue" "q" {
  count = 3
  name  = "q-${count.index}"
}
resource "aws_lambda_function" "f" {
  count         = 2
  function_name = "resize"
  environment {
    variables = { QUEUE = aws_sqs_queue.q[0].url }
  }
}
resource "aws_sns_topic" "off" {
  count = 0
  name  = "off"
}
"""
    snapshot = _read({_MAIN: source})
    assert list(_managed(snapshot)) == ["q-((index))"]
    (function,) = _workloads(snapshot).values()
    assert (function.replicas, function.containers[0].image, function.containers[0].peers) == (
        2,
        "package:resize",
        ("q-index",),
    )


@pytest.mark.parametrize(
    ("written", "image"),
    [
        ('docker_image = "r.example/web:1"', "r.example/web:1"),
        ('image = "r.example/web:2"', "r.example/web:2"),
        ('docker_image = "r.example/web:1"\n  image = "r.example/web:2"', "r.example/web:1"),
    ],
)
def test_an_app_names_its_image_in_either_version_of_the_provider(written: str, image: str) -> None:
    (app,) = _workloads(_read({_MAIN: f'resource "cloudfoundry_app" "web" {{\n  name = "web"\n  {written}\n}}\n'})).values()
    assert [container.image for container in app.containers] == [image]


def test_apps_of_cloud_foundry() -> None:
    source = """
resource "cloudfoundry_app" "web" {
  name         = "web-${var.env}"
  docker_image = "r.example/web:1"
  instances    = 2
  service_binding {
    service_instance = cloudfoundry_service_instance.db.id
  }
  service_binding {
    service_instance = cloudfoundry_user_provided_service.keys.id
  }
}
resource "cloudfoundry_user_provided_service" "keys" {
  name        = "keys"
  credentials = { token = "hunter2" }
}
resource "cloudfoundry_service_instance" "db" {
  name         = "db-${var.env}"
  service_plan = data.cloudfoundry_service.rds.service_plans["small-psql"]
}
data "cloudfoundry_service" "rds" {
  name = "aws-rds"
}
module "files" {
  source       = "github.com/gsa-tts/terraform-cloudgov//s3?ref=v1.0.0"
  name         = "files-${var.env}"
  s3_plan_name = "basic"
}
"""
    snapshot = _read({_MAIN: source, "evidence/stack/v.tf": 'variable "env" {\n  default = "dev"\n}\n'})
    (app,) = _workloads(snapshot).values()
    assert (app.kind, app.name, app.replicas, app.containers[0].peers) == ("CloudFoundryApp", "web-((env))", 2, ("db-env",))
    assert _managed(snapshot) == {"db-((env))": "aws-rds small-psql", "files-((env))": "s3 basic"}
    assert "hunter2" not in repr(snapshot)


def test_modules_of_a_registry() -> None:
    source = """
module "cart" {
  source        = "terraform-aws-modules/ecs/aws//modules/service"
  name          = "cart"
  desired_count = 2
  container_definitions = {
    application = {
      image         = "r.example/cart:1"
      environment   = [{ name = "TABLE", value = module.carts.dynamodb_table_id }]
      port_mappings = [{ name = "http", container_port = 8080 }]
    }
  }
}
module "carts" {
  source = "terraform-aws-modules/dynamodb-table/aws"
  name   = "carts"
}
module "vpc" {
  source = "terraform-aws-modules/vpc/aws"
}
module "other" {
  source = "example/other/aws"
}
"""
    snapshot = _read({_MAIN: source})
    (cart,) = _workloads(snapshot).values()
    assert (cart.kind, cart.replicas, cart.containers[0].ports[0].number) == ("EcsService", 2, 8080)
    assert cart.containers[0].peers == ("carts",)
    assert _managed(snapshot) == {"carts": "DynamoDB"}
    assert snapshot.not_read == ("module.other",)


def test_blocks_are_repeated_and_images_are_of_repositories() -> None:
    source = """
locals {
  services = { api = 8080, web = 3000 }
}
resource "google_cloud_run_v2_service" "service" {
  for_each = local.services
  name     = "shop-${each.key}"
  template {
    containers {
      image = "r.example/${each.key}:1"
      ports {
        container_port = each.value
      }
      dynamic "env" {
        for_each = { DB_HOST = google_sql_database_instance.main.private_ip_address }
        content {
          name  = env.key
          value = env.value
        }
      }
    }
  }
}
resource "google_sql_database_instance" "main" {
  name = "shop-db"
}
resource "aws_ecr_repository" "worker" {
  name = "shop/worker"
}
resource "aws_ecs_task_definition" "worker" {
  family                = "worker"
  container_definitions = jsonencode([{ name = "worker", image = "${aws_ecr_repository.worker.repository_url}:1" }])
}
"""
    found = _workloads(_read({_MAIN: source}))
    assert sorted(found) == ["shop-api", "shop-web", "worker"]
    (api,) = found["shop-api"].containers
    assert (api.image, api.peers, api.ports[0].number) == ("r.example/api:1", ("shop-db",), 8080)
    assert found["worker"].containers[0].image == "shop/worker:1"


def test_templates_beside_a_module_are_part_of_it() -> None:
    path = "evidence/stack/templates/task.json.tpl"
    files = {_MAIN: 'variable "x" {}\n', path: '[{"port": ${port}}]'}
    assert _read(files, path).kinds == (("template", 1),)
    assert recognize(Document(path, files[path].encode(), EvidenceFiles(tuple(files)))).name == "terraform-hcl"
