"""The protocol of a port, and whether it is encrypted, as far as a scheme, a service's own words or the port itself tell.

Port numbers are those of IANA's service name registry (https://www.iana.org/assignments/service-names-port-numbers) and of the
products' documentation. A port is a hint: what is guessed by it never says that something is encrypted.
"""

from collections.abc import Mapping

BY_SCHEME: Mapping[str, tuple[int, str, bool | None]] = {
    "https": (443, "https", True),
    "http": (80, "http", False),
    "wss": (443, "wss", True),
    "ws": (80, "ws", False),
    "grpcs": (443, "grpc", True),
    "grpc": (0, "grpc", None),
    "postgres": (5432, "postgresql", None),
    "postgresql": (5432, "postgresql", None),
    "mysql": (3306, "mysql", None),
    "mariadb": (3306, "mysql", None),
    "sqlserver": (1433, "sqlserver", None),
    "mssql": (1433, "sqlserver", None),
    "oracle": (1521, "oracle", None),
    "mongodb": (27017, "mongodb", None),
    "mongodb+srv": (27017, "mongodb", True),
    "redis": (6379, "redis", False),
    "rediss": (6379, "redis", True),
    "amqp": (5672, "amqp", False),
    "amqps": (5671, "amqp", True),
    "nats": (4222, "nats", None),
    "tls": (0, "tls", True),
    "kafka": (9092, "kafka", None),
    "ldap": (389, "ldap", None),
    "ldaps": (636, "ldap", True),
    "smtp": (25, "smtp", None),
    "smtps": (465, "smtp", True),
    "mqtt": (1883, "mqtt", False),
    "mqtts": (8883, "mqtt", True),
    "ftp": (21, "ftp", False),
    "sftp": (22, "ssh", True),
    "ssh": (22, "ssh", True),
}
"""Scheme of a URL: (its port where none is written, the protocol, encrypted or not where the scheme decides)."""

_BY_PORT: Mapping[int, str] = {
    22: "ssh",
    25: "smtp",
    53: "dns",
    80: "http",
    88: "kerberos",
    123: "ntp",
    389: "ldap",
    443: "https",
    465: "smtp",
    514: "syslog",
    587: "smtp",
    636: "ldap",
    1433: "sqlserver",
    1521: "oracle",
    1883: "mqtt",
    2181: "zookeeper",
    2379: "etcd",
    3306: "mysql",
    4222: "nats",
    4317: "otlp",
    4318: "otlp",
    5432: "postgresql",
    5671: "amqp",
    5672: "amqp",
    6379: "redis",
    6443: "https",
    6514: "syslog",
    8883: "mqtt",
    9092: "kafka",
    11211: "memcached",
    27017: "mongodb",
}

_PROTOCOL_NAMES: Mapping[str, str] = {
    "http": "http",
    "http2": "http",
    "https": "https",
    "grpc": "grpc",
    "grpc-web": "grpc",
    "mongo": "mongodb",
    "mongodb": "mongodb",
    "mysql": "mysql",
    "postgres": "postgresql",
    "postgresql": "postgresql",
    "redis": "redis",
    "tls": "tls",
    "kafka": "kafka",
    "amqp": "amqp",
    "amqps": "amqp",
    "dns": "dns",
    "ldap": "ldap",
    "ldaps": "ldap",
    "smtp": "smtp",
    "metrics": "http",
    "nats": "nats",
}
"""First part of a service port's name (as Istio reads them), or its `appProtocol`: the protocol."""

ENCRYPTED_NAMES = frozenset({"https", "tls", "wss", "amqps", "ldaps", "grpcs"})


def of_port(number: int) -> str:
    """The usual protocol there; empty where none is usual."""
    return _BY_PORT.get(number, "")


def of_name(name: str) -> str:
    """`http-web`, `kubernetes.io/h2c`, `grpc`: what such a name says; empty where it says nothing."""
    bare = name.lower().rpartition("/")[2]
    return _PROTOCOL_NAMES.get(bare) or _PROTOCOL_NAMES.get(bare.partition("-")[0]) or ("http" if bare == "h2c" else "")


def encrypted(scheme: str, *, demanded: bool | None) -> bool | None:
    """Do a URL's scheme and options say that the connection is encrypted?"""
    return demanded if demanded is not None else BY_SCHEME.get(scheme, (0, "", None))[2]
