"""Which files the plan carries in itself (`oscal.embed` in system.yaml), and their bytes."""

import hashlib
from collections.abc import Iterable, Mapping

from generator.errors import ConfigError
from generator.model.evidence import Gap, GapKind
from generator.model.system import System
from generator.oscal import types as o
from generator.oscal.embedded_files import linked_files
from generator.pipeline.package_files import Linked

LARGEST = 1 << 20
"""Bytes of a file that is carried; a larger one is only linked."""
ALL = 16 << 20
"""Bytes of all of them: what comes after is only linked, so that the plan can still be opened and sent."""


def contents_of(
    system: System,
    plan: o.SystemSecurityPlan,
    made: Mapping[str, tuple[bytes, str]],
    linked: Mapping[str, Linked],
    gaps: Iterable[Gap],
) -> Mapping[str, bytes]:
    """By path in the package; `made` are files of this build, `linked` those of the workspace. What holds secrets in clear
    text is never carried.

    Raises:
        ConfigError: a file changed while the package was built.
        OSError: a file went away or may not be read.
    """
    secret = {gap.path for gap in gaps if gap.kind is GapKind.HOLDS_SECRETS}
    data: dict[str, bytes] = {}
    left = ALL
    for path, kind in linked_files(plan) if system.embed else ():
        content = _content(path, made, linked, secret, min(left, LARGEST)) if kind in system.embed else None
        if content is not None and path not in data:
            data[path] = content
            left -= len(content)
    return data


def _content(
    path: str, made: Mapping[str, tuple[bytes, str]], linked: Mapping[str, Linked], secret: set[str], most: int
) -> bytes | None:
    if path in made:
        content = made[path][0]
        return content if len(content) <= most else None
    file = linked.get(path)
    if file is None or file.path in secret or file.size > most:
        return None
    content = file.file.read_bytes()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise ConfigError("the file changed while the package was built", where=str(file.file), next_step="build again")
    return content
