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
    ToolUse(
        name="GitLab secret detection", stage=PipelineStage.SECRETS_DETECTION, program="gitlab-secret-detection", gating=_NO
    ),
    ToolUse(name="GitLab container scanning", stage=PipelineStage.IMAGE_SCAN, program="gitlab-container-scanning", gating=_NO),
    ToolUse(name="GitLab IaC scanning (KICS)", stage=PipelineStage.MANIFEST_SCAN, program="gitlab-kics", gating=_NO),
    ToolUse(name="GitLab kubesec", stage=PipelineStage.MANIFEST_SCAN, program="gitlab-kubesec", gating=_NO),
    ToolUse(name="GitLab Auto Build", stage=PipelineStage.IMAGE_BUILD, program="gitlab-auto-build"),
    ToolUse(name="GitLab Auto Deploy", stage=PipelineStage.DEPLOY, program="gitlab-auto-deploy"),
    *(
        ToolUse(
            name=f"{tool} in its own image",
            stage=stage,
            program="own-image",
            needs=(Argument(("",), f"^{tool}$"),),
            gating=_POLICY if stage is not PipelineStage.SBOM else Gating.NOT_APPLICABLE,
        )
        for tool, stage in OWN_IMAGES.items()
    ),
    ToolUse(
        name="deprecated-image-check", stage=PipelineStage.BASE_IMAGE_APPROVAL, program="deprecated-image-check", gating=_POLICY
    ),
    ToolUse(name="clair-scan", stage=PipelineStage.IMAGE_SCAN, program="clair-scan", gating=_POLICY),
    ToolUse(name="roxctl image check task", stage=PipelineStage.IMAGE_SCAN, program="image-check-task", gating=_POLICY),
    ToolUse(name="SBOM of the build task", stage=PipelineStage.SBOM, program="build-task-sbom", visible=False),
    ToolUse(name="Tekton Chains", stage=PipelineStage.ATTESTATION, program="tekton-chains", visible=False),
    ToolUse(
        name="Anchore plugin",
        stage=PipelineStage.IMAGE_SCAN,
        program="anchore-plugin",
        gating=_POLICY,
        switches=(Switch(("bailonfail",), blocks=True, policy=True),),
    ),
    ToolUse(
        name="Snyk plugin",
        stage=PipelineStage.IMAGE_SCAN,
        program="snyk-plugin",
        needs=(Argument(("targetfile",), "(?i)dockerfile"),),
        gating=Gating.YES,
        switches=(Switch(("failonissues",), blocks=True),),
    ),
    ToolUse(name="Aqua MicroScanner", stage=PipelineStage.IMAGE_SCAN, program="microscanner", gating=_POLICY),
    ToolUse(name="Qualys", stage=PipelineStage.IMAGE_SCAN, program="qualys-image-plugin", gating=_POLICY),
    ToolUse(name="CredScan", stage=PipelineStage.SECRETS_DETECTION, program="credscan", gating=_NO),
    ToolUse(name="ESRP code signing", stage=PipelineStage.SIGNING, program="esrp-sign"),
    ToolUse(
        name="Kubernetes manifests",
        stage=PipelineStage.DEPLOY,
        program="k8s-manifest",
        subcommands=("deploy", "promote", "patch", "scale"),
    ),
    ToolUse(name="Argo CD", stage=PipelineStage.DEPLOY, program="argocd-application"),
    ToolUse(name="Flux", stage=PipelineStage.DEPLOY, program="flux-kustomization"),
    ToolUse(name="Flux", stage=PipelineStage.DEPLOY, program="flux-helmrelease"),
    ToolUse(
        name="Amazon Inspector action",
        stage=PipelineStage.IMAGE_SCAN,
        program="inspector-action",
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
    ToolUse(name="source resource", stage=PipelineStage.VERSION_CONTROL, program="source-resource"),
    ToolUse(name="checkout", stage=PipelineStage.VERSION_CONTROL, program="checkout"),
)
