"""Tools that look for something wrong in images and Dockerfiles. Each ends with an error or does not, and the
options named here change that. Defaults are those of the tools' own documentation.
"""

from generator.model.pipeline import Gating, PipelineStage
from generator.parsers.pipelines.tool import Argument, Switch, ToolUse

_YES, _NO, _POLICY = Gating.YES, Gating.NO, Gating.POLICY
_SBOM_FORMAT = Argument(("format", "f"), r"^(cyclonedx|spdx|github)")
_NO_VULNERABILITIES = Argument(("scanners", "security-checks"), r"^(?!.*vuln).+")
_DATABASE_ONLY = Argument(("download-db-only", "download-java-db-only", "reset", "clear-cache"))
_DOCKERFILE = Argument(("", "f", "file", "p", "path", "scan-ref", "i", "input"), r"dockerfile|containerfile")
_TRIVY_SWITCHES = (
    Switch(("$TRIVY_EXIT_CODE",), blocks=True, needs_value=True),
    Switch(("exit-code",), blocks=True, needs_value=True),
)
_TRIVY_CONFIG = Argument(("config", "c", "trivy-config"))
_SOFT_FAIL = (Switch(("soft-fail", "s"), blocks=False),)
_OTHER_TRIVY = (
    r"^(image|i|config|conf|client|server|sbom|k8s|kubernetes|vm|aws|plugin|convert|clean"
    r"|fs|filesystem|repo|repository|rootfs)$"
)

