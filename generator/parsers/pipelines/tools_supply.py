"""Tools that make and vouch for images: build, sign, SBOM, attestation; and the check-out of the source."""

from generator.model.pipeline import PipelineStage
from generator.parsers.pipelines.tool import Argument, ToolUse

_BUILDS = ("build", "buildx build", "image build", "buildx b", "builder build")
_TRUE = r"^(?!(false|0|no|)$)"
_NOT_A_BUILD = (Argument(("check",)), Argument(("call",), "check"))
_PUSHED = Argument(("push", "output", "outputs", "o"), r"^(?!(false)$)(?!type=(local|tar|oci|docker))")

SOURCES = (
    ToolUse(name="actions/checkout", stage=PipelineStage.VERSION_CONTROL, program="actions/checkout"),
    ToolUse(name="git clone", stage=PipelineStage.VERSION_CONTROL, program="git", subcommands=("clone",)),
    ToolUse(name="gh repo clone", stage=PipelineStage.VERSION_CONTROL, program="gh", subcommands=("repo clone",)),
)

BUILDS = (
    ToolUse(name="docker build", stage=PipelineStage.IMAGE_BUILD, program="docker", subcommands=_BUILDS, unless=_NOT_A_BUILD),
    ToolUse(name="docker buildx bake", stage=PipelineStage.IMAGE_BUILD, program="docker", subcommands=("buildx bake",)),
    ToolUse(name="docker compose build", stage=PipelineStage.IMAGE_BUILD, program="docker", subcommands=("compose build",)),
    ToolUse(name="docker compose build", stage=PipelineStage.IMAGE_BUILD, program="docker-compose", subcommands=("build",)),
    ToolUse(name="docker buildx", stage=PipelineStage.IMAGE_BUILD, program="docker-buildx", subcommands=("build", "bake")),
    ToolUse(name="depot", stage=PipelineStage.IMAGE_BUILD, program="depot", subcommands=("build", "bake")),
    ToolUse(name="podman build", stage=PipelineStage.IMAGE_BUILD, program="podman", subcommands=("build", "image build")),
    ToolUse(name="nerdctl build", stage=PipelineStage.IMAGE_BUILD, program="nerdctl", subcommands=("build",)),
    ToolUse(
        name="buildah",
        stage=PipelineStage.IMAGE_BUILD,
        program="buildah",
        subcommands=("bud", "build", "build-using-dockerfile", "commit"),
    ),
    ToolUse(
        name="kaniko",
        stage=PipelineStage.IMAGE_BUILD,
        program="executor",
        needs=(Argument(("destination", "d", "no-push", "context", "c")),),
    ),
    ToolUse(
        name="ko", stage=PipelineStage.IMAGE_BUILD, program="ko", subcommands=("build", "publish", "resolve", "apply", "create")
    ),
    ToolUse(name="Cloud Native Buildpacks", stage=PipelineStage.IMAGE_BUILD, program="pack", subcommands=("build",)),
    ToolUse(name="buildctl", stage=PipelineStage.IMAGE_BUILD, program="buildctl", subcommands=("build",)),
    ToolUse(name="img", stage=PipelineStage.IMAGE_BUILD, program="img", subcommands=("build",)),
    ToolUse(name="s2i", stage=PipelineStage.IMAGE_BUILD, program="s2i", subcommands=("build",)),
    ToolUse(name="apko", stage=PipelineStage.IMAGE_BUILD, program="apko", subcommands=("build", "publish")),
    ToolUse(name="skaffold", stage=PipelineStage.IMAGE_BUILD, program="skaffold", subcommands=("build", "run")),
    ToolUse(
        name="Google Cloud Build",
        stage=PipelineStage.IMAGE_BUILD,
        program="gcloud",
        subcommands=("builds submit",),
        needs=(Argument(("tag", "t", "pack"), "."),),
    ),
    ToolUse(name="Azure Container Registry build", stage=PipelineStage.IMAGE_BUILD, program="az", subcommands=("acr build",)),
    ToolUse(name="OpenShift build", stage=PipelineStage.IMAGE_BUILD, program="oc", subcommands=("start-build",)),
    *(
        ToolUse(name=name, stage=PipelineStage.IMAGE_BUILD, program=program, needs=(Argument(("",), pattern),))
        for program in ("mvn", "mvnw", "gradle", "gradlew")
        for name, pattern in (
            ("Jib", r"jib(-maven-plugin)?(:[\d.]+)?:(build|dockerBuild)|^:?([\w-]+:)?jib(DockerBuild)?$"),
            ("Spring Boot buildpack", r"spring-boot:build-image|^:?([\w-]+:)?bootBuildImage$"),
        )
    ),
)

