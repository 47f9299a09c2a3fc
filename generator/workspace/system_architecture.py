"""`plan.architecture:` in system.yaml: what section 8 of the System Security Plan shows and no evidence does."""

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from generator.model.architecture import (
    NO_ARCHITECTURE,
    ArchitectureStatements,
    DataLocation,
    NameServer,
    StatedConnection,
)
from generator.strict_yaml import S, Strict, record_of
from generator.workspace.system_attachments import Path


class _Crossing(Strict, kw_only=True):
    name: str
    purpose: str = ""
    port: str = ""
    protocol: str = ""
    encryption: str = ""


class _Outside(_Crossing, kw_only=True):
    component: str = ""


class _Administration(Strict, kw_only=True):
    name: str
    users: tuple[str, ...] = ()
    port: str = ""
    protocol: str = ""
    encryption: str = ""
    authentication: str = ""
    component: str = ""


class _DataLocation(Strict, kw_only=True):
    component: str
    data: Literal["federal-data", "metadata"]
    description: str
    encryption: str = ""


class _NameServer(Strict, kw_only=True):
    name: str
    kind: Literal["authoritative", "recursive"]
    location: str


class ArchitectureKeys(Strict, kw_only=True):
    """`architecture:` of `plan:`."""

    update_sources: tuple[_Outside, ...] | None = None
    administration: tuple[_Administration, ...] | None = None
    corporate_services: tuple[_Outside, ...] | None = None
    backup_sites: tuple[_Outside, ...] | None = None
    crossings: tuple[_Crossing, ...] = ()
    federal_data: tuple[_DataLocation, ...] | None = None
    name_servers: tuple[_NameServer, ...] | None = None


def architecture_users(keys: ArchitectureKeys | None) -> Iterator[tuple[Path, str]]:
    """Ids of kinds of user that are named, with their places."""
    for index, row in enumerate(keys.administration or () if keys else ()):
        for number, user in enumerate(row.users):
            yield ("plan", "architecture", "administration", index, "users", number), user


def architecture_of(keys: ArchitectureKeys | None) -> ArchitectureStatements:
    """The record."""
    if keys is None:
        return NO_ARCHITECTURE
    return ArchitectureStatements(
        update_sources=_rows(StatedConnection, keys.update_sources),
        administration=_rows(StatedConnection, keys.administration),
        corporate_services=_rows(StatedConnection, keys.corporate_services),
        backup_sites=_rows(StatedConnection, keys.backup_sites),
        crossings=_rows(StatedConnection, keys.crossings) or (),
        federal_data=_rows(DataLocation, keys.federal_data),
        name_servers=_rows(NameServer, keys.name_servers),
    )


def _rows(record: type[S], rows: Sequence[msgspec.Struct] | None) -> tuple[S, ...] | None:
    return None if rows is None else tuple(record_of(record, row) for row in rows)
