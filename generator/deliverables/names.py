"""Short ASCII names for evidence, the requirement first: `AC.L2-3.1.5/AC.L2-3.1.5[b]_prod-pods_20261118T060000Z.json`.

CMMC eMASS takes 400 characters a name and a list with semicolons; the DoD hashing script loses what is not ASCII. A file that
speaks to several objectives lies once, under the one that has the fewest other files, and the index names them all.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

UNASSIGNED = "unassigned"
"""The folder of evidence that speaks to nothing of the framework."""
ROOT = "artifacts/"

_UNFIT = re.compile(r"[^A-Za-z0-9.]+")
_SUFFIX = re.compile(r"(?:\.tar)?\.[A-Za-z0-9]{1,10}$")
_DATE = re.compile(r"^\d{4}-\d{2}(?:-\d{2})?(?:[T_-].*)?$")
_LONGEST = 48


def short_names(
    moments: Mapping[str, str], keys: Mapping[str, Sequence[str]], folder_of: Mapping[str, str]
) -> Mapping[str, str]:
    """Path in the workspace to path in the delivery.

    `moments` has every piece of evidence with the moment of its collection (`20261118T060000Z`, or empty); `keys` what it
    speaks to; `folder_of` the folder of each key.
    """
    used = Counter(key for used_keys in keys.values() for key in used_keys)
    names: dict[str, str] = {}
    taken: set[str] = set()
    for path, moment in sorted(moments.items()):
        key = min(
            keys.get(path, ()), key=lambda candidate: (used[candidate], list(folder_of).index(candidate)), default=UNASSIGNED
        )
        stem = "_".join(part for part in (key, slug(path), moment) if part)
        folder, ending = f"{ROOT}{folder_of.get(key, UNASSIGNED)}/", suffix(path)
        name = f"{folder}{stem}{ending}"
        if name.lower() in taken:
            name = f"{folder}{stem}_{hashlib.sha256(path.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}{ending}"
        taken.add(name.lower())
        names[path] = name
    return names


def slug(path: str) -> str:
    """The file's name without its ending, with the folder it lies in where that says something; ASCII, and short."""
    parts = PurePosixPath(path).parts
    stem = parts[-1][: len(parts[-1]) - len(suffix(path))]
    above = next((part for part in reversed(parts[1:-1]) if not _DATE.match(part)), "")
    text = unicodedata.normalize("NFKD", f"{above}-{stem}" if above else stem).encode("ascii", "ignore").decode()
    return _UNFIT.sub("-", text).strip("-.")[:_LONGEST].strip("-.") or "evidence"


def suffix(path: str) -> str:
    """The ending by which programs know the file; empty where it is none."""
    match = _SUFFIX.search(PurePosixPath(path).name)
    return match[0].lower() if match else ""