SIGNING = (
    ToolUse(name="cosign", stage=PipelineStage.SIGNING, program="cosign", subcommands=("sign", "sign-blob")),
    ToolUse(name="notation", stage=PipelineStage.SIGNING, program="notation", subcommands=("sign",)),
    ToolUse(name="docker trust", stage=PipelineStage.SIGNING, program="docker", subcommands=("trust sign",)),
    ToolUse(
        name="Docker Content Trust",
        stage=PipelineStage.SIGNING,
        program="docker",
        subcommands=("push", "image push"),
        needs=(Argument(("$DOCKER_CONTENT_TRUST",), "^1$"),),
        unless=(Argument(("disable-content-trust",), _TRUE),),
    ),
    ToolUse(
        name="skopeo",
        stage=PipelineStage.SIGNING,
        program="skopeo",
        needs=(Argument(("sign-by", "sign-by-sigstore-private-key"), "."),),
    ),
    ToolUse(
        name="podman push",
        stage=PipelineStage.SIGNING,
        program="podman",
        needs=(Argument(("sign-by", "sign-by-sigstore-private-key"), "."),),
    ),
    ToolUse(
        name="gpg",
        stage=PipelineStage.SIGNING,
        program="gpg",
        needs=(Argument(("detach-sign", "detach-sig", "sign", "clearsign", "clear-sign", "b", "s")),),
        unless=(Argument(("verify", "import")),),
    ),
    ToolUse(
        name="gpg",
        stage=PipelineStage.SIGNING,
        program="gpg2",
        needs=(Argument(("detach-sign", "sign", "clearsign", "b", "s")),),
        unless=(Argument(("verify", "import")),),
    ),
    ToolUse(name="sigstore", stage=PipelineStage.SIGNING, program="sigstore", subcommands=("sign",)),
    ToolUse(name="minisign", stage=PipelineStage.SIGNING, program="minisign", needs=(Argument(("S",)),)),
    ToolUse(name="zarf", stage=PipelineStage.SIGNING, program="zarf", subcommands=("package sign",)),
    ToolUse(
        name="zarf",
        stage=PipelineStage.SIGNING,
        program="zarf",
        subcommands=("package create",),
        needs=(Argument(("signing-key",), "."),),
    ),
    ToolUse(
        name="helm package --sign",
        stage=PipelineStage.SIGNING,
        program="helm",
        subcommands=("package",),
        needs=(Argument(("sign",)),),
    ),
    ToolUse(
        name="AWS Signer",
        stage=PipelineStage.SIGNING,
        program="aws",
        subcommands=("signer start-signing-job", "signer sign-payload"),
    ),
)

