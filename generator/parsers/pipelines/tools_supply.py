"""Tools that make and vouch for images: build, sign, SBOM, attestation; and the check-out of the source."""

import re
from collections.abc import Callable, Mapping

from generator.model.pipeline import Concern, PipelineStage
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.invocations import ProgramCall
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
    ToolUse(name="cosign", stage=PipelineStage.SIGNING, program="cosign", subcommands=("sign",)),
    ToolUse(name="cosign", stage=PipelineStage.SIGNING, program="cosign", subcommands=("sign-blob",), concerns=Concern.FILES),
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
        concerns=Concern.FILES,
    ),
    ToolUse(
        name="gpg",
        stage=PipelineStage.SIGNING,
        program="gpg2",
        needs=(Argument(("detach-sign", "sign", "clearsign", "b", "s")),),
        unless=(Argument(("verify", "import")),),
        concerns=Concern.FILES,
    ),
    ToolUse(name="sigstore", stage=PipelineStage.SIGNING, program="sigstore", subcommands=("sign",), concerns=Concern.FILES),
    ToolUse(
        name="minisign", stage=PipelineStage.SIGNING, program="minisign", needs=(Argument(("S",)),), concerns=Concern.FILES
    ),
    ToolUse(name="zarf", stage=PipelineStage.SIGNING, program="zarf", subcommands=("package sign",), concerns=Concern.FILES),
    ToolUse(
        name="zarf",
        stage=PipelineStage.SIGNING,
        program="zarf",
        subcommands=("package create",),
        needs=(Argument(("signing-key",), "."),),
        concerns=Concern.FILES,
    ),
    ToolUse(
        name="helm package --sign",
        stage=PipelineStage.SIGNING,
        program="helm",
        subcommands=("package",),
        needs=(Argument(("sign",)),),
        concerns=Concern.FILES,
    ),
    ToolUse(
        name="AWS Signer",
        stage=PipelineStage.SIGNING,
        program="aws",
        subcommands=("signer start-signing-job", "signer sign-payload"),
        concerns=Concern.FILES,
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
    ToolUse(name="cdxgen", stage=PipelineStage.SBOM, program="cdxgen", concerns=Concern.FILES),
    *(
        ToolUse(name="CycloneDX", stage=PipelineStage.SBOM, program=program, concerns=Concern.FILES)
        for program in ("cyclonedx-npm", "cyclonedx-py", "cyclonedx-gomod", "cyclonedx-bom", "dotnet-CycloneDX", "cyclonedx_py")
    ),
    *(
        ToolUse(
            name="CycloneDX",
            stage=PipelineStage.SBOM,
            program=program,
            needs=(Argument(("",), r"cyclonedx"),),
            concerns=Concern.FILES,
        )
        for program in ("mvn", "mvnw", "gradle", "gradlew", "dotnet", "cargo")
    ),
    ToolUse(name="npm sbom", stage=PipelineStage.SBOM, program="npm", subcommands=("sbom",), concerns=Concern.FILES),
    ToolUse(name="Microsoft sbom-tool", stage=PipelineStage.SBOM, program="sbom-tool", subcommands=("generate",)),
    ToolUse(name="tern", stage=PipelineStage.SBOM, program="tern", subcommands=("report",)),
    ToolUse(name="snyk sbom", stage=PipelineStage.SBOM, program="snyk", subcommands=("sbom", "container sbom")),
    ToolUse(name="cosign attach sbom", stage=PipelineStage.SBOM, program="cosign", subcommands=("attach sbom",)),
)

