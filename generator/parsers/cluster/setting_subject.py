"""One object as a reader of settings gets it."""

from collections.abc import Callable
from typing import TypeVar

import msgspec

from generator.model.settings.base import Settings
from generator.parsers.cluster.objects import ObjectMetadata, ObjectReader

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
    value: object
    place: str

    def typed(self, shape: type[T]) -> T:
        """The object as a reader wants to see it, from its root: `class _Policy(msgspec.Struct): spec: _Spec | None = None`.

        Raises:
            ParseError: it has another shape; then its kind counts as not collected from this file.
        """
        return self.reader.typed(self.value, shape, place=self.place)

    def namespace_of(self, meta: ObjectMetadata) -> str:
        """Empty for what belongs to none: kinds of the cluster, which never have one written."""
        if meta.namespace:
            return meta.namespace
        named_so = self.kind.startswith(("Cluster", "Global", "Validating", "Mutating", "Baseline"))
        alone = named_so or self.kind in _WITHOUT_NAMESPACE or self.group.startswith("constraints.")
        return "" if alone else meta.place


SettingReader = Callable[[SettingSubject], Settings | None]
SettingRow = tuple[str, str, SettingReader]
"""API group, kind and reader."""
ANY = "*"
"""Every kind of a group."""


def rows(groups: str, kinds: str, read: SettingReader) -> tuple[SettingRow, ...]:
    """One reader for each of the kinds in each of the groups; `core` is the group without a name."""
    return tuple(("" if group == "core" else group, kind, read) for group in groups.split() for kind in kinds.split())
