"""The contract of every evidence format.

A member is one module `<tool>_<format>.py` in `scans/`, `cluster/`, `cloud/`, `pipelines/`, `diagrams/`, `registry_images/`,
`flow_logs/` or `monitoring/` with two functions, `recognizes` and `parse`. It has no class: the row of that folder's
`registry.py` is the `Parser`, a `ScanFormat` in `scans/` and a `LateParser` in the others, and states name, title and signs.
`parse` is pure: same document, same snapshot.

What is in a file decides, so `recognizes` asks for the least that identifies the format, and takes as well:

- a file without entries (`empty`): a list that is there and empty;
- a file of the format that `parse` refuses (`broken`), as one with a text where the list of entries stands;
- a file in which a later version of the tool writes one key more;
- of formats with one JSON value a line, a file of one line, which is `FileContainer.JSON`.
"""

from typing import Literal, Protocol

from generator.model.evidence import EvidenceFile
from generator.model.snapshot import Snapshot
from generator.parsers.document import Document

Family = Literal["scan", "cluster", "pipeline", "diagram", "registry", "cloud", "flow", "monitoring"]


class Parser(Protocol):
    """One format: its module's two functions, with what is known of it without the module."""

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
