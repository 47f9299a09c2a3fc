"""Objects of the API on their way to disk: what must not be written is cut out, everything else stays byte for byte.

Pods come by the ten thousand, so that an object is not taken apart and put together again: the few members that may hold a
secret are found in its text and exchanged there. Objects that a scheduler makes by the hundred have the same environment and
commands, which are looked through once. What does not look as expected is taken apart and looked through whole.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import msgspec

from generator.collectors.base import CollectedRedaction
from generator.collectors.client_options import clients_in
from generator.collectors.kubernetes_redaction import RedactionRules
from generator.collectors.kubernetes_walk import RemovedSecret, Walk
from generator.collectors.kubernetes_wanted import SecretTreatment

_NULL = msgspec.Raw(b"null")
_REMEMBERED = 4096
_FIELDS = "managed fields"


class _ManagedFields(msgspec.Struct, rename="camel", omit_defaults=True):
    """Who changed an object, how and when: evidence of changes by hand. Which members, is left out with its values."""

    manager: str = ""
    operation: str = ""
    api_version: str = ""
    time: str | None = None
    subresource: str = ""


class _SievedMetadata(msgspec.Struct, rename="camel"):
    name: str = ""
    namespace: str = ""
    annotations: msgspec.Raw = _NULL
    managed_fields: msgspec.Raw = _NULL


class _SievedContainer(msgspec.Struct, rename="camel"):
    name: str = ""
    env: msgspec.Raw = _NULL
    command: msgspec.Raw = _NULL
    args: msgspec.Raw = _NULL
    liveness_probe: msgspec.Raw = _NULL
    readiness_probe: msgspec.Raw = _NULL
    startup_probe: msgspec.Raw = _NULL
    lifecycle: msgspec.Raw = _NULL

    def members(self) -> tuple[tuple[str, msgspec.Raw], ...]:
        """Name in JSON, and text, of each member that may hold a secret."""
        return (
            ("env", self.env),
            ("command", self.command),
            ("args", self.args),
            ("livenessProbe", self.liveness_probe),
            ("readinessProbe", self.readiness_probe),
            ("startupProbe", self.startup_probe),
            ("lifecycle", self.lifecycle),
        )


class _Bare(msgspec.Struct):
    metadata: _SievedMetadata = msgspec.field(default_factory=_SievedMetadata)


class _SievedPodSpec(msgspec.Struct, rename="camel"):
    containers: list[_SievedContainer] | None = None
    init_containers: list[_SievedContainer] | None = None
    ephemeral_containers: list[_SievedContainer] | None = None
    volumes: msgspec.Raw = _NULL

    def all(self) -> Iterator[_SievedContainer]:
        """Every container."""
        for each in (self.containers, self.init_containers, self.ephemeral_containers):
            yield from each or ()


class _SievedTemplate(msgspec.Struct):
    metadata: _SievedMetadata | None = None
    spec: _SievedPodSpec | None = None


class _Job(msgspec.Struct):
    template: _SievedTemplate | None = None


class _SievedJobTemplate(msgspec.Struct):
    metadata: _SievedMetadata | None = None
    spec: _Job | None = None


class _SievedSpec(_SievedPodSpec, rename="camel"):
    template: _SievedTemplate | None = None
    job_template: _SievedJobTemplate | None = None

    def templates(self) -> tuple[_SievedTemplate, ...]:
        """The pod templates inside; none in a pod."""
        if self.job_template is not None:
            inner = self.job_template.spec.template if self.job_template.spec else None
            outer = _SievedTemplate(metadata=self.job_template.metadata)
            return (outer, inner) if inner else (outer,)
        return (self.template,) if self.template is not None else ()

    def pods(self) -> tuple[_SievedPodSpec, ...]:
        """The pod itself, and the pod templates inside."""
        templates = self.templates()
        return (self, *(each.spec for each in templates if each.spec)) if templates else (self,)


class _SievedWorkload(msgspec.Struct):
    metadata: _SievedMetadata = msgspec.field(default_factory=_SievedMetadata)
    spec: _SievedSpec | None = None
    status: msgspec.Raw = _NULL


_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""Broken text, a number beyond all bounds (which msgspec calls a shape), nesting without end."""
_Exchange = tuple[bytes, bytes]
_managed = msgspec.json.Decoder(list[_ManagedFields])
_bare = msgspec.json.Decoder(_Bare)
_workload = msgspec.json.Decoder(_SievedWorkload)


class _UnexpectedTextError(Exception):
    """The object's text is not written as the API writes it."""


class _Looked(msgspec.Struct, frozen=True):
    """A member that was looked through: its new text where it changed, and what was found."""

    text: bytes | None
    removed: tuple[RemovedSecret, ...]


