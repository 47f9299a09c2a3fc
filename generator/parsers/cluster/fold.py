"""One file's objects, folded into a snapshot: lists opened, kinds counted, the kinds we need read.

Every object is counted under its kind. Of those that are not read, Secrets above all, nothing but the kind and the
metadata is ever decoded.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile, Source
from generator.model.inventory import ClusterEvidenceKind, ClusterObject, ClusterSnapshot
from generator.parsers.cluster import kinds, network, nodes, workloads
from generator.parsers.cluster.objects import KubernetesObject, Reader
from generator.parsers.cluster.pods import PodFold
from generator.parsers.cluster.recognition import infer
from generator.parsers.cluster.scope import cluster_name
from generator.parsers.document import Document

_DEEPEST_LIST = 3
_NEXT = "collect the file again with `kubectl get -o json`, which writes the kind of every object"


@dataclass(frozen=True, slots=True)
class ListKind:
    """What a list says about its entries, which then do not say it themselves."""

    kind: str | None = None
    api_version: str | None = None


class Fold:
    """Takes the values of one file, in order; `snapshot` says what they hold."""

    def __init__(self, document: Document, evidence: EvidenceFile) -> None:
        self._reader = Reader(document)
        self._hint = kinds.from_file_name(document.name)
        self._evidence = evidence
        self._kinds: Counter[str] = Counter()
        self._not_collected: set[str] = set()
        self._objects: list[ClusterObject] = []
        self._pods = PodFold(self._reader)
        self._running = False

    def take(self, value: object, *, place: str = "") -> None:
        """A list, an object, or the API's refusal to give one."""
        members = self._reader.mapping(value)
        if "items" in members:
            self._take_list(members, place=place, depth=0)
        else:
            self._take_object(value, ListKind(), place=place, depth=0)

    def take_items(self, items: object, of: ListKind, *, place: str, depth: int = 0) -> None:
        """The entries of a list. An empty list was listed, too."""
        if depth > _DEEPEST_LIST:
            raise ParseError("lists of lists, nested too deeply", where=place, next_step=_NEXT)
        entries = self._reader.sequence(items, place=place)
        for index, item in enumerate(entries):
            self._take_object(item, of, place=f"{place}/{index}", depth=depth)
        if not entries:
            self._running = True
            self._note_empty(of.kind or self._hint)

    def snapshot(self) -> ClusterSnapshot:
        """What was taken."""
        groups = self._pods.groups()
        return ClusterSnapshot(
            evidence=self._evidence,
            cluster=cluster_name(self._evidence.path),
            taken=self._evidence.collected,
            nature=ClusterEvidenceKind.RUNNING if self._running else ClusterEvidenceKind.DECLARED,
            kinds=tuple(sorted(self._kinds.items())),
            objects=(*self._objects, *groups),
            not_collected=tuple(sorted(self._not_collected)),
        )

    def _take_list(self, members: Mapping[str, object], *, place: str, depth: int) -> None:
        meta = self._reader.mapping(members.get("metadata"))
        typed = kinds.of_list(self._reader.text(members.get("kind")))
        kind = typed or kinds.from_self_link(self._reader.text(meta.get("selfLink")))
        of = ListKind(kind, self._reader.text(members.get("apiVersion")) if typed else None)
        self.take_items(members.get("items"), of, place=f"{place}/items", depth=depth)
        if kind and self._reader.text(meta.get("continue")):
            self._not_collected.add(kind)

    def _note_empty(self, kind: str | None) -> None:
        if kind:
            self._kinds[kind] += 0

    def _take_object(self, value: object, of: ListKind, *, place: str, depth: int) -> None:
        head = self._reader.head(value, place=place)
        found = (
            of.kind or head.kind or infer(self._reader, self._reader.mapping(value)) or (self._hint if head.metadata else None)
        )
        if found is None:
            raise ParseError("an object that does not say its kind", where=place, next_step=_NEXT)
        if found == "List":
            self._take_list(self._reader.mapping(value), place=place, depth=depth + 1)
            return
        self._kinds[found] += 1
        # NOTE: a uid is the API server's mark on what it holds; people's manifests have none.
        self._running = self._running or bool(head.meta.uid)
        if found == "Status" and head.api_version == "v1":
            self._take_refusal(value)
        elif kinds.is_read(found, head.api_version or of.api_version):
            self._read(found, head, Source(self._evidence.sha256, self._evidence.path, place))

    def _take_refusal(self, value: object) -> None:
        """`Status` is what the API answers instead of a list: forbidden, expired, not found."""
        resource = self._reader.text(self._reader.mapping(self._reader.mapping(value).get("details")).get("kind"))
        self._running = True
        if resource:
            self._not_collected.add(kinds.RESOURCES.get(resource, resource))

    def _read(self, kind: str, head: KubernetesObject, source: Source) -> None:
        if kind == "Pod":
            self._running = self._pods.add(head, source) or self._running
        elif kind in workloads.KINDS:
            self._objects.append(workloads.read(self._reader, kind, head, source))
        elif kind in _READERS:
            self._objects.append(_READERS[kind](self._reader, head, source))


_READERS: Mapping[str, Callable[[Reader, KubernetesObject, Source], ClusterObject]] = {
    "Service": network.read_service,
    "Ingress": network.read_ingress,
    "Node": nodes.read_node,
    "Namespace": nodes.read_namespace,
}
