"""Tools that check Kubernetes, Helm or Kustomize files for security. A syntax lint (`helm lint`) is not one of them."""

from functools import partial

from generator.model.pipeline import Gating, PipelineStage
from generator.parsers.pipelines.tool import SOFT_FAIL, TRIVY_SWITCHES, Argument, Switch, ToolUse

_YES, _NO, _POLICY = Gating.YES, Gating.NO, Gating.POLICY
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

_manifest_scan = partial(ToolUse, PipelineStage.MANIFEST_SCAN)
MANIFEST_SCANS = (
    _manifest_scan(
        "checkov",
        "checkov",
        unless=(
            _TERRAFORM,
            Argument(("framework",), r"^(?!.*(kubernetes|helm|kustomize|\ball\b)).+"),
            Argument(("docker-image",), "."),
        ),
        gating=_YES,
        switches=SOFT_FAIL,
    ),
    _manifest_scan(
        "kics",
        "kics",
        unless=(_TERRAFORM, Argument(("type", "t"), r"^(?!.*(kubernetes|helm)).+")),
        gating=_YES,
        switches=(Switch(("ignore-on-exit",), blocks=False, inverted_by=("none", "errors"), needs_value=True),),
    ),
    _manifest_scan("trivy config", "trivy", ("config", "conf"), unless=(_TERRAFORM,), gating=_NO, switches=TRIVY_SWITCHES),
    _manifest_scan(
        "trivy misconfiguration scan",
        "trivy",
        ("fs", "filesystem", "repo", "repository"),
        needs=(Argument(("scanners", "security-checks"), r"config"),),
        unless=(_TERRAFORM,),
        gating=_NO,
        switches=TRIVY_SWITCHES,
    ),
    _manifest_scan("kube-linter", "kube-linter", ("lint",), gating=_YES),
    _manifest_scan(
        "kubescape",
        "kubescape",
        ("scan",),
        unless=(Argument(("image",), "."), Argument(("",), "^image$")),
        gating=_NO,
        switches=(Switch(_THRESHOLDS, blocks=True, inverted_by=("100",), needs_value=True),),
    ),
    _manifest_scan("kubesec", "kubesec", ("scan",), gating=_YES),
    _manifest_scan("kube-score", "kube-score", ("score",), gating=_YES),
    _manifest_scan("kubeaudit", "kubeaudit", needs=(Argument(("f", "manifest"), "."),), gating=_YES),
    _manifest_scan(
        "polaris",
        "polaris",
        ("audit",),
        gating=_NO,
        switches=(
            Switch(("set-exit-code-on-danger",), blocks=True),
            Switch(("set-exit-code-below-score",), blocks=True, inverted_by=("0",), needs_value=True),
        ),
    ),
    _manifest_scan("datree", "datree", ("test",), gating=_YES),
    _manifest_scan("terrascan", "terrascan", ("scan",), needs=(Argument(("i", "iac-type"), _KUBERNETES),), gating=_YES),
    _manifest_scan(
        "conftest",
        "conftest",
        ("test",),
        unless=(_TERRAFORM, Argument(("",), r"tfplan|plan\.json")),
        gating=_YES,
        switches=(Switch(("no-fail",), blocks=False),),
    ),
    _manifest_scan("kyverno", "kyverno", ("apply",), gating=_YES),
    _manifest_scan("gator", "gator", ("test",), gating=_YES),
    _manifest_scan("snyk iac", "snyk", ("iac test",), unless=(_TERRAFORM,), gating=_YES),
    _manifest_scan("StackRox deployment check", "roxctl", ("deployment check",), gating=_POLICY),
)
