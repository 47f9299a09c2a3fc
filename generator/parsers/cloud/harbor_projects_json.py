"""Projects of a Harbor registry and what is set for their images: scan on push, and from which severity on a pull is refused.

`GET /api/v2.0/projects`, https://goharbor.io/docs/ ("Working with Projects", API explorer); the collector puts its pages into
one file that names the registry. Harbor gives each value as text, and leaves out what was never set, which is off.
"""

from collections.abc import Iterator

import msgspec

from generator.model.cloud import HARBOR, CloudResource, CloudSnapshot, ResourceKind
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.parsers.cloud.settings import settings, yes_no
from generator.parsers.document import Document

_KIND = "HarborProjects"
_MARKS = ("project_id", "metadata")
_ON = "true"
_ANY = "any severity"
"""Where a project names none, Harbor refuses whatever was found."""


class _Project(msgspec.Struct, gc=False):
    name: str
    metadata: dict[str, str | None] | None = None


class _HarborFile(msgspec.Struct, gc=False):
    registry: str | None = None
    projects: list[_Project] = []


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    members = document.members
    if members.keys() >= {"kind", "projects"}:
        return bytes(members["kind"]).strip() == f'"{_KIND}"'.encode()
    return document.first_members.keys() >= {*_MARKS}


def parse(document: Document, evidence: EvidenceFile) -> CloudSnapshot:
    """See `Parser.parse`."""
    listed = bool(document.items)
    file = (
        _HarborFile(projects=document.decode(document.data, list[_Project]))
        if listed
        else document.decode(document.data, _HarborFile)
    )
    registry = file.registry or evidence.target or ""
    return CloudSnapshot(
        evidence=evidence,
        provider=HARBOR,
        account=registry,
        region="",
        operation="harbor projects",
        taken=evidence.collected,
        resources=tuple(_resources(file.projects, registry, evidence, "" if listed else "/projects")),
        not_collected=tuple(
            (f"settings of project {project.name}", "not in the reply") for project in file.projects if project.metadata is None
        ),
    )


def _resources(projects: list[_Project], registry: str, evidence: EvidenceFile, place: str) -> Iterator[CloudResource]:
    for index, project in enumerate(projects):
        name = f"{registry}/{project.name}" if registry else project.name
        set_ = project.metadata
        yield CloudResource(
            kind=ResourceKind.PROJECT,
            identifier=name,
            name=name,
            product=HARBOR,
            public=_is_on(set_, "public"),
            settings=settings((("scan on push", yes_no(_is_on(set_, "auto_scan"))), ("pull refused", _refused(set_)))),
            source=EvidenceSource(evidence.sha256, evidence.path, f"{place}/{index}"),
        )


def _is_on(metadata: dict[str, str | None] | None, key: str) -> bool | None:
    return None if metadata is None else (metadata.get(key) or "").lower() == _ON


def _refused(metadata: dict[str, str | None] | None) -> str | None:
    if metadata is None:
        return None
    return f"from {(metadata.get('severity') or _ANY).lower()} on" if _is_on(metadata, "prevent_vul") else "never"
