"""`plan.architecture:` in system.yaml: what section 8 of the System Security Plan shows and no evidence does."""

from collections.abc import Iterator, Sequence
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


def _connections(rows: Sequence[_Crossing | _Administration] | None) -> tuple[StatedConnection, ...] | None:
    """Keys are named as the record's fields."""
    if rows is None:
        return None
    return tuple(StatedConnection(**{name: getattr(row, name) for name in row.__struct_fields__}) for row in rows)
