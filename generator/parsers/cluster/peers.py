"""Host names in environment values and arguments: what a container talks to, as far as its configuration says.

Only names that a service inside a cluster can have are kept: `cart`, `cart.shop`, `cart.shop.svc…` (kept as `cart.shop`).
Nothing is taken from a value whose name sounds secret, nor loose words from one that speaks of a secret, and of a URL
only what stands behind its last `@`, so that no part of a password is ever taken for a host. A name here is a hint:
whoever draws a flow looks it up among the services.

https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
"""

import re
from collections.abc import Iterable, Iterator

_LONGEST_VALUE = 20_000
_LABEL = r"[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?:{_LABEL}\.)?{_LABEL}|(?:{_LABEL}\.){{2,3}}svc(?:\.[a-z0-9.-]{{1,100}})?")
_HOST_PORT = re.compile(r"(?P<host>[A-Za-z][A-Za-z0-9.-]{0,253}):(?P<port>\d{2,5})(?:/\S*)?")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}://(?P<authority>[^/?#\s\"'<>\\]{1,500})(?P<rest>[^\s\"'<>\\]{0,2000})")
_SECRET = re.compile(r"pass|secret|token|credential|private|signature|pwd|auth|(?:^|[_.-])key|key$", re.IGNORECASE)
_SAYS_HOST = re.compile(r"(?:host|hostname|addr|address|server|endpoint|broker|service)s?$", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;\"'<>|()\[\]{}\\]+")
_NOT_PEERS = frozenset(
    {"localhost", "true", "false", "none", "null", "http", "https", "tcp", "udp", "info", "debug", "default"}
)
_LOWEST_PORT = 21
_HIGHEST_PORT = 65_535


def in_environment(variables: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Host names in (name, value) of environment variables."""
    for name, value in variables:
        if not _SECRET.search(name):
            yield from _in_value(name, value)


def in_arguments(arguments: Iterable[str]) -> Iterator[str]:
    """Host names in a command line; the value after a flag that sounds secret is left out."""
    secret = False
    for argument in arguments:
        flag = argument.startswith("-")
        if not secret or flag:
            yield from _in_value("", argument)
        secret = flag and "=" not in argument and bool(_SECRET.search(argument))


def _in_value(name: str, value: str) -> Iterator[str]:
    text = value[:_LONGEST_VALUE]
    for url in _URL.finditer(text):
        yield from _in_authority(url["authority"], url["rest"])
    rest = _URL.sub(" ", text)
    secret = bool(_SECRET.search(rest))
    for word in _BETWEEN.split(rest):
        key, equals, assigned = word.partition("=")
        if equals and not _SECRET.search(key):
            yield from _in_word(key, assigned)
        elif not equals and not secret:
            yield from _in_word(name, word)


def _in_authority(authority: str, rest: str) -> Iterator[str]:
    """Hosts of `user:password@host:port,host:port`; none where an `@` stands too late to tell user and host apart."""
    if "@" in rest and "@" not in authority:
        return
    for host in authority.rpartition("@")[2].split(","):
        yield from _as_peer(host.partition(":")[0])


def _in_word(name: str, word: str) -> Iterator[str]:
    found = _HOST_PORT.fullmatch(word)
    if found and _LOWEST_PORT <= int(found["port"]) <= _HIGHEST_PORT:
        yield from _as_peer(found["host"])
    elif ".svc" in word or _SAYS_HOST.search(name):
        yield from _as_peer(word)


def _as_peer(host: str) -> Iterator[str]:
    plain = host.lower().rstrip(".")
    if plain in _NOT_PEERS or not _NAME.fullmatch(plain):
        return
    labels = plain.split(".")
    if "svc" in labels[2:]:
        end = labels.index("svc", 2)
        labels = labels[end - 2 : end]
    yield ".".join(labels)
