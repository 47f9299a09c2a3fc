"""A tool's next version adds fields: its reports are still recognized by the same reader, and counted the same."""

import json
import re
from pathlib import Path

import pytest
from next_version import with_a_field_more

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
    "checkmarx-flow-json": ("/xissues/*/details",),
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


@pytest.mark.parametrize("name", [parser.name for parser in PARSERS if parser.name not in _WRITTEN_BY_PEOPLE])
def test_a_field_more_changes_nothing(name: str, tmp_path: Path) -> None:
    original = _fixture(name)
    expected, places, changed_by = _counts(original), set(), []
    for place, written in with_a_field_more(original):
        places.add(place)
        if place not in _NAMES.get(name, ()):
            changed = tmp_path / original.name
            changed.write_bytes(written())
            changed_by += [place] if _counts(changed) != expected else []
    assert changed_by == [], (
        f"a key more at these places of {original.name}, as the next version may write, changes what is read"
    )
    assert set(_NAMES.get(name, ())) - places == set(), "places that are not in the file"


def _counts(path: Path) -> object:
    """The row without what names the file, and without line numbers: a field more may be a line more."""
    counted = {key: value for key, value in row(path).items() if key not in ("path", "sha256")}
    return json.loads(re.sub(r"line \d+", "line", json.dumps(counted, default=str)))