IMAGE_SCANS = (
    ToolUse(
        name="trivy",
        stage=PipelineStage.IMAGE_SCAN,
        program="trivy",
        subcommands=("image", "i"),
        unless=(_DATABASE_ONLY, _SBOM_FORMAT, _NO_VULNERABILITIES, _TRIVY_CONFIG),
        gating=_NO,
        switches=_TRIVY_SWITCHES,
    ),
    ToolUse(
        name="trivy with its configuration file",
        stage=PipelineStage.IMAGE_SCAN,
        program="trivy",
        subcommands=("image", "i"),
        needs=(_TRIVY_CONFIG,),
        unless=(_DATABASE_ONLY, _SBOM_FORMAT, _NO_VULNERABILITIES),
        gating=_POLICY,
        switches=_TRIVY_SWITCHES,
    ),
    ToolUse(
        name="trivy before 0.26",
        stage=PipelineStage.IMAGE_SCAN,
        program="trivy",
        needs=(Argument(("",), r"[\w}][:/][\w$]"),),
        unless=(Argument(("",), _OTHER_TRIVY), _DATABASE_ONLY, _SBOM_FORMAT),
        gating=_NO,
        switches=_TRIVY_SWITCHES,
    ),
    ToolUse(
        name="grype",
        stage=PipelineStage.IMAGE_SCAN,
        program="grype",
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
    ToolUse(
        name="grype on an SBOM",
        stage=PipelineStage.IMAGE_SCAN,
        program="grype",
        needs=(Argument(("", "sbom"), r"^sbom:|\.json$"),),
        unless=(Argument(("",), r"^(dir|file):"), Argument(("image", "path"), ".")),
        gating=_NO,
        switches=(
            Switch(("fail-on", "f"), blocks=True, inverted_by=(), needs_value=True),
            Switch(("fail-build",), blocks=True, needs_value=True),
        ),
        visible=False,
    ),
    ToolUse(
        name="snyk container",
        stage=PipelineStage.IMAGE_SCAN,
        program="snyk",
        subcommands=("container test",),
        gating=_YES,
        switches=(Switch(("fail-on-issues",), blocks=True, needs_value=True),),
    ),
    ToolUse(
        name="snyk container monitor",
        stage=PipelineStage.IMAGE_SCAN,
        program="snyk",
        subcommands=("container monitor",),
        gating=_NO,
    ),
    ToolUse(
        name="docker scout",
        stage=PipelineStage.IMAGE_SCAN,
        program="docker",
        subcommands=("scout cves", "scout compare", "scout quickview"),
        gating=_NO,
        switches=(
            Switch(("exit-code", "e"), blocks=True),
            Switch(("exit-on", "x"), blocks=True, inverted_by=(), needs_value=True),
        ),
    ),
    ToolUse(
        name="sysdig",
        stage=PipelineStage.IMAGE_SCAN,
        program="sysdig-cli-scanner",
        unless=(Argument(("iac",)),),
        gating=_POLICY,
        switches=(Switch(("stop-on-failed-policy-eval",), blocks=True, inverted_by=("false",), needs_value=True, policy=True),),
    ),
    ToolUse(name="clair-scanner", stage=PipelineStage.IMAGE_SCAN, program="clair-scanner", gating=_YES),
    ToolUse(name="clairctl", stage=PipelineStage.IMAGE_SCAN, program="clairctl", subcommands=("report", "analyze"), gating=_NO),
    ToolUse(
        name="Amazon ECR scan findings",
        stage=PipelineStage.IMAGE_SCAN,
        program="aws",
        subcommands=("ecr describe-image-scan-findings", "ecr start-image-scan", "ecr wait image-scan-complete"),
        gating=_NO,
    ),
    ToolUse(
        name="Amazon Inspector",
        stage=PipelineStage.IMAGE_SCAN,
        program="inspector-scan",
        subcommands=("container",),
        gating=_NO,
    ),
    ToolUse(
        name="Google Artifact Analysis",
        stage=PipelineStage.IMAGE_SCAN,
        program="gcloud",
        subcommands=("artifacts docker images scan", "artifacts docker images list-vulnerabilities"),
        gating=_NO,
    ),
    ToolUse(name="Azure container-scan", stage=PipelineStage.IMAGE_SCAN, program="azure-container-scan", gating=_YES),
    ToolUse(
        name="Prisma Cloud twistcli",
        stage=PipelineStage.IMAGE_SCAN,
        program="twistcli",
        subcommands=("images scan",),
        gating=_POLICY,
    ),
    ToolUse(name="Aqua scanner", stage=PipelineStage.IMAGE_SCAN, program="scannercli", subcommands=("scan",), gating=_POLICY),
    ToolUse(name="JFrog Xray", stage=PipelineStage.IMAGE_SCAN, program="jf", subcommands=("docker scan",), gating=_POLICY),
    ToolUse(
        name="anchorectl", stage=PipelineStage.IMAGE_SCAN, program="anchorectl", subcommands=("image check",), gating=_POLICY
    ),
    ToolUse(
        name="anchore-cli",
        stage=PipelineStage.IMAGE_SCAN,
        program="anchore-cli",
        subcommands=("evaluate check",),
        gating=_POLICY,
    ),
    ToolUse(name="anchore-cli", stage=PipelineStage.IMAGE_SCAN, program="anchore-cli", subcommands=("image vuln",), gating=_NO),
    ToolUse(name="CrowdStrike image scan", stage=PipelineStage.IMAGE_SCAN, program="falcon-image-scan", gating=_POLICY),
    ToolUse(
        name="Wiz",
        stage=PipelineStage.IMAGE_SCAN,
        program="wizcli",
        subcommands=("docker scan", "scan container-image"),
        gating=_POLICY,
    ),
    ToolUse(
        name="Lacework", stage=PipelineStage.IMAGE_SCAN, program="lw-scanner", subcommands=("image evaluate",), gating=_POLICY
    ),
    ToolUse(
        name="NeuVector",
        stage=PipelineStage.IMAGE_SCAN,
        program="neuvector-scan",
        gating=_NO,
        switches=(Switch(("min-high-cves-to-fail", "min-medium-cves-to-fail"), blocks=True, needs_value=True),),
    ),
    ToolUse(
        name="StackRox image check",
        stage=PipelineStage.IMAGE_SCAN,
        program="roxctl",
        subcommands=("image check",),
        gating=_POLICY,
    ),
    ToolUse(
        name="StackRox image scan", stage=PipelineStage.IMAGE_SCAN, program="roxctl", subcommands=("image scan",), gating=_NO
    ),
    ToolUse(
        name="osv-scanner", stage=PipelineStage.IMAGE_SCAN, program="osv-scanner", subcommands=("scan image",), gating=_YES
    ),
    ToolUse(
        name="checkov image scan",
        stage=PipelineStage.IMAGE_SCAN,
        program="checkov",
        needs=(Argument(("docker-image",), "."),),
        gating=_YES,
        switches=_SOFT_FAIL,
    ),
)

_HADOLINT_SWITCHES = (
    Switch(("failure-threshold", "t"), blocks=True, inverted_by=("none", "ignore"), needs_value=True),
    Switch(("no-fail",), blocks=False),
)

DOCKERFILE_LINTS = (
    ToolUse(name="hadolint", stage=PipelineStage.DOCKERFILE_LINT, program="hadolint", gating=_YES, switches=_HADOLINT_SWITCHES),
    ToolUse(
        name="hadolint in review",
        stage=PipelineStage.DOCKERFILE_LINT,
        program="reviewdog-hadolint",
        gating=_NO,
        switches=(
            Switch(("fail-on-error",), blocks=True, needs_value=True),
            Switch(("fail-level",), blocks=True, inverted_by=("none",), needs_value=True),
        ),
    ),
    ToolUse(
        name="docker build --check",
        stage=PipelineStage.DOCKERFILE_LINT,
        program="docker",
        subcommands=("build", "buildx build", "image build"),
        needs=(Argument(("check", "call"), r"^(check|\.|)$"),),
        gating=_YES,
    ),
    ToolUse(name="dockerfilelint", stage=PipelineStage.DOCKERFILE_LINT, program="dockerfilelint", gating=_YES),
    ToolUse(
        name="trivy config",
        stage=PipelineStage.DOCKERFILE_LINT,
        program="trivy",
        subcommands=("config", "conf"),
        needs=(_DOCKERFILE,),
        gating=_NO,
        switches=_TRIVY_SWITCHES,
    ),
    ToolUse(
        name="checkov",
        stage=PipelineStage.DOCKERFILE_LINT,
        program="checkov",
        needs=(Argument(("framework", "f", "file"), "dockerfile"),),
        gating=_YES,
        switches=_SOFT_FAIL,
    ),
    ToolUse(
        name="conftest",
        stage=PipelineStage.DOCKERFILE_LINT,
        program="conftest",
        subcommands=("test",),
        needs=(_DOCKERFILE,),
        gating=_YES,
    ),
    ToolUse(
        name="kics",
        stage=PipelineStage.DOCKERFILE_LINT,
        program="kics",
        needs=(Argument(("type", "t", "", "p", "path"), "dockerfile"),),
        gating=_YES,
        switches=(Switch(("ignore-on-exit",), blocks=False, inverted_by=("none", "errors"), needs_value=True),),
    ),
)

BASE_IMAGE_APPROVALS = (
    ToolUse(
        name="hadolint trusted registries",
        stage=PipelineStage.BASE_IMAGE_APPROVAL,
        program="hadolint",
        needs=(Argument(("trusted-registry", "trusted-registries"), "."),),
        gating=_YES,
        switches=_HADOLINT_SWITCHES,
    ),
    ToolUse(
        name="cosign verify of the base image",
        stage=PipelineStage.BASE_IMAGE_APPROVAL,
        program="cosign",
        subcommands=("verify",),
        needs=(Argument(("",), r"base"),),
        gating=_YES,
    ),
    ToolUse(
        name="notation verify of the base image",
        stage=PipelineStage.BASE_IMAGE_APPROVAL,
        program="notation",
        subcommands=("verify",),
        needs=(Argument(("",), r"base"),),
        gating=_YES,
    ),
)
