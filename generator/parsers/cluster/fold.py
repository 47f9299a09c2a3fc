"""One file's objects, folded into a snapshot: lists opened, kinds counted, the kinds we need read.

Every object is counted under its kind, and once, however often it stands in the file: archives hold the same pod in a list
and alone. Of objects that are not read, Secrets above all, nothing but the kind and the metadata is ever decoded.

Helm's hooks are objects of a chart that are applied at a moment of a release's life. Hooks of installing, upgrading, rolling
back and deleting run in the cluster, so their images belong to the inventory. Those of testing run only when a person types
`helm test`: in a manifest they are counted under their kind and declare no workload. What stands in a cluster ran, whatever
its annotations say.

https://helm.sh/docs/topics/charts_hooks/
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import msgspec

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.inventory import ClusterEvidenceKind, ClusterObject, ClusterSnapshot, Container, ListPage, WorkloadSpec
from generator.model.settings.base import Setting, Settings
from generator.parsers.cluster import kinds, network, nodes, workloads
from generator.parsers.cluster.objects import KubernetesObject, ObjectMetadata, ObjectReader, Pairs
from generator.parsers.cluster.pods import PodFold
from generator.parsers.cluster.recognition import infer
from generator.parsers.cluster.scope import cluster_name
from generator.parsers.cluster.settings import SettingsFold
from generator.parsers.document import Document

_DEEPEST_LIST = 3
_NEXT = "collect the file again with `kubectl get -o json`, which writes the kind of every object"
_HOOK = "helm.sh/hook"
_TESTS = frozenset({"test", "test-success", "test-failure"})


class ListKind(msgspec.Struct, frozen=True):
    """What a list says about its entries, which then do not say it themselves."""

    kind: str | None = None
    api_version: str | None = None


class Fold:
    """Takes the values of one file, in order; `snapshot` says what they hold."""

    def __init__(self, document: Document, evidence: EvidenceFile) -> None:
        self._reader = ObjectReader(document)
        self._hint = self._file_hint = kinds.from_file_name(document.name)
        self._evidence = evidence
        self._kinds: Counter[str] = Counter()
        self._seen: set[tuple[str, str, str]] = set()
        self._not_collected: set[str] = set()
        self._not_read: set[str] = set()
        self._not_rendered: set[str] = set()
        self._parts: dict[str, EvidenceFile] = {}
        self._pages: list[ListPage] = []
        self._objects: list[ClusterObject] = []
        self._stands_at = evidence.path
        self._stands_in = evidence
        self._pods = PodFold(self._reader)
        self._settings = SettingsFold(self._reader, evidence)
        self._running = False
        self._lists = 0
        """How many lists the object that is read stands in: one that stands in none was asked for by its name."""
        self._of_a_node = False
        """Is the list of pods a kubelet's (`/pods`)? Its `metadata` is empty, into which the API server writes a version."""

    def take(self, value: object, *, place: str = "", hint: str | None = None) -> None:
        """A list, an object, or the API's refusal to give one. `hint` is the kind that the folder in an archive tells."""
        self._hint = hint or self._file_hint
        members = self._reader.mapping(value)
        if "items" in members:
            self._take_list(members, place=place, depth=0)
        else:
            self._take_object(value, ListKind(), place=place, depth=0)

    def take_items(self, items: object, of: ListKind, *, place: str, depth: int = 0) -> int:
        """The entries of a list, and how many they are. An empty list was listed, too."""
        if depth > _DEEPEST_LIST:
            raise ParseError("lists of lists, nested too deeply", where=place, next_step=_NEXT)
        entries = self._reader.sequence(items, place=place)
        self._lists += 1
        for index, item in enumerate(entries):
            self._take_object(item, of, place=f"{place}/{index}", depth=depth)
        self._lists -= 1
        if not entries:
            self.note_running()
            self._note_empty(of.kind or self._hint, of.api_version)
        return len(entries)

    def add(self, kind: str, object_: ClusterObject, *, count: int = 1, running: bool = False) -> None:
        """An object that another tool than Kubernetes describes; `count` where it stands for several."""
        self._kinds[kind] += count
        self._objects.append(object_)
        self._running = self._running or running

    def add_workload(  # noqa: PLR0913 - what a workload is known by
        self,
        kind: str,
        name: str,
        containers: Iterable[Container | None],
        source: EvidenceSource,
        *,
        namespace: str = "default",
        replicas: int | None = None,
        labels: Pairs = (),
        profiles: tuple[str, ...] = (),
        running: bool = False,
    ) -> None:
        """What another tool than Kubernetes runs, with the containers of which the image is known."""
        workload = WorkloadSpec(
            namespace=namespace,
            kind=kind,
            name=name,
            containers=tuple(each for each in containers if each),
            replicas=replicas,
            labels=labels,
            profiles=profiles,
            source=source,
        )
        self.add(kind, workload, running=running)

    def configure(self, *settings: Setting[Settings] | None) -> None:
        """What another tool than Kubernetes configures, as far as anything is known of it."""
        for setting in filter(None, settings):
            self._settings.add(setting)

    def note(self, kind: str, *, count: int = 0, api_version: str | None = None) -> None:
        """Objects that are only counted; none where a list was empty."""
        self._kinds[kind] += count
        if api_version is not None:
            self._settings.list_kind(kind, api_version, whole=count != 1)

    def note_not_collected(self, kind: str) -> None:
        """A kind, or a file inside an archive, that was refused or could not be read."""
        self._not_collected.add(kind)

    def note_not_read(self, part: str) -> None:
        """A part of the file that may describe what runs, and that no reader takes."""
        self._not_read.add(part)

    def note_part(self, file: EvidenceFile) -> None:
        """Another file of the evidence that was read as part of this one."""
        self._parts[file.path] = file

    def note_not_rendered(self, chart: str) -> None:
        """A chart that is read as it declares itself."""
        self._not_rendered.add(chart)

    def stands_at(self, path: str) -> None:
        """The file is a part of what lies at another path, whose folders name the cluster."""
        self._stands_at = path

    def stands_in(self, file: EvidenceFile | None) -> None:
        """What is taken next stands in another file of the evidence, which this one takes in; None for this one itself."""
        self._stands_in = file or self._evidence

    def note_running(self) -> None:
        """The file was taken from something that runs, whatever it holds."""
        self._running = True

    def knows(self, kind: str, uid: str, name: str, *, remember: bool = False) -> bool:
        """Was this object taken already?"""
        key = kind, uid, name
        known = key in self._seen
        if remember:
            self._seen.add(key)
        return known

    @property
    def collected(self) -> datetime | None:
        """When the file was collected."""
        return self._evidence.collected

    def source(self, place: str) -> EvidenceSource:
        """A place in the file, or in that in which its object stands."""
        return EvidenceSource(self._stands_in.sha256, self._stands_in.path, place.removesuffix("#"))

    def snapshot(self) -> ClusterSnapshot:
        """What was taken."""
        groups = self._pods.groups()
        for pods in self._pods.isolated():
            self._settings.take_pods(pods)
        return ClusterSnapshot(
            evidence=self._evidence,
            cluster=cluster_name(self._stands_at),
            taken=self._evidence.collected,
            nature=ClusterEvidenceKind.RUNNING if self._running else ClusterEvidenceKind.DECLARED,
            kinds=tuple(sorted(self._kinds.items())),
            objects=(*self._objects, *groups),
            not_collected=tuple(sorted({*self._not_collected, *self._cut_short()})),
            not_read=tuple(sorted(self._not_read)),
            parts=tuple(self._parts[path] for path in sorted(self._parts)),
            not_rendered=tuple(sorted(self._not_rendered)),
            pages=tuple(sorted(self._pages, key=repr)),
            settings=self._settings.settings,
            listed=self._settings.listed,
            lists=self._settings.lists,
            refused=self._settings.refused,
        )

    def _cut_short(self) -> set[str]:
        """Kinds of which the last page of a list in the file says that more follow. Pages of one list have one version."""
        last = {(each.kind, each.resource_version): each.continues for each in self._pages}
        return {kind for (kind, _), continues in last.items() if continues}

    def _take_list(self, members: Mapping[str, object], *, place: str, depth: int) -> None:
        meta = self._reader.mapping(members.get("metadata"))
        typed = kinds.of_list(self._reader.text(members.get("kind")))
        kind = typed or kinds.from_self_link(self._reader.text(meta.get("selfLink")))
        of = ListKind(kind, self._reader.text(members.get("apiVersion")) if typed else None)
        self._of_a_node = typed == "Pod" and "metadata" in members and not meta
        before = self._kinds.copy()
        count = self.take_items(members.get("items"), of, place=f"{place}/items", depth=depth)
        follow = [meta.get("continue"), meta.get("remainingItemCount")]
        continues = any(self._reader.text(each) or self._reader.number(each) for each in follow)
        version = self._reader.text(meta.get("resourceVersion")) or ""
        remaining = self._reader.number(follow[1])
        # NOTE: kubectl prints every list as a `List`, so that its entries alone tell of which kinds more follow.
        counts = {kind: count} if kind else self._kinds - before
        self._pages.extend(
            ListPage(kind=each, resource_version=version, items=items, continues=continues, remaining=remaining)
            for each, items in counts.items()
            if continues or (kind and version)
        )

    def _note_empty(self, kind: str | None, api_version: str | None) -> None:
        if kind:
            self._kinds[kind] += 0
            self._settings.list_kind(kind, api_version, whole=not (kind == "Pod" and self._of_a_node))

    def _take_object(self, value: object, of: ListKind, *, place: str, depth: int) -> None:
        head = self._reader.head(value, place=place)
        kind = self._kind_of(value, head, of)
        if kind is None:
            raise ParseError("an object that does not say its kind", where=place, next_step=_NEXT)
        if kind == "List":
            self._take_list(self._reader.mapping(value), place=place, depth=depth + 1)
        elif not self._is_repeated(kind, head):
            self._count(kind, head, value, of, place)

    def _kind_of(self, value: object, head: KubernetesObject, of: ListKind) -> str | None:
        return (
            of.kind or head.kind or infer(self._reader, self._reader.mapping(value)) or (self._hint if head.metadata else None)
        )

    def _is_repeated(self, kind: str, head: KubernetesObject) -> bool:
        return bool(head.meta.uid) and self.knows(kind, head.meta.uid or "", head.meta.called, remember=True)

    def _count(self, kind: str, head: KubernetesObject, value: object, of: ListKind, place: str) -> None:
        version = head.api_version or of.api_version
        self._kinds[kind] += 1
        self._settings.list_kind(kind, version, whole=self._lists > 0 and not (kind == "Pod" and self._of_a_node))
        # NOTE: a uid is the API server's mark on what it holds; people's manifests have none.
        self._running = self._running or bool(head.meta.uid)
        whole = kind not in _WITH_SPEC or not head.meta.uid or bool(self._reader.mapping(head.spec))
        if not whole:
            self._not_collected.add(kind)
        if kind == "Status" and head.api_version == "v1":
            self._take_refusal(value)
        elif kind != "Pod" and whole and not _is_test(head.meta) and self._settings.wants(kind, version):
            self._configure(kind, version, head, value, self.source(place))
        if kinds.is_read(kind, version) and not _is_test(head.meta):
            self._read(kind, head, self.source(place))

    def _configure(self, kind: str, version: str | None, head: KubernetesObject, value: object, source: EvidenceSource) -> None:
        if not self._settings.take(kind, version, head, value, source):
            self._not_collected.add(kind)

    def _take_refusal(self, value: object) -> None:
        """`Status` is what the API answers instead of a list: forbidden, expired, not found."""
        details = self._reader.mapping(self._reader.mapping(value).get("details"))
        resource = self._reader.text(details.get("kind"))
        self.note_running()
        if resource:
            self._settings.refuse(resource, self._reader.text(details.get("group")) or "")
            self._not_collected.add(kinds.RESOURCES.get(resource, resource))

    def _read(self, kind: str, head: KubernetesObject, source: EvidenceSource) -> None:
        if kind == "Pod":
            self._running = self._pods.add(head, source) or self._running
        elif kind in workloads.KINDS:
            self._objects.append(workloads.read(self._reader, kind, head, source))
        elif kind in _READERS:
            self._objects.append(_READERS[kind](self._reader, head, source))


_WITH_SPEC = frozenset(("Pod", *workloads.KINDS))
"""Kinds of which every object has a `spec`: an answer of metadata alone leaves it out, and shows nothing of what runs."""
_READERS: Mapping[str, Callable[[ObjectReader, KubernetesObject, EvidenceSource], ClusterObject]] = {
    "Service": network.read_service,
    "Ingress": network.read_ingress,
    "Node": nodes.read_node,
    "Namespace": nodes.read_namespace,
}


def _is_test(meta: ObjectMetadata) -> bool:
    """Is it declared for tests only?"""
    if meta.uid or not meta.annotations:
        return False
    events = meta.annotations.get(_HOOK)
    return isinstance(events, str) and {each.strip() for each in events.split(",")} <= _TESTS
