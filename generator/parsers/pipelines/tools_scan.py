"""Tools that look for something wrong in images and Dockerfiles. Each ends with an error or does not, and the
options named here change that. Defaults are those of the tools' own documentation.
"""

from functools import partial

from generator.model.pipeline import Gating, PipelineStage
from generator.parsers.pipelines.tool import SOFT_FAIL, TRIVY_SWITCHES, Argument, Switch, ToolUse

_YES, _NO, _POLICY = Gating.YES, Gating.NO, Gating.POLICY
_SBOM_FORMAT = Argument(("format", "f"), r"^(cyclonedx|spdx|github)")
_NO_VULNERABILITIES = Argument(("scanners", "security-checks"), r"^(?!.*vuln).+")
_DATABASE_ONLY = Argument(("download-db-only", "download-java-db-only", "reset", "clear-cache"))
_DOCKERFILE = Argument(("", "f", "file", "p", "path", "scan-ref", "i", "input"), r"dockerfile|containerfile")
_TRIVY_CONFIG = Argument(("config", "c", "trivy-config"))
_OTHER_TRIVY = (
    r"^(image|i|config|conf|client|server|sbom|k8s|kubernetes|vm|aws|plugin|convert|clean"
    r"|fs|filesystem|repo|repository|rootfs)$"
)

_image_scan = partial(ToolUse, PipelineStage.IMAGE_SCAN)
IMAGE_SCANS = (
    _image_scan(
        "trivy",
        "trivy",
        ("image", "i"),
        unless=(_DATABASE_ONLY, _SBOM_FORMAT, _NO_VULNERABILITIES, _TRIVY_CONFIG),
        gating=_NO,
        switches=TRIVY_SWITCHES,
    ),
    _image_scan(
        "trivy with its configuration file",
        "trivy",
        ("image", "i"),
        needs=(_TRIVY_CONFIG,),
        unless=(_DATABASE_ONLY, _SBOM_FORMAT, _NO_VULNERABILITIES),
        gating=_POLICY,
        switches=TRIVY_SWITCHES,
    ),
    _image_scan(
        "trivy before 0.26",
        "trivy",
        needs=(Argument(("",), r"[\w}][:/][\w$]"),),
        unless=(Argument(("",), _OTHER_TRIVY), _DATABASE_ONLY, _SBOM_FORMAT),
        gating=_NO,
        switches=TRIVY_SWITCHES,
    ),
    _image_scan(
        "grype",
        "grype",
        unless=(
            Argument(("",), r"^(dir|file|sbom|purl|pkg|cpes?):|^\.{0,2}/|^\.{1,2}$|^(db|config|explain)$"),
            Argument(("path", "sbom"), "."),
        ),
        gating=_NO,
        switches=(
            Switch(("$GRYPE_FAIL_ON_SEVERITY",), blocks=True, inverted_by=(), needs_value=True),
            Switch(("fail-on", "f"), blocks=True, inverted_by=(), needs_value=True),
            Switch(("fail-build",), blocks=True, needs_value=True),
        ),
    ),
    _image_scan(
        "grype on an SBOM",
        "grype",
        needs=(Argument(("", "sbom"), r"^sbom:|\.json$"),),
        unless=(Argument(("",), r"^(dir|file):"), Argument(("image", "path"), ".")),
        gating=_NO,
        switches=(
            Switch(("fail-on", "f"), blocks=True, inverted_by=(), needs_value=True),
            Switch(("fail-build",), blocks=True, needs_value=True),
        ),
        visible=False,
    ),
    _image_scan(
        "snyk container",
        "snyk",
        ("container test",),
        gating=_YES,
        switches=(Switch(("fail-on-issues",), blocks=True, needs_value=True),),
    ),
    _image_scan("snyk container monitor", "snyk", ("container monitor",), gating=_NO),
    _image_scan(
        "docker scout",
        "docker",
        ("scout cves", "scout compare", "scout quickview"),
        gating=_NO,
        switches=(
            Switch(("exit-code", "e"), blocks=True),
            Switch(("exit-on", "x"), blocks=True, inverted_by=(), needs_value=True),
        ),
    ),
    _image_scan(
        "sysdig",
        "sysdig-cli-scanner",
        unless=(Argument(("iac",)),),
        gating=_POLICY,
        switches=(Switch(("stop-on-failed-policy-eval",), blocks=True, inverted_by=("false",), needs_value=True, policy=True),),
    ),
    _image_scan("clair-scanner", "clair-scanner", gating=_YES),
    _image_scan("clairctl", "clairctl", ("report", "analyze"), gating=_NO),
    _image_scan(
        "Amazon ECR scan findings",
        "aws",
        ("ecr describe-image-scan-findings", "ecr start-image-scan", "ecr wait image-scan-complete"),
        gating=_NO,
    ),
    _image_scan("Amazon Inspector", "inspector-scan", ("container",), gating=_NO),
    _image_scan(
        "Google Artifact Analysis",
        "gcloud",
        ("artifacts docker images scan", "artifacts docker images list-vulnerabilities"),
        gating=_NO,
    ),
    _image_scan("Azure container-scan", "azure-container-scan", gating=_YES),
    _image_scan("Prisma Cloud twistcli", "twistcli", ("images scan",), gating=_POLICY),
    _image_scan("Aqua scanner", "scannercli", ("scan",), gating=_POLICY),
    _image_scan("JFrog Xray", "jf", ("docker scan",), gating=_POLICY),
    _image_scan("anchorectl", "anchorectl", ("image check",), gating=_POLICY),
    _image_scan("anchore-cli", "anchore-cli", ("evaluate check",), gating=_POLICY),
    _image_scan("anchore-cli", "anchore-cli", ("image vuln",), gating=_NO),
    _image_scan("CrowdStrike image scan", "falcon-image-scan", gating=_POLICY),
    _image_scan("Wiz", "wizcli", ("docker scan", "scan container-image"), gating=_POLICY),
    _image_scan("Lacework", "lw-scanner", ("image evaluate",), gating=_POLICY),
    _image_scan(
        "NeuVector",
        "neuvector-scan",
        gating=_NO,
        switches=(Switch(("min-high-cves-to-fail", "min-medium-cves-to-fail"), blocks=True, needs_value=True),),
    ),
    _image_scan("StackRox image check", "roxctl", ("image check",), gating=_POLICY),
    _image_scan("StackRox image scan", "roxctl", ("image scan",), gating=_NO),
    _image_scan("osv-scanner", "osv-scanner", ("scan image",), gating=_YES),
    _image_scan("checkov image scan", "checkov", needs=(Argument(("docker-image",), "."),), gating=_YES, switches=SOFT_FAIL),
)

