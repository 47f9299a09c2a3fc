"""What a pipeline definition says it does: stages, tools, and whether a bad result blocks."""

from datetime import datetime
from enum import StrEnum

import msgspec

from generator.model.evidence import EvidenceFile, EvidenceSource


class PipelineStage(StrEnum):
    """The stages of design/contracts: what FedRAMP's container guidance asks of a build, test and orchestration pipeline."""

    VERSION_CONTROL = "version_control"
    DOCKERFILE_LINT = "dockerfile_lint"
    BASE_IMAGE_APPROVAL = "base_image_approval"
    SECRETS_DETECTION = "secrets_detection"
    IMAGE_BUILD = "image_build"
    IMAGE_SCAN = "image_scan"
    MANIFEST_SCAN = "manifest_scan"
    SIGNING = "signing"
    SBOM = "sbom"
    ATTESTATION = "attestation"
    DEPLOY = "deploy"


class Gating(StrEnum):
    """Whether a failing result stops the pipeline."""

    YES = "yes"
    NO = "no"
    POLICY = "policy"
    NOT_APPLICABLE = "na"
    UNKNOWN = "unknown"


class Concern(StrEnum):
    """What a step is about, where its stage alone does not say it."""

    IMAGE = "image"
    """The image itself; of a statement, its provenance."""
    FILES = "files"
    """Files or source code: a signature of a release archive, a list of what a lock file names."""
    STATEMENT = "statement"
    """A statement about the image that is not its provenance: a bill of materials, a scan."""
    UNKNOWN = "unknown"
    """A value that is not in the file decides it."""


class DetectedStage(msgspec.Struct, frozen=True, kw_only=True):
    """One stage, with the line that says so."""

    stage: PipelineStage
    tool: str
    gating: Gating
    visible: bool = True
    """False where the file alone cannot prove it (a shared library, a reusable workflow elsewhere)."""
    where: str = ""
    """`job build, step Scan image, line 42`."""
    because: str = ""
    """Why the gating is what it is, in words."""
    concerns: Concern = Concern.IMAGE
    threshold: str = ""
    """Which results count, in words, where not all of them do: `severity HIGH,CRITICAL; results without a fix are left out`."""
    late: bool = False
    """Of an image scan: its job pushes an image before it."""
    source: EvidenceSource


class StageStep(DetectedStage, frozen=True, kw_only=True):
    """One place of a definition that is a stage, and where it stands among the others."""

    job: str
    at: int
    """Its place among what the job does: the lower, the earlier."""
    images: tuple[str, ...] = ()
    """Images that it is pointed at, as written; empty where the file names none."""
    conditions: tuple[str, ...] = ()
    """What decides whether it runs at all, as written, where the format's conditions are read."""


class ImagePush(msgspec.Struct, frozen=True, kw_only=True):
    """One place of a definition that pushes an image to a registry."""

    names: tuple[str, ...]
    """What it pushes, as written; empty where the file does not name it."""
    aliases: tuple[str, ...] = ()
    """Other names of the same image: tags given to it by its build or by `docker tag`."""
    provenance: bool | None = None
    """Of a push by BuildKit: False where its provenance is switched off, True where its default is left as it is."""
    job: str
    at: int
    conditions: tuple[str, ...] = ()
    where: str
    source: EvidenceSource


class NameMatch(StrEnum):
    """How the name of an image in a definition stands to an image that runs, of the same repository or one that may be it."""

    WRITTEN = "written"
    """Repository and tag."""
    COMMIT = "commit"
    """The tag is made of the commit that is built, and the one that runs has the form of such a tag."""
    TAG_OPEN = "tag open"
    """The tag is set when the pipeline runs, or is not named."""
    NAME_OPEN = "name open"
    """The repository is set when the pipeline runs."""
    OTHER_TAG = "other tag"
    """The tag cannot be the one that runs."""

    @property
    def is_shown(self) -> bool:
        """Does the definition declare that it makes this image, and not only that it may?"""
        return self in (NameMatch.WRITTEN, NameMatch.COMMIT)


class OpaqueStep(msgspec.Struct, frozen=True, kw_only=True):
    """Work of a definition that lies elsewhere: a script, a make target, a template, an action that is not known."""

    name: str
    job: str
    """Empty where it may be part of any job: a file that is included."""
    at: int
    source: EvidenceSource


class BuildOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What a definition gives to one build of an image beside its Dockerfile."""

    target: str = ""
    """The stage that it builds; empty: the last."""
    arguments: tuple[str, ...] = ()
    """Names of the build arguments that it sets; their values may be secret and are not kept."""
    source: EvidenceSource


class CopiedStage(msgspec.Struct, frozen=True, kw_only=True):
    """A stage of the same Dockerfile out of which the final image takes files, directly or by others in between."""

    name: str
    """Its name, or its number."""
    base: str | None
    """The external image that it begins with, digest kept; None where an argument without default names it."""
    argument: str = ""
    """The ARG before the first FROM that names the base, if only in part."""
    source: EvidenceSource
    """Its `FROM`, or that of the stage it is built on."""


class ImageRecipe(msgspec.Struct, frozen=True, kw_only=True):
    """What a Dockerfile says about the image it makes."""

    final_base: str | None
    """The external image that the last stage is built on, without digest; None where an argument without default names it."""
    registry: str | None
    """Its registry; None for `scratch` and where the base is not known."""
    digest: str | None
    """`sha256:…` that it is pinned by."""
    pinned: bool | None
    """None for `scratch` and where the base is not known."""
    user: str | None
    """The user the image runs as, as written with defaults put in; None where no `USER` says it."""
    root: bool | None
    """None where neither `USER` nor what is documented of the base decides it."""
    because: str
    """Why `root` is what it is, in words, with its line."""
    states_user: bool = True
    """A `USER` says it, if only by a value that is not in the file."""
    named_user: bool = False
    """The user is a name of which the file does not show that it is not user 0: neither made here nor known from the base."""
    base_images: tuple[str, ...]
    """Every external image of the file, in order, digests kept."""
    base_source: EvidenceSource
    """The `FROM` that names the final base."""
    base_argument: str = ""
    """The ARG before the first FROM that names the final base, if only in part; its default is what `final_base` has."""

    copied_from: tuple[tuple[str, EvidenceSource], ...] = ()
    """External images from which the stages of the final image copy files (`COPY --from`), with their lines."""
    copied_stages: tuple[CopiedStage, ...] = ()
    """Stages from which files come, in the order in which they are reached; those on which the last stage is built left out."""
    targets: tuple[str, ...] = ()
    """Names of the stages that are not the last, lower case."""


class HardeningManifest(msgspec.Struct, frozen=True, kw_only=True):
    """What Iron Bank's `hardening_manifest.yaml` says about the image that is built with it."""

    image: str
    """Without registry: `opensource/nginx`."""
    tags: tuple[str, ...]
    base: str | None
    """In Iron Bank's own registry, with its tag; None where it says that it has none."""
    missing: tuple[str, ...]
    """Parts that Iron Bank asks for and that are not there: `label org.opencontainers.image.vendor`; sorted."""
    vendor: str | None
    resources: int
    """Files and images that are fetched before the build."""
    unchecked: tuple[str, ...]
    """Those of them that are not checked against a SHA-256, SHA-512 or digest, by name; sorted."""
    source: EvidenceSource


class PipelineSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """One pipeline file, read, with what it includes as far as that was collected."""

    evidence: EvidenceFile
    system: str
    """`GitHub Actions`, `GitLab CI` …"""
    name: str
    taken: datetime | None
    stages: tuple[DetectedStage, ...]
    """Each stage at most once, in the order of `PipelineStage`."""
    images: tuple[str, ...] = ()
    """Image names it builds or pushes, as far as the file says, with variables left as written; sorted."""
    parts: tuple[EvidenceFile, ...] = ()
    """Other files of the evidence that were read as part of this one, by path; none of them is a pipeline of its own."""
    steps: tuple[StageStep, ...] = ()
    """Every place that is a stage, in the order of the file; `stages` has the best of each."""
    pushes: tuple[ImagePush, ...] = ()
    opaque: tuple[OpaqueStep, ...] = ()
    builds: tuple[BuildOptions, ...] = ()
    """Builds of images that choose a stage or set arguments."""
    keeps: tuple[str, ...] = ()
    """Jobs that keep files: upload them, attach them to an image or leave them as artifacts of the run; sorted."""
    waits: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(job, jobs that must have succeeded before it starts, directly or by others in between), where the order is known."""
    recipe: ImageRecipe | None = None
    """For a Dockerfile, which has no stages of its own."""
    manifest: HardeningManifest | None = None
    """For a hardening manifest, which has none either."""

    @property
    def runs(self) -> bool:
        """Is it a pipeline, and not only what one builds from?"""
        return self.recipe is None and self.manifest is None
