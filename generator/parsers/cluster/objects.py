"""What every Kubernetes object has, read from JSON (values left undecoded) or from plain values (YAML, old dumps).

https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

import msgspec

from generator.errors import ParseError
from generator.limits import NUMBER_DIGITS
from generator.parsers.document import Document
from generator.parsers.late_patterns import late_re

T = TypeVar("T", bound=msgspec.Struct)
Pairs = tuple[tuple[str, str], ...]

OUR_ANNOTATIONS = "atopack.io/"
_ADDED_BY_CONTROLLERS = frozenset(
    "pod-template-hash rollouts-pod-template-hash controller-revision-hash pod-template-generation controller-uid"
    " batch.kubernetes.io/controller-uid job-name batch.kubernetes.io/job-name"
    " batch.kubernetes.io/job-completion-index statefulset.kubernetes.io/pod-name apps.kubernetes.io/pod-index".split()
)
_MOMENT = late_re(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_NULL = msgspec.Raw(b"null")
_NEXT = "collect the file again with `kubectl get -o json`"


class OwnerReference(msgspec.Struct, frozen=True):
    """An entry of `metadata.ownerReferences`."""

    kind: str = ""
    name: str = ""
    controller: bool | None = None


class ObjectMetadata(msgspec.Struct, frozen=True, rename="camel"):
    """`metadata`, as far as it is needed."""

    name: str | None = None
    generate_name: str | None = None
    namespace: str | None = None
    uid: str | None = None
    self_link: str | None = None
    resource_version: object = None
    """Text; a number where somebody wrote the object by hand."""
    labels: dict[str, object] | None = None
    annotations: dict[str, object] | None = None
    owner_references: tuple[OwnerReference, ...] | None = None
    creation_timestamp: object = None

    @property
    def called(self) -> str:
        """The name; empty where the object has none."""
        return self.name or (self.generate_name or "").rstrip("-")

    @property
    def version(self) -> str:
        """The server's version of the object; empty where it has none."""
        return self.resource_version if isinstance(self.resource_version, str) else ""

    @property
    def created(self) -> str:
        """When the API server made it, as it writes it (`2026-11-18T09:00:00Z`); empty where nothing of the kind is there."""
        text = self.creation_timestamp
        return text if isinstance(text, str) and _MOMENT.fullmatch(text) else ""

    @property
    def place(self) -> str:
        """The namespace; an object without one goes to `default` when it is applied."""
        return self.namespace or "default"

    @property
    def stable_labels(self) -> dict[str, object]:
        """The labels without those that controllers add, which change with every rollout, job or pod."""
        return {key: value for key, value in (self.labels or {}).items() if key not in _ADDED_BY_CONTROLLERS}

    @property
    def owner(self) -> tuple[str, str] | None:
        """(kind, name) of the owner that controls it; other owners only say when it is garbage."""
        return next(((each.kind, each.name) for each in self.owner_references or () if each.controller), None)


class KubernetesObject(msgspec.Struct, rename="camel"):
    """One object. `spec` and `status` stay as they are until it is known which kind they belong to."""

    kind: str | None = None
    api_version: str | None = None
    metadata: ObjectMetadata | None = None
    spec: object = None
    status: object = None

    @property
    def meta(self) -> ObjectMetadata:
        """`metadata`, empty where there is none."""
        return self.metadata or ObjectMetadata()


class _JsonObject(KubernetesObject, rename="camel"):
    spec: msgspec.Raw = _NULL
    status: msgspec.Raw = _NULL


class ObjectReader:
    """Turns undecoded JSON or plain values into typed ones; a wrong shape is a `ParseError` that names the place."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def head(self, value: object, *, place: str) -> KubernetesObject:
        """One object of any kind."""
        if not self.is_object(value):
            raise ParseError("not an object of Kubernetes", where=place, next_step=_NEXT)
        return self.typed(value, _JsonObject if isinstance(value, msgspec.Raw) else KubernetesObject, place=place)

    def typed(self, value: object, type_: type[T], *, place: str) -> T:
        """A value of a known shape; all defaults where it is null."""
        if isinstance(value, msgspec.Raw):
            return type_() if bytes(memoryview(value)[:4]) == b"null" else self._document.decode(value, type_, place=place)
        if value is None:
            return type_()
        try:
            return msgspec.convert(value, type_, strict=False)
        except msgspec.ValidationError as error:
            raise ParseError(f"another shape than expected: {error}", where=place, next_step=_NEXT) from error

    @staticmethod
    def is_object(value: object) -> bool:
        """Has it members at all?"""
        if isinstance(value, msgspec.Raw):
            return bytes(memoryview(value)[:64]).lstrip()[:1] == b"{"
        return isinstance(value, dict)

    def mapping(self, value: object) -> Mapping[str, object]:
        """Members of an object; empty where it is none."""
        if isinstance(value, msgspec.Raw):
            return self._document.members_of(value)
        return value if isinstance(value, dict) else {}

    def text(self, value: object) -> str | None:
        """A string; None for anything else."""
        if isinstance(value, msgspec.Raw):
            quoted = bytes(memoryview(value)[:1]) == b'"'
            return self._document.decode(value, str) if quoted else None
        return value if isinstance(value, str) else None

    def number(self, value: object) -> int | None:
        """A whole number; None for anything else."""
        if isinstance(value, msgspec.Raw):
            digits = bytes(memoryview(value)[: NUMBER_DIGITS + 1])
            return int(digits) if digits.isdigit() and len(digits) <= NUMBER_DIGITS else None
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def entries(self, value: object) -> Sequence[object]:
        """Entries of a list; empty where it is none."""
        if isinstance(value, msgspec.Raw):
            listed = bytes(memoryview(value)[:1]) == b"["
            return self._document.decode(value, list[msgspec.Raw]) if listed else ()
        return value if isinstance(value, list) else ()

    def sequence(self, value: object, *, place: str) -> Sequence[object]:
        """Entries of a list; empty where it is null, which is how Go writes an empty list."""
        if isinstance(value, msgspec.Raw):
            return (
                () if bytes(memoryview(value)[:4]) == b"null" else self._document.decode(value, list[msgspec.Raw], place=place)
            )
        if value is None or isinstance(value, list):
            return value or ()
        raise ParseError("`items` is not a list", where=place, next_step=_NEXT)


def pairs(values: Mapping[str, object] | None) -> Pairs:
    """Labels or a selector, sorted. What is not text in YAML (`1.0`, `yes`, a date) is written as text."""
    if not values:
        return ()
    return tuple(sorted((key, value if isinstance(value, str) else _written(value)) for key, value in values.items()))


def our_annotations(*metadata: ObjectMetadata) -> Pairs:
    """Annotations under `atopack.io/`, and no others: they may hold anything, secrets too. The last one given wins."""
    annotations = [
        pair
        for object_metadata in metadata
        for pair in (object_metadata.annotations or {}).items()
        if pair[0].startswith(OUR_ANNOTATIONS)
    ]
    return pairs(dict(annotations)) if annotations else ()


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float | date) else ""
