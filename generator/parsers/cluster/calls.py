"""Host names in environment values, arguments and configuration files: what a container calls, as far as it is written.

Of inside the cluster the names are kept that a service can have: `cart`, `cart.shop`, `cart.shop.svc…` (kept as `cart.shop`),
with underscores as Compose allows them; of outside full host names and IPv4 addresses. Nothing is taken from a value whose name
sounds secret, nor loose words from one that names a secret, and of a URL only scheme, host and port behind its last `@`, so
that no part of a password is ever taken for a host. The last word of a name says what the value is: `AUTH_SERVICE_URL` is a
place, and `REDIS_AUTH` is none. A name here is a hint: whoever draws a flow looks it up among the services.

https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from generator.limits import VALUE_TEXT
from generator.model.inventory import CalledHost

_LABEL = r"[a-z](?:[a-z0-9_-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?:{_LABEL}\.)?{_LABEL}|(?:{_LABEL}\.){{2,3}}svc(?:\.[a-z0-9.-]{{1,100}})?")
_FULL_NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){2,9}[a-z][a-z0-9-]{1,62}")
_ADDRESS = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}")
_ENCRYPTED = re.compile(
    r"[?&;](?P<key>ssl|tls|sslmode|ssl-mode|useSSL|requireSSL|encrypt)=(?P<value>[a-zA-Z_-]{1,20})", re.IGNORECASE
)
_DEMANDS = dict.fromkeys(
    "require required verify-ca verify-full verify_ca verify_identity mandatory strict true on yes".split(), True
) | (dict.fromkeys(("disable", "disabled", "false", "no", "off"), False))
"""What drivers write; `prefer` and `allow` demand nothing."""
_PREFERS = "usessl"
"""Of MySQL's driver: switched on it only prefers TLS, unless `requireSSL` demands it.
https://dev.mysql.com/doc/connector-j/en/connector-j-connp-props-security.html"""
_LINE = re.compile(r"""^[ \t-]*["']?(?P<name>[A-Za-z_][\w.-]{0,100})["']?[ \t]*[:=][ \t]*(?P<value>\S.*)$""")
_HOST_PORT = re.compile(r"(?P<host>[A-Za-z0-9][A-Za-z0-9.-]{0,253}):(?P<port>\d{2,5})(?:/\S*)?")
_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{0,30})://(?P<authority>[^/?#\s\"'<>\\]{1,500})(?P<rest>[^\s\"'<>\\]{0,2000})"
)
_ORACLE = re.compile(r"jdbc:oracle:\w{1,10}:@(?:tcps?:)?(?://)?(?P<host>[A-Za-z0-9][\w.-]{0,253})(?::(?P<port>\d{2,5}))?")
"""https://docs.oracle.com/en/database/oracle/oracle-database/23/jjdbc/data-sources-and-URLs.html"""
_SQL_SERVER = re.compile(
    r"(?:^|;)\s*(?:Data Source|Server|Addr|Address|Network Address)\s*=\s*(?:tcp:)?(?P<host>[A-Za-z0-9][\w.-]{0,253})"
    r"(?:\\[\w$]{1,50})?(?:[,:](?P<port>\d{2,5}))?\s*(?=;)",
    re.IGNORECASE,
)
"""https://learn.microsoft.com/dotnet/api/microsoft.data.sqlclient.sqlconnection.connectionstring"""
_DRIVERS = ((_ORACLE, "oracle"), (_SQL_SERVER, ""))
_LIBPQ = re.compile(r"(?:^|\s)host=(?P<host>[A-Za-z0-9][\w.-]{0,253})(?=\s|$)")
_LIBPQ_SAYS = re.compile(r"(?:^|\s)(?:dbname|sslmode)=\S")
_LIBPQ_PORT = re.compile(r"(?:^|\s)port=(?P<port>\d{2,5})(?=\s|$)")
"""Keywords and values, https://www.postgresql.org/docs/current/libpq-connect.html, "Connection Strings"."""
_STORK = re.compile(r"(?:quarkus[._])?stork[._].{1,80}[._]service[._-]discovery[._]application", re.IGNORECASE)
"""Names a service of Kubernetes. https://smallrye.io/smallrye-stork/latest/service-discovery/kubernetes/"""
_OF_OTHERS = frozenset({"stork", "lb", "classpath", "file", "consul", "configserver", "optional", "urn", "arn", "s3", "gs"})
"""Schemes before names that are no hosts: those of a client's own registry, of files and of stores."""
_SECRET = re.compile(
    r"pass|secret|token|credential|private|signature|pwd|auth(?!or(?!i))|(?:^|[_.-])key(?!cloak|db|stone)|key$", re.IGNORECASE
)
"""NOTE: `author`, and products called like a key, are no secrets."""
_SAYS_HOST = re.compile(r"(?:host|hostname|addr|address|server|endpoint|broker|service)s?$", re.IGNORECASE)
_OF_HOST = re.compile(r"(?P<stem>.*[_.-])(?:host|hostname|addr|address|server)")
"""A name that has a neighbor with the port."""
_SAYS_PLACE = re.compile(rf"{_SAYS_HOST.pattern}|(?:ur[il]|upstream)s?$", re.IGNORECASE)
_OWN = re.compile(r"advertise|bind|listen|(?:^|[_.-])(?:node|pod|host|my)[_.-]?ip", re.IGNORECASE)
"""Names of what a program is reached at itself."""
_BETWEEN = re.compile(r"[\s,;\"'<>|()\[\]{}\\]+")
_NOT_PEERS = frozenset(
    {"localhost", "true", "false", "none", "null", "http", "https", "tcp", "udp", "info", "debug", "default"}
)
_OF_ITSELF = ("0.", "127.", "169.254.")
_LOWEST_PORT = 21
_HIGHEST_PORT = 65_535
_PORT_DIGITS = 5