ATTESTATIONS = (
    ToolUse(name="cosign attest", stage=PipelineStage.ATTESTATION, program="cosign", subcommands=("attest", "attest-blob")),
    ToolUse(
        name="syft attest", stage=PipelineStage.ATTESTATION, program="syft", subcommands=("attest",), concerns=Concern.STATEMENT
    ),
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
        name="Chainloop",
        stage=PipelineStage.ATTESTATION,
        program="chainloop",
        subcommands=("attestation push", "att push"),
        concerns=Concern.UNKNOWN,
    ),
    ToolUse(name="witness", stage=PipelineStage.ATTESTATION, program="witness", subcommands=("run",), concerns=Concern.UNKNOWN),
    ToolUse(name="in-toto", stage=PipelineStage.ATTESTATION, program="in-toto-run", concerns=Concern.FILES),
    ToolUse(
        name="npm provenance",
        stage=PipelineStage.ATTESTATION,
        program="npm",
        subcommands=("publish",),
        needs=(Argument(("provenance",), r"^(?!false)"),),
        concerns=Concern.FILES,
    ),
    ToolUse(name="SLSA provenance", stage=PipelineStage.ATTESTATION, program="slsa-provenance"),
)

_PROVENANCE = late_re(r"slsaprovenance|slsa\.dev/provenance", re.IGNORECASE)
_FOLDER = late_re(r"^(dir|file):|^[./~]|^$")


def concern_of(tool: ToolUse, call: ProgramCall) -> Concern:
    """What a use of a tool is about: the image, files beside it, or a statement that is no provenance.

    https://docs.sigstore.dev/cosign/verifying/attestation/ (`--type` is `custom` where it is not written),
    https://github.com/actions/attest-build-provenance, https://github.com/anchore/syft#supported-sources
    """
    decide = _DECIDED_BY.get((tool.stage, call.program))
    return tool.concerns if decide is None or tool.concerns is not Concern.IMAGE else decide(call)


def _predicate(call: ProgramCall) -> Concern:
    if call.after(("attest-blob",)) is not None:
        return Concern.FILES
    return _of_type(call.values("type"))


def _of_type(types: tuple[str, ...]) -> Concern:
    if any(_PROVENANCE.search(each) for each in types):
        return Concern.IMAGE
    return Concern.UNKNOWN if any("$" in each for each in types) else Concern.STATEMENT


def _github(call: ProgramCall) -> Concern:
    """Which of GitHub's actions it is stands in its first word; one without the name of an image is about files."""
    if not call.values("subject-name"):
        return Concern.FILES
    if call.after(("build-provenance",)) is not None:
        return Concern.IMAGE
    if call.after(("sbom",)) is not None or call.values("sbom-path"):
        return Concern.STATEMENT
    return _of_type(call.values("predicate-type")) if call.values("predicate-type") else Concern.UNKNOWN


def _syft(call: ProgramCall) -> Concern:
    targets = [*call.values(""), *call.values("path")]
    return Concern.FILES if call.values("path") or any(_FOLDER.search(each) for each in targets[:2]) else Concern.IMAGE


def _subcommand(*of_images: str) -> Callable[[ProgramCall], Concern]:
    def decide(call: ProgramCall) -> Concern:
        known = any(call.after(tuple(each.split())) is not None for each in of_images)
        return Concern.IMAGE if known else Concern.FILES

    return decide


def _named_image(call: ProgramCall) -> Concern:
    return Concern.IMAGE if any(call.values(name) for name in ("image", "di", "docker-images")) else Concern.FILES


_DECIDED_BY: Mapping[tuple[PipelineStage, str], Callable[[ProgramCall], Concern]] = {
    (PipelineStage.ATTESTATION, "cosign"): _predicate,
    (PipelineStage.ATTESTATION, "actions/attest"): _github,
    (PipelineStage.SBOM, "syft"): _syft,
    (PipelineStage.SBOM, "trivy"): _subcommand("image", "i"),
    (PipelineStage.SBOM, "snyk"): _subcommand("container sbom"),
    (PipelineStage.SBOM, "bom"): _named_image,
    (PipelineStage.SBOM, "sbom-tool"): _named_image,
    (PipelineStage.SBOM, "own-image"): lambda _: Concern.UNKNOWN,
}
