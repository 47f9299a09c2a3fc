"""`plan.architecture:` in system.yaml: what section 8 of the System Security Plan shows and no evidence does."""

from collections.abc import Iterator
from typing import Literal

from generator.model.architecture import (
    NO_ARCHITECTURE,
    ArchitectureStatements,
    DataLocation,
    NameServer,
    StatedConnection,
)
from generator.strict_yaml import Strict
from generator.workspace.system_attachments import Path


class _StatedConnection(Strict, kw_only=True):
    name: str
    purpose: str = ""
    port: str = ""
    protocol: str = ""
    encryption: str = ""
    authentication: str = ""
    users: tuple[str, ...] = ()
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

    update_sources: tuple[_StatedConnection, ...] | None = None
    administration: tuple[_StatedConnection, ...] | None = None
    corporate_services: tuple[_StatedConnection, ...] | None = None
    backup_sites: tuple[_StatedConnection, ...] | None = None
    crossings: tuple[_StatedConnection, ...] = ()
    federal_data: tuple[_DataLocation, ...] | None = None
    name_servers: tuple[_NameServer, ...] | None = None


def architecture_users(keys: ArchitectureKeys | None) -> Iterator[tuple[Path, str]]:
    """Ids of kinds of user that are named, with their places."""
    lists = {} if keys is None else {name: getattr(keys, name.replace("-", "_")) or () for name in _CONNECTIONS}
    for name, rows in lists.items():
        for index, row in enumerate(rows):
            for number, user in enumerate(row.users):
                yield ("plan", "architecture", name, index, "users", number), user


_CONNECTIONS = ("update-sources", "administration", "corporate-services", "backup-sites", "crossings")


def architecture_of(keys: ArchitectureKeys | None) -> ArchitectureStatements:
    """The record."""
    if keys is None:
        return NO_ARCHITECTURE
    return ArchitectureStatements(
        update_sources=_connections(keys.update_sources),
        administration=_connections(keys.administration),
        corporate_services=_connections(keys.corporate_services),
        backup_sites=_connections(keys.backup_sites),
        crossings=_connections(keys.crossings) or (),
        federal_data=None
        if keys.federal_data is None
        else tuple(
            DataLocation(component=row.component, data=row.data, description=row.description, encryption=row.encryption)
            for row in keys.federal_data
        ),
        name_servers=None
        if keys.name_servers is None
        else tuple(NameServer(name=row.name, kind=row.kind, location=row.location) for row in keys.name_servers),
    )


def _connections(rows: tuple[_StatedConnection, ...] | None) -> tuple[StatedConnection, ...] | None:
    if rows is None:
        return None
    return tuple(
        StatedConnection(
            name=row.name,
            purpose=row.purpose,
            port=row.port,
            protocol=row.protocol,
            encryption=row.encryption,
            authentication=row.authentication,
            users=row.users,
            component=row.component,
        )
        for row in rows
    )
