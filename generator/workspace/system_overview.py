"""`cr26: overview:` in system.yaml: the Certification Package Overview (schema of 2026-06-24, FRC-CSO-PKG)."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

import msgspec

from generator.limits import QUOTED
from generator.model.overview import CertifiedService, DocumentRepository, Overview
from generator.strict_yaml import Strict, record_of
from generator.text import shortened

Path = tuple[str | int, ...]

_IMAGE = re.compile(r"\.(png|jpe?g|gif|svg|webp|ico|bmp|tiff?)([?#].*)?$")
_ADDRESS = re.compile(r"https://[^\s<>\"{}|\\^`]+")


class _Repository(Strict, kw_only=True):
    types: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    url: str
    description: str
    access: str | None = None


class _ServiceEntry(Strict, kw_only=True):
    name: str
    description: str
    available: date


class OverviewKeys(Strict, kw_only=True):
    """`overview:`."""

    website: str | None = None
    logo: str | None = None
    uei: str | None = None
    certification_type: Literal["Rev5", "20x"] | None = None
    business_categories: Annotated[tuple[str, ...], msgspec.Meta(max_length=10)] = ()
    trust_center: _Repository | None = None
    secure_configuration: _Repository | None = None
    repositories: tuple[_Repository, ...] = ()
    next_report: date | None = None
    assessor_id: Annotated[str, msgspec.Meta(pattern=r"^\d{6}$")] | None = None
    services: tuple[_ServiceEntry, ...] = ()


def faults_of(keys: OverviewKeys) -> Iterator[tuple[Path, str, str]]:
    """(key, what is wrong, what to do), of what the types alone do not tell."""
    at: Path = ("cr26", "overview")
    for path, url in _addresses(keys):
        if not _ADDRESS.fullmatch(url):
            step = "write it like https://provider.example/trust"
            yield (*at, *path), f"`{shortened(url, QUOTED)}` is no https address", step
    if keys.logo is not None and not _IMAGE.search(keys.logo):
        yield (*at, "logo"), "the address of the logo does not end like a picture", "name a PNG, JPEG, GIF, SVG or WebP file"


def _addresses(keys: OverviewKeys) -> Iterator[tuple[Path, str]]:
    for name in ("website", "logo"):
        if (url := getattr(keys, name)) is not None:
            yield (name,), url
    for name, repository in (("trust-center", keys.trust_center), ("secure-configuration", keys.secure_configuration)):
        if repository is not None:
            yield (name, "url"), repository.url
    for index, repository in enumerate(keys.repositories):
        yield ("repositories", index, "url"), repository.url


def overview_of(keys: OverviewKeys) -> Overview:
    """The record."""
    return record_of(
        Overview,
        keys,
        trust_center=_repository(keys.trust_center) if keys.trust_center else None,
        secure_configuration=_repository(keys.secure_configuration) if keys.secure_configuration else None,
        repositories=tuple(map(_repository, keys.repositories)),
        services=tuple(record_of(CertifiedService, row) for row in keys.services),
    )


def _repository(row: _Repository) -> DocumentRepository:
    return record_of(DocumentRepository, row)
