"""The first links: where the source is, which pipeline built it, and what that pipeline stops."""

from collections.abc import Iterator

from generator.facts.chain_context import Found, ImageContext
from generator.model.chain import LinkState
from generator.model.evidence import EvidenceSource
from generator.model.pipeline import DetectedStage, Gating, PipelineSnapshot, PipelineStage

_SOURCE, _REVISION = "org.opencontainers.image.source", "org.opencontainers.image.revision"
"""OCI Image Format Specification, "Pre-Defined Annotation Keys"."""
_NO_REGISTRY = "Neither the image's configuration nor a statement of its origin was collected."
_ORDER = {Gating.YES: 3, Gating.POLICY: 2, Gating.UNKNOWN: 1}
_WORST = (LinkState.BROKEN, LinkState.UNVERIFIED, LinkState.HOLDS)
COMMITS_DIFFER = "The commits differ"
_GATES = (
    PipelineStage.SECRETS_DETECTION,
    PipelineStage.DOCKERFILE_LINT,
    PipelineStage.BASE_IMAGE_APPROVAL,
    PipelineStage.IMAGE_SCAN,
    PipelineStage.MANIFEST_SCAN,
)


def commit(context: ImageContext) -> Found:
    """Labels of the image and its provenance: what both say must be one commit."""
    stated = list(_stated_sources(context))
    sources = tuple(sorted({source for *_, source in stated}))
    if not stated:
        read = bool(context.labels or any(repository_name.is_provenance for repository_name in context.attestations))
        refused = any(
            repository_name.is_provenance and repository_name not in context.believed
            for repository_name in context.attestations
        )
        refused_text = " A provenance statement whose signature does not verify counts for nothing." if refused else ""
        text = (
            f"Neither a label nor a provenance statement names repository and commit.{refused_text}" if read else _NO_REGISTRY
        )
        return (LinkState.BROKEN if read else LinkState.NOT_COLLECTED), text, tuple(source for _, source in context.labels)
    commits = {revision for _, revision, _, _ in stated if revision}
    if len(commits) > 1:
        detail = "; ".join(f"{by} says {revision}" for _, revision, by, _ in stated if revision)
        return LinkState.BROKEN, f"{COMMITS_DIFFER}: {detail}.", sources
    repository = next((repository_name for repository_name, *_ in stated if repository_name), None)
    if not commits or repository is None:
        missing = "commit" if repository else "repository"
        return LinkState.BROKEN, f"{_named(repository, commits)} is named, but no {missing}.", sources
    by = " and ".join(dict.fromkeys(by for *_, by, _ in stated))
    return LinkState.HOLDS, f"{repository} at commit {min(commits)}, says {by}.", sources


def pipeline(context: ImageContext) -> Found:
    """The definitions that build it, and whether the run's own statement names one of them."""
    if not context.any_pipeline:
        return LinkState.NOT_COLLECTED, "No pipeline definition was collected.", ()
    if not context.pipelines:
        text = "None of the pipeline definitions collected builds this image; the one that does was not collected."
        return LinkState.NOT_COLLECTED, text, ()
    sources = tuple(_whole(pipeline_snapshot) for pipeline_snapshot in context.pipelines)
    names = ", ".join(f"{pipeline_snapshot.system} {pipeline_snapshot.name}" for pipeline_snapshot in context.pipelines)
    runs = [attestation for attestation in context.provenance if attestation.workflow]
    if not runs:
        return LinkState.HOLDS, f"{names} declares that it builds it; no statement names the run.", sources
    stated = runs[0].workflow or ""
    run = f", run {runs[0].run}" if runs[0].run else ""
    sources = tuple(sorted({*sources, runs[0].source}))
    if any(
        pipeline_snapshot.evidence.path.rpartition("/")[2] == stated.rpartition("/")[2]
        for pipeline_snapshot in context.pipelines
    ):
        return LinkState.HOLDS, f"{names} builds it, and its provenance names {stated}{run}.", sources
    text = f"{names} builds it, but its provenance names {stated}{run}: is the definition that was collected the one that ran?"
    return LinkState.UNVERIFIED, text, sources


def gates(context: ImageContext) -> Found:
    """Each pipeline that builds it counts by its best scan of the image; the worst pipeline decides: any may have built it."""
    if not context.pipelines:
        return LinkState.NOT_COLLECTED, "The pipeline that builds it was not collected.", ()
    return min((_gate(pipeline_snapshot) for pipeline_snapshot in context.pipelines), key=lambda found: _WORST.index(found[0]))


def _gate(pipeline_snapshot: PipelineSnapshot) -> Found:
    stages = [step for step in pipeline_snapshot.stages if step.stage in _GATES and step.visible]
    blocking = [step for step in stages if step.gating in (Gating.YES, Gating.POLICY)]
    blocking_text = (
        f" It stops on: {', '.join(dict.fromkeys(step.stage.replace('_', ' ') for step in blocking))}." if blocking else ""
    )
    scans = sorted(
        (step for step in stages if step.stage is PipelineStage.IMAGE_SCAN), key=lambda step: -_ORDER.get(step.gating, 0)
    )
    if not scans:
        text = f"The pipeline does not visibly scan the image.{blocking_text}"
        return LinkState.BROKEN, text, (_whole(pipeline_snapshot),)
    return _judged(scans[0], blocking_text)


def _judged(step: DetectedStage, text: str) -> Found:
    sources = (step.source,)
    named = f"The image is scanned with {step.tool}"
    if step.gating is Gating.YES:
        return LinkState.HOLDS, f"{named}, and a failing scan stops the pipeline.{text}", sources
    if step.gating is Gating.POLICY:
        return LinkState.UNVERIFIED, f"{named}; a policy kept elsewhere decides whether that stops the pipeline.{text}", sources
    if step.gating is Gating.NO:
        return LinkState.BROKEN, f"{named}, but a failing scan does not stop the pipeline.{text}", sources
    return LinkState.UNVERIFIED, f"{named}; the file does not say whether that stops the pipeline.{text}", sources


def _stated_sources(context: ImageContext) -> Iterator[tuple[str | None, str | None, str, EvidenceSource]]:
    """(repository, commit, who says it, where)."""
    for labels, source in context.labels:
        if labels.get(_SOURCE) or labels.get(_REVISION):
            yield labels.get(_SOURCE), labels.get(_REVISION), "the image's labels", source
    for attestation in context.provenance:
        if attestation.repository or attestation.revision:
            yield attestation.repository, attestation.revision, "its provenance", attestation.source


def _named(repository: str | None, commits: set[str]) -> str:
    return repository or f"Commit {min(commits)}"


def _whole(pipeline_snapshot: PipelineSnapshot) -> EvidenceSource:
    return pipeline_snapshot.evidence.source
