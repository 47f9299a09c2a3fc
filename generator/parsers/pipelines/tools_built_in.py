"""What CI systems bring themselves: GitLab's scanning templates, Konflux's tasks, jobs that run in a tool's own image."""

from generator.model.pipeline import Gating, Stage
from generator.parsers.pipelines.tool import Argument, Switch, Tool

_NO, _POLICY = Gating.NO, Gating.POLICY

OWN_IMAGES: dict[str, Stage] = {
    "trufflehog": Stage.SECRETS_DETECTION,
    "gitleaks": Stage.SECRETS_DETECTION,
    "hadolint": Stage.DOCKERFILE_LINT,
    "syft": Stage.SBOM,
}
"""Tools with one use only, so that a job in their image is that use, even where a script of the repository calls them."""

BUILT_IN = (
    Tool(name="GitLab secret detection", stage=Stage.SECRETS_DETECTION, program="gitlab-secret-detection", gating=_NO),
    Tool(name="GitLab container scanning", stage=Stage.IMAGE_SCAN, program="gitlab-container-scanning", gating=_NO),
    Tool(name="GitLab IaC scanning (KICS)", stage=Stage.MANIFEST_SCAN, program="gitlab-kics", gating=_NO),
    Tool(name="GitLab kubesec", stage=Stage.MANIFEST_SCAN, program="gitlab-kubesec", gating=_NO),
    Tool(name="GitLab Auto Build", stage=Stage.IMAGE_BUILD, program="gitlab-auto-build"),
    Tool(name="GitLab Auto Deploy", stage=Stage.DEPLOY, program="gitlab-auto-deploy"),
    *(
        Tool(
            name=f"{tool} in its own image",
            stage=stage,
            program="own-image",
            needs=(Argument(("",), f"^{tool}$"),),
            gating=_POLICY if stage is not Stage.SBOM else Gating.NOT_APPLICABLE,
        )
        for tool, stage in OWN_IMAGES.items()
    ),
    Tool(name="deprecated-image-check", stage=Stage.BASE_IMAGE_APPROVAL, program="deprecated-image-check", gating=_POLICY),
    Tool(name="clair-scan", stage=Stage.IMAGE_SCAN, program="clair-scan", gating=_POLICY),
    Tool(name="roxctl image check task", stage=Stage.IMAGE_SCAN, program="image-check-task", gating=_POLICY),
    Tool(name="SBOM of the build task", stage=Stage.SBOM, program="build-task-sbom", visible=False),
    Tool(name="Tekton Chains", stage=Stage.ATTESTATION, program="tekton-chains", visible=False),
    Tool(
        name="Anchore plugin",
        stage=Stage.IMAGE_SCAN,
        program="anchore-plugin",
        gating=_POLICY,
        switches=(Switch(("bailonfail",), blocks=True, policy=True),),
    ),
    Tool(
        name="Snyk plugin",
        stage=Stage.IMAGE_SCAN,
        program="snyk-plugin",
        needs=(Argument(("targetfile",), "(?i)dockerfile"),),
        gating=Gating.YES,
        switches=(Switch(("failonissues",), blocks=True),),
    ),
    Tool(name="Aqua MicroScanner", stage=Stage.IMAGE_SCAN, program="microscanner", gating=_POLICY),
    Tool(name="Qualys", stage=Stage.IMAGE_SCAN, program="qualys-image-plugin", gating=_POLICY),
    Tool(name="CredScan", stage=Stage.SECRETS_DETECTION, program="credscan", gating=_NO),
    Tool(name="ESRP code signing", stage=Stage.SIGNING, program="esrp-sign"),
    Tool(
        name="Kubernetes manifests",
        stage=Stage.DEPLOY,
        program="k8s-manifest",
        subcommands=("deploy", "promote", "patch", "scale"),
    ),
    Tool(name="Argo CD", stage=Stage.DEPLOY, program="argocd-application"),
    Tool(name="Flux", stage=Stage.DEPLOY, program="flux-kustomization"),
    Tool(name="Flux", stage=Stage.DEPLOY, program="flux-helmrelease"),
    Tool(
        name="Amazon Inspector action",
        stage=Stage.IMAGE_SCAN,
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
    Tool(name="source resource", stage=Stage.VERSION_CONTROL, program="source-resource"),
    Tool(name="checkout", stage=Stage.VERSION_CONTROL, program="checkout"),
)
