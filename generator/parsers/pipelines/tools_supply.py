"""Tools that make and vouch for images: build, sign, SBOM, attestation; and the check-out of the source."""

import re
from collections.abc import Callable, Mapping
from functools import partial

from generator.model.pipeline import Concern, PipelineStage
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.invocations import ProgramCall
from generator.parsers.pipelines.tool import Argument, ToolUse

_BUILDS = ("build", "buildx build", "image build", "buildx b", "builder build")
_TRUE = r"^(?!(false|0|no|)$)"
_NOT_A_BUILD = (Argument(("check",)), Argument(("call",), "check"))
_PUSHED = Argument(("push", "output", "outputs", "o"), r"^(?!(false)$)(?!type=(local|tar|oci|docker))")

_source = partial(ToolUse, PipelineStage.VERSION_CONTROL)
SOURCES = (
    _source("actions/checkout", "actions/checkout"),
    _source("git clone", "git", ("clone",)),
    _source("gh repo clone", "gh", ("repo clone",)),
)

_build = partial(ToolUse, PipelineStage.IMAGE_BUILD)
BUILDS = (
    _build("docker build", "docker", _BUILDS, unless=_NOT_A_BUILD),
    _build("docker buildx bake", "docker", ("buildx bake",)),
    _build("docker compose build", "docker", ("compose build",)),
    _build("docker compose build", "docker-compose", ("build",)),
    _build("docker buildx", "docker-buildx", ("build", "bake")),
    _build("depot", "depot", ("build", "bake")),
    _build("podman build", "podman", ("build", "image build")),
    _build("nerdctl build", "nerdctl", ("build",)),
    _build("buildah", "buildah", ("bud", "build", "build-using-dockerfile", "commit")),
    _build("kaniko", "executor", needs=(Argument(("destination", "d", "no-push", "context", "c")),)),
    _build("ko", "ko", ("build", "publish", "resolve", "apply", "create")),
    _build("Cloud Native Buildpacks", "pack", ("build",)),
    _build("buildctl", "buildctl", ("build",)),
    _build("img", "img", ("build",)),
    _build("s2i", "s2i", ("build",)),
    _build("apko", "apko", ("build", "publish")),
    _build("skaffold", "skaffold", ("build", "run")),
    _build("Google Cloud Build", "gcloud", ("builds submit",), needs=(Argument(("tag", "t", "pack"), "."),)),
    _build("Azure Container Registry build", "az", ("acr build",)),
    _build("OpenShift build", "oc", ("start-build",)),
    *(
        _build(name, program, needs=(Argument(("",), pattern),))
        for program in ("mvn", "mvnw", "gradle", "gradlew")
        for name, pattern in (
            ("Jib", r"jib(-maven-plugin)?(:[\d.]+)?:(build|dockerBuild)|^:?([\w-]+:)?jib(DockerBuild)?$"),
            ("Spring Boot buildpack", r"spring-boot:build-image|^:?([\w-]+:)?bootBuildImage$"),
        )
    ),
)

_signing = partial(ToolUse, PipelineStage.SIGNING)
SIGNING = (
    _signing("cosign", "cosign", ("sign",)),
    _signing("cosign", "cosign", ("sign-blob",), concerns=Concern.FILES),
    _signing("notation", "notation", ("sign",)),
    _signing("docker trust", "docker", ("trust sign",)),
    _signing(
        "Docker Content Trust",
        "docker",
        ("push", "image push"),
        needs=(Argument(("$DOCKER_CONTENT_TRUST",), "^1$"),),
        unless=(Argument(("disable-content-trust",), _TRUE),),
    ),
    _signing("skopeo", "skopeo", needs=(Argument(("sign-by", "sign-by-sigstore-private-key"), "."),)),
    _signing("podman push", "podman", needs=(Argument(("sign-by", "sign-by-sigstore-private-key"), "."),)),
    _signing(
        "gpg",
        "gpg",
        needs=(Argument(("detach-sign", "detach-sig", "sign", "clearsign", "clear-sign", "b", "s")),),
        unless=(Argument(("verify", "import")),),
        concerns=Concern.FILES,
    ),
    _signing(
        "gpg",
        "gpg2",
        needs=(Argument(("detach-sign", "sign", "clearsign", "b", "s")),),
        unless=(Argument(("verify", "import")),),
        concerns=Concern.FILES,
    ),
    _signing("sigstore", "sigstore", ("sign",), concerns=Concern.FILES),
    _signing("minisign", "minisign", needs=(Argument(("S",)),), concerns=Concern.FILES),
    _signing("zarf", "zarf", ("package sign",), concerns=Concern.FILES),
    _signing("zarf", "zarf", ("package create",), needs=(Argument(("signing-key",), "."),), concerns=Concern.FILES),
    _signing("helm package --sign", "helm", ("package",), needs=(Argument(("sign",)),), concerns=Concern.FILES),
    _signing("AWS Signer", "aws", ("signer start-signing-job", "signer sign-payload"), concerns=Concern.FILES),
)

