"""Which Secrets exist: names and types, out of a table that the server makes. Their values never leave the server.

The API can answer a list as a `Table`, as `kubectl get` shows it, whose rows carry metadata only; an older server that cannot
answers with `PartialObjectMetadataList`, which does not say the type. No other form is accepted: `application/json` is never
offered, and an answer that calls itself anything else is thrown away without looking into it.
https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables
"""

from collections.abc import Iterator

import msgspec

from generator.collectors.base import CollectedRedaction
from generator.collectors.kubernetes_api import Api, KubernetesFailure

_META = "g=meta.k8s.io;v=v1"
TABLE = f"application/json;as=Table;{_META}"
PARTIAL = f"application/json;as=PartialObjectMetadataList;{_META}"


class ListMeta(msgspec.Struct, rename="camel"):
    """`metadata` of a list."""

    token: str = msgspec.field(name="continue", default="")
    resource_version: str = ""
    remaining_item_count: int | None = None


class _Owner(msgspec.Struct, rename="camel", omit_defaults=True):
    api_version: str = ""
    kind: str = ""
    name: str = ""
    uid: str = ""
    controller: bool | None = None


class _SecretMetadata(msgspec.Struct, rename="camel", omit_defaults=True):
    """Only what is written. Annotations may hold the whole Secret (`last-applied-configuration`) and are not read."""

    name: str = ""
    namespace: str = ""
    uid: str = ""
    resource_version: str = ""
    creation_timestamp: str | None = None
    deletion_timestamp: str | None = None
    labels: dict[str, str] | None = None
    owner_references: list[_Owner] | None = None


class _SecretObject(msgspec.Struct):
    metadata: _SecretMetadata = msgspec.field(default_factory=_SecretMetadata)


class _SecretTableRow(msgspec.Struct):
    cells: list[str | int | float | bool | None] = msgspec.field(default_factory=list)
    object: _SecretObject = msgspec.field(default_factory=_SecretObject)


class _Column(msgspec.Struct):
    name: str = ""


class _SecretList(msgspec.Struct, rename="camel"):
    """`Table` or `PartialObjectMetadataList`: what neither has is skipped undecoded."""

    kind: str = ""
    metadata: ListMeta = msgspec.field(default_factory=ListMeta)
    column_definitions: tuple[_Column, ...] = ()
    rows: tuple[_SecretTableRow, ...] | None = None


class _Partial(msgspec.Struct):
    kind: str = ""
    metadata: ListMeta = msgspec.field(default_factory=ListMeta)
    items: msgspec.Raw = msgspec.Raw(b"null")


class _ListedSecret(msgspec.Struct, omit_defaults=True):
    metadata: _SecretMetadata
    type: str | None = None


class NamePage(msgspec.Struct):
    """Names and types of some Secrets, as they are written."""

    metadata: ListMeta
    items: list[bytes]
    typed: bool


def names(api: Api, path: str, query: dict[str, str]) -> NamePage | KubernetesFailure:
    """One page."""
    table = api.get(path, _SecretList, query=query, accept=TABLE)
    if not isinstance(table, KubernetesFailure):
        if table.kind != "Table":
            return _not_names(table.kind)
        return NamePage(metadata=table.metadata, items=list(_of_table(table)), typed=True)
    if table.status != 406:
        return table
    partial = api.get(path, _Partial, query=query, accept=PARTIAL)
    if isinstance(partial, KubernetesFailure):
        return partial
    if partial.kind != "PartialObjectMetadataList":
        return _not_names(partial.kind)
    objects = msgspec.json.decode(partial.items, type=list[_SecretObject] | None) or []
    written = [msgspec.json.encode(_ListedSecret(metadata=each.metadata)) for each in objects]
    return NamePage(metadata=partial.metadata, items=written, typed=False)


def left_out(count: int) -> tuple[CollectedRedaction, ...]:
    """What the sidecar says of a list of Secrets."""
    return (
        CollectedRedaction(rule="values were not asked for", field="data, stringData, metadata.annotations", count=count),
    ) * (count > 0)


def _of_table(table: _SecretList) -> Iterator[bytes]:
    columns = [each.name for each in table.column_definitions]
    at = columns.index("Type") if "Type" in columns else None
    for row in table.rows or ():
        cell = row.cells[at] if at is not None and at < len(row.cells) else None
        yield msgspec.json.encode(_ListedSecret(metadata=row.object.metadata, type=cell if isinstance(cell, str) else None))


def _not_names(kind: str) -> KubernetesFailure:
    why = f"the server answered with {kind[:60] or 'something'} instead of names and types; thrown away unread"
    return KubernetesFailure(status=200, why=why)