class Sieve:
    """Takes objects of one kind; `redactions` says what it cut out."""

    def __init__(self, rules: RedactionRules, treatment: SecretTreatment, kind: str) -> None:
        self._rules, self._kind = rules, kind
        self._walk = Walk(rules)
        self._take: Callable[[bytes], bytes] = {
            SecretTreatment.METADATA: self._metadata_only,
            SecretTreatment.WORKLOAD: self._workload_object,
        }.get(treatment, self._taken_apart)
        self._counts: Counter[tuple[str, str]] = Counter()
        self._places: dict[tuple[str, str], set[str]] = {}
        self._memory: dict[tuple[str, bytes, tuple[str, ...]], _Looked] = {}
        self.unreadable = 0
        """Objects that could not be looked through, and so are not written."""

    def take(self, raw: msgspec.Raw) -> bytes | None:
        """An object as it may be written; None for what is no object, or cannot be looked through."""
        item = bytes(raw)
        if not item.startswith(b"{"):
            return None
        try:
            return self._take(item)
        except (msgspec.ValidationError, _UnexpectedTextError):
            return self._taken_apart_or_left_out(item)
        except _UNREADABLE:
            self.unreadable += 1
            return None

    def redactions(self) -> tuple[CollectedRedaction, ...]:
        """Everything that was cut out so far, by rule and member."""
        return tuple(
            CollectedRedaction(rule=rule, field=member, count=count, places=tuple(sorted(self._places.get((rule, member), ()))))
            for (rule, member), count in sorted(self._counts.items())
        )

    def _metadata_only(self, item: bytes) -> bytes:
        return self._exchanged(item, self._meta(_bare.decode(item).metadata))

    def _workload_object(self, item: bytes) -> bytes:
        read = _workload.decode(item)
        if self._needs_a_whole_look(read):
            raise _UnexpectedTextError
        exchanges = self._meta(read.metadata)
        if read.spec is not None:
            for template in read.spec.templates():
                exchanges += self._meta(template.metadata or _SievedMetadata())
            for pod in read.spec.pods():
                for container in pod.all():
                    exchanges += self._container(read.metadata, container)
        return self._exchanged(item, exchanges)

    @staticmethod
    def _needs_a_whole_look(read: _SievedWorkload) -> bool:
        """Rare members that may hold anything: the last words of a container that ended, parameters of a storage driver."""
        status = bytes(read.status)
        if b'"terminated":' in status and b'"message":' in status:
            return True
        for pod in read.spec.pods() if read.spec else ():
            volumes = bytes(pod.volumes)
            if b'"csi":' in volumes or b'"flexVolume":' in volumes:
                return True
        return False

    def _container(self, meta: _SievedMetadata, container: _SievedContainer) -> list[_Exchange]:
        exchanges = []
        command: tuple[str, ...] = ()
        for member, raw in container.members():
            if raw is _NULL:
                continue
            text = bytes(raw)
            clients = command if member == "args" else ()
            command = clients_in(text) if member == "command" else command
            looked = self._memory.get((member, text, clients)) or self._look(member, text, clients)
            if looked.text is not None:
                exchanges.append((_member(member, text), _member(member, looked.text)))
                for secret in looked.removed:
                    self._note(secret, f"{_place(meta.namespace, self._kind, meta.name)} container {container.name}")
        return exchanges

    def _look(self, member: str, text: bytes, clients: tuple[str, ...]) -> _Looked:
        if len(self._memory) >= _REMEMBERED:
            self._memory.clear()
        value, secrets = self._walk.member(member, msgspec.json.decode(text), clients)
        looked = self._memory[member, text, clients] = _Looked(msgspec.json.encode(value) if secrets else None, secrets)
        return looked

    def _meta(self, meta: _SievedMetadata) -> list[_Exchange]:
        exchanges = []
        if meta.managed_fields is not _NULL:
            text = bytes(meta.managed_fields)
            exchanges.append((_member("managedFields", text), _member("managedFields", _slim(text))))
            self._counts[_FIELDS, "metadata.managedFields[].fieldsV1"] += 1
        if meta.annotations is not _NULL:
            text = bytes(meta.annotations)
            slim = self._annotations(meta, text)
            if slim is not None:
                exchanges.append((_member("annotations", text), _member("annotations", slim)))
        return exchanges

    def _annotations(self, meta: _SievedMetadata, text: bytes) -> bytes | None:
        """Annotations without whole objects and secrets; None where nothing is to be cut."""
        if not self._rules.may_hold(text):
            return None
        kept, secrets = self._walk.annotations(msgspec.json.decode(text))
        for each in secrets:
            self._note(each, _place(meta.namespace, self._kind, meta.name))
        return msgspec.json.encode(kept) if secrets else None

    @staticmethod
    def _exchanged(item: bytes, exchanges: Iterable[_Exchange]) -> bytes:
        """NOTE: one place an exchange; where two members are the same, there are two exchanges."""
        for old, new in exchanges:
            at = item.find(old)
            if at < 0:
                raise _UnexpectedTextError
            item = b"".join((item[:at], new, item[at + len(old) :]))
        return item

    def _taken_apart_or_left_out(self, item: bytes) -> bytes | None:
        try:
            return self._taken_apart(item)
        except _UNREADABLE:
            self.unreadable += 1
            return None

    def _taken_apart(self, item: bytes) -> bytes:
        value = msgspec.json.decode(item)
        meta = value.get("metadata") if isinstance(value.get("metadata"), dict) else {}
        place = _place(str(meta.get("namespace") or ""), self._kind, str(meta.get("name") or ""))
        value, secrets = self._walk.whole(value, configuration=self._kind == "ConfigMap")
        for each in secrets:
            self._note(each, place)
        return msgspec.json.encode(value)

    def _note(self, secret: RemovedSecret, place: str) -> None:
        key = (secret.rule, secret.field)
        self._counts[key] += 1
        if not secret.everywhere:
            self._places.setdefault(key, set()).add(f"{place} {secret.name}".rstrip())


def _slim(text: bytes) -> bytes:
    return msgspec.json.encode(_managed.decode(text))


def _member(name: str, text: bytes) -> bytes:
    return b'"%b":%b' % (name.encode(), text)


def _place(namespace: str, kind: str, name: str) -> str:
    return "/".join(each for each in (namespace, kind, name) if each)
