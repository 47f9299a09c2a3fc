"""Terraform and CloudFormation that are recognized and not read are a gap, and the first in the list."""

from datetime import date
from pathlib import Path

import pytest

from generator.cli.report_lines import gaps
from generator.model.evidence import Gap, GapKind
from generator.pipeline.stages import selected
from generator.workspace.folder import Workspace

_PLAN = """{"format_version": "1.2", "terraform_version": "1.5.0", "resource_changes": [], "planned_values": {"root_module":
{"child_modules": [{"address": "module.web", "resources": [{"address": "module.web.aws_instance.web", "mode": "managed",
"type": "aws_instance", "name": "web", "values": {"name": "web"}}]}]}}}"""


def _gaps(root: Path, files: dict[str, str]) -> tuple[Gap, ...]:
    (root / "system.yaml").touch()
    for name, text in files.items():
        path = root / "evidence/cluster" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return selected(Workspace.open(root), date(2026, 11, 20), lambda *_: None).gaps


@pytest.mark.parametrize(
    ("name", "text", "parts", "step"),
    [
        ("a.tf", 'module "web" {\n  source = "./web"\n}\n', "module.web", "terraform show"),
        ("b.tf", 'resource "aws_instance" "web" {\n  ami = "web"\n}\n', "aws_instance.web", "collect what runs"),
        (
            "c.tf",
            'module "web" {\n  source = "./web"\n}\nresource "kubernetes_namespace" "x" {\n  metadata { name = "shop" }\n}\n',
            "module.web",
            "terraform show",
        ),
        ("plan.json", _PLAN, "module.web.aws_instance.web", "collect what runs"),
        (
            "stack.yaml",
            "Resources:\n  Data: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: 'https://b.example.com/x.yaml'}}\n",
            "AWS::CloudFormation::Stack.Data",
            "collect nested templates",
        ),
    ],
)
def test_what_is_not_read_is_named(tmp_path: Path, name: str, text: str, parts: str, step: str) -> None:
    (gap,) = _gaps(tmp_path, {name: text})
    assert (gap.path, gap.kind) == (f"evidence/cluster/{name}", GapKind.NOT_READ)
    assert gap.reason == f"what it creates is not read, so it is seen nowhere: {parts}"
    assert step in gap.next_step


def test_the_count_stands_first_and_no_kind_is_hidden(tmp_path: Path) -> None:
    modules = "".join(f'module "m{number:02}" {{\n  source = "./m"\n}}\n' for number in range(20))
    machines = 'resource "aws_instance" "web" {\n  ami = "x"\n}\n'
    (gap,) = _gaps(tmp_path, {"a.tf": modules + machines})
    assert gap.reason.startswith(
        "what 21 parts of it create is not read, so it is seen nowhere: 1 aws_instance (aws_instance.web) and 20 modules ("
    )


def test_definitions_whose_template_was_not_collected_are_called_by_their_kind(tmp_path: Path) -> None:
    each = (
        'resource "aws_ecs_task_definition" "%s" {\n  family = "%s"\n  container_definitions = file("%s.json")\n}\n'
        'resource "aws_ecs_service" "%s" {\n  name = "%s"\n  task_definition = aws_ecs_task_definition.%s.arn\n}\n'
    )
    (gap,) = _gaps(tmp_path, {"a.tf": "".join(each.replace("%s", name) for name in ("cart", "mail"))})
    assert gap.reason.startswith("what 2 parts of it create is not read, so it is seen nowhere: 2 aws_ecs_task_definitions (")


def test_what_is_read_or_runs_nothing_is_no_gap(tmp_path: Path) -> None:
    text = 'resource "aws_s3_bucket" "files" {\n  bucket = "files"\n}\nresource "aws_iam_role" "web" {\n  name = "web"\n}\n'
    assert _gaps(tmp_path, {"d.tf": text}) == ()


def test_it_stands_first(tmp_path: Path) -> None:
    found = _gaps(tmp_path, {"a.tf": 'module "web" {\n  source = "./web"\n}\n', "x.json": "{", "y.bin": "?"})
    assert "a.tf" in next(iter(gaps(found)))
