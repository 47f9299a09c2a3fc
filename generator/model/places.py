"""Where the evidence of a workspace lies in what is handed on: the same place in the package and in every document of it."""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec


def evidence_path(path: str) -> str:
    """Where a workspace file lies inside the package: everything cited is below `evidence/`."""
    return path if path.startswith("evidence/") else f"evidence/{path}"


class Places(msgspec.Struct, frozen=True):
    """From the path of a file in the workspace to its path in the package."""

    moved: Mapping[str, str] = msgspec.field(default_factory=lambda: MappingProxyType({}))
    """Those that lie elsewhere than `evidence_path` says."""

    def of(self, path: str) -> str:
        """The path in the package, with forward slashes."""
        return self.moved.get(path) or evidence_path(path)
