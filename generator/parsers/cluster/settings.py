"""Objects that configure something, read as they pass: what identifies them, and what the readers of their kind make of them.

An object of which a reader cannot make sense is not left out in silence: its kind counts as not collected in this file.
"""

from msgspec.structs import replace

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.settings.base import GroupKind, Setting, Settings
from generator.model.settings.control_plane import Started
from generator.model.settings.isolation import SeenIn
from generator.parsers.cluster import kinds
from generator.parsers.cluster.isolated import Isolated
from generator.parsers.cluster.isolation import isolation_of
from generator.parsers.cluster.objects import KubernetesObject, ObjectMetadata, ObjectReader
from generator.parsers.cluster.pod_settings import stated_by
from generator.parsers.cluster.setting_readers import SettingSubject, readers_of
from generator.parsers.cluster.workloads import KINDS as WORKLOADS
from generator.parsers.cluster.workloads import template_of


class SettingsFold:
    """Takes the objects of one file; holds what configures something."""

    def __init__(self, reader: ObjectReader, evidence: EvidenceFile) -> None:
        self._reader = reader
        self._evidence = evidence
        self._settings: list[Setting[Settings]] = []
        self._listed: set[GroupKind] = set()
        self._lists: set[GroupKind] = set()
        self._refused: set[GroupKind] = set()
        self._unread: set[GroupKind] = set()

    def add(self, setting: Setting[Settings]) -> None:
        """What another tool than Kubernetes configures."""
        self._settings.append(setting)
        self._listed.add(setting.read_from)

    def list_kind(self, kind: str, api_version: str | None, *, whole: bool) -> None:
        """A kind of which the file holds a list, if only an empty one (`whole`), or an object."""
        self._listed.add((kinds.group_of(kind, api_version), kind))
        if whole:
            self._lists.add((kinds.group_of(kind, api_version), kind))

    def refuse(self, resource: str, group: str) -> None:
        """A kind that the API did not list, by its plural name."""
        self._refused.add((group, resource))

    def wants(self, kind: str, api_version: str | None) -> bool:
        """Is anything read of such an object, other than of pods?"""
        return bool(readers_of(kinds.group_of(kind, api_version), kind)) or (
            kind in WORKLOADS and kinds.is_read(kind, api_version)
        )

    def take(self, kind: str, api_version: str | None, head: KubernetesObject, value: object, source: EvidenceSource) -> bool:
        """One object that is no pod. False where a reader could not make sense of it."""
        subject = SettingSubject(
            reader=self._reader,
            group=kinds.group_of(kind, api_version),
            version=(api_version or "").rpartition("/")[2],
            kind=kind,
            head=head,
            value=value,
            place=source.place,
        )
        try:
            if kind in WORKLOADS and kinds.is_read(kind, api_version):
                self._take_template(subject, head, source)
            for read in readers_of(subject.group, kind):
                says = read(subject)
                if says is not None:
                    self._settings.append(self._setting(subject, source, says))
        except ParseError:
            # NOTE: the file's other objects are sound; that this kind is not known from it is reported by its name.
            self._unread.add((subject.group, kind))
            return False
        return True

    def take_pods(self, pods: Isolated) -> None:
        """A workload, or a static pod, seen through one of its pods."""
        pod = pods.pod
        kind, name = pod.owner
        name = pods.says.pod if isinstance(pods.says, Started) else name
        setting = Setting(
            group=kinds.group_of(kind, None),
            kind=kind,
            namespace=pod.namespace,
            name=name,
            uid=pod.uid,
            resource_version=pod.version,
            read_from=("", "Pod"),
            taken=self._evidence.collected,
            source=pod.source,
            says=pods.says,
        )
        self._settings.append(setting)

    @property
    def listed(self) -> tuple[GroupKind, ...]:
        """Kinds that were listed and could be read, sorted."""
        return tuple(sorted(self._listed - self._unread))

    @property
    def lists(self) -> tuple[GroupKind, ...]:
        """Those of which a list was read, and not only an object by its name; sorted."""
        return tuple(sorted(self._lists - self._unread))

    @property
    def refused(self) -> tuple[GroupKind, ...]:
        """Plural names of what was refused, sorted."""
        return tuple(sorted(self._refused))

    @property
    def settings(self) -> tuple[Setting[Settings], ...]:
        """What was read, in the order of the file; pods last."""
        return tuple(self._settings)

    def _take_template(self, subject: SettingSubject, head: KubernetesObject, source: EvidenceSource) -> None:
        """A ReplicaSet or Job stands for its owner; a ReplicaSet of nothing is a Deployment's history and stands for none."""
        template, replicas, claims = template_of(self._reader, head, source)
        owner = head.meta.owner
        if template.spec is None or (owner and replicas == 0):
            return
        kind, name = of = owner or (subject.kind, head.meta.called)
        isolation = isolation_of(template.spec, SeenIn.BELOW if owner else SeenIn.TEMPLATE, claims)
        for says in (isolation, *stated_by(template.spec, template.metadata or ObjectMetadata(), of)):
            self._settings.append(replace(self._setting(subject, source, says), kind=kind, name=name))

    def _setting(self, subject: SettingSubject, source: EvidenceSource, says: Settings) -> Setting[Settings]:
        meta = subject.head.meta
        return Setting(
            group=subject.group,
            kind=subject.kind,
            namespace=subject.namespace,
            name=meta.called,
            uid=meta.uid or "",
            resource_version=meta.version,
            read_from=(subject.group, subject.kind),
            taken=self._evidence.collected,
            source=source,
            says=says,
        )