def in_environment(variables: Iterable[tuple[str, str]], among: Iterable[tuple[str, str]] = ()) -> Iterator[CalledHost]:
    """Calls in (name, value) of environment variables. A host without a port has that of its neighbor: `DB_HOST` and `DB_PORT`,
    which may stand `among` others.
    """
    listed = tuple(variables)
    ports = _ports((*among, *listed))
    for name, value in listed:
        if not _is_secret(name) and not _OWN.search(name):
            yield from _with_port(name, _in_value(name, value), ports)


def in_arguments(arguments: Iterable[str]) -> Iterator[CalledHost]:
    """Calls in a command line; the value after a flag that sounds secret is left out."""
    secret = False
    for argument in arguments:
        flag = argument.startswith("-")
        if not secret or flag:
            yield from _in_value("", argument)
        secret = flag and "=" not in argument and _is_secret(argument)


def in_file(text: str) -> Iterator[CalledHost]:
    """Calls in a configuration file, line by line: `name: value`, `name=value`, and URLs wherever they stand."""
    read = tuple(_lines(text[:VALUE_TEXT]))
    ports = _ports(read)
    for name, value in read:
        if not _is_secret(name) and not _OWN.search(name):
            yield from _with_port(name, _in_value(name, value), ports)


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        stripped = line.strip()
        if not stripped or stripped.startswith(("#", "//", ";")):
            continue
        match = _LINE.fullmatch(line)
        yield (match["name"], match["value"].strip("\"'")) if match else ("", line)


def _ports(variables: Iterable[tuple[str, str]]) -> Mapping[str, int]:
    """Numbers of the variables that are called a port, by the name in lower case."""
    named = ((name.lower(), _number(value.strip())) for name, value in variables if name.lower().endswith("port"))
    return {name: number for name, number in named if number is not None}


def _with_port(name: str, calls: Iterable[CalledHost], ports: Mapping[str, int]) -> Iterator[CalledHost]:
    """`DB_HOST: orders` beside `DB_PORT: 5432`: of a URL the scheme says the port."""
    host = _OF_HOST.fullmatch(name.lower())
    port = ports.get(f"{host['stem']}port") if host else None
    for each in calls:
        yield replace(each, port=port) if port and each.port is None and not each.scheme else each


def inside(calls: Iterable[CalledHost]) -> set[str]:
    """Those hosts that may be names of services."""
    return {each.host for each in calls if _NAME.fullmatch(each.host)}


