"""The first links: where the source is, which pipeline built it, and what that pipeline stops."""

from collections.abc import Iterator

from generator.facts.chain_ground import ChainGround, Found
from generator.model.chain import LinkState
from generator.model.evidence import Source
from generator.model.pipeline import Gating, PipelineSnapshot, Stage, StageFound

_SOURCE, _REVISION = "org.opencontainers.image.source", "org.opencontainers.image.revision"
"""OCI Image Format Specification, "Pre-Defined Annotation Keys"."""
_NO_REGISTRY = "Neither the image's configuration nor a statement of its origin was collected."
_ORDER = {Gating.YES: 3, Gating.POLICY: 2, Gating.UNKNOWN: 1}
_GATES = (Stage.SECRETS_DETECTION, Stage.DOCKERFILE_LINT, Stage.BASE_IMAGE_APPROVAL, Stage.IMAGE_SCAN, Stage.MANIFEST_SCAN)


def commit(ground: ChainGround) -> Found:
    """Labels of the image and its provenance: what both say must be one commit."""
    said = list(_said(ground))
    sources = tuple(sorted({source for *_, source in said}))
    if not said:
        read = bool(ground.labels or any(one.is_provenance for one in ground.said))
        refused = any(one.is_provenance and one not in ground.believed for one in ground.said)
        beside = " A provenance statement whose signature does not verify counts for nothing." if refused else ""
        text = f"Neither a label nor a provenance statement names repository and commit.{beside}" if read else _NO_REGISTRY
        return (LinkState.BROKEN if read else LinkState.NOT_COLLECTED), text, tuple(source for _, source in ground.labels)
    commits = {revision for _, revision, _, _ in said if revision}
    if len(commits) > 1:
        told = "; ".join(f"{by} says {revision}" for _, revision, by, _ in said if revision)
        return LinkState.BROKEN, f"The commits differ: {told}.", sources
    repository = next((one for one, *_ in said if one), None)
    if not commits or repository is None:
        missing = "commit" if repository else "repository"
        return LinkState.BROKEN, f"{_named(repository, commits)} is named, but no {missing}.", sources
    by = " and ".join(dict.fromkeys(by for *_, by, _ in said))
    return LinkState.HOLDS, f"{repository} at commit {min(commits)}, says {by}.", sources


def pipeline(ground: ChainGround) -> Found:
    """The definitions that build it, and whether the run's own statement names one of them."""
    if not ground.any_pipeline:
        return LinkState.NOT_COLLECTED, "No pipeline definition was collected.", ()
    if not ground.pipelines:
        return LinkState.BROKEN, "None of the collected pipeline definitions builds this image.", ground.image.sources[:1]
    sources = tuple(_whole(one) for one in ground.pipelines)
    names = ", ".join(f"{one.system} {one.name}" for one in ground.pipelines)
    runs = [one for one in ground.provenance if one.workflow]
    if not runs:
        return LinkState.HOLDS, f"{names} builds it; no statement names the run.", sources
    stated = runs[0].workflow or ""
    run = f", run {runs[0].run}" if runs[0].run else ""
    sources = tuple(sorted({*sources, runs[0].source}))
    if any(one.evidence.path.rpartition("/")[2] == stated.rpartition("/")[2] for one in ground.pipelines):
        return LinkState.HOLDS, f"{names} builds it, and its provenance names {stated}{run}.", sources
    text = f"{names} builds it, but its provenance names {stated}{run}: is the definition that was collected the one that ran?"
    return LinkState.UNVERIFIED, text, sources


def gates(ground: ChainGround) -> Found:
    """The best of the image scans of all pipelines that build it decides; other gates are stated in addition."""
    if not ground.pipelines:
        return LinkState.NOT_COLLECTED, "The pipeline that builds it was not collected.", ()
    found = [step for one in ground.pipelines for step in one.stages if step.stage in _GATES and step.visible]
    blocking = [step for step in found if step.gating in (Gating.YES, Gating.POLICY)]
    told = f" It stops on: {', '.join(dict.fromkeys(step.stage.replace('_', ' ') for step in blocking))}." if blocking else ""
    scans = sorted((step for step in found if step.stage is Stage.IMAGE_SCAN), key=lambda step: -_ORDER.get(step.gating, 0))
    if not scans:
        where = tuple(_whole(one) for one in ground.pipelines)
        return LinkState.BROKEN, f"The pipeline does not visibly scan the image.{told}", where
    return _judged(scans[0], told)


def _judged(step: StageFound, told: str) -> Found:
    sources = (step.source,)
    named = f"The image is scanned with {step.tool}"
    if step.gating is Gating.YES:
        return LinkState.HOLDS, f"{named}, and a failing scan stops the pipeline.{told}", sources
    if step.gating is Gating.POLICY:
        return LinkState.UNVERIFIED, f"{named}; a policy kept elsewhere decides whether that stops the pipeline.{told}", sources
    if step.gating is Gating.NO:
        return LinkState.BROKEN, f"{named}, but a failing scan does not stop the pipeline.{told}", sources
    return LinkState.UNVERIFIED, f"{named}; the file does not say whether that stops the pipeline.{told}", sources


def _said(ground: ChainGround) -> Iterator[tuple[str | None, str | None, str, Source]]:
    """(repository, commit, who says it, where)."""
    for labels, source in ground.labels:
        if labels.get(_SOURCE) or labels.get(_REVISION):
            yield labels.get(_SOURCE), labels.get(_REVISION), "the image's labels", source
    for one in ground.provenance:
        if one.repository or one.revision:
            yield one.repository, one.revision, "its provenance", one.source


def _named(repository: str | None, commits: set[str]) -> str:
    return repository or f"Commit {min(commits)}"


def _whole(one: PipelineSnapshot) -> Source:
    return one.evidence.source
