"""Which cluster a file is about, from the folder a person put it in."""

from pathlib import PurePosixPath

from generator.model.platform import UNNAMED
from generator.parsers.late_patterns import late_re

_OF_FILES = frozenset(
    "helm chart charts k8s kubernetes manifests kustomize terraform yaml deploy deployment deployments".split()
)
"""Folders that say what lies in them: a repository's, copied as it is."""

_DATE = late_re(r"\d{4}-?\d{2}-?\d{2}(?!\d).*")


def cluster_name(path: str) -> str:
    """The first folder below `evidence/cluster/` that is no date and does not only say what lies in it, else `cluster`.

    `evidence/cluster/prod/2025-02-03/pods.json` -> `prod`; `evidence/cluster/2025-02-03/pods.json` -> `cluster`;
    `evidence/cluster/k8s/cart.yaml` -> `cluster`.
    """
    folders = PurePosixPath(path).parts[:-1]
    below = next((folders[at + 2 :] for at in range(len(folders) - 1) if folders[at : at + 2] == ("evidence", "cluster")), ())
    return next((each for each in below if not _DATE.fullmatch(each) and each.lower() not in _OF_FILES), UNNAMED)
