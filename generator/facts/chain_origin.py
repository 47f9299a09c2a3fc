"""The first link: where the source is."""

from collections.abc import Iterator

from generator.facts.chain_context import Found, ImageContext
from generator.facts.code_scans import of_repository
from generator.model.chain import LinkFault, LinkState
from generator.model.evidence import EvidenceSource

_SOURCE, _REVISION = "org.opencontainers.image.source", "org.opencontainers.image.revision"
"""OCI Image Format Specification, "Pre-Defined Annotation Keys"."""
_NO_REGISTRY = "Neither the image's configuration nor a statement of its origin was collected."


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
        state, fault = (LinkState.BROKEN, LinkFault.NO_COMMIT) if read else (LinkState.NOT_COLLECTED, None)
        return Found(state, text, tuple(source for _, source in context.labels), fault)
    commits = {revision for _, revision, _, _ in stated if revision}
    if len(commits) > 1:
        detail = "; ".join(f"{by} says {revision}" for _, revision, by, _ in stated if revision)
        return Found(LinkState.BROKEN, f"The commits differ: {detail}.", sources, LinkFault.COMMITS_DIFFER)
    name = repository(context)
    if not commits or name is None:
        missing = "commit" if name else "repository"
        return Found(LinkState.BROKEN, f"{_named(name, commits)} is named, but no {missing}.", sources, LinkFault.NO_COMMIT)
    by = " and ".join(dict.fromkeys(by for *_, by, _ in stated))
    scanned = of_repository(context.code, name)
    text = " ".join((f"{name} at commit {min(commits)}, says {by}.", *(scan.sentence for scan in scanned)))
    return Found(LinkState.HOLDS, text, tuple(sorted({*sources, *(scan.source for scan in scanned)})))


def repository(context: ImageContext) -> str | None:
    """The repository that the labels or the provenance of an image name; None where none does, or where they contradict each
    other on the commit."""
    stated = list(_stated_sources(context))
    commits = {revision for _, revision, *_ in stated if revision}
    return next((name for name, *_ in stated if name), None) if len(commits) <= 1 else None


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
