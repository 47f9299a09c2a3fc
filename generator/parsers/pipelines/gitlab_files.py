"""Which files among the evidence GitLab's pipelines include: asked of every file."""

from generator.parsers.evidence_files import EvidenceFiles

NAMES = ("gitlab-ci.yml", "gitlab-ci.yaml")
"""Ends of the names of the files in which pipelines begin."""
INCLUDED = "gitlab-included"
"""What is asked of all evidence files once: which of them pipelines include."""


def is_included(files: EvidenceFiles, path: str) -> bool:
    """Does a pipeline among the evidence include the file at that path, also by way of others?"""
    return path in files.once(INCLUDED, "", lambda: _all_included(files))


def _all_included(files: EvidenceFiles) -> frozenset[str]:
    pipelines = [path for path in files.paths if path.endswith(NAMES)]
    if not pipelines:
        return frozenset()
    # NOTE: imported where there is one, since what reads pipelines is imported by it.
    from generator.parsers.pipelines.gitlab_includes import included_by

    return included_by(files, pipelines)
