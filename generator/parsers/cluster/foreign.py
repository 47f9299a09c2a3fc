"""Containers that other tools than Kubernetes describe, put into the words of a container specification.

One set of rules then finds images, digests, ports and host names for all of them, see `containers` and `peers`.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from generator.model.container_settings import ServedPort
from generator.model.inventory import CalledHost, Container, ContainerPort
from generator.parsers.cluster import calls
from generator.parsers.cluster.containers import ContainerSpec, ContainerStatus, build
from generator.parsers.late_patterns import late_re

_HOST = late_re(r"[a-z0-9](?:[a-z0-9._-]{0,251}[a-z0-9])?")
_HIGHEST_PORT = 65_535


def text(value: object) -> str:
    """A string as it is, a number as text; empty for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def number(value: object) -> int | None:
    """A whole number, also one that is written as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    digits = value if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10 else None
    return int(digits) if digits else None


def members(value: object) -> Mapping[str, object]:
    """Members of a mapping; empty where it is none."""
    return {str(key): each for key, each in value.items()} if isinstance(value, dict) else {}


def entries(value: object) -> list[object]:
    """Entries of a list; empty where it is none."""
    return value if isinstance(value, list) else []


def rows(value: object) -> list[Mapping[str, object]]:
    """Entries of a list, as mappings: empty ones where they are none."""
    return [members(each) for each in entries(value)]


def blocks(value: object) -> list[Mapping[str, object]]:
    """The mappings of a block that repeats: a list, or a single one without it."""
    return [members(each) for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]


def words(value: object) -> list[str]:
    """Words of a command, written as a list or as one line."""
    return [text(each) for each in value] if isinstance(value, list) else text(value).split()


def names(value: object) -> Iterator[str]:
    """Texts of a list, or the names in a mapping."""
    yield from (text(each) for each in (value if isinstance(value, list | dict) else ()))


def variables(value: object) -> Iterator[tuple[str, object]]:
    """(name, value) of an environment written as a mapping, as `NAME=value` lines or as name and value objects."""
    if isinstance(value, dict):
        yield from ((str(name), each) for name, each in value.items())
    for each in entries(value):
        if isinstance(each, dict):
            yield text(each.get("name")), each.get("value")
        elif isinstance(each, str) and "=" in each:
            name, _, rest = each.partition("=")
            yield name, rest


def port(value: object, protocol: object = None, name: object = None) -> ContainerPort | None:
    """A port, where the number is one."""
    port_number = number(value)
    if port_number is None or not 0 < port_number <= _HIGHEST_PORT:
        return None
    return ContainerPort(number=port_number, protocol=(text(protocol) or "TCP").upper(), name=text(name))


def container(
    name: str,
    image: str,
    *,
    environment: object = None,
    arguments: Iterable[str] = (),
    ports: Iterable[ContainerPort | None] = (),
    peers: Mapping[str, str] = MappingProxyType({}),
    digest: str | None = None,
    init: bool = False,
) -> Container | None:
    """A container; None where the image is not stated. `digest` is the registry's, of what runs."""
    spec = {
        "name": name,
        "image": image or None,
        "args": list(arguments),
        "env": [{"name": key, "value": value} for key, value in variables(environment)],
    }
    status = ContainerStatus(name=name, image_id=f"@{digest}") if digest else None
    built = build(msgspec.convert(spec, ContainerSpec), status, init=init)
    if built is None:
        return None
    opened = {each for each in ports if each is not None}
    return calling(replace(built, ports=tuple(sorted(opened))), peers)


def calling(built: Container, peers: Mapping[str, str]) -> Container:
    """The container with further hosts that it calls, each by the key that says so."""
    named = {host.lower(): key for host, key in peers.items() if _HOST.fullmatch(host.lower())}
    called = {*built.calls, *(CalledHost(host, key=key) for host, key in named.items() if host not in built.peers)}
    return replace(
        built,
        peers=tuple(sorted({*built.peers, *named})),
        calls=tuple(sorted(called, key=lambda each: each.order)),
    )


def reading(built: Container, configured: Mapping[str, CalledHost], served: Iterable[ServedPort] = ()) -> Container:
    """The container with the hosts that its configuration files name, by host, and the ports that they open; what its
    environment says comes first."""
    new = {host: call for host, call in configured.items() if host not in {each.host for each in built.calls}}
    return replace(
        built,
        peers=tuple(sorted({*built.peers, *calls.inside(new.values())})),
        calls=tuple(sorted({*built.calls, *new.values()}, key=lambda each: each.order)),
        serves=tuple(sorted({*built.serves, *served})),
    )
