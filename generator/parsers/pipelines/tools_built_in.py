"""What CI systems bring themselves: GitLab's scanning templates, Konflux's tasks, jobs that run in a tool's own image."""

from generator.model.pipeline import Gating, PipelineStage
from generator.parsers.pipelines.tool import Argument, Switch, ToolUse

_NO, _POLICY = Gating.NO, Gating.POLICY

OWN_IMAGES: dict[str, PipelineStage] = {
    "trufflehog": PipelineStage.SECRETS_DETECTION,
    "gitleaks": PipelineStage.SECRETS_DETECTION,
    "hadolint": PipelineStage.DOCKERFILE_LINT,
    "syft": PipelineStage.SBOM,
}
"""Tools with one use only, so that a job in their image is that use, even where a script of the repository calls them."""

BUILT_IN = (
    ToolUse(PipelineStage.SECRETS_DETECTION, "GitLab secret detection", "gitlab-secret-detection", gating=_NO),
    ToolUse(PipelineStage.IMAGE_SCAN, "GitLab container scanning", "gitlab-container-scanning", gating=_NO),
    ToolUse(PipelineStage.MANIFEST_SCAN, "GitLab IaC scanning (KICS)", "gitlab-kics", gating=_NO),
    ToolUse(PipelineStage.MANIFEST_SCAN, "GitLab kubesec", "gitlab-kubesec", gating=_NO),
    ToolUse(PipelineStage.IMAGE_BUILD, "GitLab Auto Build", "gitlab-auto-build"),
    ToolUse(PipelineStage.DEPLOY, "GitLab Auto Deploy", "gitlab-auto-deploy"),
    *(
        ToolUse(
            stage,
            f"{tool} in its own image",
            "own-image",
            needs=(Argument(("",), f"^{tool}$"),),
            gating=_POLICY if stage is not PipelineStage.SBOM else Gating.NOT_APPLICABLE,
        )
        for tool, stage in OWN_IMAGES.items()
    ),
    ToolUse(PipelineStage.BASE_IMAGE_APPROVAL, "deprecated-image-check", "deprecated-image-check", gating=_POLICY),
    ToolUse(PipelineStage.IMAGE_SCAN, "clair-scan", "clair-scan", gating=_POLICY),
    ToolUse(PipelineStage.IMAGE_SCAN, "roxctl image check task", "image-check-task", gating=_POLICY),
    ToolUse(PipelineStage.SBOM, "SBOM of the build task", "build-task-sbom", visible=False),
    ToolUse(PipelineStage.ATTESTATION, "Tekton Chains", "tekton-chains", visible=False),
    ToolUse(
        PipelineStage.IMAGE_SCAN,
        "Anchore plugin",
        "anchore-plugin",
        gating=_POLICY,
        switches=(Switch(("bailonfail",), blocks=True, policy=True),),
    ),
    ToolUse(
        PipelineStage.IMAGE_SCAN,
        "Snyk plugin",
        "snyk-plugin",
        needs=(Argument(("targetfile",), "(?i)dockerfile"),),
        gating=Gating.YES,
        switches=(Switch(("failonissues",), blocks=True),),
    ),
    ToolUse(PipelineStage.IMAGE_SCAN, "Aqua MicroScanner", "microscanner", gating=_POLICY),
    ToolUse(PipelineStage.IMAGE_SCAN, "Qualys", "qualys-image-plugin", gating=_POLICY),
    ToolUse(PipelineStage.SECRETS_DETECTION, "CredScan", "credscan", gating=_NO),
    ToolUse(PipelineStage.SIGNING, "ESRP code signing", "esrp-sign"),
    ToolUse(PipelineStage.DEPLOY, "Kubernetes manifests", "k8s-manifest", ("deploy", "promote", "patch", "scale")),
    ToolUse(PipelineStage.DEPLOY, "Argo CD", "argocd-application"),
    ToolUse(PipelineStage.DEPLOY, "Flux", "flux-kustomization"),
    ToolUse(PipelineStage.DEPLOY, "Flux", "flux-helmrelease"),
    ToolUse(
        PipelineStage.IMAGE_SCAN,
        "Amazon Inspector action",
        "inspector-action",
        needs=(Argument(("",), "^ECRImageScan$"),),
        gating=_NO,
        switches=(
            Switch(
                ("criticalthreshold", "highthreshold", "mediumthreshold", "lowthreshold"),
                blocks=True,
                inverted_by=(),
                needs_value=True,
            ),
        ),
    ),
    ToolUse(PipelineStage.VERSION_CONTROL, "source resource", "source-resource"),
    ToolUse(PipelineStage.VERSION_CONTROL, "checkout", "checkout"),
)
