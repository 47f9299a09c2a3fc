"""YAML: manifests of one or many documents, `kind: List`, and lists of `kubectl get -o yaml`.

What is not ours, though it has an `apiVersion`: files that hold Tekton's objects only (pipelines), charts and values of
Helm, kustomizations. A chart's template is ours by its looks but cannot be read before Helm has filled it in.
"""

import re

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers.cluster.documents import take_yaml
from generator.parsers.cluster.dump_text import has_logs
from generator.parsers.cluster.fold import Fold
from generator.parsers.cluster.objects import ObjectReader
from generator.parsers.cluster.recognition import is_cluster
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.gitops import deployer_of
from generator.parsers.late_patterns import late_re

_HEADER = late_re(rb"^apiVersion:.*^kind:|^kind:.*^apiVersion:", re.MULTILINE | re.DOTALL)


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container is not FileContainer.YAML or not all(word in document.data for word in (b"apiVersion", b"kind")):
        return False
    try:
        values = document.yaml_documents
    except ParseError:
        return _HEADER.search(document.data) is not None and not has_logs(document.data)
    if deployer_of(values) is not None:
        return False
    reader = ObjectReader(document)
    return any(is_cluster(reader, reader.mapping(each), name=document.name) for each in values)


def parse(document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
    """See `Parser.parse`."""
    fold = Fold(document, evidence)
    take_yaml(fold, document)
    return fold.snapshot()
