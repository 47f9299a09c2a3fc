"""One object as a reader of settings gets it."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec

from generator.model.settings.base import Settings
from generator.parsers.cluster.objects import KubernetesObject, ObjectReader

T = TypeVar("T", bound=msgspec.Struct)

_WITHOUT_NAMESPACE = frozenset(
    "Namespace Node PersistentVolume StorageClass ConstraintTemplate ValidatingPolicy ImageValidatingPolicy APIServer"
    " MachineConfig EncryptionConfiguration".split()
)


class SettingSubject(msgspec.Struct, frozen=True, kw_only=True):
    """The whole object, undecoded, and where it stands."""

    reader: ObjectReader
    group: str
    """Empty for the core group."""
    version: str
    """`v1`, `v1beta1`; empty where it is not stated."""
    kind: str
    head: KubernetesObject
    value: object
    """The object from its root."""
    place: str

    def typed(self, shape: type[T]) -> T:
        """The object as a reader wants to see it, from its root: `class _Role(msgspec.Struct): rules: object = None`.

        Raises:
            ParseError: it has another shape; then its kind counts as not collected from this file.
        """
        return self.reader.typed(self.value, shape, place=self.place)

    def spec(self, shape: type[T]) -> T:
        """Its `spec` as a reader wants to see it. See `typed`."""
        return self.reader.typed(self.head.spec, shape, place=self.place)

    def status(self, shape: type[T]) -> T:
        """Its `status` as a reader wants to see it. See `typed`."""
        return self.reader.typed(self.head.status, shape, place=self.place)

    @property
    def labels(self) -> Mapping[str, object]:
        """From the metadata."""
        return self.head.meta.labels or {}

    @property
    def namespace(self) -> str:
        """Empty for what belongs to none: kinds of the cluster, which never have one written."""
        if self.head.meta.namespace:
            return self.head.meta.namespace
        named_so = self.kind.startswith(("Cluster", "Global", "Validating", "Mutating", "Baseline"))
        alone = named_so or self.kind in _WITHOUT_NAMESPACE or self.group.startswith("constraints.")
        return "" if alone else self.head.meta.place


SettingReader = Callable[[SettingSubject], Settings | None]
SettingRow = tuple[str, str, SettingReader]
"""API group, kind and reader."""
ANY = "*"
"""Every kind of a group."""


def rows(groups: str, kinds: str, read: SettingReader) -> tuple[SettingRow, ...]:
    """One reader for each of the kinds in each of the groups; `core` is the group without a name."""
    return tuple(("" if group == "core" else group, kind, read) for group in groups.split() for kind in kinds.split())
