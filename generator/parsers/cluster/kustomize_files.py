"""Which files among the evidence are kustomizations, and which of the others they take in: asked of every file."""

from generator.parsers.evidence_files import EvidenceFiles
from generator.parsers.late_patterns import late_re

_FILE = late_re(r"(?P<before>(?:.*[/_])?)[Kk]ustomization(?:\.ya?ml)?")
TAKEN = "kustomize-taken"
"""What is asked of all evidence files once: which of them kustomizations take in."""


def folder_of(path: str) -> str | None:
    """What stands before the names of the files beside a kustomization: `base/`, or `base_` where folders stand in names."""
    match = _FILE.fullmatch(path) if len(path) <= 500 else None
    return match["before"] if match else None


def is_taken_in(files: EvidenceFiles, path: str) -> bool:
    """Does a kustomization among the evidence take in the file at that path?"""
    return path in files.once(TAKEN, "", lambda: _all_taken(files))


def _all_taken(files: EvidenceFiles) -> frozenset[str]:
    kustomizations = [(path, before) for path in files.paths if (before := folder_of(path)) is not None]
    if not kustomizations:
        return frozenset()
    # NOTE: imported where there is one, since what reads Kubernetes objects is imported by it.
    from generator.parsers.cluster.kustomize_yaml import taken_by

    return taken_by(files, kustomizations)
