"""Schemes of URLs and ports of protocols agree with each other, and with what a service says of itself."""

import pytest

from generator.graph import protocols

_PLAIN_TWIN = {
    "https": "http",
    "wss": "ws",
    "rediss": "redis",
    "amqps": "amqp",
    "ldaps": "ldap",
    "smtps": "smtp",
    "mqtts": "mqtt",
}


@pytest.mark.parametrize("scheme", [scheme for scheme, (port, _, _) in protocols.BY_SCHEME.items() if port])
def test_the_port_of_a_scheme_is_known_as_that_of_its_protocol(scheme: str) -> None:
    port, protocol, _ = protocols.BY_SCHEME[scheme]
    carried = {"ws": "http", "wss": "https", "grpc": "https"}.get(protocol, protocol)
    assert protocols.of_port(port) in (carried, "")


@pytest.mark.parametrize(("scheme", "plain"), _PLAIN_TWIN.items())
def test_an_encrypted_scheme_says_so_and_has_a_port_of_its_own_except_that_of_redis(scheme: str, plain: str) -> None:
    assert (protocols.BY_SCHEME[scheme][0] == protocols.BY_SCHEME[plain][0]) is (scheme == "rediss")
    assert protocols.BY_SCHEME[scheme][2] is True
    assert protocols.BY_SCHEME[plain][2] is not True


@pytest.mark.parametrize(
    ("port", "name"),
    [
        (22, "ssh"), (25, "smtp"), (53, "dns"), (80, "http"), (88, "kerberos"), (123, "ntp"), (389, "ldap"), (443, "https"),
        (514, "syslog"), (636, "ldap"), (1433, "sqlserver"), (3306, "mysql"), (5432, "postgresql"), (6379, "redis"),
        (27017, "mongodb"),
    ],
)  # fmt: skip
def test_well_known_ports_of_the_registry(port: int, name: str) -> None:
    assert protocols.of_port(port) == name
