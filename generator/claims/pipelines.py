"""What pipelines do with the images that they build: scan, sign, list and deliver them (CM-2, CM-3, CA-2, RA-5, SI-3, SI-7).

FedRAMP container guidance v1.0, Container Build, Test, and Orchestration Pipeline.
"""

from collections.abc import Iterator

from generator.claims.mechanisms import (
    APPROVED_SOURCES,
    BUILD_PIPELINE,
    CONFIGURATION_SCANNING,
    HARDENED_IMAGES,
    IMAGE_DIGESTS,
    IMAGE_SIGNATURES,
    LEAST_PRIVILEGE,
    PIPELINE_SCANNING,
    SECRET_DETECTION,
    SOFTWARE_BILL_OF_MATERIALS,
)
from generator.claims.pipeline_sentences import configured, every_image, held_in_registry, lacks_scan, per_pipeline, stops
from generator.claims.plan_wording import PassingScope, PlannedRequirement
from generator.claims.stated import StatedTopic
from generator.model.draft_statement import PlanSentence
from generator.model.grouping import grouped
from generator.model.pipeline import Concern, PipelineStage

_PIPELINE, _DOCKERFILE = ("pipeline", "pipelines"), ("Dockerfile", "Dockerfiles")
_WITHOUT = ("Dockerfile or image without one", "Dockerfiles and images without one")

_NOT_MALWARE = ("SI-3(c)",)
"""A search for vulnerabilities or secrets is no protection against malicious code."""


def _scans(scope: PassingScope) -> tuple[PlanSentence, ...]:
    return per_pipeline(
        scope,
        PipelineStage.IMAGE_SCAN,
        lambda done: (
            f"scan {every_image(done)} with {done.tools}; {stops(done)} the "
            f"{'promotion' if any(step.late for step in done.steps) else 'push'}"
        ),
    )


def _looks_for_secrets(scope: PassingScope) -> tuple[PlanSentence, ...]:
    return per_pipeline(
        scope, PipelineStage.SECRETS_DETECTION, lambda done: f"look for secrets with {done.tools}; {stops(done)} the run"
    )


def _checks_manifests(scope: PassingScope) -> tuple[PlanSentence, ...]:
    return per_pipeline(
        scope,
        PipelineStage.MANIFEST_SCAN,
        lambda done: f"check deployment manifests with {done.tools}; {stops(done)} the run",
    )


def _signs(scope: PassingScope) -> tuple[PlanSentence, ...]:
    done = per_pipeline(scope, PipelineStage.SIGNING, lambda done: f"sign {every_image(done)} with {done.tools}")
    return *done, *held_in_registry(scope, "a signature")


def _attests(scope: PassingScope) -> tuple[PlanSentence, ...]:
    attested = per_pipeline(
        scope, PipelineStage.ATTESTATION, lambda done: f"attest the provenance of {every_image(done)} with {done.tools}"
    )
    return *attested, *held_in_registry(scope, "an attestation of provenance")


def _lists(scope: PassingScope) -> tuple[PlanSentence, ...]:
    listed_ = per_pipeline(
        scope,
        PipelineStage.SBOM,
        lambda done: f"write a software bill of materials of {every_image(done)} with {done.tools}",
    )
    return *listed_, *held_in_registry(scope, "a software bill of materials"), *_statements(scope)


def _statements(scope: PassingScope) -> Iterator[PlanSentence]:
    """A signed statement that is no provenance stands beside the bill of materials of the same pipeline."""
    attached = grouped(
        (step.tool, (pipeline.name, step.source))
        for pipeline in scope.facts.pipelines
        if any(subject.name.startswith(f"{pipeline.evidence.path}: ") for subject in scope.passing)
        for step in pipeline.stages
        if step.stage is PipelineStage.ATTESTATION and step.concerns is Concern.STATEMENT and step.visible
    )
    for tool, rows in attached.items():
        text = f"{configured([name for name, _ in rows])} to attach a signed statement to the image with {tool}."
        yield PlanSentence(text=text, sources=tuple(source for _, source in rows))


