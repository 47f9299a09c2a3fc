"""Ports, protocols and services as a CSV file, for the registration that DoD calls PPSM (DoDI 8551.01).

There is no public form of a DoD export; the columns are those that projects keep (port, protocol, data service, boundary, host,
purpose), with what the graph of flows knows beside them. Do not call it official.
"""

from generator.documents.csv_text import csv_bytes
from generator.graph.ports import INTERNET
from generator.model.flow import HOST_CALLERS, ServicePort
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import Renderer, without_template
from generator.renderers.ssp.ports import OUTSIDE

COLUMNS = (
    "Port",
    "Transport",
    "Data Service",
    "Service",
    "Boundary",
    "Used By",
    "Encryption",
    "Purpose",
    "Diagram Label",
    "Evidence",
)
_UNUSED = "open, no caller known"


def view(package: AuthorizationPackage) -> tuple[tuple[str, ...], ...]:
    """One row a port, in the order of the table."""
    return tuple(map(_row, package.flows.ports))


def _row(port: ServicePort) -> tuple[str, ...]:
    return (
        str(port.port),
        port.transport,
        port.protocol.upper(),
        port.service,
        _boundary(port),
        ", ".join(OUTSIDE if name == INTERNET else name for name in port.used_by),
        port.encryption_known,
        port.purpose,
        port.reference,
        str(port.strength or _UNUSED),
    )


def _boundary(port: ServicePort) -> str:
    if port.external:
        return "outbound: crosses the boundary"
    if port.crosses_boundary is None:
        way = "published on the host" if HOST_CALLERS in port.used_by else "behind a default route, unless pushed without one"
        return f"{way}; who reaches it is not stated"
    return "inbound: crosses the boundary" if port.crosses_boundary else "internal"


PORTS_CSV = Renderer(
    name="ports-csv",
    path="ssp/ports-protocols-services.csv",
    title="Ports, protocols and services (in the manner of a PPSM worksheet)",
    applies=lambda package: bool(package.flows.ports),
    render=without_template(lambda package: csv_bytes((COLUMNS, *view(package)))),
)
