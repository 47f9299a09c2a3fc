"""YAML: manifests of one or many documents, `kind: List`, and lists of `kubectl get -o yaml`.

What is not ours, though it has an `apiVersion`: files that hold Tekton's objects only (pipelines), charts and values of
Helm, kustomizations. A chart's template is ours by its looks but cannot be read before Helm has filled it in.
"""

import re
from typing import Final

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers.base import Family
from generator.parsers.cluster.fold import Fold
from generator.parsers.cluster.objects import Reader
from generator.parsers.cluster.recognition import is_cluster
from generator.parsers.document import Container, Document

_HEADER = re.compile(rb"^apiVersion:.*^kind:|^kind:.*^apiVersion:", re.MULTILINE | re.DOTALL)


class KubernetesYaml:
    """See `Parser`."""

    name: Final = "kubernetes-yaml"
    family: Final[Family] = "cluster"
    title: Final = "Kubernetes manifests and `kubectl get -o yaml`, YAML of one or many documents"

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        if document.container is not Container.YAML or not all(word in document.data for word in (b"apiVersion", b"kind")):
            return False
        try:
            values = document.yaml_documents
        except ParseError:
            return _HEADER.search(document.data) is not None
        reader = Reader(document)
        return any(is_cluster(reader, reader.mapping(each), name=document.name) for each in values)

    def parse(self, document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
        """See `Parser.parse`."""
        fold = Fold(document, evidence)
        values = _documents(document)
        for number, value in enumerate(values, start=1):
            fold.take(value, place=f"document {number}" if len(values) > 1 else "")
        return fold.snapshot()


def _documents(document: Document) -> tuple[object, ...]:
    """NOTE: double braces alone prove nothing, alert rules and dashboards inside ConfigMaps are full of them."""
    try:
        return document.yaml_documents
    except ParseError as error:
        if b"{{" not in document.data:
            raise
        raise ParseError(
            f"a template of a Helm chart, not a manifest ({error.what})",
            where=error.where,
            next_step="fill it in with `helm template` and collect the result",
        ) from error
