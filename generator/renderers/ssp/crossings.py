"""Tables 8.1 to 8.5 of a System Security Plan, in the order of the narrative: what section 8.1 of FedRAMP's template asks the
diagrams to show.

Each connection across the authorization boundary with its port, protocol and encryption; who administers the system and how;
where federal data and metadata are; the alternate site, backups, DNS servers. What no evidence shows a person states in
`plan.architecture`, and what neither shows nor states is an empty field.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec.structs import replace

from generator.model.architecture import StatedConnection
from generator.model.flow import NOT_ENCRYPTED, FlowGraph, ServicePort, Strength
from generator.model.grouping import grouped
from generator.model.plan import UserRole
from generator.model.system import ExternalService, System
from generator.renderers.ssp.ports import PURPOSES, callers, is_way_in, protocol_of
from generator.renderers.ssp.rows import PlanStatement, PlanTable, texts
from generator.text import listed, sentence

KEY = "plan.architecture"
_FEW = 6
"""Rows of a table that stands on one page."""
_STATED = "Provider"
SITES = "Processing, Alternate, and Backup Sites"
"""Title of the table of names and addresses."""
_BASIS: Mapping[Strength | None, str] = MappingProxyType(
    {
        Strength.OBSERVED: "Flow logs",
        Strength.DECLARED: "Configuration",
        Strength.PERMITTED: "Configuration",
        Strength.POSSIBLE: "Shared configuration",
        None: "Configuration",
    }
)
_SECURITY: Mapping[str, str] = MappingProxyType(
    {
        "ipsec": "IPsec",
        "vpn": "VPN",
        "tls": "TLS",
        "dtls": "DTLS",
        "certificate": "Certificates",
        "secure-file-transfer": "Secure file transfer",
        "other": "",
    }
)
_PRIVILEGES = {"read": "Read", "read-write": "Read and write", "write": "Write", "no-access": "No access"}
_DATA = {"federal-data": "Federal data", "metadata": "Metadata"}


def architecture_tables(system: System, graph: FlowGraph) -> tuple[PlanTable, ...]:
    """All five."""
    tables = (_crossings(system, graph), _sites(system), _name_servers(system), _access(system), _data(system))
    return tuple(replace(table, together=len(table.rows) <= _FEW) for table in tables)


def _crossings(system: System, graph: FlowGraph) -> PlanTable:
    rows = grouped(
        ((name, purpose, replace(port, text=""), *others), port.text)
        for name, purpose, port, *others in _crossing_rows(system, graph)
    )
    return PlanTable(
        number="8.1",
        title="Connections Across the Authorization Boundary",
        header=("Connection", "Purpose", "Port and Protocol", "Encryption", "Data", "Source"),
        rows=tuple((*row[:2], replace(row[2], text="\n".join(ports)), *row[3:]) for row, ports in rows.items()),
        widths=(1.45, 1.4, 1.1, 0.8, 0.85, 0.9),
        named_by=0,
        requested=(*_missing_outside(system), *_missing_protocols(system, graph)),
    )


def _crossing_rows(system: System, graph: FlowGraph) -> Iterator[tuple[PlanStatement, ...]]:
    stated = {connection.name: connection for connection in system.plan.architecture.crossings}
    services = {service.name: service for service in system.external_services}
    shown = [port for port in graph.ports if port.external or is_way_in(port, graph)]
    for port in shown:
        yield _shown(port, graph, services.get(port.service), stated.get(port.service))
    for name, service in services.items():
        if name not in {port.service for port in shown}:
            yield _service(service, stated.get(name, StatedConnection(name=name)))
    for role, connection in system.plan.architecture.outside:
        yield _outside(role, connection)


def _shown(
    port: ServicePort, graph: FlowGraph, service: ExternalService | None, stated: StatedConnection | None
) -> tuple[PlanStatement, ...]:
    """A connection that evidence shows; what it lacks a person may state."""
    ends = callers(port, graph)
    route = f"{listed(ends)} to {port.service}" if ends else port.service
    known = " ".join(part for part in (port.transport, str(port.port) if port.port else "") if part)
    protocol = protocol_of(port) or (stated.protocol if stated else "")
    encryption = _encryption(port) or (stated.encryption if stated else "") or _secured(service)
    purpose = port.purpose or (stated.purpose if stated else "") or PURPOSES.get(port.protocol, "").rpartition(" (")[0]
    return (
        PlanStatement(text=route),
        PlanStatement(text=purpose, key="external-services, purpose" if port.external else f"{KEY}.crossings, purpose"),
        PlanStatement(text=f"{known} {protocol}".strip()),
        PlanStatement(text=encryption, key=f"{KEY}.crossings, encryption"),
        PlanStatement(text=_data_of(service), key="external-services, connection.data-types" if service else ""),
        PlanStatement(text=_BASIS[port.strength]),
    )


def _encryption(port: ServicePort) -> str:
    return "Not encrypted" if port.encryption == NOT_ENCRYPTED else port.encryption or ""


def _secured(service: ExternalService | None) -> str:
    security = service.connection.security if service else None
    return f"{_SECURITY[security]} (stated)" if security and _SECURITY[security] else ""


def _service(service: ExternalService, stated: StatedConnection) -> tuple[PlanStatement, ...]:
    """A service that system.yaml names and no flow leads to."""
    return (
        PlanStatement(text=service.name),
        PlanStatement(text=service.purpose or stated.purpose, key="external-services, purpose"),
        PlanStatement(text=f"{stated.port} {stated.protocol}".strip(), key=f"{KEY}.crossings, port and protocol"),
        PlanStatement(
            text=stated.encryption or _secured(service).removesuffix(" (stated)"), key=f"{KEY}.crossings, encryption"
        ),
        PlanStatement(text=_data_of(service), key="external-services, connection.data-types"),
        PlanStatement(text=_STATED),
    )


def _data_of(service: ExternalService | None) -> str:
    return ", ".join(service.connection.data_types) if service else ""


def _outside(role: str, connection: StatedConnection) -> tuple[PlanStatement, ...]:
    """What `plan.architecture` names outside."""
    key = f"{KEY}.{role.replace(' ', '-')}s"
    return (
        PlanStatement(text=f"{connection.name} ({role})"),
        PlanStatement(text=connection.purpose, key=f"{key}, purpose"),
        PlanStatement(text=f"{connection.port} {connection.protocol}".strip(), key=f"{key}, port and protocol"),
        PlanStatement(text=connection.encryption, key=f"{key}, encryption"),
        PlanStatement(),
        PlanStatement(text=_STATED),
    )


def _missing_outside(system: System) -> Iterator[tuple[str, PlanStatement]]:
    """What the boundary diagram has to show and neither evidence nor system.yaml names: one question each."""
    stated = system.plan.architecture
    for what, rows, name in (
        ("Sources of updates", stated.update_sources, "update-sources"),
        ("Services of the corporate network", stated.corporate_services, "corporate-services"),
        ("Backup sites", stated.backup_sites, "backup-sites"),
    ):
        yield what, _answered(rows, f"{KEY}.{name}")


def _missing_protocols(system: System, graph: FlowGraph) -> Iterator[tuple[str, PlanStatement]]:
    stated = {connection.name for connection in system.plan.architecture.crossings if connection.protocol}
    for port in graph.ports:
        if (port.external or is_way_in(port, graph)) and not port.protocol and port.service not in stated:
            yield f"Protocol of {port.service}, {port.transport} {port.port}", PlanStatement(key=f"{KEY}.crossings, protocol")


def _answered(rows: Sequence[object] | None, key: str) -> PlanStatement:
    return PlanStatement(text="" if rows is None else "stated", key=key)


def _access(system: System) -> PlanTable:
    ways = system.plan.architecture.administration
    rows = [_user(user, [way for way in ways or () if user.id in way.users]) for user in system.plan.users]
    others = [way for way in ways or () if not way.users]
    return PlanTable(
        number="8.4",
        title="Users and Administrative Access",
        header=("User", "Privileges", "Access Path", "Port, Protocol, and Encryption", "Authentication"),
        rows=(*rows, *(_way(way) for way in others)),
        widths=(1.3, 1.0, 1.5, 1.4, 1.3),
        none=PlanStatement(key="plan.users"),
        requested=(("Administrative access", _answered(ways, f"{KEY}.administration")),),
    )


def _user(user: UserRole, ways: Sequence[StatedConnection]) -> tuple[PlanStatement, ...]:
    kind = "customer" if user.type == "external" else "provider"
    authentication = [*([user.authentication] if user.authentication else []), *(way.authentication for way in ways)]
    return (
        PlanStatement(text=f"{user.title} ({kind})"),
        PlanStatement(text=_PRIVILEGES.get(user.privilege, sentence(user.privilege))),
        PlanStatement(text=_joined(way.name for way in ways), key=f"{KEY}.administration, users"),
        PlanStatement(text=_joined(way.transport for way in ways), key=f"{KEY}.administration, port and protocol"),
        PlanStatement(text=_joined(authentication), key="plan.users, authentication"),
    )


def _way(way: StatedConnection) -> tuple[PlanStatement, ...]:
    return (
        PlanStatement(text="Administration"),
        PlanStatement(),
        PlanStatement(text=way.name),
        PlanStatement(text=way.transport, key=f"{KEY}.administration, port and protocol"),
        PlanStatement(text=way.authentication, key=f"{KEY}.administration, authentication"),
    )


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(text for text in texts if text))


def _data(system: System) -> PlanTable:
    places = system.plan.architecture.federal_data
    return PlanTable(
        number="8.5",
        title="Federal Data and Metadata",
        header=("Component or Service", "Data", "Description", "Encryption at Rest"),
        rows=tuple(
            (
                *texts(place.component, _DATA[place.data], place.description),
                PlanStatement(text=place.encryption, key=f"{KEY}.federal-data, encryption"),
            )
            for place in places or ()
        ),
        widths=(1.6, 1.1, 2.4, 1.4),
        none=PlanStatement(key=f"{KEY}.federal-data") if places is None else PlanStatement(text=_NONE),
    )


_NONE = "None."


def _sites(system: System) -> PlanTable:
    centers = system.plan.data_centers
    alternate = any(not center.primary for center in centers)
    rows = [
        texts(center.name, f"{'Primary' if center.primary else 'Alternate'} processing site", str(center.address))
        for center in centers
    ]
    rows += [texts(site.name, "Backup site", site.purpose) for site in system.plan.architecture.backup_sites or ()]
    return PlanTable(
        number="8.2",
        title=SITES,
        header=("Site", "Use", "Location or Content"),
        rows=tuple(rows),
        widths=(2.0, 1.8, 2.7),
        none=PlanStatement(key="plan.data-centers"),
        requested=(("Alternate processing site", PlanStatement(text="stated" if alternate else "", key="plan.data-centers")),)
        if rows
        else (),
    )


def _name_servers(system: System) -> PlanTable:
    servers = system.plan.architecture.name_servers
    return PlanTable(
        number="8.3",
        title="DNS Servers",
        header=("Server", "Kind", "Location"),
        rows=tuple(texts(server.name, sentence(server.kind), server.location) for server in servers or ()),
        widths=(2.4, 1.5, 2.6),
        none=PlanStatement(key=f"{KEY}.name-servers") if servers is None else PlanStatement(text=_NONE),
    )
