"""Where evidence lies in a bag that keeps the provider's names: as the package has it, where a bag can carry the name."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePosixPath

from generator.export.names import slug, suffix
from generator.model.claim import Claim
from generator.model.places import Places, evidence_path
from generator.seal.bag import can_carry
from generator.workspace import SIDECAR


def carried(_claims: Sequence[Claim], moments: Mapping[str, datetime | None]) -> Places:
    """The few names that readers of bags spell in several ways (`50%.json`) get one that says the same in plain letters."""
    moved = {path: _plain(path) for path in moments if not can_carry(evidence_path(path))}
    return Places({**moved, **{f"{path}{SIDECAR}": f"{name}{SIDECAR}" for path, name in moved.items()}})


def _plain(path: str) -> str:
    mark = hashlib.sha256(path.encode()).hexdigest()[:8]
    return f"evidence/renamed/{slug(PurePosixPath(path).name)}_{mark}{suffix(path)}"
