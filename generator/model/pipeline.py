"""What a pipeline definition says it does: stages, tools, and whether a bad result blocks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from generator.model.evidence import EvidenceFile, Source


class Stage(StrEnum):
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


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFound:
    """One stage, with the line that says so."""

    stage: Stage
    tool: str
    gating: Gating
    visible: bool = True
    """False where the file alone cannot prove it (a shared library, a reusable workflow elsewhere)."""
    where: str = ""
    """`job build, step Scan image, line 42`."""
    because: str = ""
    """Why the gating is what it is, in words."""
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineSnapshot:
    """One pipeline file, read."""

    evidence: EvidenceFile
    system: str
    """`GitHub Actions`, `GitLab CI` …"""
    name: str
    taken: datetime | None
    stages: tuple[StageFound, ...]
    """Each stage at most once, in the order of `Stage`."""
    images: tuple[str, ...] = ()
    """Image names it builds or pushes, as far as the file says, with variables left as written; sorted."""
