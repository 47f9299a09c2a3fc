"""The contract of a purpose: the recipient of a delivery, what of the package is in it, and what is made for it alone.

How to add a document to a purpose: a file with a `Supplement`, and one line in the purpose's tuple. How to add a purpose: a
file, and one line in `registry.py`.
"""

from collections.abc import Callable, Iterable
from datetime import date

import msgspec
from msgspec.structs import replace

from generator.deliverables.material import Made, Material
from generator.frameworks import fedramp_20x
from generator.model.evidence import Gap
from generator.pipeline.compose import Placing
from generator.pipeline.render import Rendered
from generator.workspace.folder import Workspace

Supplement = Callable[[Material], Made]
"""Documents that one purpose needs beside those of the package, by path in the delivery; empty where none applies."""

Gathering = Callable[[Rendered, Made], frozenset[str]]
"""From the package and the documents that are kept of it to the evidence that is handed on, by path; sidecars included."""

Owing = Callable[[Material], tuple[Gap, ...]]
"""What people still have to say before a delivery can be final, beside the approval of each document."""

Remarks = Callable[[Material, Made], Iterable[Gap]]
"""What people may add or say so that a document of the delivery says more; it keeps nothing from being final."""


def owing_nothing(material: Material) -> tuple[Gap, ...]:  # noqa: ARG001 - most purposes ask for nothing more
    """See `Owing`."""
    return ()


class Purpose(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of delivery."""

    name: str
    """As `--for` names it."""
    title: str
    reader: str
    """Who gets it: `a CMMC third-party assessor (C3PAO)`."""
    documents: tuple[str, ...]
    """Beginnings of the paths of the package's documents that are in it."""
    placing: Placing
    """Where evidence lies."""
    gathering: Gathering
    supplements: tuple[Supplement, ...] = ()
    indicators: bool = False
    """It is of the 20x path. Every other delivery is made as if the system did not go for it, and so does not change by it."""
    formats: tuple[str, ...] = ()
    """Forms of OSCAL that are asked for beside JSON."""
    owing: Owing = owing_nothing
    """While it names something, the delivery is a draft."""
    remarks: tuple[Remarks, ...] = ()
    hash_logs: bool = False
    """The hash logs of a CMMC assessment are written."""

    def folder(self, system: str, as_of: date) -> str:
        """Name of the folder of a delivery: `parcel-tracker-conmon-2026-11-20`."""
        return f"{system}-{self.name}-{as_of.isoformat()}"

    def keeps(self, path: str) -> bool:
        """Is a document of the package part of the delivery?"""
        return path.startswith(self.documents)

    def view_of(self, workspace: Workspace) -> Workspace:
        """The workspace as the delivery is made of it (decision 0160)."""
        system = workspace.system
        if self.indicators or system.indicator_class is None:
            return workspace
        others = tuple(name for name in system.frameworks if name != fedramp_20x.NAME)
        return replace(workspace, system=replace(system, indicator_class=None, frameworks=others or system.frameworks))
