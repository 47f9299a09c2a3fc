"""Terraform that is recognized and not read is a gap, and the first in the list."""

from datetime import date
from pathlib import Path

import pytest

from generator.cli.report_lines import gaps
from generator.model.evidence import Gap, GapKind
from generator.pipeline.stages import selected
from generator.workspace.folder import Workspace

_PLAN = """{"format_version": "1.2", "terraform_version": "1.5.0", "resource_changes": [], "planned_values": {"root_module":
{"child_modules": [{"address": "module.web", "resources": [{"address": "module.web.cloudfoundry_app.web", "mode": "managed",
"type": "cloudfoundry_app", "name": "web", "values": {"name": "web"}}]}]}}}"""


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
        ("b.tf", 'resource "cloudfoundry_app" "web" {\n  name = "web"\n}\n', "cloudfoundry_app.web", "collect what runs"),
        (
            "c.tf",
            'module "web" {\n  source = "./web"\n}\nresource "kubernetes_namespace" "x" {\n  metadata { name = "shop" }\n}\n',
            "module.web",
            "terraform show",
        ),
        ("plan.json", _PLAN, "module.web.cloudfoundry_app.web", "collect what runs"),
    ],
)
def test_what_is_not_read_is_named(tmp_path: Path, name: str, text: str, parts: str, step: str) -> None:
    (gap,) = _gaps(tmp_path, {name: text})
    assert (gap.path, gap.kind) == (f"evidence/cluster/{name}", GapKind.NOT_READ)
    assert gap.reason == f"what these create is not read, so it is seen nowhere: {parts}"
    assert step in gap.next_step


def test_what_is_read_or_runs_nothing_is_no_gap(tmp_path: Path) -> None:
    text = 'resource "aws_s3_bucket" "files" {\n  bucket = "files"\n}\nresource "aws_iam_role" "web" {\n  name = "web"\n}\n'
    assert _gaps(tmp_path, {"d.tf": text}) == ()


def test_it_stands_first(tmp_path: Path) -> None:
    found = _gaps(tmp_path, {"a.tf": 'module "web" {\n  source = "./web"\n}\n', "x.json": "{", "y.bin": "?"})
    assert "a.tf" in next(iter(gaps(found)))