def _is_secret(name: str) -> bool:
    return bool(_SECRET.search(name)) and not _SAYS_PLACE.search(name)


def _in_value(name: str, value: str) -> Iterator[CalledHost]:
    text = value[:VALUE_TEXT]
    if _STORK.fullmatch(name):
        yield from _as_call(text.strip())
    for url in _URL.finditer(text):
        yield from _in_authority(url["scheme"].lower(), url["authority"].partition(";")[0], _options(url))
    rest = _URL.sub(" ", text)
    for pattern, scheme in _DRIVERS:
        for match in pattern.finditer(rest):
            yield from _as_call(match["host"], _number(match["port"] or ""), scheme, tls=_requires(rest))
        rest = pattern.sub(";", rest)
    libpq = _LIBPQ.search(rest) if _LIBPQ_SAYS.search(rest) else None
    yield from _in_libpq(libpq["host"], rest) if libpq else _in_words(name, rest)


def _in_libpq(host: str, text: str) -> Iterator[CalledHost]:
    port = _LIBPQ_PORT.search(text)
    options = ";".join(("", *text.split()))
    yield from _as_call(host, _number(port["port"]) if port else None, "postgres", tls=_requires(options))


def _in_words(name: str, rest: str) -> Iterator[CalledHost]:
    """Loose words beside URLs and what drivers write. The only word of a value that is called a host is one."""
    split = [word for word in _BETWEEN.split(rest) if word]
    secret = bool(_SECRET.search(rest)) and not (len(split) == 1 and _SAYS_HOST.search(name))
    for word in split:
        key, equals, assigned = word.partition("=")
        if equals and not _is_secret(key) and not _OWN.search(key):
            yield from _in_word(key, assigned)
        elif not equals and not secret:
            yield from _in_word(name, word)


def _options(url: re.Match[str]) -> str:
    """What follows the hosts; drivers of SQL Server write it behind a semicolon, without a slash before."""
    _, sign, behind = url["authority"].partition(";")
    return f"{sign}{behind}{url['rest']}"


def _in_authority(scheme: str, authority: str, rest: str) -> Iterator[CalledHost]:
    """Hosts of `user:password@host:port,host:port`; none where an `@` stands too late to tell user and host apart."""
    if ("@" in rest and "@" not in authority) or scheme in _OF_OTHERS:
        return
    for host in authority.rpartition("@")[2].split(","):
        name, _, port = host.partition(":")
        yield from _as_call(name, _number(port), scheme, tls=_requires(rest))


def _in_word(name: str, word: str) -> Iterator[CalledHost]:
    match = _HOST_PORT.fullmatch(word)
    if match and _LOWEST_PORT <= int(match["port"]) <= _HIGHEST_PORT:
        yield from _as_call(match["host"], int(match["port"]))
    elif ".svc" in word or _SAYS_HOST.search(name):
        yield from _as_call(word)


def _requires(rest: str) -> bool | None:
    """Do a URL's options demand TLS? None where they leave it open."""
    options = {match["key"].lower(): _DEMANDS.get(match["value"].lower()) for match in _ENCRYPTED.finditer(rest)}
    if options.get(_PREFERS) is not False:
        options.pop(_PREFERS, None)
    if options.get("requiressl") is False:
        del options["requiressl"]
    demands = set(options.values())
    return demands.pop() if len(demands) == 1 else None


def _number(port: str) -> int | None:
    if not port.isascii() or not port.isdigit() or len(port) > _PORT_DIGITS:
        return None
    return int(port) if 0 < int(port) <= _HIGHEST_PORT else None


def _as_call(host: str, port: int | None = None, scheme: str = "", *, tls: bool | None = None) -> Iterator[CalledHost]:
    name = host.lower().rstrip(".")
    if name in _NOT_PEERS:
        return
    if _NAME.fullmatch(name):
        labels = name.split(".")
        if "svc" in labels[2:]:
            end = labels.index("svc", 2)
            labels = labels[end - 2 : end]
        yield CalledHost(".".join(labels), port, scheme, tls)
    elif _FULL_NAME.fullmatch(name) or (_ADDRESS.fullmatch(name) and not name.startswith(_OF_ITSELF)):
        yield CalledHost(name, port, scheme, tls)
