"""The ports of a service of Compose: those of its host, and those that other services alone reach.

https://github.com/compose-spec/compose-spec/blob/main/05-services.md#ports
"""

import re
from collections.abc import Mapping

from msgspec.structs import replace

from generator.model.inventory import ContainerPort
from generator.parsers.cluster import foreign
from generator.parsers.late_patterns import late_re

_VARIABLE = late_re(r"\$\{\w+:?-([^{}]*)\}")
_PORT = late_re(r"(?:(?P<outside>.*):)?(?P<inside>\d{1,5})(?P<several>-\d{1,5})?(?:/(?P<protocol>\w+))?")
"""`[address:][host:]inside[/protocol]`, each port or a range of ports."""
_HOST_ADDRESS = "com.docker.network.bridge.host_binding_ipv4"


def ports(service: Mapping[str, object], networks: Mapping[str, object]) -> tuple[set[ContainerPort], set[ContainerPort]]:
    """Ports published on the host, and those open to other services only: exposed, or published on the loopback alone.

    A container in the host's network (`network_mode: host`) publishes none, since all its ports are the host's. One whose
    networks are all `internal` publishes none either, since ports are mapped through a network that leads outside; and such a
    network may say to which address of the host.
    https://docs.docker.com/engine/network/drivers/bridge/#options
    """
    listed = foreign.entries(service.get("ports"))
    if service.get("network_mode") == "host":
        return {port for each in (*listed, *foreign.entries(service.get("expose"))) if (port := _port(each))}, set()
    outer = _outer_networks(service, networks)
    inward = outer is not None and all(map(_binds_loopback, outer))
    mapped = listed if outer is None or outer else []
    published = {
        port for each in mapped if not (_on_loopback(each) or (inward and not _address(each))) and (port := _published(each))
    }
    exposed = {port for each in (*listed, *foreign.entries(service.get("expose"))) if (port := _port(each))}
    open_numbers = {(port.number, port.protocol) for port in published}
    return published, {port for port in exposed if (port.number, port.protocol) not in open_numbers}


def of_container(port: ContainerPort) -> ContainerPort:
    """A port without its host's."""
    return replace(port, outside=0, outside_unknown=False)


def _outer_networks(service: Mapping[str, object], networks: Mapping[str, object]) -> list[Mapping[str, object]] | None:
    """The networks of a service that are not `internal`; None where it is in none of Compose's."""
    if "network_mode" in service:
        return None
    named = [*foreign.names(service.get("networks"))] or ["default"]
    described = [foreign.members(networks.get(name)) for name in named]
    return [each for each in described if each.get("internal") is not True]


def _binds_loopback(network: Mapping[str, object]) -> bool:
    options = dict(foreign.variables(network.get("driver_opts")))
    return foreign.text(options.get(_HOST_ADDRESS)).startswith("127.")


def _on_loopback(value: object) -> bool:
    address = foreign.text(foreign.members(value).get("host_ip")) or written(value)
    return address.startswith(("127.", "localhost:", "[::1]")) or address in ("localhost", "::1")


def _address(value: object) -> str:
    """The address of the host that a port is published on; empty where none is written."""
    members = foreign.members(value)
    match = None if members else _PORT.fullmatch(written(value))
    return foreign.text(members.get("host_ip")) if match is None else (match["outside"] or "").rpartition(":")[0]


def _published(value: object) -> ContainerPort | None:
    """With the port of the host. One that is not written is chosen by the host, as is one of a range for a single port."""
    port, members = _port(value), foreign.members(value)
    if port is None:
        return None
    match = None if members else _PORT.fullmatch(written(value))
    first, _, last = _host_port(members, match).partition("-")
    if not first.isdecimal() or (last and not (match and match["several"])):
        return replace(port, outside_unknown=True)
    return port if int(first) == port.number else replace(port, outside=int(first))


def _host_port(members: Mapping[str, object], match: re.Match[str] | None) -> str:
    """Empty where none is written; a variable as it is written."""
    written = foreign.text(members.get("published")) if match is None else (match["outside"] or "").rpartition(":")[2]
    return _VARIABLE.sub(r"\1", written)


def _port(value: object) -> ContainerPort | None:
    """`"127.0.0.1:8080:80/tcp"`, `80`, or `{target: 80, protocol: tcp}`; of a range the first."""
    members = foreign.members(value)
    if members:
        return foreign.port(members.get("target"), members.get("protocol"), members.get("name"))
    match = _PORT.fullmatch(written(value))
    return foreign.port(match["inside"], match["protocol"]) if match else None


def written(value: object) -> str:
    """A text; of a variable the value that is written as its default."""
    return _VARIABLE.sub(r"\1", foreign.text(value))
