"""Schemes of URLs and ports of protocols agree with each other, and with what a service says of itself."""

import pytest

from generator.graph import protocols
from generator.graph.flow_drafts import united
from generator.model.flow import FlowPort

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


@pytest.mark.parametrize(
    ("name", "protocol"),
    [
        ("http-web", "http"), ("http2", "http"), ("https", "https"), ("kubernetes.io/h2c", "http"), ("grpc-web", "grpc"),
        ("grpc", "grpc"), ("mongo", "mongodb"), ("mongodb", "mongodb"), ("mysql", "mysql"), ("postgres", "postgresql"),
        ("postgresql-main", "postgresql"), ("redis", "redis"), ("tls-in", "tls"), ("kafka", "kafka"), ("amqp", "amqp"),
        ("amqps", "amqp"), ("dns", "dns"), ("DNS-TCP", "dns"), ("ldap", "ldap"), ("ldaps", "ldap"), ("smtp", "smtp"),
        ("metrics", "http"), ("nats", "nats"), ("web", ""), ("", ""),
    ],
)  # fmt: skip
def test_what_the_name_of_a_port_says(name: str, protocol: str) -> None:
    assert protocols.of_name(name) == protocol


@pytest.mark.parametrize(
    ("one", "two", "encryption", "protocol"),
    [("", "TLS", "TLS", "https"), ("TLS", "", "TLS", "https"), ("", "", "", "https"), ("TLS", "TLS", "TLS", "https")],
)
def test_what_is_known_of_a_port_beats_nothing(one: str, two: str, encryption: str, protocol: str) -> None:
    ports = (FlowPort(443, encryption=one), FlowPort(443, protocol="https", encryption=two))
    assert united(ports) == (FlowPort(443, protocol=protocol, encryption=encryption),)
    assert united(reversed(ports)) == united(ports)