_HADOLINT_SWITCHES = (
    Switch(("failure-threshold", "t"), blocks=True, inverted_by=("none", "ignore"), needs_value=True),
    Switch(("no-fail",), blocks=False),
)

_dockerfile_lint = partial(ToolUse, PipelineStage.DOCKERFILE_LINT)
DOCKERFILE_LINTS = (
    _dockerfile_lint("hadolint", "hadolint", gating=_YES, switches=_HADOLINT_SWITCHES),
    _dockerfile_lint(
        "hadolint in review",
        "reviewdog-hadolint",
        gating=_NO,
        switches=(
            Switch(("fail-on-error",), blocks=True, needs_value=True),
            Switch(("fail-level",), blocks=True, inverted_by=("none",), needs_value=True),
        ),
    ),
    _dockerfile_lint(
        "docker build --check",
        "docker",
        ("build", "buildx build", "image build"),
        needs=(Argument(("check", "call"), r"^(check|\.|)$"),),
        gating=_YES,
    ),
    _dockerfile_lint("dockerfilelint", "dockerfilelint", gating=_YES),
    _dockerfile_lint("trivy config", "trivy", ("config", "conf"), needs=(_DOCKERFILE,), gating=_NO, switches=TRIVY_SWITCHES),
    _dockerfile_lint(
        "checkov", "checkov", needs=(Argument(("framework", "f", "file"), "dockerfile"),), gating=_YES, switches=SOFT_FAIL
    ),
    _dockerfile_lint("conftest", "conftest", ("test",), needs=(_DOCKERFILE,), gating=_YES),
    _dockerfile_lint(
        "kics",
        "kics",
        needs=(Argument(("type", "t", "", "p", "path"), "dockerfile"),),
        gating=_YES,
        switches=(Switch(("ignore-on-exit",), blocks=False, inverted_by=("none", "errors"), needs_value=True),),
    ),
)

_base_image_approval = partial(ToolUse, PipelineStage.BASE_IMAGE_APPROVAL)
BASE_IMAGE_APPROVALS = (
    _base_image_approval(
        "hadolint trusted registries",
        "hadolint",
        needs=(Argument(("trusted-registry", "trusted-registries"), "."),),
        gating=_YES,
        switches=_HADOLINT_SWITCHES,
    ),
    _base_image_approval(
        "cosign verify of the base image", "cosign", ("verify",), needs=(Argument(("",), r"base"),), gating=_YES
    ),
    _base_image_approval(
        "notation verify of the base image", "notation", ("verify",), needs=(Argument(("",), r"base"),), gating=_YES
    ),
)
