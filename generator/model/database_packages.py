"""Packages that are the server of a database, by the names that distributions give them: not its client, nor a library for it.

The table is ours and complete on purpose: a name that is not here is not counted. RPM's `postgresql` is the client, Alpine's
`postgresql16` the server. `generic` are the programs that an inventory recognizes by their file alone (Syft's binary
classifiers), of which those of MySQL and MariaDB may be the client. That a package is there does not show that it runs.
"""

import re
from functools import lru_cache

_ANY, _DEB, _RPM, _APK = ("deb", "rpm", "apk", "bitnami"), ("deb",), ("rpm",), ("apk",)
_PURL = re.compile(r"pkg:([a-z0-9.+-]{1,40})/", re.IGNORECASE)
_SERVERS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("PostgreSQL", _DEB, r"postgresql-\d{1,2}"),
    ("PostgreSQL", _RPM, r"postgresql\d{0,2}-server"),
    ("PostgreSQL", _APK, r"postgresql\d{0,2}"),
    ("PostgreSQL", ("generic", "bitnami"), r"postgresql"),
    ("MySQL", _ANY, r"(?:mysql|mysql-community|percona-server)-server(?:-core|-minimal)?(?:-[\d.]+)?"),
    ("MySQL", ("bitnami",), r"mysql"),
    ("MariaDB", _ANY, r"mariadb(?:\d{2,4})?-server(?:-core)?(?:-[\d.]+)?"),
    ("MariaDB", ("apk", "bitnami"), r"mariadb"),
    ("MongoDB", _ANY, r"mongodb-(?:org-|enterprise-)?server(?:-core)?|percona-server-mongodb-server"),
    ("MongoDB", ("apk", "bitnami"), r"mongodb"),
    ("Redis", (*_ANY, "generic"), r"redis\d?|redis-server"),
    ("Valkey", (*_ANY, "generic"), r"valkey|valkey-server"),
    ("Memcached", (*_ANY, "generic"), r"memcached"),
    ("Elasticsearch", _ANY, r"elasticsearch"),
    ("OpenSearch", _ANY, r"opensearch"),
    ("Cassandra", _ANY, r"cassandra"),
    ("CouchDB", _ANY, r"couchdb"),
    ("ClickHouse", _ANY, r"clickhouse-server"),
    ("InfluxDB", _ANY, r"influxdb[23]?|influxdb3-core"),
    ("Neo4j", _ANY, r"neo4j(?:-enterprise)?"),
    ("etcd", _DEB, r"etcd-server"),
    ("etcd", ("rpm", "apk", "bitnami"), r"etcd"),
    ("SQL Server", _ANY, r"mssql-server"),
)
_COMPILED = tuple((product, ecosystems, re.compile(names)) for product, ecosystems, names in _SERVERS)
_SURE = re.compile(r"postgresql-\d{1,2}|.+-server(?:-core)?(?:-[\d.]+)?")
"""Names that are no library of a language, whatever lists them."""


def database_server(name: str, purl: str | None = None) -> str:
    """The database whose server the package is: `PostgreSQL`; empty where it is none. Without a package URL only names count
    that no library has.
    """
    bare = name.lower()[:200]
    match = _PURL.match(purl or "")
    if match is None and (purl or not _SURE.fullmatch(bare)):
        return ""
    return _server(bare, match[1].lower() if match else "")


@lru_cache(1 << 14)
def _server(bare: str, ecosystem: str) -> str:
    fits = (product for product, ecosystems, names in _COMPILED if names.fullmatch(bare) and ecosystem in (*ecosystems, ""))
    return next(fits, "")
