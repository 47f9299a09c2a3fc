"""Where evidence lies in a bag that keeps the provider's names: as the package has it, where everybody can unpack it so.

RFC 8493 section 6.1: names that differ by case or by how an accent is written are one name elsewhere, and Windows has names and
characters of its own that no file may have.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import PurePosixPath

from generator.deliverables.names import slug, suffix
from generator.model.claim import Claim
from generator.model.places import Places, evidence_path
from generator.seal.bag import is_portable_name
from generator.workspace.sidecars import SIDECAR

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_LONGEST = 200
"""Characters of a path: Windows takes 260, with the folder in which the bag is unpacked."""
_UNFIT = frozenset('<>:"|?*')


def carried(_claims: Sequence[Claim], moments: Mapping[str, datetime | None]) -> Places:
    """The few names that not everybody can carry (`50%.json`, `aux.json`) get one that says the same in plain letters."""
    moved = {path: _plain(path) for path in _unfit(moments)}
    return Places({**moved, **{f"{path}{SIDECAR}": f"{name}{SIDECAR}" for path, name in moved.items()}})


def _unfit(paths: Iterable[str]) -> Iterable[str]:
    taken: set[str] = set()
    for path in sorted(paths):
        name = evidence_path(path)
        same = unicodedata.normalize("NFC", name).casefold()
        fits = (
            is_portable_name(name)
            and len(name) + len(SIDECAR) <= _LONGEST
            and all(map(_is_portable, PurePosixPath(name).parts))
        )
        if not fits or same in taken:
            yield path
        taken.add(same)


def _is_portable(part: str) -> bool:
    return not (_UNFIT & set(part) or part.endswith((".", " ")) or _RESERVED.fullmatch(part))


def _plain(path: str) -> str:
    mark = hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return f"evidence/renamed/{slug(PurePosixPath(path).name)}_{mark}{suffix(path)}"
