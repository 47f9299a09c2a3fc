"""Modules of ours that are imported: to walk through all of Python's takes longer than many a test."""

import sys
from types import ModuleType


class ImportedModules:
    """Those whose names begin with one of some texts."""

    def __init__(self, *beginnings: str) -> None:
        self._beginnings = beginnings
        self._seen: set[str] = set()
        self._all: list[ModuleType] = []

    def new(self) -> list[ModuleType]:
        """What was imported since it was last asked."""
        names = sorted(sys.modules.keys() - self._seen)
        self._seen.update(names)
        return [module for name in names if name.startswith(self._beginnings) and (module := sys.modules.get(name))]

    def all(self) -> list[ModuleType]:
        """What is imported now."""
        self._all += self.new()
        return self._all
