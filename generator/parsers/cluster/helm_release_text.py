"""What `helm install --dry-run`, `helm upgrade --dry-run`, `helm status` and `helm get all` print: a header, the hooks, the
manifest and the chart's notes. Declared, never proof that it runs.

https://helm.sh/docs/helm/helm_get_all/. Values stand in the same text and may hold passwords: they are not read.
"""

import re

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers.cluster.documents import take_yaml
from generator.parsers.cluster.fold import Fold
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.late_patterns import late_re

_HEADER = late_re(rb"(?:\A|\n)NAME: \S+\r?\n(?:.*\n){0,10}?STATUS: ")
_SECTION = late_re(rb"^(HOOKS|MANIFEST):[ \t]*\r?\n", re.MULTILINE)
_NOTES = late_re(rb"^NOTES:[ \t]*$", re.MULTILINE)
_NEXT = "collect `helm get manifest RELEASE` or `helm template` instead"


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container not in (FileContainer.TEXT, FileContainer.YAML):
        return False
    return _HEADER.search(document.data[:4096]) is not None and _SECTION.search(document.data) is not None


def parse(document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
    """See `Parser.parse`."""
    fold, data = Fold(document, evidence), document.data
    sections = list(_SECTION.finditer(data))
    notes = _NOTES.search(data, sections[-1].end())
    ends = [*(each.start() for each in sections[1:]), notes.start() if notes else len(data)]
    for section, end in zip(sections, ends, strict=True):
        name = section[1].decode().lower()
        try:
            take_yaml(fold, Document(document.name, data[section.end() : end]), prefix=f"{name}#")
        except ParseError as error:
            raise ParseError(error.what, where=f"{name} {error.where}".strip(), next_step=_NEXT) from error
    return fold.snapshot()