SBOMS = (
    ToolUse(
        name="syft", stage=PipelineStage.SBOM, program="syft", unless=(Argument(("",), r"^(attest|convert|config|cataloger)$"),)
    ),
    ToolUse(name="docker sbom", stage=PipelineStage.SBOM, program="docker", subcommands=("sbom", "scout sbom")),
    ToolUse(
        name="BuildKit SBOM",
        stage=PipelineStage.SBOM,
        program="docker",
        subcommands=(*_BUILDS, "buildx bake"),
        needs=(Argument(("sbom",), _TRUE),),
    ),
    ToolUse(
        name="BuildKit SBOM",
        stage=PipelineStage.SBOM,
        program="docker",
        subcommands=_BUILDS,
        needs=(Argument(("attest", "attests"), r"type=sbom"),),
    ),
    ToolUse(
        name="BuildKit SBOM",
        stage=PipelineStage.SBOM,
        program="depot",
        subcommands=("build", "bake"),
        needs=(Argument(("sbom",), _TRUE),),
    ),
    ToolUse(
        name="trivy",
        stage=PipelineStage.SBOM,
        program="trivy",
        subcommands=("image", "i", "fs", "filesystem", "repo", "repository", "rootfs"),
        needs=(Argument(("format", "f"), r"^(cyclonedx|spdx|github)"),),
    ),
    ToolUse(name="bom", stage=PipelineStage.SBOM, program="bom", subcommands=("generate",)),
    ToolUse(name="cdxgen", stage=PipelineStage.SBOM, program="cdxgen"),
    *(
        ToolUse(name="CycloneDX", stage=PipelineStage.SBOM, program=program)
        for program in ("cyclonedx-npm", "cyclonedx-py", "cyclonedx-gomod", "cyclonedx-bom", "dotnet-CycloneDX", "cyclonedx_py")
    ),
    *(
        ToolUse(name="CycloneDX", stage=PipelineStage.SBOM, program=program, needs=(Argument(("",), r"cyclonedx"),))
        for program in ("mvn", "mvnw", "gradle", "gradlew", "dotnet", "cargo")
    ),
    ToolUse(name="npm sbom", stage=PipelineStage.SBOM, program="npm", subcommands=("sbom",)),
    ToolUse(name="Microsoft sbom-tool", stage=PipelineStage.SBOM, program="sbom-tool", subcommands=("generate",)),
    ToolUse(name="tern", stage=PipelineStage.SBOM, program="tern", subcommands=("report",)),
    ToolUse(name="snyk sbom", stage=PipelineStage.SBOM, program="snyk", subcommands=("sbom", "container sbom")),
    ToolUse(name="cosign attach sbom", stage=PipelineStage.SBOM, program="cosign", subcommands=("attach sbom",)),
)

ATTESTATIONS = (
    ToolUse(name="cosign attest", stage=PipelineStage.ATTESTATION, program="cosign", subcommands=("attest", "attest-blob")),
    ToolUse(name="syft attest", stage=PipelineStage.ATTESTATION, program="syft", subcommands=("attest",)),
    ToolUse(name="GitHub attestation", stage=PipelineStage.ATTESTATION, program="actions/attest"),
    ToolUse(name="slsa-github-generator", stage=PipelineStage.ATTESTATION, program="slsa-github-generator"),
    ToolUse(
        name="BuildKit provenance",
        stage=PipelineStage.ATTESTATION,
        program="docker",
        subcommands=(*_BUILDS, "buildx bake"),
        needs=(Argument(("provenance",), _TRUE), _PUSHED),
    ),
    ToolUse(
        name="BuildKit provenance",
        stage=PipelineStage.ATTESTATION,
        program="docker",
        subcommands=_BUILDS,
        needs=(Argument(("attest", "attests"), r"type=provenance"), _PUSHED),
    ),
    ToolUse(
        name="Chainloop", stage=PipelineStage.ATTESTATION, program="chainloop", subcommands=("attestation push", "att push")
    ),
    ToolUse(name="witness", stage=PipelineStage.ATTESTATION, program="witness", subcommands=("run",)),
    ToolUse(name="in-toto", stage=PipelineStage.ATTESTATION, program="in-toto-run"),
    ToolUse(
        name="npm provenance",
        stage=PipelineStage.ATTESTATION,
        program="npm",
        subcommands=("publish",),
        needs=(Argument(("provenance",), r"^(?!false)"),),
    ),
    ToolUse(name="SLSA provenance", stage=PipelineStage.ATTESTATION, program="slsa-provenance"),
)
