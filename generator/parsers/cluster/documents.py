"""Takes one file's content into a fold: JSON of the API, old dumps in Go's names, YAML of one or many documents.

Files that stand alone, members of archives and parts of a printed dump are all read in this one way.
"""

import msgspec

from generator.errors import ParseError
from generator.parsers.cluster import go_cased
from generator.parsers.cluster.fold import Fold, ListKind
from generator.parsers.cluster.objects import ObjectReader
from generator.parsers.cluster.recognition import is_cluster
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer


def is_ours(document: Document) -> bool:
    """Is it one JSON value that a cluster holds?

    Raises:
        ParseError: broken JSON.
    """
    reader = ObjectReader(document)
    if document.members:
        return is_cluster(reader, document.members, name=document.name) or go_cased.is_dump(reader, document.members)
    return bool(document.items) and is_cluster(reader, document.first_members, name=document.name)


def take_json(fold: Fold, document: Document, *, prefix: str = "", hint: str | None = None) -> None:
    """One JSON value: a list, an object, or a plain array of objects. `prefix` stands before every place.

    Raises:
        ParseError: broken, or not what a cluster holds.
    """
    reader = ObjectReader(document)
    if not document.members:
        fold.take_items(list(document.items), ListKind(hint), place=prefix)
    elif go_cased.is_dump(reader, document.members):
        kind, items = go_cased.todays(document)
        fold.take_items(items, ListKind(kind or hint), place=f"{prefix}/Items")
    else:
        whole = document.members if "items" in document.members else msgspec.Raw(document.data.lstrip())
        fold.take(whole, place=prefix, hint=hint)


def take_yaml(fold: Fold, document: Document, *, prefix: str = "", hint: str | None = None) -> None:
    """Every document of a YAML file.

    Raises:
        ParseError: broken, a chart's template, or not what a cluster holds.
    """
    values = _documents(document)
    for number, value in enumerate(values, start=1):
        fold.take(value, place=f"{prefix}document {number}" if len(values) > 1 else prefix, hint=hint)


def take_member(fold: Fold, document: Document, *, hint: str | None) -> None:
    """A file inside an archive, where it holds objects; its name stands before every place, `hint` is what its folder says.

    Raises:
        ParseError: broken.
    """
    if document.container is FileContainer.YAML:
        reader = ObjectReader(document)
        if any(is_cluster(reader, reader.mapping(each), name=document.name) for each in document.yaml_documents):
            take_yaml(fold, document, prefix=f"{document.name}#", hint=hint)
    elif document.container is FileContainer.JSON and (is_ours(document) or (hint and "metadata" in document.members)):
        take_json(fold, document, prefix=f"{document.name}#", hint=hint)


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
