"""The contract of every evidence format.

A member is one file `<tool>_<format>.py` in `scans/`, `cluster/`, `cloud/`, `pipelines/`, `diagrams/`, `registry_images/`,
`flow_logs/` or `monitoring/`, named in that folder's `registry.py`. `parse` is pure: same document, same snapshot.
"""

from typing import Literal, Protocol

from generator.model.evidence import EvidenceFile
from generator.model.snapshot import Snapshot
from generator.parsers.document import Document

Family = Literal["scan", "cluster", "pipeline", "diagram", "registry", "cloud", "flow", "monitoring"]


class Parser(Protocol):
    """Reads one format."""

    @property
    def name(self) -> str:
        """`trivy-json`: what `atopack inspect` calls the format."""

    @property
    def family(self) -> Family:
        """Which family's snapshot `parse` returns."""

    @property
    def title(self) -> str:
        """For people: tool, format and versions read. The README's table is checked against it."""

    def recognizes(self, document: Document) -> bool:
        """Is this the format? Reads the document's outline only; never raises for content of another format."""

    def parse(self, document: Document, evidence: EvidenceFile) -> Snapshot:
        """Read it whole.

        Raises:
            ParseError: the content is not what the format promises; names the place inside the file.
        """
