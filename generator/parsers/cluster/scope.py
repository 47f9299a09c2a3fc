"""Which cluster a file is about, from the folder a person put it in."""

import re
from pathlib import PurePosixPath

UNNAMED = "cluster"
"""Where no folder names one."""

_DATE = re.compile(r"\d{4}-?\d{2}-?\d{2}(?!\d).*")


def cluster_name(path: str) -> str:
    """The first folder below `evidence/cluster/` that is not a date, else `cluster`.

    `evidence/cluster/prod/2025-02-03/pods.json` -> `prod`; `evidence/cluster/2025-02-03/pods.json` -> `cluster`.
    """
    folders = PurePosixPath(path).parts[:-1]
    below = next((folders[at + 2 :] for at in range(len(folders) - 1) if folders[at : at + 2] == ("evidence", "cluster")), ())
    return next((each for each in below if not _DATE.fullmatch(each)), UNNAMED)
