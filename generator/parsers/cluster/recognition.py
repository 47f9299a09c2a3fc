"""Is this something that a cluster holds? Recognized by members only, so that no other format's content can raise."""

from collections.abc import Mapping

from generator.parsers.cluster import kinds
from generator.parsers.cluster.objects import ObjectReader

_NAMELESS = ("apiserver.config.k8s.io/", "EncryptionConfiguration")
"""A file of the API server, which has the looks of an object and no metadata."""


def is_cluster(reader: ObjectReader, members: Mapping[str, object], *, name: str) -> bool:
    """A list or an object that is not read by another family. `name` is the file's, for empty lists without a kind."""
    kind, version = reader.text(members.get("kind")), reader.text(members.get("apiVersion"))
    if "items" not in members:
        return _is_object(reader, members)
    if kinds.of_list(kind):
        return version is not None and not kinds.is_elsewhere(version)
    if kind not in (None, "List"):
        return False
    items = reader.entries(members["items"])
    if items:
        return any(_is_object(reader, reader.mapping(item)) for item in items)
    meta = reader.mapping(members.get("metadata"))
    return kind == "List" or kinds.from_self_link(reader.text(meta.get("selfLink"))) is not None or _says(meta, name)


def infer(reader: ObjectReader, members: Mapping[str, object]) -> str | None:
    """The kind of an object that does not say it: by its API path, else by its shape."""
    meta = reader.mapping(members.get("metadata"))
    linked = kinds.from_self_link(reader.text(meta.get("selfLink")))
    if linked or not meta:
        return linked
    for webhook in reader.entries(members.get("webhooks"))[:1]:
        return kinds.from_webhook(reader.mapping(webhook).keys())
    return kinds.from_shape(reader.mapping(members.get("spec")).keys(), reader.mapping(members.get("status")).keys())


def _is_object(reader: ObjectReader, members: Mapping[str, object]) -> bool:
    kind, version = reader.text(members.get("kind")), reader.text(members.get("apiVersion"))
    if (kind == "List" and "items" in members) or (kind == _NAMELESS[1] and (version or "").startswith(_NAMELESS[0])):
        return True
    if kinds.is_server_file(kind, version):
        return True
    if not reader.is_object(members.get("metadata")) or kinds.is_elsewhere(version):
        return False
    if kind is None:
        return infer(reader, members) is not None
    return version is not None or kind in kinds.RESOURCES.values()


def _says(meta: Mapping[str, object], name: str) -> bool:
    return "resourceVersion" in meta and kinds.from_file_name(name) is not None
