"""The next step where a person names a file or folder that is not there: the nearest name that is."""

import os
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

_MOST = 10_000
"""Names of a folder that are compared."""


def did_you_mean_path(path: Path, otherwise: str, *, holds: str = "") -> str:
    """`did you mean X?`, where one part of the path is wrong; `holds` is a file that the folder must have."""
    missing = next((each for each in [*reversed(path.parents), path] if not each.exists()), path)
    try:
        with os.scandir(missing.parent) as entries:
            names = [entry.name for entry in islice(entries, _MOST) if entry.name != missing.name]
    except OSError:
        return otherwise
    near = (missing.with_name(name) / path.relative_to(missing) for name in get_close_matches(missing.name, sorted(names)))
    there = next((str(each) for each in near if (each / holds).exists()), "")
    return f"did you mean `{there}`? Otherwise {otherwise}" if there.isprintable() and there else otherwise
