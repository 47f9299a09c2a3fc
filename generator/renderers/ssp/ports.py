"""Table 9.1 of a System Security Plan: services, their ports and protocols, what they are for and who uses them.

Columns: FedRAMP SSP template v1.1 (2023-10-13), section 9. "Reference #" is the reference of Appendix Q; where evidence shows
that a connection is not encrypted, the table says so.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from generator.graph.ports import INTERNET
from generator.model.flow import NOT_ENCRYPTED, FlowGraph, ServicePort
from generator.model.grouping import grouped
from generator.renderers.ssp.rows import PlanStatement, PlanTable

OUTSIDE = "Clients outside the boundary"
"""Who comes in by what is open to outside: that it is open does not say that it is the internet."""
PURPOSES: Mapping[str, str] = MappingProxyType(
    {
        "amqp": "Messages between services (AMQP)",
        "dns": "Name resolution (DNS)",
        "etcd": "Cluster state (etcd)",
        "grpc": "Remote procedure calls (gRPC)",
        "http": "Web or API requests (HTTP)",
        "https": "Web or API requests (HTTPS)",
        "kafka": "Event streaming (Kafka)",
        "kerberos": "Authentication (Kerberos)",
        "ldap": "Directory queries (LDAP)",
        "memcached": "Cache (Memcached)",
        "mongodb": "Database queries (MongoDB)",
        "mqtt": "Messages of devices (MQTT)",
        "mysql": "Database queries (MySQL)",
        "nats": "Messages between services (NATS)",
        "ntp": "Time synchronization (NTP)",
        "oracle": "Database queries (Oracle)",
        "otlp": "Telemetry (OTLP)",
        "postgresql": "Database queries (PostgreSQL)",
        "redis": "Cache or session data (Redis)",
        "smtp": "Mail (SMTP)",
        "sqlserver": "Database queries (SQL Server)",
        "ssh": "Remote administration or file transfer (SSH)",
        "syslog": "Log records (syslog)",
        "ws": "Web connections that stay open (WebSocket)",
        "wss": "Web connections that stay open (WebSocket)",
        "zookeeper": "Coordination (ZooKeeper)",
    }
)
"""What a protocol is for, where no person states what the service does."""
_PROTOCOL = re.compile(r" \((\w+)\)")
_SPELLED: Mapping[str, str] = MappingProxyType(
    {key: text.rpartition("(")[2].rstrip(")") for key, text in PURPOSES.items()} | {"tls": "TLS"}
)


def port_table(graph: FlowGraph, references: Mapping[int, str], system: str) -> PlanTable:
    """Table 9.1; `references` are numbers of Appendix Q by the place of a port."""
    rows = _merged(tuple(_port(port, references.get(place, ""), graph) for place, port in enumerate(graph.ports)))
    return PlanTable(
        number="9.1",
        title=f"{system} Services, Ports, and Protocols",
        header=("Service Name", "Port #", "Transport Protocol", "Reference #", "Purpose", "Used By"),
        rows=rows,
        widths=(1.9, 0.9, 0.9, 1.2, 2.2, 1.9),
        landscape=True,
    )


def _port(port: ServicePort, reference: str, graph: FlowGraph) -> tuple[PlanStatement, ...]:
    service = f"{port.service} ({port.reference})" if port.reference not in ("", port.service) else port.service
    protection = reference or ("Not encrypted" if port.encryption == NOT_ENCRYPTED else "")
    key = "external-services, purpose" if port.external else "decisions/assets.yaml, function"
    return (
        PlanStatement(text=service),
        PlanStatement(text=str(port.port)),
        PlanStatement(text=port.transport),
        PlanStatement(text=protection),
        PlanStatement(text=purpose_of(port), key=key),
        PlanStatement(text=", ".join(callers(port, graph))),
    )


def purpose_of(port: ServicePort) -> str:
    """What a person states, with the protocol; else what the protocol is for; empty where neither is known."""
    spelled = protocol_of(port)
    if not port.purpose:
        return PURPOSES.get(port.protocol, spelled)
    return f"{port.purpose} ({spelled})" if spelled and spelled not in port.purpose else port.purpose


def protocol_of(port: ServicePort) -> str:
    """As its users write it: `PostgreSQL`; empty where it is not known."""
    return _SPELLED.get(port.protocol, port.protocol.upper())


def spelled(ports: str) -> str:
    """`TCP 443 HTTPS` of the list of a figure, `TCP 443 (https)`: as the other tables write it."""
    return _PROTOCOL.sub(lambda match: f" {_SPELLED.get(match[1], match[1].upper())}", ports)


def callers(port: ServicePort, graph: FlowGraph) -> tuple[str, ...]:
    """Who uses a port. Whoever comes in through an Ingress or a route uses that, and it uses the service behind it; ports that
    are open for metrics or health checks are no way in."""
    inside = tuple(name for name in port.used_by if name != INTERNET)
    return (OUTSIDE, *inside) if is_way_in(port, graph) else inside


def is_way_in(port: ServicePort, graph: FlowGraph) -> bool:
    """Do people and systems outside come in here?"""
    if INTERNET not in port.used_by or port.external:
        return False
    leading = {way.shown for way in graph.ways_in}
    return leading.isdisjoint(port.used_by) and port.service not in _set_aside(graph)


def _set_aside(graph: FlowGraph) -> frozenset[str]:
    """Names of services and workloads that only ways lead to which need not be drawn."""
    names = {
        way: {way.key.rpartition("/")[2], *(target.end.name.rpartition("/")[2] for target in way.targets)}
        for way in graph.ways_in
    }
    real = {name for way, called in names.items() if not way.set_aside for name in called}
    return frozenset(name for way, called in names.items() if way.set_aside for name in called) - real


def _merged(rows: Sequence[tuple[PlanStatement, ...]]) -> tuple[tuple[PlanStatement, ...], ...]:
    """Ports of one service that differ in nothing but the number share a row."""
    numbers = grouped(((row[0], *row[2:]), row[1].text) for row in rows)
    return tuple((key[0], PlanStatement(text=", ".join(ports)), *key[1:]) for key, ports in numbers.items())
