"""Tools that make and vouch for images: build, sign, SBOM, attestation; and the check-out of the source."""

from generator.model.pipeline import Stage
from generator.parsers.pipelines.tool import Argument, Tool

_BUILDS = ("build", "buildx build", "image build", "buildx b", "builder build")
_TRUE = r"^(?!(false|0|no|)$)"
_NOT_A_BUILD = (Argument(("check",)), Argument(("call",), "check"))
_PUSHED = Argument(("push", "output", "outputs", "o"), r"^(?!(false)$)(?!type=(local|tar|oci|docker))")

SOURCES = (
    Tool(name="actions/checkout", stage=Stage.VERSION_CONTROL, program="actions/checkout"),
    Tool(name="git clone", stage=Stage.VERSION_CONTROL, program="git", subcommands=("clone",)),
    Tool(name="gh repo clone", stage=Stage.VERSION_CONTROL, program="gh", subcommands=("repo clone",)),
)

BUILDS = (
    Tool(name="docker build", stage=Stage.IMAGE_BUILD, program="docker", subcommands=_BUILDS, unless=_NOT_A_BUILD),
    Tool(name="docker buildx bake", stage=Stage.IMAGE_BUILD, program="docker", subcommands=("buildx bake",)),
    Tool(name="docker compose build", stage=Stage.IMAGE_BUILD, program="docker", subcommands=("compose build",)),
    Tool(name="docker compose build", stage=Stage.IMAGE_BUILD, program="docker-compose", subcommands=("build",)),
    Tool(name="docker buildx", stage=Stage.IMAGE_BUILD, program="docker-buildx", subcommands=("build", "bake")),
    Tool(name="depot", stage=Stage.IMAGE_BUILD, program="depot", subcommands=("build", "bake")),
    Tool(name="podman build", stage=Stage.IMAGE_BUILD, program="podman", subcommands=("build", "image build")),
    Tool(name="nerdctl build", stage=Stage.IMAGE_BUILD, program="nerdctl", subcommands=("build",)),
    Tool(
        name="buildah",
        stage=Stage.IMAGE_BUILD,
        program="buildah",
        subcommands=("bud", "build", "build-using-dockerfile", "commit"),
    ),
    Tool(
        name="kaniko",
        stage=Stage.IMAGE_BUILD,
        program="executor",
        needs=(Argument(("destination", "d", "no-push", "context", "c")),),
    ),
    Tool(name="ko", stage=Stage.IMAGE_BUILD, program="ko", subcommands=("build", "publish", "resolve", "apply", "create")),
    Tool(name="Cloud Native Buildpacks", stage=Stage.IMAGE_BUILD, program="pack", subcommands=("build",)),
    Tool(name="buildctl", stage=Stage.IMAGE_BUILD, program="buildctl", subcommands=("build",)),
    Tool(name="img", stage=Stage.IMAGE_BUILD, program="img", subcommands=("build",)),
    Tool(name="s2i", stage=Stage.IMAGE_BUILD, program="s2i", subcommands=("build",)),
    Tool(name="apko", stage=Stage.IMAGE_BUILD, program="apko", subcommands=("build", "publish")),
    Tool(name="skaffold", stage=Stage.IMAGE_BUILD, program="skaffold", subcommands=("build", "run")),
    Tool(
        name="Google Cloud Build",
        stage=Stage.IMAGE_BUILD,
        program="gcloud",
        subcommands=("builds submit",),
        needs=(Argument(("tag", "t", "pack"), "."),),
    ),
    Tool(name="Azure Container Registry build", stage=Stage.IMAGE_BUILD, program="az", subcommands=("acr build",)),
    Tool(name="OpenShift build", stage=Stage.IMAGE_BUILD, program="oc", subcommands=("start-build",)),
    *(
        Tool(name=name, stage=Stage.IMAGE_BUILD, program=program, needs=(Argument(("",), pattern),))
        for program in ("mvn", "mvnw", "gradle", "gradlew")
        for name, pattern in (
            ("Jib", r"jib(-maven-plugin)?(:[\d.]+)?:(build|dockerBuild)|^:?([\w-]+:)?jib(DockerBuild)?$"),
            ("Spring Boot buildpack", r"spring-boot:build-image|^:?([\w-]+:)?bootBuildImage$"),
        )
    ),
)