_sbom = partial(ToolUse, PipelineStage.SBOM)
SBOMS = (
    _sbom("syft", "syft", unless=(Argument(("",), r"^(attest|convert|config|cataloger)$"),)),
    _sbom("docker sbom", "docker", ("sbom", "scout sbom")),
    _sbom("BuildKit SBOM", "docker", (*_BUILDS, "buildx bake"), needs=(Argument(("sbom",), _TRUE),)),
    _sbom("BuildKit SBOM", "docker", _BUILDS, needs=(Argument(("attest", "attests"), r"type=sbom"),)),
    _sbom("BuildKit SBOM", "depot", ("build", "bake"), needs=(Argument(("sbom",), _TRUE),)),
    _sbom(
        "trivy",
        "trivy",
        ("image", "i", "fs", "filesystem", "repo", "repository", "rootfs"),
        needs=(Argument(("format", "f"), r"^(cyclonedx|spdx|github)"),),
    ),
    _sbom("bom", "bom", ("generate",)),
    _sbom("cdxgen", "cdxgen", concerns=Concern.FILES),
    *(
        _sbom("CycloneDX", program, concerns=Concern.FILES)
        for program in ("cyclonedx-npm", "cyclonedx-py", "cyclonedx-gomod", "cyclonedx-bom", "dotnet-CycloneDX", "cyclonedx_py")
    ),
    *(
        _sbom("CycloneDX", program, needs=(Argument(("",), r"cyclonedx"),), concerns=Concern.FILES)
        for program in ("mvn", "mvnw", "gradle", "gradlew", "dotnet", "cargo")
    ),
    _sbom("npm sbom", "npm", ("sbom",), concerns=Concern.FILES),
    _sbom("Microsoft sbom-tool", "sbom-tool", ("generate",)),
    _sbom("tern", "tern", ("report",)),
    _sbom("snyk sbom", "snyk", ("sbom", "container sbom")),
    _sbom("cosign attach sbom", "cosign", ("attach sbom",)),
)

_attestation = partial(ToolUse, PipelineStage.ATTESTATION)
ATTESTATIONS = (
    _attestation("cosign attest", "cosign", ("attest", "attest-blob")),
    _attestation("syft attest", "syft", ("attest",), concerns=Concern.STATEMENT),
    _attestation("GitHub attestation", "actions/attest"),
    _attestation("slsa-github-generator", "slsa-github-generator"),
    _attestation("BuildKit provenance", "docker", (*_BUILDS, "buildx bake"), needs=(Argument(("provenance",), _TRUE), _PUSHED)),
    _attestation(
        "BuildKit provenance", "docker", _BUILDS, needs=(Argument(("attest", "attests"), r"type=provenance"), _PUSHED)
    ),
    _attestation("Chainloop", "chainloop", ("attestation push", "att push"), concerns=Concern.UNKNOWN),
    _attestation("witness", "witness", ("run",), concerns=Concern.UNKNOWN),
    _attestation("in-toto", "in-toto-run", concerns=Concern.FILES),
    _attestation(
        "npm provenance", "npm", ("publish",), needs=(Argument(("provenance",), r"^(?!false)"),), concerns=Concern.FILES
    ),
    _attestation("SLSA provenance", "slsa-provenance"),
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
