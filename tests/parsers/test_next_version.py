"""A tool's next version adds fields: its reports are still recognized by the same reader, and counted the same."""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from next_version import with_a_field_more

from generator.parsers.base import Parser
from generator.parsers.inspect import row
from generator.parsers.registry import PARSERS

_TESTDATA = Path(__file__).parent
_NAMES = {
    "anchore-policy-json": ("/*", "/*/sha256:" + "3" * 64),
    "aws-ecr-json": ("/imageScanFindings/findingSeverityCounts",),
    "azure-pipelines-yaml": ("/stages/*/jobs/*/steps/*",),
    "bitbucket-yaml": ("/pipelines/branches", "/pipelines/custom"),
    "cloudsplaining-json": ("/aws_managed_policies", "/customer_managed_policies", "/inline_policies"),
    "clair-klar-json": ("/Vulnerabilities",),
    "clair-report-json": (
        *("/packages", "/distributions", "/vulnerabilities", "/package_vulnerabilities"),
        "/enrichments/message/vnd.clair.map.vulnerability; enricher=clair.cvss schema=x/*",
    ),
    "cargo-audit-json": ("/warnings",),
    "compose-yaml": ("/services",),
    "aws-cloudformation-template": (
        *("/Resources", "/Conditions/IsTest", "/Resources/Place/Properties/FunctionName"),
        "/Resources/Place/Properties/FunctionName/Fn::Sub/*/Where",
        "/Resources/WebTask/Properties/ContainerDefinitions/*/Image",
    ),
    "csaf-json": ("/vulnerabilities/*/product_status",),
    "detect-secrets-json": ("/results",),
    "github-actions-yaml": ("/jobs", "/jobs/image/strategy/matrix"),
    "gitlab-ci-yaml": ("",),
    "harbor-json": ("/vulnerabilities/*/vendor_attributes/CVSS",),
    "jfrog-xray-scan-json": ("/*/vulnerabilities/*/components", "/*/violations/*/components"),
    "kubescape-json": ("/summaryDetails/controls",),
    "npm-audit-json": ("/advisories",),
    "openshift-compliance-json": ("", "/cloud"),
    "osv-scanner-json": (
        "/results/*/packages/*/groups/*/experimental_analysis",
        "/results/*/packages/*/groups/*/experimentalAnalysis",
    ),
    "polaris-json": (
        *("/Results/*/Results", "/Results/*/PodResult/Results", "/Results/*/PodResult/ContainerResults/*/Results"),
    ),
    "popeye-json": ("/popeye/sanitizers/*/issues",),
    "sarif-json": ("/runs/*/tool/driver/rules/*/messageStrings",),
    "sysdig-cli-json": (
        *("/result/packages", "/result/vulnerabilities", "/result/riskAccepts"),
        "/result/vulnerabilities/v1/providersMetadata",
    ),
    "trivy-json": ("/Results/*/Vulnerabilities/*/CVSS",),
    "trivy-operator-json": ("/items/*/report/vulnerabilities/*/cvss",),
    "trufflehog-json": ("/SourceMetadata/Data",),
    "wapiti-json": ("/vulnerabilities", "/anomalies", "/additionals"),
    "woodpecker-yaml": ("/pipeline",),
}
"""Where a key is no field but the name of an entry (image, package, rule, job), or, in a step of Azure's, the first one says
what the step is: one key more is one entry more there. An object with one key is a function of CloudFormation: with one more it
is none."""
_WRITTEN_BY_PEOPLE = {"diagram-yaml"}
"""A key nobody knows is a spelling mistake, and refused."""


def _fixture(name: str) -> Path:
    (path,) = (path for path in _TESTDATA.glob(f"*/testdata/{name}/many.*") if ".expected." not in path.name)
    return path


def _changed(parser: Parser) -> list[tuple[str, str, Callable[[], bytes]]]:
    if parser.name in _WRITTEN_BY_PEOPLE:
        return []
    return [
        (parser.name, place, written)
        for place, written in with_a_field_more(_fixture(parser.name))
        if place not in _NAMES.get(parser.name, ())
    ]


_CHANGED = [each for parser in PARSERS for each in _changed(parser)]


@pytest.mark.parametrize(("name", "place", "written"), _CHANGED, ids=[f"{name}:{place}" for name, place, _ in _CHANGED])
def test_a_field_more_changes_nothing(name: str, place: str, written: Callable[[], bytes], tmp_path: Path) -> None:
    original = _fixture(name)
    changed = tmp_path / original.name
    changed.write_bytes(written())
    assert _counts(changed) == _counts_as_published(name)


@pytest.mark.parametrize(("name", "place"), [(name, place) for name, places in _NAMES.items() for place in places])
def test_every_place_of_names_is_in_its_file(name: str, place: str) -> None:
    assert place in {place for place, _ in with_a_field_more(_fixture(name))}


@cache
def _counts_as_published(name: str) -> object:
    return _counts(_fixture(name))


def _counts(path: Path) -> object:
    """The row without what names the file, and without line numbers: a field more may be a line more."""
    counted = {key: value for key, value in row(path).items() if key not in ("path", "sha256")}
    return json.loads(re.sub(r"line \d+", "line", json.dumps(counted, default=str)))