SIGNING = (
    Tool(name="cosign", stage=Stage.SIGNING, program="cosign", subcommands=("sign", "sign-blob")),
    Tool(name="notation", stage=Stage.SIGNING, program="notation", subcommands=("sign",)),
    Tool(name="docker trust", stage=Stage.SIGNING, program="docker", subcommands=("trust sign",)),
    Tool(
        name="Docker Content Trust",
        stage=Stage.SIGNING,
        program="docker",
        subcommands=("push", "image push"),
        needs=(Argument(("$DOCKER_CONTENT_TRUST",), "^1$"),),
        unless=(Argument(("disable-content-trust",), _TRUE),),
    ),
    Tool(
        name="skopeo",
        stage=Stage.SIGNING,
        program="skopeo",
        needs=(Argument(("sign-by", "sign-by-sigstore-private-key"), "."),),
    ),
    Tool(
        name="podman push",
        stage=Stage.SIGNING,
        program="podman",
        needs=(Argument(("sign-by", "sign-by-sigstore-private-key"), "."),),
    ),
    Tool(
        name="gpg",
        stage=Stage.SIGNING,
        program="gpg",
        needs=(Argument(("detach-sign", "detach-sig", "sign", "clearsign", "clear-sign", "b", "s")),),
        unless=(Argument(("verify", "import")),),
    ),
    Tool(
        name="gpg",
        stage=Stage.SIGNING,
        program="gpg2",
        needs=(Argument(("detach-sign", "sign", "clearsign", "b", "s")),),
        unless=(Argument(("verify", "import")),),
    ),
    Tool(name="sigstore", stage=Stage.SIGNING, program="sigstore", subcommands=("sign",)),
    Tool(name="minisign", stage=Stage.SIGNING, program="minisign", needs=(Argument(("S",)),)),
    Tool(name="zarf", stage=Stage.SIGNING, program="zarf", subcommands=("package sign",)),
    Tool(
        name="zarf",
        stage=Stage.SIGNING,
        program="zarf",
        subcommands=("package create",),
        needs=(Argument(("signing-key",), "."),),
    ),
    Tool(
        name="helm package --sign", stage=Stage.SIGNING, program="helm", subcommands=("package",), needs=(Argument(("sign",)),)
    ),
    Tool(
        name="AWS Signer", stage=Stage.SIGNING, program="aws", subcommands=("signer start-signing-job", "signer sign-payload")
    ),
)

SBOMS = (
    Tool(name="syft", stage=Stage.SBOM, program="syft", unless=(Argument(("",), r"^(attest|convert|config|cataloger)$"),)),
    Tool(name="docker sbom", stage=Stage.SBOM, program="docker", subcommands=("sbom", "scout sbom")),
    Tool(
        name="BuildKit SBOM",
        stage=Stage.SBOM,
        program="docker",
        subcommands=(*_BUILDS, "buildx bake"),
        needs=(Argument(("sbom",), _TRUE),),
    ),
    Tool(
        name="BuildKit SBOM",
        stage=Stage.SBOM,
        program="docker",
        subcommands=_BUILDS,
        needs=(Argument(("attest", "attests"), r"type=sbom"),),
    ),
    Tool(
        name="BuildKit SBOM",
        stage=Stage.SBOM,
        program="depot",
        subcommands=("build", "bake"),
        needs=(Argument(("sbom",), _TRUE),),
    ),
    Tool(
        name="trivy",
        stage=Stage.SBOM,
        program="trivy",
        subcommands=("image", "i", "fs", "filesystem", "repo", "repository", "rootfs"),
        needs=(Argument(("format", "f"), r"^(cyclonedx|spdx|github)"),),
    ),
    Tool(name="bom", stage=Stage.SBOM, program="bom", subcommands=("generate",)),
    Tool(name="cdxgen", stage=Stage.SBOM, program="cdxgen"),
    *(
        Tool(name="CycloneDX", stage=Stage.SBOM, program=program)
        for program in ("cyclonedx-npm", "cyclonedx-py", "cyclonedx-gomod", "cyclonedx-bom", "dotnet-CycloneDX", "cyclonedx_py")
    ),
    *(
        Tool(name="CycloneDX", stage=Stage.SBOM, program=program, needs=(Argument(("",), r"cyclonedx"),))
        for program in ("mvn", "mvnw", "gradle", "gradlew", "dotnet", "cargo")
    ),
    Tool(name="npm sbom", stage=Stage.SBOM, program="npm", subcommands=("sbom",)),
    Tool(name="Microsoft sbom-tool", stage=Stage.SBOM, program="sbom-tool", subcommands=("generate",)),
    Tool(name="tern", stage=Stage.SBOM, program="tern", subcommands=("report",)),
    Tool(name="snyk sbom", stage=Stage.SBOM, program="snyk", subcommands=("sbom", "container sbom")),
    Tool(name="cosign attach sbom", stage=Stage.SBOM, program="cosign", subcommands=("attach sbom",)),
)

ATTESTATIONS = (
    Tool(name="cosign attest", stage=Stage.ATTESTATION, program="cosign", subcommands=("attest", "attest-blob")),
    Tool(name="syft attest", stage=Stage.ATTESTATION, program="syft", subcommands=("attest",)),
    Tool(name="GitHub attestation", stage=Stage.ATTESTATION, program="actions/attest"),
    Tool(name="slsa-github-generator", stage=Stage.ATTESTATION, program="slsa-github-generator"),
    Tool(
        name="BuildKit provenance",
        stage=Stage.ATTESTATION,
        program="docker",
        subcommands=(*_BUILDS, "buildx bake"),
        needs=(Argument(("provenance",), _TRUE), _PUSHED),
    ),
    Tool(
        name="BuildKit provenance",
        stage=Stage.ATTESTATION,
        program="docker",
        subcommands=_BUILDS,
        needs=(Argument(("attest", "attests"), r"type=provenance"), _PUSHED),
    ),
    Tool(name="Chainloop", stage=Stage.ATTESTATION, program="chainloop", subcommands=("attestation push", "att push")),
    Tool(name="witness", stage=Stage.ATTESTATION, program="witness", subcommands=("run",)),
    Tool(name="in-toto", stage=Stage.ATTESTATION, program="in-toto-run"),
    Tool(
        name="npm provenance",
        stage=Stage.ATTESTATION,
        program="npm",
        subcommands=("publish",),
        needs=(Argument(("provenance",), r"^(?!false)"),),
    ),
    Tool(name="SLSA provenance", stage=Stage.ATTESTATION, program="slsa-provenance"),
)