PIPELINES = StatedTopic(
    name="pipelines",
    subject="Pipelines",
    requirements=(
        PlannedRequirement(
            requirement="pipeline-delivers",
            mechanism=BUILD_PIPELINE,
            says=lambda scope: f"{scope.All} {scope.state('built and deployed')} by pipelines from version control",
            lacks=(
                "is not delivered by a pipeline from version control",
                "are not delivered by pipelines from version control",
            ),
            subject=("image", "images"),
        ),
        PlannedRequirement(
            requirement="pipeline-image-scan",
            mechanism=PIPELINE_SCANNING,
            says=_scans,
            lacks=("pushes images without a scan that can stop it", "push images without a scan that can stop them"),
            subject=_PIPELINE,
            lacks_of=lacks_scan,
            not_at=_NOT_MALWARE,
        ),
        PlannedRequirement(
            requirement="pipeline-secrets",
            mechanism=SECRET_DETECTION,
            says=_looks_for_secrets,
            lacks=("has no secret detection that can stop it", "have no secret detection that can stop them"),
            subject=_PIPELINE,
            not_at=_NOT_MALWARE,
        ),
        PlannedRequirement(
            requirement="pipeline-manifests",
            mechanism=CONFIGURATION_SCANNING,
            says=_checks_manifests,
            lacks=(
                "deploys without a check of manifests that can stop it",
                "deploy without a check of manifests that can stop them",
            ),
            subject=_PIPELINE,
        ),
        PlannedRequirement(
            requirement="pipeline-signs",
            mechanism=IMAGE_SIGNATURES,
            says=_signs,
            lacks=("pushes images that it does not sign", "push images that they do not sign"),
            subject=_PIPELINE,
        ),
        PlannedRequirement(
            requirement="pipeline-attests",
            mechanism=IMAGE_SIGNATURES,
            says=_attests,
            lacks=(
                "pushes images without an attestation of provenance",
                "push images without an attestation of provenance",
            ),
            subject=_PIPELINE,
        ),
        PlannedRequirement(
            requirement="pipeline-sbom",
            mechanism=SOFTWARE_BILL_OF_MATERIALS,
            says=_lists,
            lacks=(
                "pushes images without a software bill of materials",
                "push images without a software bill of materials",
            ),
            subject=_PIPELINE,
        ),
        PlannedRequirement(
            requirement="build-environment-boundary",
            mechanism=BUILD_PIPELINE,
            says=lambda scope: (
                f"Whether {scope.named} {scope.agree('lies', 'lie')} inside the boundary is decided and accepted"
            ),
            lacks=("is stated to lie on both sides of the boundary", "are stated to lie on both sides of the boundary"),
        ),
        PlannedRequirement(
            requirement="dockerfile-base-not-approved",
            mechanism=APPROVED_SOURCES,
            says=lambda scope: f"{scope.Named} {scope.agree('uses', 'use')} approved base images only",
            lacks=("uses a base image that is not approved", "use base images that are not approved"),
            subject=_DOCKERFILE,
            others=_WITHOUT,
        ),
        PlannedRequirement(
            requirement="dockerfile-base-not-pinned",
            mechanism=IMAGE_DIGESTS,
            says=lambda scope: f"{scope.Named} {scope.agree('names', 'name')} base images by digest",
            lacks=("names a base image without its digest", "name base images without their digests"),
            subject=_DOCKERFILE,
            others=_WITHOUT,
        ),
        PlannedRequirement(
            requirement="dockerfile-runs-as-root",
            mechanism=LEAST_PRIVILEGE,
            says=lambda scope: f"{scope.Named} {scope.agree('sets', 'set')} a user other than root",
            lacks=("sets no user other than root", "set no user other than root"),
            subject=_DOCKERFILE,
            others=_WITHOUT,
        ),
        PlannedRequirement(
            requirement="dockerfile-lint",
            mechanism=HARDENED_IMAGES,
            says=lambda scope: f"A linter reports neither errors nor warnings for {scope.all}",
            lacks=("has findings of the linter", "have findings of the linter"),
        ),
    ),
)
