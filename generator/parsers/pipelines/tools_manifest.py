"""Tools that check Kubernetes, Helm or Kustomize files for security. A syntax lint (`helm lint`) is not one of them."""

from generator.model.pipeline import Gating, PipelineStage
from generator.parsers.pipelines.tool import Argument, Switch, ToolUse

_YES, _NO, _POLICY = Gating.YES, Gating.NO, Gating.POLICY
_SOFT_FAIL = (Switch(("soft-fail", "s"), blocks=False),)
_PLACES = ("", "d", "directory", "f", "file", "p", "path", "scan-ref")
_TERRAFORM = Argument(_PLACES, r"terraform|(^|/)tf(/|$)|\.tf$|dockerfile")
_KUBERNETES = r"kubernetes|k8s|helm|kustomize|^all$"
_THRESHOLDS = (
    "compliance-threshold",
    "fail-threshold",
    "severity-threshold",
    "failed-threshold",
    "compliancethreshold",
    "failedthreshold",
    "severitythreshold",
)
_TRIVY = (Switch(("$TRIVY_EXIT_CODE",), blocks=True, needs_value=True), Switch(("exit-code",), blocks=True, needs_value=True))

MANIFEST_SCANS = (
    ToolUse(
        name="checkov",
        stage=PipelineStage.MANIFEST_SCAN,
        program="checkov",
        unless=(
            _TERRAFORM,
            Argument(("framework",), r"^(?!.*(kubernetes|helm|kustomize|\ball\b)).+"),
            Argument(("docker-image",), "."),
        ),
        gating=_YES,
        switches=_SOFT_FAIL,
    ),
    ToolUse(
        name="kics",
        stage=PipelineStage.MANIFEST_SCAN,
        program="kics",
        unless=(_TERRAFORM, Argument(("type", "t"), r"^(?!.*(kubernetes|helm)).+")),
        gating=_YES,
        switches=(Switch(("ignore-on-exit",), blocks=False, inverted_by=("none", "errors"), needs_value=True),),
    ),
    ToolUse(
        name="trivy config",
        stage=PipelineStage.MANIFEST_SCAN,
        program="trivy",
        subcommands=("config", "conf"),
        unless=(_TERRAFORM,),
        gating=_NO,
        switches=_TRIVY,
    ),
    ToolUse(
        name="trivy misconfiguration scan",
        stage=PipelineStage.MANIFEST_SCAN,
        program="trivy",
        subcommands=("fs", "filesystem", "repo", "repository"),
        needs=(Argument(("scanners", "security-checks"), r"config"),),
        unless=(_TERRAFORM,),
        gating=_NO,
        switches=_TRIVY,
    ),
    ToolUse(name="kube-linter", stage=PipelineStage.MANIFEST_SCAN, program="kube-linter", subcommands=("lint",), gating=_YES),
    ToolUse(
        name="kubescape",
        stage=PipelineStage.MANIFEST_SCAN,
        program="kubescape",
        subcommands=("scan",),
        unless=(Argument(("image",), "."), Argument(("",), "^image$")),
        gating=_NO,
        switches=(Switch(_THRESHOLDS, blocks=True, inverted_by=("100",), needs_value=True),),
    ),
    ToolUse(name="kubesec", stage=PipelineStage.MANIFEST_SCAN, program="kubesec", subcommands=("scan",), gating=_YES),
    ToolUse(name="kube-score", stage=PipelineStage.MANIFEST_SCAN, program="kube-score", subcommands=("score",), gating=_YES),
    ToolUse(
        name="kubeaudit",
        stage=PipelineStage.MANIFEST_SCAN,
        program="kubeaudit",
        needs=(Argument(("f", "manifest"), "."),),
        gating=_YES,
    ),
    ToolUse(
        name="polaris",
        stage=PipelineStage.MANIFEST_SCAN,
        program="polaris",
        subcommands=("audit",),
        gating=_NO,
        switches=(
            Switch(("set-exit-code-on-danger",), blocks=True),
            Switch(("set-exit-code-below-score",), blocks=True, inverted_by=("0",), needs_value=True),
        ),
    ),
    ToolUse(name="datree", stage=PipelineStage.MANIFEST_SCAN, program="datree", subcommands=("test",), gating=_YES),
    ToolUse(
        name="terrascan",
        stage=PipelineStage.MANIFEST_SCAN,
        program="terrascan",
        subcommands=("scan",),
        needs=(Argument(("i", "iac-type"), _KUBERNETES),),
        gating=_YES,
    ),
    ToolUse(
        name="conftest",
        stage=PipelineStage.MANIFEST_SCAN,
        program="conftest",
        subcommands=("test",),
        unless=(_TERRAFORM, Argument(("",), r"tfplan|plan\.json")),
        gating=_YES,
        switches=(Switch(("no-fail",), blocks=False),),
    ),
    ToolUse(name="kyverno", stage=PipelineStage.MANIFEST_SCAN, program="kyverno", subcommands=("apply",), gating=_YES),
    ToolUse(name="gator", stage=PipelineStage.MANIFEST_SCAN, program="gator", subcommands=("test",), gating=_YES),
    ToolUse(
        name="snyk iac",
        stage=PipelineStage.MANIFEST_SCAN,
        program="snyk",
        subcommands=("iac test",),
        unless=(_TERRAFORM,),
        gating=_YES,
    ),
    ToolUse(
        name="StackRox deployment check",
        stage=PipelineStage.MANIFEST_SCAN,
        program="roxctl",
        subcommands=("deployment check",),
        gating=_POLICY,
    ),
)
